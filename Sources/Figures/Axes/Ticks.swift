import Glibc

/// Ticks at multiples of 1, 2 or 5 times a power of ten, as many as there is room for.
func linearTicks(
  _ lower: Double, _ upper: Double, length: Double, room: (TickText) -> Double
) -> [ScaledAxis.Tick] {
  let span = upper - lower
  guard span > 0, span.isFinite else { return [] }
  var exponent = exponentOfTen(span / 20) - 1
  for _ in 0..<4 {
    for factor in [1.0, 2, 5] {
      let step = factor * power(exponent)
      let first = (lower / step - 1e-9).rounded(.up)
      let last = (upper / step + 1e-9).rounded(.down)
      guard last >= first else { continue }
      if last - first > 12 { continue }
      let ticks = stride(from: first, through: last, by: 1).map { count in
        let value = count == 0 ? 0 : exponent < 0 ? count * factor / power(-exponent) : count * step
        return ScaledAxis.Tick(value: value, text: .plain(tickNumber(value, step: step, exponent: exponent)))
      }
      let spacing = length * step / span
      if ticks.allSatisfy({ $0.text.map(room) ?? 0 <= spacing }) && spacing >= 20 || ticks.count <= 2 {
        return ticks
      }
    }
    exponent += 1
  }
  return []
}

/// The number at a tick, with the decimals that its step has.
private func tickNumber(_ value: Double, step: Double, exponent: Int) -> String {
  if value.magnitude >= 1e7 || (value != 0 && step < 1e-5) { return readable(value) }
  if exponent >= 0 { return grouped(Int(value)) }
  let text = fixed(value, places: -exponent)
  return text.hasPrefix("-") ? "−" + text.dropFirst() : text
}

/// Ticks at powers of ten, numbered as far as there is room, with ticks at 2…9 between; on less than two powers of
/// ten numbers at 1, 2 and 5, and on still less linear ones.
func logTicks(
  _ lower: Double, _ upper: Double, length: Double, room: (TickText) -> Double
) -> (major: [ScaledAxis.Tick], minor: [Double]) {
  let first = exponentOfTen(lower * (1 - 1e-9))
  let last = exponentOfTen(upper * (1 + 1e-9))
  let inside = { (value: Double) in value >= lower * (1 - 1e-9) && value <= upper * (1 + 1e-9) }
  let exponents = (first...max(first, last)).filter { inside(power($0)) }
  let plain = exponents.allSatisfy { (-2...3).contains($0) }
  let decades = Glibc.log10(upper / lower)
  let fine = exponents.flatMap { e in (2...9).map { Double($0) * power(e) } }
  let below = (2...9).map { Double($0) * power(first) }
  let minor = Set(fine + below).filter(inside).sorted()

  if exponents.count >= 2 {
    let numbered = exponents.map { e in plain ? TickText.plain(tickNumber(at: e)) : .powerOfTen(e) }
    let widest = numbered.map(room).max() ?? 0
    var every = 1
    while widest > length / decades * Double(every) { every += 1 }
    let ticks = zip(exponents, numbered).map { exponent, text in
      ScaledAxis.Tick(value: power(exponent), text: exponent.isMultiple(of: every) ? text : nil)
    }
    return (ticks, length / decades >= 24 ? minor : [])
  }
  let values =
    (exponents.map(power)
    + minor.filter { value in
      let mantissa = value / power(exponentOfTen(value * (1 + 1e-9)))
      return (mantissa - 2).magnitude < 1e-6 || (mantissa - 5).magnitude < 1e-6
    }).sorted()
  if values.count >= 2 {
    return (values.map { ScaledAxis.Tick(value: $0, text: .plain(readable($0))) }, minor)
  }
  return (linearTicks(lower, upper, length: length, room: room), [])
}

private func tickNumber(at exponent: Int) -> String {
  exponent >= 0 ? grouped(Int(power(exponent))) : decimal(power(exponent), places: -exponent)
}

/// A tick per name; where they are too close every second or third is named.
func indexTicks(_ names: [String], length: Double, room: (TickText) -> Double) -> [ScaledAxis.Tick] {
  let texts = names.map { TickText.plain($0) }
  let spacing = length / Double(max(names.count, 1))
  let widest = texts.map(room).max() ?? 0
  var every = 1
  while every < names.count, widest > spacing * Double(every) { every += 1 }
  return texts.enumerated().map { index, text in
    ScaledAxis.Tick(value: Double(index), text: index.isMultiple(of: every) ? text : nil)
  }
}

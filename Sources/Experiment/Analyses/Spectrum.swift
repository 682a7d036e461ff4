internal import Learning
public import Spec

/// Measures how fast gradients and updates vary from step to step: their power spectra, by Welch's method.
///
/// Each group's spectrum is the mean over its parameters, of which some are watched: what is watched of a tensor counts
/// as much as the tensor has numbers. Frequencies are in radians per step; the mean is not taken out unless that is
/// asked for, because a constant gradient is the slowest of all.
public struct Spectrum: Analysis {
  public static let kind = "spectrum"
  public static let summary =
    "Power spectra over the steps of recorded gradients and updates, or the share of power below a frequency."
  public static let example = """
    kind: spectrum
    between: [[start, 500], [500, end]]
    segment: 64
    """

  /// What the table has.
  enum View: String, NamedChoice {
    /// `power` and `response` over `frequency`.
    case spectrum
    /// `share` of the power at or below a frequency, and what it is a share of.
    case share
  }

  /// What is averaged.
  enum Grouping: String, NamedChoice {
    case layer, parameter, all
  }

  let show: View
  let segment: Int
  let below: Double
  let removesMean: Bool
  let by: Grouping
  let between: [[MomentReference]]

  public init(from fields: Fields) throws(InvalidSpec) {
    show = fields.read("show", "The spectra, or the share of slow power.", default: .spectrum)
    segment = fields.read(
      "segment", "How many recorded steps are transformed together, a power of two.", default: 256,
      .between(8, 1 << 16))
    below = fields.read(
      "below", "Of a share: up to which frequency power is slow, in radians per step.", default: 0.1,
      .between(0, .pi))
    removesMean = fields.read(
      "remove_mean", "Whether each segment's mean is taken out before.", default: false)
    by = fields.read("by", "Which parameters are averaged.", default: .layer)
    between = fields.read("between", "Pairs of moments, each a stretch named like A-B.", default: [])
    fields.check(segment & (segment - 1) == 0, "a segment is a power of two, such as 256", at: "segment")
    fields.check(between.allSatisfy { $0.count == 2 }, "a stretch is a pair of moments", at: "between")
  }

  public var needs: AnalysisNeeds { .gradients(moments: between.flatMap(\.self)) }

  private var ownAxes: [String] {
    (between.isEmpty ? [] : ["stretch"]) + (by == .all ? [] : [by.rawValue]) + ["quantity"]
      + (show == .spectrum ? ["frequency"] : [])
  }

  private var columns: [String] {
    show == .spectrum ? ["power", "response"] : ["share", "mean_square", "segments"]
  }

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    TableOutline(axes: input.axes + ownAxes, columns: columns)
  }

  /// A stretch that a run never began, or that is shorter than a segment, is missing.
  public func run(_ inputs: AnalysisInputs) throws -> Table {
    let source = inputs.gradients
    var axes: [String] = []
    for axis in source.points.flatMap(\.axes) where !axes.contains(axis) { axes.append(axis) }
    var result = Table(axes: axes + ownAxes, columns: columns)
    for (point, coordinates) in source.points.enumerated() {
      let rows = try source.read(point)
      for stretch in try stretches(of: rows.steps, at: coordinates, inputs) {
        let measured = try Measured(self, source.parts(of: point), rows, stretch.range, coordinates)
        let cells = axes.map { coordinates[$0] ?? .absent } + stretch.cells
        let filter = source.filter(of: point, at: stretch.last)
        for (index, group) in measured.groups.enumerated() {
          let name: [AxisValue] = by == .all ? [] : [.text(group.name)]
          for (quantity, estimate) in [("gradient", measured.gradient), ("update", measured.update)] {
            let place = cells + name + [.text(quantity)]
            let power = estimate.power(of: index)
            switch show {
            case .spectrum:
              for (k, value) in (power ?? []).enumerated() {
                let frequency = 2 * Double.pi * Double(k) / Double(segment * measured.spacing)
                let response = filter.map { $0.amplification(frequency) } ?? 1
                result.append(
                  place + [.number(frequency)],
                  [.number(value * Double(measured.spacing)), response.map(Outcome.number) ?? .missing])
              }
            case .share:
              result.append(place, share(power, spacing: measured.spacing, segments: estimate.segments))
            }
          }
        }
      }
    }
    if show == .spectrum, result.count == 0 {
      throw AnalysisFailure("no stretch has \(segment) recorded steps: choose a shorter segment")
    }
    return result
  }

  private func share(_ power: [Double]?, spacing: Int, segments: Int) -> [Outcome] {
    guard let power else { return [.missing, .missing, 0] }
    let width = 2 * Double.pi / Double(segment)
    let total = power.reduce(0, +)
    let slow = power.enumerated().reduce(0) { sum, bin in
      width * Double(bin.offset) / Double(spacing) <= below ? sum + bin.element : sum
    }
    return [total > 0 ? .number(slow / total) : .missing, .number(total * width), .number(Double(segments))]
  }

  private struct Stretch {
    /// Indices into the recorded steps.
    let range: Range<Int>
    let last: Int
    let cells: [AxisValue]
  }

  /// Of a stretch A-B, the updates that lead from the state A to the state B.
  private func stretches(of steps: [Int], at coordinates: Coordinates, _ inputs: AnalysisInputs) throws
    -> [Stretch]
  {
    guard let end = steps.last else { return [] }
    if between.isEmpty { return [Stretch(range: steps.indices, last: end, cells: [])] }
    func place(_ reference: MomentReference) throws -> Int? {
      let place = try inputs.moments.place(
        of: reference, at: coordinates, steps: steps[0] == 0 ? steps : [0] + steps,
        stepsPerEpoch: inputs.stepsPerEpoch(coordinates))
      if case .step(let step) = place { return step }
      return nil
    }
    return try between.compactMap { pair in
      let name = AxisValue.text("\(pair[0].text)-\(pair[1].text)")
      // A run that never came to one of the two has no such stretch.
      guard let from = try place(pair[0]), let to = try place(pair[1]) else {
        return Stretch(range: 0..<0, last: end, cells: [name])
      }
      let first = steps.firstIndex { $0 > from } ?? steps.count
      let past = steps.firstIndex { $0 > to } ?? steps.count
      return Stretch(range: first..<max(first, past), last: to, cells: [name])
    }
  }
}

/// Both spectra of one stretch of one run.
private struct Measured {
  let groups: [(name: String, parts: [GradientSample.Part])]
  /// Steps between two rows.
  let spacing: Int
  private(set) var gradient: WelchEstimate
  private(set) var update: WelchEstimate

  init(
    _ analysis: Spectrum, _ parts: [GradientSample.Part], _ rows: any GradientRows, _ range: Range<Int>,
    _ coordinates: Coordinates
  ) throws {
    var groups: [(name: String, parts: [GradientSample.Part])] = []
    for part in parts {
      let name = Measured.name(of: part.name, analysis.by)
      if let known = groups.firstIndex(where: { $0.name == name }) {
        groups[known].parts.append(part)
      } else {
        groups.append((name, [part]))
      }
    }
    self.groups = groups
    let steps = rows.steps[range]
    let spacing = steps.count > 1 ? steps[range.lowerBound + 1] - steps[range.lowerBound] : 1
    self.spacing = spacing
    let weighed = groups.map { group in
      WelchEstimate.Group(
        signals: group.parts.flatMap { part in
          part.range.map { ($0, Double(part.size) / Double(part.range.count)) }
        })
    }
    let count = parts.reduce(0) { $0 + $1.range.count }
    let empty = WelchEstimate(
      segment: analysis.segment, signals: count, groups: weighed, removesMean: analysis.removesMean)
    (gradient, update) = (empty, empty)
    let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: 2 * count)
    defer { memory.deallocate() }
    let one = UnsafeMutableBufferPointer(rebasing: memory[..<count])
    let other = UnsafeMutableBufferPointer(rebasing: memory[count...])
    for index in range {
      let step = rows.steps[index]
      if index > range.lowerBound, step - rows.steps[index - 1] != spacing {
        throw AnalysisFailure(
          "\(coordinates) recorded no gradient \(spacing) steps after step \(rows.steps[index - 1]): "
            + "a spectrum needs steps at equal distances")
      }
      try rows.load(index, gradient: one, update: other)
      guard memory.allSatisfy(\.isFinite) else {
        throw AnalysisFailure("a gradient or update of \(coordinates) at step \(step) is not a finite number")
      }
      gradient.append(UnsafeBufferPointer(one))
      update.append(UnsafeBufferPointer(other))
    }
  }

  /// A layer is a name up to its first number, or without its last word: `layers.0`, `head`.
  private static func name(of parameter: String, _ grouping: Spectrum.Grouping) -> String {
    switch grouping {
    case .all: return "all"
    case .parameter: return parameter
    case .layer:
      let words = parameter.split(separator: ".")
      let number = words.firstIndex { $0.allSatisfy(\.isNumber) }
      return words.prefix(number.map { $0 + 1 } ?? max(1, words.count - 1)).joined(separator: ".")
    }
  }
}

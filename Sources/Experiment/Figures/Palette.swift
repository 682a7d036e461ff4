import Figures

/// Which colour and name every place in a figure has, and in which order legends list them.
///
/// Named things such as runs take colours in the order in which they are written; the numbers of a sweep lie on a ramp;
/// what lacks the coloured axis, as a baseline does, is dark grey.
struct Palette {
  struct Tone: Hashable {
    var name: String
    var ink: Ink
    var dashed: Bool
  }

  private var tones: [Coordinates: Tone] = [:]
  private var positions: [Coordinates: Int] = [:]

  init(places: [Coordinates], color: String?, runs: [String], labels: Labels) {
    var distinct: [Coordinates] = []
    for place in places where !distinct.contains(place) { distinct.append(place) }
    let order = Palette.sorted(distinct, color: color, runs: runs)
    for (position, place) in order.enumerated() { positions[place] = position }

    let varying = Palette.varyingAxes(order)
    let ramp = color ?? (varying.count == 1 ? varying[0] : nil)
    let numbers = ramp.map { axis in Set(order.compactMap { $0[axis]?.number }).sorted() } ?? []
    let usesRamp = numbers.count >= 3
    let categories = Palette.categories(order, color: color, varying: varying, runs: runs)
    var timesUsed: [Ink: Int] = [:]
    for place in order {
      var ink = Ink.category(categories[place] ?? 0)
      if let color, place[color] == nil { ink = .neutral }
      if usesRamp, let axis = ramp {
        ink =
          place[axis]?.number.flatMap(numbers.firstIndex).map {
            .ramp(Double($0) / Double(numbers.count - 1))
          } ?? .neutral
      }
      let uses = timesUsed[ink, default: 0]
      timesUsed[ink] = uses + 1
      let name = Palette.name(place, color: color, varying: varying, among: order, labels)
      tones[place] = Tone(name: name, ink: ink, dashed: uses % 2 == 1)
    }
  }

  func tone(_ place: Coordinates) -> Tone { tones[place] ?? Tone(name: "", ink: .neutral, dashed: false) }

  func position(_ place: Coordinates) -> Int { positions[place] ?? .max }

  /// Axes on which the places differ.
  private static func varyingAxes(_ places: [Coordinates]) -> [String] {
    var axes: [String] = []
    for place in places { for axis in place.axes where !axes.contains(axis) { axes.append(axis) } }
    return axes.filter { axis in Set(places.map { $0[axis] ?? .absent }).count > 1 }
  }

  /// What lacks the coloured axis first, then its values in order, then runs as written, then the other axes.
  private static func sorted(_ places: [Coordinates], color: String?, runs: [String]) -> [Coordinates] {
    func run(_ place: Coordinates) -> Int {
      place["run"].flatMap { runs.firstIndex(of: $0.description) } ?? .max
    }
    func key(_ place: Coordinates, _ axis: String) -> AxisValue { place[axis] ?? .absent }
    return places.enumerated().sorted { a, b in
      if let color, color != "run", key(a.element, color) != key(b.element, color) {
        return key(a.element, color) < key(b.element, color)
      }
      if run(a.element) != run(b.element) { return run(a.element) < run(b.element) }
      for axis in a.element.axes where axis != "run" {
        let (left, right) = (key(a.element, axis), key(b.element, axis))
        if left != right { return left < right }
      }
      return a.offset < b.offset
    }.map(\.element)
  }

  /// The number of each place's colour: that of its run among all runs where colours follow runs alone, so that a run
  /// looks the same in every figure; else counted through.
  private static func categories(
    _ order: [Coordinates], color: String?, varying: [String], runs: [String]
  ) -> [Coordinates: Int] {
    let followsRuns = color == "run" || (color == nil && Set(varying).isSubset(of: ["run"]))
    let coloured = color.map { [$0] } ?? varying
    var keys: [[AxisValue]] = []
    var result: [Coordinates: Int] = [:]
    for place in order {
      if followsRuns, runs.count <= 8, let run = place["run"].flatMap({ runs.firstIndex(of: $0.description) })
      {
        result[place] = run
        continue
      }
      let key = coloured.map { place[$0] ?? .absent }
      if !keys.contains(key) { keys.append(key) }
      result[place] = keys.firstIndex(of: key)
    }
    return result
  }

  /// The value of the coloured axis; what else is needed to tell two places apart follows.
  private static func name(
    _ place: Coordinates, color: String?, varying: [String], among places: [Coordinates], _ labels: Labels
  ) -> String {
    func words(_ axes: [String]) -> String {
      axes.compactMap { axis in place[axis].map { labels.value($0, on: axis) } }.joined(separator: ", ")
    }
    guard !varying.isEmpty else { return words(place.axes.contains("run") ? ["run"] : place.axes) }
    guard let color else { return words(varying) }
    let own = place[color]
    let others = varying.filter { $0 != color }
    let twins = places.filter { $0[color] == own }
    let needed = others.filter { axis in Set(twins.map { $0[axis] ?? .absent }).count > 1 }
    if own == nil { return words(needed.isEmpty ? ["run"] : needed) }
    return words([color] + needed)
  }
}

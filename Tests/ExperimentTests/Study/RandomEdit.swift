import Spec

/// The small study with its settings as places to edit, and random edits of them.
struct EditableStudy {
  /// A setting: where it stands in ``template``, and what may stand there.
  private struct Place {
    /// The last key of its path.
    let key: String
    /// Values, each with its spellings.
    let values: [[String]]
  }

  /// What an edit does, as far as somebody asks why.
  struct Edit {
    /// A changed setting; `nil` where nothing that counts has changed, or where stages came and went.
    struct Leaf {
      let key: String
      let old: JSON
      let new: JSON
      /// The line on which it stands now.
      let line: Int
    }

    let description: String
    let leaf: Leaf?
    /// Whether every stage must stay as it is.
    let isCosmetic: Bool
  }

  private static let places: [String: Place] = [
    "FRACTION": Place(key: "train_fraction", values: [["0.5", "5e-1", "0.50"], ["0.6"], ["0.4", ".4"]]),
    "ACTIVATION": Place(key: "activation", values: [["tanh", "'tanh'"], ["relu"], ["gelu"]]),
    "BATCH": Place(key: "batch_size", values: [["5"], ["8"], ["all", "\"all\""]]),
    "RATE": Place(key: "learning_rate", values: [["0.1", "1e-1"], ["0.05", "5e-2"], ["0.2"]]),
    "DECAY": Place(key: "weight_decay", values: [["0", "0.0"], ["0.01", "1e-2"]]),
    "EVERY": Place(key: "every", values: [["20"], ["10"], ["25"], ["40"]]),
    "EARLY": Place(key: "until", values: [["20"], ["30"], ["40", "4e1"]]),
    "LATE": Place(key: "until", values: [["50"], ["60"], ["80", "8e1"], ["100"]]),
    "WINDOW": Place(key: "window", values: [["10"], ["4"]]),
    "GAIN": Place(key: "gain", values: [["1", "1.0"], ["2"], ["0.5"]]),
    "LOW": Place(key: "falls_to", values: [["1.05"], ["1.1"], ["2", "2.0"]]),
    "BAND": Place(key: "band", values: [["range"], ["iqr"], ["std"]]),
  ]

  private static let template = [
    "grokline: 1",
    "dataset: {kind: csv, file: wave.csv, inputs: [a, b], target: y, train_fraction: FRACTION}",
    "model: {kind: mlp, widths: [2, 10, 1], activation: ACTIVATION}",
    "training:",
    "  loss: mean-squared-error",
    "  batch_size: BATCH",
    "  optimizer: {kind: adam, learning_rate: RATE, weight_decay: DECAY}",
    "  evaluate: {every: EVERY}",
    "  record: {snapshots: {every: [start, 50, end]}}",
    "  phases:",
    "    early: {until: EARLY}",
    "    late: {until: LATE, optimizer: {learning_rate: 0.02}}",
    "runs:",
    "  plain: {}",
    "  filtered: {training: {filter: {kind: moving-average, window: WINDOW, gain: GAIN}}}",
    "seeds: SEEDS",
    "analyses:",
    "  low: {kind: crossing, metric: train_loss, falls_to: LOW}",
    "  moved: {kind: distances, between: [[start, 50], [50, end]]}",
    "figures:",
    "  loss: {kind: curves, y: train_loss, band: BAND}",
    "tables:",
    "  speed: {of: low, rows: run}",
  ]

  private static let seeds = ["[0, 1]", "[0]", "[1, 2]"]

  /// The value of each place, and how it is spelled.
  private var chosen: [String: (value: Int, spelling: Int)] = EditableStudy.places.mapValues { _ in (0, 0) }
  private var seeds = 0
  /// Lines before which a comment stands.
  private var comments: Set<Int> = []

  private func spelled(_ name: String) -> String {
    guard let place = EditableStudy.places[name], let choice = chosen[name] else { return name }
    return place.values[choice.value][choice.spelling]
  }

  /// The value of a place, as it is in JSON.
  private func value(_ name: String) -> JSON {
    guard let place = EditableStudy.places[name], let choice = chosen[name] else { return .null }
    let text = place.values[choice.value][0]
    return Int(text).map(JSON.integer) ?? Double(text).map(JSON.number) ?? .string(text)
  }

  private var lines: [String] {
    var lines: [String] = []
    for (number, line) in EditableStudy.template.enumerated() {
      if comments.contains(number) { lines.append("# a thought") }
      var line = line
      for name in EditableStudy.places.keys {
        if let range = line.firstRange(of: name) { line.replaceSubrange(range, with: spelled(name)) }
      }
      if let range = line.firstRange(of: "SEEDS") {
        line.replaceSubrange(range, with: EditableStudy.seeds[seeds])
      }
      lines.append(line)
    }
    return lines
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  private func line(of name: String) -> Int {
    let number = EditableStudy.template.firstIndex { $0.contains(name) } ?? 0
    return number + comments.count { $0 <= number } + 1
  }

  /// Edits something, with another text after it than before.
  mutating func edit(_ dice: inout some RandomNumberGenerator) -> Edit {
    switch Int.random(in: 0..<8, using: &dice) {
    case 0:
      let line = Int.random(in: 0..<EditableStudy.template.count, using: &dice)
      comments.formSymmetricDifference([line])
      return Edit(description: "a comment before line \(line + 1)", leaf: nil, isCosmetic: true)
    case 1:
      let (_, spelled) = respell(&dice)
      return Edit(description: "another spelling, \(spelled)", leaf: nil, isCosmetic: true)
    case 2:
      seeds =
        (seeds + Int.random(in: 1..<EditableStudy.seeds.count, using: &dice)) % EditableStudy.seeds.count
      return Edit(description: "seeds \(EditableStudy.seeds[seeds])", leaf: nil, isCosmetic: false)
    default:
      let name = EditableStudy.places.keys.sorted().randomElement(using: &dice) ?? "RATE"
      let count = EditableStudy.places[name]?.values.count ?? 1
      let (old, key) = (value(name), EditableStudy.places[name]?.key ?? "")
      let next = ((chosen[name]?.value ?? 0) + Int.random(in: 1..<count, using: &dice)) % count
      chosen[name] = (next, 0)
      let leaf = Edit.Leaf(key: key, old: old, new: value(name), line: line(of: name))
      return Edit(description: "\(name) \(old) → \(value(name))", leaf: leaf, isCosmetic: false)
    }
  }

  /// Spells a value in another way.
  private mutating func respell(_ dice: inout some RandomNumberGenerator) -> (String, String) {
    let names = EditableStudy.places.keys.sorted().filter { name in
      EditableStudy.places[name].map { $0.values[chosen[name]?.value ?? 0].count > 1 } ?? false
    }
    guard let name = names.randomElement(using: &dice), let choice = chosen[name],
      let spellings = EditableStudy.places[name]?.values[choice.value]
    else { return ("", "none") }
    chosen[name] = (choice.value, (choice.spelling + 1) % spellings.count)
    return (name, spelled(name))
  }
}

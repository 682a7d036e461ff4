/// What readers see for a name: its label if `labels:` gives one, else the name in plain words.
public struct Labels: Sendable, Hashable {
  public let given: [String: String]

  public init(_ given: [String: String] = [:]) { self.given = given }

  /// The label of a run, an axis or a value: the name itself, if none is given.
  public subscript(name: String) -> String { given[name] ?? name }

  /// What stands beside an axis: `validation_accuracy` is "Validation accuracy", `pc1` is "PC 1".
  public func title(_ name: String) -> String {
    if let label = given[name] { return label }
    if name == "step" { return "Optimisation step" }
    if name.hasPrefix("pc"), let number = Int(name.dropFirst(2)) { return "PC \(number)" }
    for split in Table.splits where name.hasPrefix(split + "_") {
      return capitalized(self[split] + " " + words(String(name.dropFirst(split.count + 1))))
    }
    return capitalized(words(name))
  }

  /// A point on an axis: "gain = 5"; of runs, splits and other named things the name alone.
  public func value(_ value: AxisValue, on axis: String) -> String {
    switch value {
    case .absent: ""
    case .number(let number): "\(given[axis] ?? words(axis)) = \(spelled(number))"
    case .text(let text): self[text]
    }
  }

  private func spelled(_ number: Double) -> String {
    let text = shortestText(number)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  private func words(_ name: String) -> String { given[name] ?? String(name.map { $0 == "_" ? " " : $0 }) }

  private func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

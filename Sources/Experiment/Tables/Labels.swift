/// What runs, axes and metrics are called in what people read: the section `labels:`.
public struct Labels: Sendable, Hashable {
  public let texts: [String: String]

  public init(_ texts: [String: String] = [:]) { self.texts = texts }

  /// The label of a name; without one of its own `validation_loss` becomes `test loss` if `validation` is labelled
  /// `test`, and underscores become spaces.
  public subscript(name: String) -> String {
    if let label = texts[name] { return label }
    for split in Table.splits where name.hasPrefix(split + "_") {
      return self[split] + " " + self[String(name.dropFirst(split.count + 1))]
    }
    return name.split(separator: "_", omittingEmptySubsequences: false).joined(separator: " ")
  }

  /// The label of a cell: a text by its label, a number as people write it, nothing as a dash.
  public subscript(value: AxisValue) -> String {
    switch value {
    case .absent: "—"
    case .number(let number): readable(number, significant: 6)
    case .text(let text): texts[text] ?? text
    }
  }
}

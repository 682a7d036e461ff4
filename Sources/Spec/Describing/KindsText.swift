extension KindDescription {
  /// A page for a terminal: what it is, its fields, an example.
  public var text: String {
    var text = "\(kind) (\(family))\n\n\(summary)\n"
    let rows = fields.rows(below: "")
    if !rows.isEmpty { text += "\n" + table(rows) }
    text += "\nExample:\n\n"
    let lines = example.hasSuffix("\n") ? example.dropLast() : example[...]
    for line in lines.split(separator: "\n", omittingEmptySubsequences: false) {
      text += line.isEmpty ? "\n" : "  \(line)\n"
    }
    return text + "\nVersion \(version)\n"
  }
}

extension FamilyDescription {
  /// The members with their summaries, in the order of the registry.
  public var text: String { "\(family)\n" + table(kinds.map { ["", $0.kind, $0.summary] }) }
}

extension [FamilyDescription] {
  /// What `grokline kinds [NAME]` prints: all families, one family, or the kinds of that name.
  ///
  /// `location` is where the name was written; throws a diagnostic with the nearest name if there is none.
  public func text(_ name: String?, at location: SourceLocation) throws(InvalidSpec) -> String {
    guard let name else { return map(\.text).joined(separator: "\n") }
    if let family = first(where: { $0.family == name || $0.definition == name }) { return family.text }
    let kinds = flatMap(\.kinds).filter { $0.kind == name || "\($0.family)/\($0.kind)" == name }
    if !kinds.isEmpty { return kinds.map(\.text).joined(separator: "\n") }
    let known = map(\.family) + flatMap(\.kinds).map(\.kind)
    throw InvalidSpec([
      Diagnostic(
        "there is no kind or family '\(name)'", at: location,
        hint: nearest(to: name, among: known).map { "did you mean '\($0)'?" } ?? "'grokline kinds' lists all")
    ])
  }
}

extension [Fields.Declaration] {
  /// Two lines for each field: what it is, and what it takes; nested fields under their dotted path.
  fileprivate func rows(below path: String) -> [[String]] {
    unique.flatMap { field -> [[String]] in
      let name = path + field.key
      let takes = [field.expectation, field.limits].filter { !$0.isEmpty }.joined(separator: ", ")
      let standard =
        switch field.standard {
        case nil: "required"
        case .null?: "may be left out"
        case let value?: "default \(value.string ?? value.description)"
        }
      return [["", name, field.purpose], ["", "", "\(takes); \(standard)"]]
        + field.inner.rows(below: name + (field.isNamed ? ".NAME." : "."))
    }
  }
}

/// Columns padded to their widest cell.
private func table(_ rows: [[String]]) -> String {
  let columns = rows.map(\.count).max() ?? 0
  let widths = (0..<columns).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
  }
  return rows.map { row in
    var line = ""
    for (cell, width) in zip(row, widths) {
      line += cell + String(repeating: " ", count: width - cell.count + 2)
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }.joined()
}

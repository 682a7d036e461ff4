internal import Spec

/// The reference of all kinds, as a page for the documentation.
struct KindsMarkdown {
  let text: String

  init(_ families: [FamilyDescription]) {
    var text = """
      # Kinds

      What a spec can name, written by `grokline kinds --markdown` from the kinds' own declarations.


      """
    for family in families {
      text += "## \(family.family)\n\n"
      for kind in family.kinds { text += KindsMarkdown.section(kind) }
    }
    self.text = text
  }

  private static func section(_ kind: KindDescription) -> String {
    var text = "### \(kind.kind)\n\n\(kind.summary)\n\n"
    let rows = rows(kind.fields, below: "")
    if !rows.isEmpty {
      text += "| field | takes | default | what it is |\n|:---|:---|:---|:---|\n"
      for row in rows { text += "| " + row.map(escaped).joined(separator: " | ") + " |\n" }
      text += "\n"
    }
    return text + "```yaml\n\(kind.example)\n```\n\n"
  }

  private static func rows(_ fields: [Fields.Declaration], below path: String) -> [[String]] {
    fields.flatMap { field -> [[String]] in
      let takes = [field.expectation, field.limits].filter { !$0.isEmpty }.joined(separator: ", ")
      let standard =
        switch field.standard {
        case nil: "required"
        case .null?: ""
        case let value?: "`\(value.string ?? value.description)`"
        }
      let name = path + field.key
      return [["`\(name)`", takes, standard, field.purpose]]
        + rows(field.inner, below: name + (field.isNamed ? ".NAME." : "."))
    }
  }

  private static func escaped(_ cell: String) -> String {
    cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|").onOneLine
  }
}

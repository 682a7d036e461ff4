public import Spec

/// One entry of `tables:`: which numbers are shown, how, and what was published.
public struct TableDeclaration: Sendable {
  /// Raised when the same numbers give another table.
  public static let version = 1

  /// The analyses shown, stacked if there are several.
  public let of: [Name]
  public let select: Selection
  /// The axes that make rows. Axes that neither rows nor columns use, and that vary, become rows too.
  let rows: [Name]
  /// An axis whose values make columns, or `value`: one column per value column of the analysis.
  let columns: Name?
  /// The value column shown unless `columns` is `value`; nil means the first.
  let value: Name?
  let summary: Summary
  let spread: Spread
  let relativeTo: Selection?
  let unit: Double
  let published: Published?

  /// The word under `columns` that asks for a column per value column.
  static let eachValue = "value"

  public init(from fields: Fields) throws(InvalidSpec) {
    of = fields.read("of", "The analysis, or analyses, shown.", standIn: OneOrMore<Name>([])).values
    select = fields.read("select", "Which rows of it.", default: Selection.all)
    rows = fields.read("rows", "The axes that make rows.", default: OneOrMore<Name>([])).values
    columns = fields.readOptional("columns", "The axis that makes columns, or 'value' for each value column.")
    value = fields.readOptional("value", "The value column shown; the analysis's first, if not said.")
    summary = fields.read("summary", "How seeds become one number.", default: .median)
    spread = fields.read("spread", "How the difference between seeds is shown.", default: .range)
    relativeTo = fields.readOptional("relative_to", "What each number is divided by.")
    unit = fields.read("unit", "The unit of shown and published numbers.", default: 1, .above(0))
    published = fields.readOptional("published", "Published numbers by row and column, in the unit.")
    let names = rows.map(\.text) + (columns.map { [$0.text] } ?? [])
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      fields.check(false, "axis '\(name)' is used twice", at: index < rows.count ? "rows" : "columns")
    }
    fields.check(!names.contains("seed"), "seeds are summarized, they cannot be rows or columns", at: "rows")
    fields.check(
      value == nil || columns?.text != TableDeclaration.eachValue,
      "'columns: value' shows every value column",
      at: "value", hint: "leave one of the two out")
  }

  /// Reports names that the input does not have.
  public func check(_ input: TableOutline, _ diagnostics: Diagnostics) {
    for name in rows { name.check(isA: "axis", among: input.axes, diagnostics) }
    columns?.check(isA: "axis", among: input.axes + [TableDeclaration.eachValue], diagnostics)
    value?.check(isA: "value column", among: input.columns, diagnostics)
    for axis in relativeTo?.axes ?? [] where !input.axes.contains(axis) {
      diagnostics.report(
        "there is no axis '\(axis)'", at: relativeTo?.location(of: axis) ?? Name.standIn.location,
        hint: suggestion(for: axis, among: input.axes))
    }
  }
}

public import Figures
public import Spec

/// Other figures on one sheet.
public struct PanelsFigure: FigureKind {
  public static let kind = "panels"
  public static let summary = "Other figures in rows on one sheet, lettered (a), (b), …"
  public static let example = """
    kind: panels
    layout: [[a, b], [c]]
    """

  let layout: [[Name]]

  public init(from fields: Fields) throws(InvalidSpec) {
    layout = fields.read("layout", "Rows of names of figures.", standIn: [])
    fields.check(
      layout.isEmpty || layout.allSatisfy { !$0.isEmpty }, "a row of panels holds at least one figure",
      at: "layout")
    fields.check(
      layout.allSatisfy { $0.count <= 6 }, "a row of panels holds at most six figures", at: "layout")
  }

  public var references: FigureReferences { FigureReferences(panels: layout.flatMap(\.self)) }

  public func check(against outline: TableOutline, _ diagnostics: Diagnostics) {}

  public func plot(_ inputs: FigureInputs) throws -> any Plot {
    let rows = try layout.map { row in
      try row.map { name throws -> any Plot in
        guard let plot = inputs.panels[name.text] else {
          throw FigureFailure("there is no figure '\(name.text)'")
        }
        return plot
      }
    }
    return Panels(rows)
  }
}

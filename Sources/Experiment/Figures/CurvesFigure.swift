public import Figures
public import Spec

/// Lines over steps or any other axis, one colour per run or value of a sweep.
public struct CurvesFigure: FigureKind {
  public static let kind = "curves"
  public static let version = 3
  public static let summary = "Lines over steps or another axis, with bands over seeds, thresholds and marks."
  public static let example = """
    kind: curves
    x: {axis: step, scale: log}
    y: accuracy
    color: run
    band: range
    marks: [time-to-generalize]
    lines: {y: [0.95]}
    """

  /// Whether values before smoothing are shown too.
  enum Raw: String, NamedChoice {
    case none, faint
  }

  let x: Channel
  let y: Channel
  let y2: Channel
  let color: Name?
  let rows: Name?
  let columns: Name?
  let band: Band
  let marks: [Name]
  let lines: ReferenceLines
  let points: Dots?
  let overlays: [Name]
  let smooth: Double
  let raw: Raw

  public init(from fields: Fields) throws(InvalidSpec) {
    x = fields.readSingleChannel("x", "The horizontal axis; step if not given.", default: "step")
    y = fields.readChannel("y", "What the lines show: columns, or a measure for both of its splits.")
    y2 = fields.readChannel("y2", "What dashed lines show on a second vertical axis.")
    color = fields.readAxis("color", "The axis that colours follow; runs and all unspent axes if not given.")
    rows = fields.readAxis("rows", "An axis with one row of pictures for each of its values.")
    columns = fields.readAxis("columns", "An axis with one column of pictures for each of its values.")
    band = fields.read("band", "What is shaded around the median of several seeds.", default: .none)
    marks =
      fields.read("marks", "Crossings or moments marked by vertical lines.", default: OneOrMore<Name>([]))
      .values
    lines = fields.read("lines", "Straight lines at given values.", default: ReferenceLines(entries: []))
    points = fields.readOptional(
      "points", "Whether every value has a dot; as suits their number if not given.")
    overlays = fields.read("overlay", "Fits drawn over the lines.", default: OneOrMore<Name>([])).values
    smooth = fields.read(
      "smooth", "Momentum of an exponential moving average over the values.", default: 0, .from(0, below: 1))
    raw = fields.read("raw", "Whether values before smoothing are shown too.", default: .none)
    fields.check(y.isUsed, "missing 'y': expected a column or a measure", at: "y")
    if case .places? = points {
      fields.check(false, "'points' of curves is true or false", at: "points")
    }
  }

  public var references: FigureReferences { FigureReferences(marks: marks, overlays: overlays) }

  public func check(against outline: TableOutline, _ diagnostics: Diagnostics) {
    for name in x.names { name.check(isA: "axis or column", among: outline.names, diagnostics) }
    let measures = CurvesFigure.measures(of: outline)
    for name in y.names + y2.names {
      name.check(isA: "column", among: outline.columns + measures, diagnostics)
    }
    for name in [color, rows, columns].compactMap(\.self) {
      name.check(isA: "axis", among: outline.axes + ["split"], diagnostics)
    }
  }

  /// Measures that the table has for both splits.
  private static func measures(of outline: TableOutline) -> [String] {
    outline.columns.filter { $0.hasPrefix("train_") }.map { String($0.dropFirst("train_".count)) }
      .filter { outline.columns.contains("validation_" + $0) }
  }

  public func plot(_ inputs: FigureInputs) throws -> any Plot {
    let gathered = try LineGatherer(self, inputs).lines()
    guard !gathered.isEmpty else {
      throw FigureFailure("there is nothing to draw: no selected point has \(y.first)")
    }
    let builder = CurvesBuilder(figure: self, inputs: inputs, lines: gathered)
    let rowValues = builder.facets(\.row)
    let columnValues = builder.facets(\.column)
    if rowValues.isEmpty, columnValues.isEmpty { return builder.curves(row: nil, column: nil) }
    let cells = (rowValues.isEmpty ? [nil] : rowValues.map(Optional.some)).map { row in
      (columnValues.isEmpty ? [nil] : columnValues.map(Optional.some)).map { column -> Curves? in
        let curves = builder.curves(row: row, column: column)
        return curves.series.isEmpty ? nil : curves
      }
    }
    return Facets(
      cells: cells, rowTitles: rowValues.map { inputs.labels.value($0, on: rows?.text ?? "") },
      columnTitles: columnValues.map { inputs.labels.value($0, on: columns?.text ?? "") })
  }
}

public import Figures
public import Spec

/// Every figure that a spec can name.
public let figureKinds = Registry<any FigureKind>(
  "figure",
  [
    .init(CurvesFigure.self, CurvesFigure.init(from:)),
    .init(HeatMapFigure.self, HeatMapFigure.init(from:)),
    .init(PanelsFigure.self, PanelsFigure.init(from:)),
    .init(PhaseDiagramFigure.self, PhaseDiagramFigure.init(from:)),
    .init(ResponseFigure.self, ResponseFigure.init(from:)),
    .init(TrajectoryFigure.self, TrajectoryFigure.init(from:)),
  ])

/// A way to show tables as a picture.
///
/// Conformers decode one entry of `figures:`; the keys common to all are read by `FigureDeclaration`.
public protocol FigureKind: SpecKind {
  /// What it reads beside the table that it shows.
  var references: FigureReferences { get }
  /// Reports axes and columns that its settings name and the table lacks.
  func check(against outline: TableOutline, _ diagnostics: Diagnostics)
  /// Describes the picture.
  func plot(_ inputs: FigureInputs) throws -> any Plot
}

/// The analyses, moments and figures that a figure mentions by name.
public struct FigureReferences: Sendable, Hashable {
  /// Crossing analyses or moments.
  public var marks: [Name]
  /// Analyses drawn over the figure.
  public var overlays: [Name]
  /// Figures that it is composed of.
  public var panels: [Name]

  public init(marks: [Name] = [], overlays: [Name] = [], panels: [Name] = []) {
    self.marks = marks
    self.overlays = overlays
    self.panels = panels
  }
}

/// What a figure is made from.
public struct FigureInputs: Sendable {
  /// The metrics, or the stacked tables of `of`, already restricted to the selected points.
  public var table: Table
  /// The tables of analyses that it mentions beside, whole, by name.
  public var tables: [String: Table]
  public var select: Selection
  public var moments: Moments
  /// Optimiser steps in an epoch, for the point at these coordinates.
  public var stepsPerEpoch: @Sendable (Coordinates) -> Int?
  /// The plots that it is composed of, by name.
  public var panels: [String: any Plot]
  /// All runs of the experiment in the order in which they are written, which legends follow.
  public var runs: [String]
  /// Names for readers, from `labels:`.
  public var labels: Labels

  public init(
    table: Table, tables: [String: Table] = [:], select: Selection = .all, moments: Moments = Moments(),
    stepsPerEpoch: @escaping @Sendable (Coordinates) -> Int? = { _ in nil }, panels: [String: any Plot] = [:],
    runs: [String], labels: Labels = Labels()
  ) {
    self.table = table
    self.tables = tables
    self.select = select
    self.moments = moments
    self.stepsPerEpoch = stepsPerEpoch
    self.panels = panels
    self.runs = runs
    self.labels = labels
  }
}

/// Why a figure cannot be drawn from the data there are.
public struct FigureFailure: Error, Sendable, Hashable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// One entry of `figures:`, with the keys that all figures share.
public struct FigureDeclaration: Sendable {
  /// The width of a figure on paper.
  public enum Width: String, NamedChoice {
    case oneColumn = "one-column"
    case twoColumns = "two-columns"

    var units: Double { self == .oneColumn ? Figure.Width.oneColumn.units : Figure.Width.twoColumns.units }
  }

  /// The analyses whose tables it shows, stacked if there are several; empty means the metrics.
  public let of: [Name]
  public let select: Selection
  public let title: String?
  public let width: Width
  public let kind: any FigureKind

  /// Reads one entry; throws after what is wrong was reported.
  ///
  /// `of` and `select` are not among the resolved settings: they decide which data go in, and those enter keys by
  /// their content.
  public init(from fields: Fields) throws(InvalidSpec) {
    let of = fields.claim("of")
    let select = fields.claim("select")
    self.of = of.flatMap { OneOrMore<Name>.decode($0, fields.diagnostics)?.values } ?? []
    self.select = select.flatMap { Selection.decode($0, fields.diagnostics) } ?? .all
    title = fields.readOptional("title", "What the figure is called; its name if not given.")
    let wide = fields.readOptional("width", "How wide it is on paper.", as: Width.self)
    kind = try fields.require(figureKinds.decode(fields))
    width = wide ?? FigureDeclaration.standardWidth(kind)
    if kind is PanelsFigure {
      for key in ["of", "select"] where fields.node[key] != nil {
        fields.check(
          false, "panels show other figures and no data of their own", at: key, hint: "leave it out")
      }
    }
  }

  private static func standardWidth(_ kind: any FigureKind) -> Width {
    switch kind {
    case let panels as PanelsFigure: panels.layout.allSatisfy { $0.count < 2 } ? .oneColumn : .twoColumns
    case let curves as CurvesFigure: curves.columns == nil ? .oneColumn : .twoColumns
    case let response as ResponseFigure: response.show == nil ? .twoColumns : .oneColumn
    default: .oneColumn
    }
  }

  /// The figure called `name`, ready to be typeset.
  public func figure(_ name: String, _ inputs: FigureInputs) throws -> Figure {
    let plot = try kind.plot(inputs)
    return Figure(plot, width: width.units, title: title ?? inputs.labels[name], summary: "")
  }
}

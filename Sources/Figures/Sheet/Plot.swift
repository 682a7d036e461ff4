/// A description of a picture: everything that it shows, and nothing about how it is made.
public protocol Plot: Sendable {
  /// The numbers that are drawn.
  var data: DataTable { get }
  /// The height that suits a width, in units.
  func height(forWidth width: Double) -> Double
  /// What a legend must explain; empty if the plot explains itself.
  var legend: Legend { get }
  /// The space needed around the axes in an area of this size.
  ///
  /// `given` is what neighbours need already. With `showsLegend` the result includes room for the legend above the
  /// axes, unless it fits inside them and no neighbour's legend stands above.
  func insets(width: Double, height: Double, atLeast given: Insets, showsLegend: Bool) -> Insets
  /// Draws the plot into an area, its axes inset by what its row of plots agreed on.
  func draw(in area: Box, insets: Insets, showsLegend: Bool, on script: inout Script)
}

/// A plot on a sheet of a given width.
public struct Figure: Sendable {
  /// How wide a figure is. Text is 7 points high where a column is 8 cm wide.
  public enum Width: String, Sendable, CaseIterable {
    case oneColumn = "one-column"
    case twoColumns = "two-columns"

    /// In units of 1/96 inch.
    public var units: Double {
      switch self {
      case .oneColumn: 380
      case .twoColumns: 780
      }
    }
  }

  public var plot: any Plot
  public var width: Double
  /// A short name for screen readers and window titles.
  public var title: String
  /// One or two sentences on what is shown, for screen readers.
  public var summary: String

  public init(_ plot: any Plot, width: Double, title: String, summary: String = "") {
    self.plot = plot
    self.width = width
    self.title = title
    self.summary = summary
  }

  public var height: Double { plot.height(forWidth: width).rounded(.up) }

  /// The gnuplot script that writes this figure as SVG to its standard output.
  public var script: String {
    let height = height
    var script = Script(width: width, height: height)
    let insets = plot.insets(width: width, height: height, atLeast: Insets(), showsLegend: true)
    plot.draw(
      in: Box(left: 0, bottom: 0, width: width, height: height), insets: insets, showsLegend: true,
      on: &script)
    return script.finish()
  }

  /// The numbers that are drawn, as CSV.
  public var csv: String { plot.data.csv }
}

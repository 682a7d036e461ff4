import Glibc

/// A quantity over two others, as colours, contours or both.
public struct HeatMap: Plot {
  /// How values become colours.
  public struct Coloring: Sendable, Hashable {
    public var map: ColorMap
    /// The exponent applied to the share of the range before the colour is looked up.
    public var power: Double

    public init(map: ColorMap = .viridis, power: Double = 1) {
      self.map = map
      self.power = power
    }

    func color(at share: Double) -> Color { map.color(at: Glibc.pow(min(max(share, 0), 1), power)) }

    /// Whether lines are drawn dark over this map.
    var isLight: Bool { map != .viridis && map != .cividis }
  }

  /// One grid; several share the axes and show as contours of different colours.
  public struct Layer: Sendable, Hashable {
    public var name: String
    public var ink: Ink
    public var grid: Grid

    public init(_ name: String, ink: Ink, grid: Grid) {
      self.name = name
      self.ink = ink
      self.grid = grid
    }
  }

  /// A line over the map; several may share a name and its colour.
  public struct Overlay: Sendable, Hashable {
    public var name: String
    public var points: [Curves.Point]
    /// Whether arrow heads say which way it goes.
    public var isDirected: Bool

    public init(_ name: String, points: [Curves.Point], isDirected: Bool = false) {
      self.name = name
      self.points = points
      self.isDirected = isDirected
    }
  }

  /// A name that a value stands for, and its colour.
  public struct Category: Sendable, Hashable {
    public var name: String
    public var color: Color

    public init(_ name: String, color: Color) {
      self.name = name
      self.color = color
    }
  }

  func category(of number: Double) -> Category? {
    guard let index = Int(exactly: number), categories.indices.contains(index) else { return nil }
    return categories[index]
  }

  /// The column of the value, its label, scale and limits.
  public var value: Axis
  public var x: Axis
  public var y: Axis
  public var layers: [Layer]
  public var coloring: Coloring
  public var contours: [Double]
  public var overlays: [Overlay]
  public var markers: [Trajectory.Marker]
  /// Places that have a star.
  public var stars: [Trajectory.Marker]
  /// How many cells lie between two arrows that point down the map; 0 for no arrows.
  public var descent: Int
  /// What the values 0, 1, 2 … stand for, if they are names and no quantity; a legend takes the colour bar's place.
  public var categories: [Category]
  /// Straight lines across the map, at values of x and of y.
  public var verticals: [Double]
  public var horizontals: [Double]
  /// Whether cells are filled; contours alone otherwise.
  public var isFilled: Bool
  /// Smoothing of what is drawn, in cells, and finer cells by bilinear interpolation; the data stay as they are.
  public var blur: Double
  public var upsampling: Int
  /// What an empty cell means to the reader.
  public var missingText: String

  public init(
    x: Axis, y: Axis, value: Axis, layers: [Layer], coloring: Coloring = Coloring(), contours: [Double] = [],
    overlays: [Overlay] = [], markers: [Trajectory.Marker] = [], stars: [Trajectory.Marker] = [],
    descent: Int = 0, categories: [Category] = [], verticals: [Double] = [],
    horizontals: [Double] = [], isFilled: Bool = true, blur: Double = 0, upsampling: Int = 1,
    missingText: String = "never"
  ) {
    self.x = x
    self.y = y
    self.value = value
    self.layers = layers
    self.coloring = coloring
    self.contours = contours
    self.overlays = overlays
    self.markers = markers
    self.stars = stars
    self.descent = descent
    self.categories = categories
    self.verticals = verticals
    self.horizontals = horizontals
    self.isFilled = isFilled
    self.blur = blur
    self.upsampling = upsampling
    self.missingText = missingText
  }

  public var data: DataTable {
    let several = layers.count > 1
    var table = DataTable(columns: (several ? ["series"] : []) + [x.name, y.name, value.name])
    let name: (Axis, Double) -> String = { axis, place in
      if case .index(let names) = axis.scale, names.indices.contains(Int(place)) { return names[Int(place)] }
      return cell(place)
    }
    for layer in layers {
      for row in layer.grid.y.indices {
        for column in layer.grid.x.indices {
          let number = layer.grid[row, column]
          table.append(
            (several ? [layer.name] : []) + [name(x, layer.grid.x[column]), name(y, layer.grid.y[row])]
              + [number.isNaN ? "" : category(of: number)?.name ?? cell(number)])
        }
      }
    }
    return table
  }

  public func height(forWidth width: Double) -> Double {
    let space = insets(width: width, height: width * 0.8, atLeast: Insets(), showsLegend: true)
    return min(width * 0.62, 310) + space.top + space.bottom + space.legend
  }

  static let missing = Color(0xDADADA)

  public var legend: Legend {
    var entries: [Legend.Entry] = []
    if layers.count > 1 || !isFilled {
      entries += layers.map {
        Legend.Entry(label: $0.name, strokes: [Stroke(color: $0.ink.color, width: 1.6)])
      }
    }
    entries += categories.filter { category in
      layers.contains { $0.grid.values.contains { self.category(of: $0) == category } }
    }.map { Legend.Entry(label: $0.name, strokes: [Stroke(color: $0.color, width: 7)]) }
    if isFilled, layers.contains(where: { $0.grid.values.contains(where: \.isNaN) }) {
      entries.append(Legend.Entry(label: missingText, strokes: [Stroke(color: HeatMap.missing, width: 7)]))
    }
    entries += overlayNames.compactMap { name in
      overlays.first { $0.name == name }.map { Legend.Entry(label: name, strokes: [stroke(of: $0)]) }
    }
    return Legend(entries: entries)
  }

  /// The names of overlays, in order; lines of one name have one colour.
  public var overlayNames: [String] {
    var names: [String] = []
    for overlay in overlays where !names.contains(overlay.name) { names.append(overlay.name) }
    return names
  }

  func stroke(of overlay: Overlay) -> Stroke {
    Stroke(
      color: Ink.category((overlayNames.firstIndex(of: overlay.name) ?? 0) + 1).color, width: 1.8,
      dashes: overlay.isDirected ? [] : [4.5, 4.5])
  }
}

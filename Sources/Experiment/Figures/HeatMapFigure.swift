public import Figures
public import Spec

/// A quantity over two axes of a sweep.
public struct HeatMapFigure: FigureKind {
  public static let kind = "heat-map"
  public static let version = 3
  public static let summary = "A column over two axes as colours, with contours and lines drawn over it."
  public static let example = """
    kind: heat-map
    x: {axis: scale, scale: log}
    y: {axis: size, scale: index, reverse: true}
    value: validation_error
    colors: {map: reds, limits: [0, 1]}
    contours: [0.1, 0.4]
    overlay: [critical-size]
    points: {A: {scale: 1, size: 138}}
    """

  /// The ramps of colour.
  enum Map: String, NamedChoice {
    case viridis, cividis, reds, blues, greys

    var colors: ColorMap {
      switch self {
      case .viridis: .viridis
      case .cividis: .cividis
      case .reds: .reds
      case .blues: .blues
      case .greys: .greys
      }
    }
  }

  struct Colors: Sendable, Hashable {
    var map = Map.viridis
    var isLog = false
    var limits: [Double] = []
    var power = 1.0
  }

  let x: Channel
  let y: Channel
  let value: Channel
  let color: Name?
  let colors: Colors
  let contours: [Double]
  let overlays: [Name]
  let paths: [Name]
  let descent: Int
  let stars: Dots
  let lines: ReferenceLines
  let points: Dots
  let blur: Double
  let upsample: Int
  let fill: Bool
  let overSeeds: Summary

  public init(from fields: Fields) throws(InvalidSpec) {
    x = fields.readSingleChannel("x", "The horizontal axis of the sweep.", required: true)
    y = fields.readSingleChannel("y", "The vertical axis of the sweep.", required: true)
    value = fields.readSingleChannel("value", "The column shown.", required: true)
    color = fields.readAxis(
      "color", "An axis with one family of contours for each of its values; needs fill: false.")
    let colors = fields.readGroup("colors", "How values become colours.", short: "map") { fields in
      var colors = Colors()
      colors.map = fields.read("map", "The ramp of colours.", default: .viridis)
      colors.isLog =
        fields.read("scale", "How values are spaced on the ramp.", default: Channel.Scale.linear) == .log
      colors.limits = fields.read("limits", "The values at both ends of the ramp.", default: [])
      colors.power = fields.read(
        "power", "The exponent applied to a value's share of the range.", default: 1, .above(0))
      fields.check(
        colors.limits.isEmpty || (colors.limits.count == 2 && colors.limits[0] < colors.limits[1]),
        "limits are two ascending numbers, such as [0, 1]", at: "limits")
      return colors
    }
    self.colors = colors ?? Colors()
    contours = fields.read("contours", "Values along which lines are drawn.", default: [])
    overlays = fields.read("overlay", "Analyses drawn as lines.", default: OneOrMore<Name>([])).values
    paths =
      fields.read("paths", "Analyses drawn as lines with arrow heads.", default: OneOrMore<Name>([])).values
    descent = fields.read(
      "descent", "Arrows down the map, one at every so many cells; 0 for none.", default: 0, .between(0, 100))
    lines = fields.read("lines", "Straight lines at given values.", default: ReferenceLines(entries: []))
    points = fields.read("points", "Named places.", default: .places([]))
    stars = fields.read("stars", "Named places that have a star.", default: .places([]))
    blur = fields.read("blur", "Gaussian smoothing, in cells.", default: 0, .between(0, 20))
    upsample = fields.read(
      "upsample", "How many finer cells each side of a cell becomes.", default: 1, .between(1, 20))
    fill = fields.read("fill", "Whether cells are coloured; false for contours alone.", default: true)
    overSeeds = fields.read("over_seeds", "How several seeds become one cell.", default: .median)
    fields.check(color == nil || !fill, "colours show the value already: set fill: false", at: "color")
    for (key, dots) in [("points", points), ("stars", stars)] {
      if case .onLines = dots {
        fields.check(false, "'\(key)' of a heat map is a mapping of places", at: key)
      }
    }
    fields.check(fill || !contours.isEmpty, "without fill there must be contours", at: "fill")
  }

  public var references: FigureReferences { FigureReferences(overlays: overlays + paths) }

  public func check(against outline: TableOutline, _ diagnostics: Diagnostics) {
    for name in x.names + y.names { name.check(isA: "axis", among: outline.axes, diagnostics) }
    for name in value.names { name.check(isA: "column", among: outline.columns, diagnostics) }
    color?.check(isA: "axis", among: outline.axes, diagnostics)
  }

  public func plot(_ inputs: FigureInputs) throws -> any Plot {
    let grids = try HeatMapGrids(self, inputs.table.selecting(inputs.select))
    let groups = grids.layers()
    guard !groups.isEmpty else {
      throw FigureFailure("there is nothing to draw: no selected point has \(value.first)")
    }
    if fill, groups.count > 1 {
      let places = groups.map { "\($0.place)" }.joined(separator: ", ")
      throw FigureFailure("one heat map cannot show several grids (\(places)): narrow its 'select'")
    }
    let palette = Palette(
      places: groups.map(\.place), color: color?.text, runs: inputs.runs, labels: inputs.labels)
    let scale = value.scale == .log || colors.isLog
    var shown = value
    shown.scale = scale ? .log : .linear
    if !colors.limits.isEmpty { shown.limits = colors.limits }
    return HeatMap(
      x: x.axis(along: grids.x, inputs.labels), y: y.axis(along: grids.y, inputs.labels),
      value: shown.axis(inputs.labels),
      layers: groups.map { group in
        let tone = palette.tone(group.place)
        return HeatMap.Layer(tone.name, ink: tone.ink, grid: group.grid)
      },
      coloring: HeatMap.Coloring(map: colors.map.colors, power: colors.power), contours: contours,
      overlays: overlays.flatMap { grids.overlays($0, isDirected: false, inputs) }
        + paths.flatMap { grids.overlays($0, isDirected: true, inputs) },
      markers: markers(points, grids), stars: markers(stars, grids), descent: descent,
      verticals: lines.values(on: "x", x.first).map { x.place($0, grids.x) },
      horizontals: lines.values(on: "y", y.first).map { y.place($0, grids.y) }, isFilled: fill,
      blur: blur, upsampling: upsample)
  }

  private func markers(_ dots: Dots, _ grids: HeatMapGrids) -> [Trajectory.Marker] {
    guard case .places(let places) = dots else { return [] }
    return places.compactMap { place in
      guard let across = place.coordinates[x.first], let up = place.coordinates[y.first] else { return nil }
      return Trajectory.Marker(place.label, x: x.place(across, grids.x), y: y.place(up, grids.y))
    }
  }
}

@testable import Figures

/// Small plots of every kind, as tests want them.
enum Samples {
  static let step = Axis("step", label: "Optimisation step", scale: .log)
  static let accuracy = Axis("accuracy", label: "Accuracy")

  /// An accuracy that rises from 0 to 1 around `middle`.
  static func rise(to middle: Double, until end: Int, by stride: Int = 500) -> [Curves.Point] {
    Swift.stride(from: 10, through: end, by: stride).map { step in
      let x = Double(step) / middle
      return Curves.Point(x: Double(step), y: x * x / (1 + x * x))
    }
  }

  static func banded(_ points: [Curves.Point]) -> [Curves.Point] {
    points.map { Curves.Point(x: $0.x, y: $0.y, low: $0.y * 0.9, high: min($0.y * 1.1, 1)) }
  }

  static var curves: Curves {
    Curves(
      x: step, y: accuracy,
      series: [
        .init(
          "baseline", variant: "train", ink: .category(0), weight: .light, points: rise(to: 300, until: 9000)),
        .init(
          "baseline", variant: "validation", ink: .category(0), points: banded(rise(to: 5000, until: 9000))),
        .init(
          "grokfast", variant: "train", ink: .category(1), weight: .light, points: rise(to: 300, until: 4000)),
        .init(
          "grokfast", variant: "validation", ink: .category(1), points: banded(rise(to: 700, until: 4000))),
      ], thresholds: [.init(y: 0.95)],
      marks: [
        .init(x: 790, text: "790", ink: .category(1)), .init(x: 8890, text: "8,890", ink: .category(0)),
      ])
  }

  static func path(_ scale: Double) -> [Trajectory.Point] {
    (0...20).map { index in
      let t = Double(index) / 20
      return Trajectory.Point(x: scale * (1 - t) * (1 - t), y: scale * t * (1 - t), time: t * 1000)
    }
  }

  static func trajectory(_ scales: [Double]) -> Trajectory {
    Trajectory(
      x: Axis("pc1", label: "PC 1"), y: Axis("pc2", label: "PC 2"), time: Axis("step", scale: .log),
      paths: scales.enumerated().map { .init("run \($0)", ink: .category($0), points: path($1)) },
      markers: scales.flatMap { scale in
        [.init("A", x: scale, y: 0), .init("C", x: 0, y: 0)]
      })
  }

  static let response = Response([
    .init(
      "MA", ink: .category(0), impulse: [1, 1, 1, 1, 0, 0],
      magnitude: (0...8).map { (Double($0) * 0.4, 4 / (1 + Double($0))) })
  ])

  static var heatMap: HeatMap {
    let x = [0.1, 1, 10]
    let y = [0.0, 1, 2, 3]
    let values = y.flatMap { row in x.map { column in row == 3 && column == 10 ? .nan : row / (row + column) }
    }
    return HeatMap(
      x: Axis("scale", scale: .log, ticks: x),
      y: Axis("size", scale: .index(["10", "20", "50", "100"]), reversed: true),
      value: Axis("error", label: "Validation error"),
      layers: [.init("grid", ink: .category(0), grid: Grid(x: x, y: y, values: values))], contours: [0.5],
      markers: [.init("A", x: 1, y: 1)], horizontals: [2])
  }

  /// A bowl with a path down into it, arrows and a star.
  static var landscape: HeatMap {
    let x = (0...8).map { Double($0) / 2 }
    let y = (0...5).map { Double($0) / 5 }
    let values = y.flatMap { up in x.map { across in (across - 3) * (across - 3) / 9 + up * up } }
    return HeatMap(
      x: Axis("scale", label: "Weight norm"), y: Axis("messiness"), value: Axis("loss"),
      layers: [.init("grid", ink: .category(0), grid: Grid(x: x, y: y, values: values))],
      coloring: HeatMap.Coloring(map: .reds, power: 0.5), contours: [0.1],
      overlays: [
        .init(
          "path", points: (0...20).map { Curves.Point(x: 0.5 + Double($0) / 8, y: 0.9 - Double($0) * 0.04) },
          isDirected: true)
      ], stars: [.init("G", x: 3, y: 0)], descent: 2, upsampling: 4)
  }

  /// Names in place of numbers, and a cell that was not run.
  static var categories: HeatMap {
    HeatMap(
      x: Axis("scale", ticks: [1, 2, 3]), y: Axis("weight_decay", label: "Weight decay", scale: .log),
      value: Axis("phase"),
      layers: [
        .init(
          "phases", ink: .neutral, grid: Grid(x: [1, 2, 3], y: [0.1, 1], values: [0, 1, 2, 0, .nan, 1]))
      ],
      categories: [
        .init("comprehension", color: Color(0x8FD0B5)), .init("grokking", color: Color(0xF2C14E)),
        .init("memorization", color: Color(0xD9793D)),
      ], missingText: "not run")
  }

  static var facets: Facets {
    let cells = [400.0, 4000].map { middle in
      [0.5, 2].map { factor -> Curves? in
        Curves(
          x: step, y: accuracy,
          series: [.init("run", ink: .category(0), points: rise(to: middle * factor, until: 9000))],
          thresholds: [.init(y: 0.95)])
      }
    }
    return Facets(
      cells: cells, rowTitles: ["scale = 1", "scale = 2"], columnTitles: ["gain = 1", "gain = 5"])
  }

  static var all: [(name: String, plot: any Plot, width: Double)] {
    [
      ("curves", curves, 380), ("trajectory", trajectory([1]), 380),
      ("trajectories", trajectory([1, 0.3]), 380),
      ("response", response, 780), ("heat-map", heatMap, 380), ("facets", facets, 780),
      ("landscape", landscape, 380), ("categories", categories, 380),
      ("panels", Panels([[curves, heatMap], [response]]), 780),
    ]
  }
}

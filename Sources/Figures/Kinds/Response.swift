/// How filters answer: their impulse responses over time, and their magnitudes over frequency.
public struct Response: Plot {
  public struct Filter: Sendable, Hashable {
    public var name: String
    public var ink: Ink
    /// h(t) at t = 0, 1, 2, …
    public var impulse: [Double]
    /// |H| at frequencies, ascending.
    public var magnitude: [(frequency: Double, gain: Double)]

    public init(
      _ name: String, ink: Ink, impulse: [Double], magnitude: [(frequency: Double, gain: Double)]
    ) {
      self.name = name
      self.ink = ink
      self.impulse = impulse
      self.magnitude = magnitude
    }

    public static func == (a: Filter, b: Filter) -> Bool {
      a.name == b.name && a.ink == b.ink && a.impulse == b.impulse
        && a.magnitude.elementsEqual(b.magnitude) { $0 == $1 }
    }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(name)
      hasher.combine(impulse)
    }
  }

  let panels: Panels

  /// - Parameters:
  ///   - time: The horizontal axis of the impulse responses.
  ///   - frequency: The horizontal axis of the magnitudes.
  public init(
    _ filters: [Filter], time: Axis = Axis("t", label: "Steps since the gradient"),
    response: Axis = Axis("response", label: "Impulse response"),
    frequency: Axis = Axis("frequency", label: "Frequency (radians per step)", lower: 0),
    magnitude: Axis = Axis("magnitude", label: "Magnitude")
  ) {
    let impulses = filters.map { filter in
      Curves.Series(
        filter.name, ink: filter.ink, shape: .steps,
        points: filter.impulse.enumerated().map { Curves.Point(x: Double($0), y: $1) })
    }
    let magnitudes = filters.map { filter in
      Curves.Series(
        filter.name, ink: filter.ink,
        points: filter.magnitude.map { Curves.Point(x: $0.frequency, y: $0.gain) })
    }
    panels = Panels(
      [
        [
          Curves(x: time, y: response, series: impulses),
          Curves(x: frequency, y: magnitude, series: magnitudes),
        ]
      ], lettered: false)
  }

  public var legend: Legend { panels.legend }
  public var data: DataTable { panels.data }
  public func height(forWidth width: Double) -> Double { panels.height(forWidth: width) }
  public func insets(width: Double, height: Double, atLeast: Insets, showsLegend: Bool) -> Insets { Insets() }
  public func draw(in area: Box, insets: Insets, showsLegend: Bool, on script: inout Script) {
    panels.draw(in: area, insets: insets, showsLegend: showsLegend, on: &script)
  }
}

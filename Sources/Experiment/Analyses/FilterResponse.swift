public import Spec

/// Shows what gradient filters do, in time and in frequency: Grokfast's Figure 3.
///
/// Every row of the frequency table carries its own check: the difference between the closed form and the discrete
/// Fourier sum of the impulse response, at most 1e-12 where the response has died away.
public struct FilterResponse: Analysis {
  public static let kind = "filter-response"
  public static let summary =
    "Impulse response or transfer function of gradient filters, from their formulas."
  public static let example = """
    kind: filter-response
    show: transfer
    filters:
      moving-average: {kind: moving-average, window: 100, gain: 5}
      exponential-moving-average: {kind: exponential-moving-average, decay: 0.98, gain: 2}
    """

  /// Which of the two sides of a filter.
  public enum Side: String, NamedChoice {
    /// `impulse` over `time`.
    case impulse
    /// `magnitude`, `phase`, `amplification` and `dft_error` over `frequency`.
    case transfer
  }

  /// An impulse response below this share of its peak, over a stretch, has died away.
  private static let silence = 1e-18
  private static let longest = 1 << 17

  let show: Side
  let points: Int
  let length: Int
  let filters: [(name: String, filter: any LinearFilter)]

  public init(from fields: Fields) throws(InvalidSpec) {
    show = fields.read("show", "The impulse response or the transfer function.", default: .transfer)
    points = fields.read(
      "points", "Of a transfer function: how many frequencies, evenly from 0 to π.", default: 512,
      .between(2, 100_000))
    length = fields.read(
      "length", "Of an impulse response: how many steps.", default: 300, .between(1, 1_000_000))
    filters = fields.readLinearFilters("The filters, each under a name of your own.")
  }

  public var needs: AnalysisNeeds { .nothing }

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    switch show {
    case .impulse: TableOutline(axes: ["filter", "time"], columns: ["impulse"])
    case .transfer:
      TableOutline(
        axes: ["filter", "frequency"], columns: ["magnitude", "phase", "amplification", "dft_error"])
    }
  }

  /// Frequencies are in radians per step. `amplification` is |1 + H|, by which a filter in mode `add` multiplies each
  /// frequency of the gradient.
  public func run(_ inputs: AnalysisInputs) throws -> Table {
    let outline = outline(of: inputs.table.outline, Diagnostics())
    var table = Table(axes: outline.axes, columns: outline.columns)
    for (name, filter) in filters {
      switch show {
      case .impulse:
        for (time, value) in filter.impulseResponse(length: length).enumerated() {
          table.append([.text(name), .number(time)], [.number(value)])
        }
      case .transfer:
        let response = FilterResponse.whole(filter)
        for point in 0..<points {
          let frequency = Double.pi * Double(point) / Double(points - 1)
          let closed = filter.transfer(frequency)
          let summed = Complex.fourierSum(response, frequency)
          table.append(
            [.text(name), .number(frequency)],
            [
              .number(closed.magnitude), .number(closed.phase), .number((Complex(1) + closed).magnitude),
              .number((closed - summed).magnitude),
            ])
        }
      }
    }
    return table
  }

  /// The impulse response until it has died away, or as long as is sensible.
  static func whole(_ filter: any LinearFilter) -> [Double] {
    var length = 256
    while true {
      let response = filter.impulseResponse(length: length)
      let peak = response.reduce(0) { max($0, abs($1)) }
      let isOver = response.suffix(length / 4).allSatisfy { abs($0) <= silence * peak }
      if isOver || length >= longest { return response }
      length *= 2
    }
  }
}

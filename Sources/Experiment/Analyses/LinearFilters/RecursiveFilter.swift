public import Spec

/// A filter that feeds back its own output: `a_0 y_t = Σ_k b_k x_{t−k} − Σ_{k≥1} a_k y_{t−k}`.
///
/// `H(ω) = λ Σ b_k e^{−iωk} / Σ a_k e^{−iωk}`.
public struct RecursiveFilter: LinearFilter {
  public static let kind = "iir"
  public static let summary = "A weighted sum of the last gradients and of the filter's own last outputs."
  public static let example = """
    {kind: iir, numerator: [0.042925, 0, -0.042925], denominator: [1, -1.91037, 0.91415], gain: 2}
    """

  let numerator: [Double]
  let denominator: [Double]
  public let gain: Double

  public init(from fields: Fields) throws(InvalidSpec) {
    numerator = fields.read("numerator", "The weights of gradients, the newest first.", standIn: [1])
    denominator = fields.read(
      "denominator", "The weights of outputs, that of the newest first.", standIn: [1])
    gain = fields.readGain()
    fields.check(!numerator.isEmpty, "a filter needs at least one coefficient", at: "numerator")
    let leads = (denominator.first ?? 0) != 0
    fields.check(leads, "the first coefficient of the denominator must not be zero", at: "denominator")
    fields.check(
      !leads || RecursiveFilter.isStable(denominator),
      "this filter is unstable: its output grows without end",
      at: "denominator", hint: "every root of the denominator must lie inside the unit circle")
  }

  /// Whether all roots lie inside the unit circle: the Schur–Cohn recursion, which lowers the degree by one a step.
  private static func isStable(_ denominator: [Double]) -> Bool {
    var a = denominator.map { $0 / denominator[0] }
    while a.count > 1 {
      let reflection = a[a.count - 1]
      guard abs(reflection) < 1 else { return false }
      let scale = 1 - reflection * reflection
      a = (0..<(a.count - 1)).map { (a[$0] - reflection * a[a.count - 1 - $0]) / scale }
    }
    return true
  }

  public func impulseResponse(length: Int) -> [Double] {
    var output: [Double] = []
    output.reserveCapacity(length)
    for time in 0..<length {
      var value = time < numerator.count ? numerator[time] : 0
      for k in 1..<max(1, denominator.count) where k <= time { value -= denominator[k] * output[time - k] }
      output.append(value / denominator[0])
    }
    return output.map { gain * $0 }
  }

  public func transfer(_ frequency: Double) -> Complex {
    let turn = Complex(angle: -frequency)
    func polynomial(_ coefficients: [Double]) -> Complex {
      coefficients.reversed().reduce(Complex(0)) { $0 * turn + Complex($1) }
    }
    return gain * (polynomial(numerator) / polynomial(denominator))
  }
}

public import Spec

/// A weighted sum of the last gradients: `h(t) = λ b_t`, `H(ω) = λ Σ_k b_k e^{−iωk}`.
public struct FiniteFilter: LinearFilter {
  public static let kind = "fir"
  public static let summary = "A weighted sum of the last gradients."
  public static let example = "{kind: fir, coefficients: [0.25, 0.5, 0.25], gain: 2}"

  let coefficients: [Double]
  public let gain: Double

  public init(from fields: Fields) throws(InvalidSpec) {
    coefficients = fields.read("coefficients", "The weights, the newest gradient's first.", standIn: [1])
    gain = fields.readGain()
    fields.check(!coefficients.isEmpty, "a filter needs at least one coefficient", at: "coefficients")
  }

  public func impulseResponse(length: Int) -> [Double] {
    (0..<length).map { $0 < coefficients.count ? gain * coefficients[$0] : 0 }
  }

  public func transfer(_ frequency: Double) -> Complex {
    // Horner's rule, another way of summing than the discrete Fourier sum that checks it.
    let turn = Complex(angle: -frequency)
    return gain * coefficients.reversed().reduce(Complex(0)) { $0 * turn + Complex($1) }
  }
}

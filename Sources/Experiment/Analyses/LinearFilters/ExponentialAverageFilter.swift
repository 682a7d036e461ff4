internal import Glibc
public import Spec

/// The exponential moving average of gradients: `h(t) = λ (1 − α) α^t`.
///
/// `H(ω) = λ (1 − α) / (1 − α e^{−iω})`, λ at ω = 0.
public struct ExponentialAverageFilter: LinearFilter {
  public static let kind = "exponential-moving-average"
  public static let summary = "The exponentially weighted mean of all gradients so far."
  public static let example = "{kind: exponential-moving-average, decay: 0.98, gain: 2}"

  let decay: Double
  public let gain: Double

  public init(from fields: Fields) throws(InvalidSpec) {
    decay = fields.read("decay", "The weight α of the past.", standIn: 0, .from(0, below: 1))
    gain = fields.readGain()
  }

  public func impulseResponse(length: Int) -> [Double] {
    (0..<length).map { gain * (1 - decay) * pow(decay, Double($0)) }
  }

  public func transfer(_ frequency: Double) -> Complex {
    Complex(gain * (1 - decay)) / (Complex(1) - decay * Complex(angle: -frequency))
  }
}

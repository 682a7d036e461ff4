internal import Glibc
public import Spec

/// The mean of the last w gradients: `h(t) = λ/w` for 0 ≤ t < w.
///
/// `H(ω) = (λ/w) e^{−iω(w−1)/2} sin(ωw/2) / sin(ω/2)`, λ at ω = 0, with zeros at multiples of 2π/w.
public struct MovingAverageFilter: LinearFilter {
  public static let kind = "moving-average"
  public static let summary = "The mean of the last gradients."
  public static let example = "{kind: moving-average, window: 100, gain: 5}"

  let window: Int
  public let gain: Double

  public init(from fields: Fields) throws(InvalidSpec) {
    window = fields.read("window", "How many gradients are averaged.", standIn: 1, .between(1, 1_000_000))
    gain = fields.readGain()
  }

  public func impulseResponse(length: Int) -> [Double] {
    (0..<length).map { $0 < window ? gain / Double(window) : 0 }
  }

  public func transfer(_ frequency: Double) -> Complex {
    if frequency == 0 { return Complex(gain) }
    let size = gain / Double(window) * sin(frequency * Double(window) / 2) / sin(frequency / 2)
    return size * Complex(angle: -frequency * Double(window - 1) / 2)
  }
}

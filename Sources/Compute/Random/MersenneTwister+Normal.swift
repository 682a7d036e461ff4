internal import Glibc

extension MersenneTwister {
  /// As `normal_`: from 16 elements on in blocks of 16, below that one by one.
  ///
  /// A block turns uniforms u into `sqrt(-2 ln(1 - u[j])) · cos, sin (2π u[j + 8])` for j = 0...7. If the count is
  /// no multiple of 16, the last 16 elements are drawn anew as a block of their own.
  public mutating func fillNormal(_ values: UnsafeMutableBufferPointer<Float>, mean: Float, deviation: Float)
  {
    guard values.count >= 16 else {
      for index in values.indices {
        values[index] = Float(nextNormal() * Double(deviation) + Double(mean))
      }
      return
    }
    for index in values.indices { values[index] = nextUniform() }
    for start in stride(from: 0, through: values.count - 16, by: 16) {
      turnNormal(values, from: start, mean: mean, deviation: deviation)
    }
    guard values.count % 16 != 0 else { return }
    let start = values.count - 16
    for index in start..<values.count { values[index] = nextUniform() }
    turnNormal(values, from: start, mean: mean, deviation: deviation)
  }

  /// Float64 standard normal; draws come in pairs, the second of which is kept.
  private mutating func nextNormal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let angle = 2 * Double.pi * nextUniform53()
    let radius = (-2 * log1p(-nextUniform53())).squareRoot()
    spareNormal = radius * sin(angle)
    return radius * cos(angle)
  }

  /// Float64 uniform on [0, 1): the low 53 bits of two words.
  private mutating func nextUniform53() -> Double {
    Double(next64() & (1 << 53 - 1)) * 0x1p-53
  }
}

/// 2π rounded to nearest; `Float.pi` is rounded towards zero.
private let fullTurn: Float = 6.283185307179586

/// Turns 16 uniforms into normals in place.
private func turnNormal(
  _ values: UnsafeMutableBufferPointer<Float>, from start: Int, mean: Float, deviation: Float
) {
  for index in start..<(start + 8) {
    let radius = (-2 * logarithm(1 - values[index])).squareRoot()
    let (sine, cosine) = sineAndCosine(fullTurn * values[index + 8])
    values[index] = mean.addingProduct(deviation, radius * cosine)
    values[index + 8] = mean.addingProduct(deviation, radius * sine)
  }
}

// Coefficients of the Cephes library (S. Moshier), highest power first.
private let logarithmSeries: [Float] = [
  7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
]
private let cosineSeries: [Float] = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2]
private let sineSeries: [Float] = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1]

/// c[0] xⁿ + c[1] xⁿ⁻¹ + … + c[n], every step fused.
private func polynomial(_ coefficients: [Float], at x: Float) -> Float {
  coefficients.reduce(0) { $1.addingProduct($0, x) }
}

/// The natural logarithm of a positive float, by the polynomial of the Cephes library.
///
/// PyTorch's AVX2 branch computes it so, with the roundings of fused multiply-add written out here; the C library's
/// `logf` differs in the last bit of one normal in six.
private func logarithm(_ x: Float) -> Float {
  var exponent = Float(x.exponent) + 1
  var fraction = x.significand / 2
  if fraction < 0.707106781186547524 {
    exponent -= 1
    fraction = (fraction - 1) + fraction
  } else {
    fraction -= 1
  }
  let square = fraction * fraction
  let series = polynomial(logarithmSeries, at: fraction) * fraction
  var tail = (exponent * -2.12194440e-4).addingProduct(series, square)
  tail.addProduct(-square, 0.5)
  return (fraction + tail).addingProduct(exponent, 0.693359375)
}

/// Sine and cosine of an angle in 0...2π, by the polynomials of the Cephes library.
private func sineAndCosine(_ angle: Float) -> (sine: Float, cosine: Float) {
  let octant = (Int32(angle * 1.27323954473516) + 1) & ~1
  let turns = Float(octant)
  // π/4 in three parts, so that the remainder is exact to the last bit.
  var x = angle.addingProduct(turns, -0.78515625)
  x.addProduct(turns, -2.4187564849853515625e-4)
  x.addProduct(turns, -3.77489497744594108e-8)
  let square = x * x
  let even = polynomial(cosineSeries, at: square) * square
  let alongCosine = (-(square * 0.5)).addingProduct(even, square) + 1
  let odd = polynomial(sineSeries, at: square) * square
  let alongSine = x.addingProduct(odd, x)
  let swapped = octant & 2 != 0
  let sine = swapped ? alongCosine : alongSine
  let cosine = swapped ? alongSine : alongCosine
  return (octant & 4 == 0 ? sine : -sine, (octant - 2) & 4 == 0 ? -cosine : cosine)
}

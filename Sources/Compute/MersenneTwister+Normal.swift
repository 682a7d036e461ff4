#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension MersenneTwister {
  /// As `normal_`: from 16 elements on in blocks of 16, below that one by one.
  ///
  /// A block turns uniforms u into `sqrt(-2 ln(1 - u[j])) · cos, sin (2π u[j + 8])` for j = 0...7, float32. If the
  /// count is no multiple of 16, the last 16 elements are drawn anew as a block of their own.
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
      Self.turnNormal(values, from: start, mean: mean, deviation: deviation)
    }
    guard values.count % 16 != 0 else { return }
    let start = values.count - 16
    for index in start..<values.count { values[index] = nextUniform() }
    Self.turnNormal(values, from: start, mean: mean, deviation: deviation)
  }

  private static func turnNormal(
    _ values: UnsafeMutableBufferPointer<Float>, from start: Int, mean: Float, deviation: Float
  ) {
    for index in start..<(start + 8) {
      let radius = (-2 * logf(1 - values[index])).squareRoot()
      let angle = 2 * Float.pi * values[index + 8]
      values[index] = radius * cosf(angle) * deviation + mean
      values[index + 8] = radius * sinf(angle) * deviation + mean
    }
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
  private mutating func nextUniform53() -> Double { Double(next64() & (1 << 53 - 1)) * 0x1p-53 }
}

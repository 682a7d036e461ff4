internal import Glibc

/// An array of numbers as NumPy stores it, or a tensor of a safetensors file.
struct NumberArray: Sendable {
  let shape: [Int]
  /// `[rows, width]`, in row-major order.
  let values: [Double]
  /// Whether the stored numbers are integers or truth values.
  let areWhole: Bool

  /// The numbers from `start` to the end, which must be as many as the shape says.
  init(_ type: NumberType, shape: [Int], _ bytes: [UInt8], from start: Int) throws(MalformedBytes) {
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      if overflow || length < 0 { throw MalformedBytes("a shape beyond all memory", at: 0) }
      count = product
    }
    let (size, overflow) = count.multipliedReportingOverflow(by: type.size)
    guard !overflow, size == bytes.count - start else {
      throw MalformedBytes("a shape of \(count) numbers, and \(bytes.count - start) bytes", at: start)
    }
    var values = [Double](repeating: 0, count: count)
    for index in values.indices {
      values[index] = type.value(bytes, at: start + index * type.size)
      guard values[index].isFinite, abs(values[index]) <= Double(Float.greatestFiniteMagnitude) else {
        throw MalformedBytes("number \(index) is not finite", at: start + index * type.size)
      }
    }
    self.shape = shape
    self.values = values
    areWhole = type.isWhole
  }

  var rows: Int { shape.first ?? 0 }
  /// Numbers of one row, whatever their dimensions.
  var width: Int { shape.dropFirst().reduce(1, *) }
}

/// A kind of number that files hold.
struct NumberType: Hashable {
  enum Kind { case float, brainFloat, signed, unsigned }

  let kind: Kind
  let size: Int
  var isBigEndian = false

  /// Whether it has integers or truth values.
  var isWhole: Bool { kind == .signed || kind == .unsigned }

  func value(_ bytes: [UInt8], at offset: Int) -> Double {
    var bits: UInt64 = 0
    for index in 0..<size {
      bits = bits << 8 | UInt64(bytes[offset + (isBigEndian ? index : size - 1 - index)])
    }
    switch (kind, size) {
    case (.float, 8): return Double(bitPattern: bits)
    case (.float, 4): return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case (.brainFloat, _): return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16))
    case (.float, _): return NumberType.half(UInt16(truncatingIfNeeded: bits))
    case (.unsigned, _): return Double(bits)
    case (.signed, _):
      let unused = UInt64(64 - 8 * size)
      return Double(Int64(bitPattern: bits << unused) >> Int64(unused))
    }
  }

  /// A number of 16 bits: 1 for the sign, 5 for the exponent.
  private static func half(_ bits: UInt16) -> Double {
    let exponent = Int(bits >> 10 & 31)
    let fraction = Double(bits & 1023) / 1024
    let size: Double
    switch exponent {
    case 0: size = fraction * 0x1p-14
    case 31: size = fraction == 0 ? .infinity : .nan
    default: size = (1 + fraction) * pow(2, Double(exponent - 15))
    }
    return bits >> 15 == 1 ? -size : size
  }
}

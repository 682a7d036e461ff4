/// Many float32 in one field of CSV: a tilde, then the bytes, little-endian, in base64 without padding.
///
/// The tilde tells the field from everything else that a row can hold, such as the digest of an object.
enum EncodedFloats {
  private static let mark = UInt8(ascii: "~")
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  /// The value of each digit; 64 where a byte is none.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 64, count: 256)
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    return values
  }()

  /// Six bits per character.
  private static func length(_ count: Int) -> Int { 1 + (count * 32 + 5) / 6 }

  static func text(_ numbers: UnsafeBufferPointer<Float>) -> String {
    String(unsafeUninitializedCapacity: length(numbers.count)) { target in
      target[0] = mark
      var end = 1
      var bits: UInt64 = 0
      var waiting: UInt64 = 0
      digits.withUnsafeBufferPointer { digits in
        func put(_ value: UInt64) {
          target[end] = digits[Int(value)]
          end += 1
        }
        for number in numbers {
          bits = bits << 32 | UInt64(number.bitPattern.bigEndian)
          waiting += 32
          while waiting >= 6 {
            waiting -= 6
            put(bits >> waiting & 63)
          }
        }
        if waiting > 0 { put(bits << (6 - waiting) & 63) }
      }
      return end
    }
  }

  /// Fills `target`; false if the field does not hold as many numbers.
  static func read(_ field: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<Float>)
    -> Bool
  {
    guard field.count == length(target.count), field[0] == mark else { return false }
    return values.withUnsafeBufferPointer { values in
      var bits: UInt64 = 0
      var waiting: UInt64 = 0
      var count = 0
      for digit in field[1...] {
        let value = values[Int(digit)]
        guard value < 64 else { return false }
        bits = bits << 6 | UInt64(value)
        waiting += 6
        if waiting >= 32 {
          waiting -= 32
          target[count] = Float(bitPattern: UInt32(truncatingIfNeeded: bits >> waiting).bigEndian)
          count += 1
        }
      }
      return true
    }
  }
}

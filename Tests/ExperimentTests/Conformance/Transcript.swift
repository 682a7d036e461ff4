/// What a kind gave on fixed numbers: parts of numbers, and the words around them.
struct Transcript {
  struct Number {
    var value: Double
    /// The unit of the last printed digit, for what comes from a text: a rounding may go either way.
    var grain = 0.0
  }

  /// First the single numbers, then each list and each text.
  private(set) var parts: [[Number]] = [[]]
  private(set) var words = ""

  mutating func add(_ value: Double) { append(Number(value: value), to: 0) }

  mutating func add(_ values: some Sequence<Float>) {
    parts.append([])
    for value in values { append(Number(value: Double(value)), to: parts.count - 1) }
  }

  /// Takes the numbers out of a text; what is left of it has to stay as it is.
  mutating func add(_ text: String) {
    parts.append([])
    var rest = Array(text.utf8)[...]
    var last = UInt8(ascii: " ")
    while let byte = rest.first {
      // A name or a colour is a word with its digits.
      var length = byte.isLetter || byte == UInt8(ascii: "#") ? rest.prefix { $0.isOfWord }.count : 1
      if let (number, digits) = Transcript.number(at: rest, after: last) {
        append(number, to: parts.count - 1)
        length = digits
      } else {
        words += String(decoding: rest.prefix(length), as: UTF8.self)
      }
      last = rest[rest.startIndex + length - 1]
      rest = rest.dropFirst(length)
    }
    words += ";"
  }

  private mutating func append(_ number: Number, to part: Int) {
    if number.value.isFinite { parts[part].append(number) }
    words += number.value.isFinite ? "_" : "\(number.value)"
  }

  /// The number that a text begins with, and how many bytes it takes.
  private static func number(at text: ArraySlice<UInt8>, after last: UInt8) -> (Number, Int)? {
    var rest = text
    if rest.first == UInt8(ascii: "-"), !last.isOfWord, last != UInt8(ascii: ".") { rest = rest.dropFirst() }
    guard rest.first?.isDigit == true else { return nil }
    rest = rest.drop { $0.isDigit }
    var decimals = 0
    if rest.first == UInt8(ascii: "."), rest.dropFirst().first?.isDigit == true {
      decimals = rest.dropFirst().prefix { $0.isDigit }.count
      rest = rest.dropFirst(1 + decimals)
    }
    var exponent = 0
    if rest.first == UInt8(ascii: "e") {
      let sign = rest.dropFirst().first == UInt8(ascii: "-") || rest.dropFirst().first == UInt8(ascii: "+")
      let digits = rest.dropFirst(sign ? 2 : 1).prefix { $0.isDigit }
      if let value = Int(String(decoding: digits, as: UTF8.self)), value < 300 {
        exponent = rest.dropFirst().first == UInt8(ascii: "-") ? -value : value
        rest = rest.dropFirst((sign ? 2 : 1) + digits.count)
      }
    }
    let length = text.count - rest.count
    guard let value = Double(String(decoding: text.prefix(length), as: UTF8.self)) else { return nil }
    // A whole number is exact.
    let isWhole = decimals == 0 && exponent == 0
    return (Number(value: value, grain: isWhole ? 0 : power(of: exponent - decimals)), length)
  }

  private static func power(of exponent: Int) -> Double { Double("1e\(exponent)") ?? 0 }

  /// The same with other numbers, for tests of the comparison.
  func changed(_ change: (_ index: Int, _ value: Double) -> Double) -> Transcript {
    var copy = self
    for part in parts.indices {
      for index in parts[part].indices {
        copy.parts[part][index].value = change(index, parts[part][index].value)
      }
    }
    return copy
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (48...57).contains(self) }
  fileprivate var isLetter: Bool { (65...90).contains(self) || (97...122).contains(self) || self == 95 }
  fileprivate var isOfWord: Bool { isDigit || isLetter || self == UInt8(ascii: "#") }
}

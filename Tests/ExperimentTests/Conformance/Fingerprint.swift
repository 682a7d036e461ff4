import Glibc

/// Numbers as four significant digits, reduced to one word that other processors agree on.
struct Fingerprint {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  var text: String { String(hash, radix: 16) }

  mutating func add(_ word: String) {
    for byte in (word + ";").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  /// What is below 1e-6 is rounding error here: all that is digested is of the order of one.
  mutating func add(_ value: Double) {
    guard value.isFinite, abs(value) >= 1e-6 else { return add(value.isFinite ? "0" : "\(value)") }
    let exponent = Int(log10(abs(value)).rounded(.down)) - 3
    add("\(Int((value / pow(10, Double(exponent))).rounded()))e\(exponent)")
  }

  mutating func add(_ values: some Sequence<Float>) { for value in values { add(Double(value)) } }
}

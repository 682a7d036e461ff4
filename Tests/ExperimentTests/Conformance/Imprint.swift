import Glibc
import Spec

/// A transcript as it is committed: all numbers of short parts; of long ones the first few and some projections, which
/// every number has a share in; and a digest of the words.
struct Imprint {
  private struct Part {
    let count: Int
    let values: [Double]
    /// How far each value may be from what is committed.
    let tolerances: [Double]
  }

  private let words: String
  private let parts: [Part]

  /// Processors differ by less than a tenth of this, changed kinds by more.
  private static let relative = 1e-4
  private static let absolute = 1e-6

  init(_ transcript: Transcript) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in transcript.words.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    words = String(hash, radix: 16)
    parts = transcript.parts.map(Imprint.part)
  }

  private static func part(_ numbers: [Transcript.Number]) -> Part {
    let isShort = numbers.count <= 24
    let kept = isShort ? numbers[...] : numbers.prefix(8)
    var values = kept.map(\.value)
    var tolerances = kept.map { relative * abs($0.value) + absolute + 1.5 * $0.grain }
    if !isShort {
      let scale = 1 / Double(numbers.count).squareRoot()
      // Rounding errors have signs of their own, and so do the numbers' shares.
      let slack = numbers.reduce(0) { $0 + square($1.grain * slope(at: $1.value)) }.squareRoot() * scale
      for projection in 0..<8 {
        let sum = numbers.enumerated().reduce(0) { sum, item in
          sum + sign(item.offset, projection) * compressed(item.element.value)
        }
        values.append(sum * scale)
        tolerances.append(2 * relative + 4 * slack)
      }
    }
    return Part(count: numbers.count, values: values, tolerances: tolerances)
  }

  private static func square(_ value: Double) -> Double { value * value }

  /// A number on a scale where a share of it is about the same everywhere.
  private static func compressed(_ value: Double) -> Double { asinh(100 * value) }
  private static func slope(at value: Double) -> Double { 100 / (1 + square(100 * value)).squareRoot() }

  private static func sign(_ index: Int, _ projection: Int) -> Double {
    var word = UInt64(index * 8 + projection + 1) &* 0x9e37_79b9_7f4a_7c15
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return (word >> 63) == 0 ? 1 : -1
  }

  /// In what this differs from what is committed; nil if in nothing that counts.
  func difference(from committed: JSON) -> String? {
    guard committed["words"]?.string == words else { return "other words" }
    let known = committed["parts"]?.array ?? []
    guard known.count == parts.count else { return "\(parts.count) parts instead of \(known.count)" }
    for (index, (part, committed)) in zip(parts, known).enumerated() {
      let numbers = (committed.array ?? []).compactMap(\.number)
      guard let count = numbers.first, count == Double(part.count), numbers.count == part.values.count + 1
      else {
        return "\(part.count) numbers in part \(index) instead of \(numbers.first ?? 0)"
      }
      for (place, (value, known)) in zip(part.values, numbers.dropFirst()).enumerated() {
        // The other way round, a number that is none would pass.
        if abs(value - known) <= part.tolerances[place] { continue }
        return "\(value) instead of \(known) at place \(place) of part \(index)"
      }
    }
    return nil
  }

  func json(version: Int) -> JSON {
    [
      "version": .integer(version), "words": .string(words),
      "parts": .array(
        parts.map { .array([.integer($0.count)] + $0.values.map { .number(Imprint.shortened($0)) }) }),
    ]
  }

  /// Seven digits, which is what float32 has.
  private static func shortened(_ value: Double) -> Double {
    guard value != 0 else { return 0 }
    let scale = pow(10, 6 - log10(abs(value)).rounded(.down))
    return (value * scale).rounded() / scale
  }
}

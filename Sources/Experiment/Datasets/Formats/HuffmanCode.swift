/// A canonical prefix code of at most 15 bits: short codes are looked up, long ones found bit by bit.
///
/// Owns its memory, which nobody else sees.
final class HuffmanCode {
  /// Whether every sequence of bits begins with exactly one code.
  enum Fitness {
    case complete, single, wrong

    /// A code of one symbol leaves half of all sequences without meaning, and is allowed to.
    var isUsable: Bool { self != .wrong }
  }

  static let longest = 15
  private static let lookup = 10

  /// `symbol << 4 | width` by the next ten bits; 0 for codes that are longer or not there.
  private let table = UnsafeMutablePointer<UInt16>.allocate(capacity: 1 << HuffmanCode.lookup)
  /// How many codes there are of each width.
  private let counts = UnsafeMutablePointer<Int>.allocate(capacity: HuffmanCode.longest + 1)
  /// The symbols by width, then by value.
  private var symbols: [UInt16] = []

  init() {
    table.initialize(repeating: 0, count: 1 << HuffmanCode.lookup)
    counts.initialize(repeating: 0, count: HuffmanCode.longest + 1)
  }

  deinit {
    table.deallocate()
    counts.deallocate()
  }

  /// Makes the code in which symbol i has `widths[i]` bits; 0 means that it does not occur.
  func build(_ widths: ArraySlice<UInt8>) -> Fitness {
    table.update(repeating: 0, count: 1 << HuffmanCode.lookup)
    counts.update(repeating: 0, count: HuffmanCode.longest + 1)
    for width in widths where width > 0 { counts[Int(width)] += 1 }
    var free = 1
    var first = [Int](repeating: 0, count: HuffmanCode.longest + 2)
    var offset = first
    for width in 1...HuffmanCode.longest {
      free = free * 2 - counts[width]
      if free < 0 { return .wrong }
      first[width + 1] = (first[width] + counts[width]) << 1
      offset[width + 1] = offset[width] + counts[width]
    }
    symbols = [UInt16](repeating: 0, count: offset[HuffmanCode.longest + 1])
    for (symbol, width) in zip(UInt16(0)..., widths) where width > 0 {
      let width = Int(width)
      symbols[offset[width]] = symbol
      offset[width] += 1
      let code = first[width]
      first[width] += 1
      guard width <= HuffmanCode.lookup else { continue }
      // Codes come with their first bit lowest.
      var entry = 0
      for bit in 0..<width where code >> bit & 1 == 1 { entry |= 1 << (width - 1 - bit) }
      while entry < 1 << HuffmanCode.lookup {
        table[entry] = symbol << 4 | UInt16(width)
        entry += 1 << width
      }
    }
    if free == 0 { return .complete }
    return symbols.count <= 1 ? .single : .wrong
  }

  /// The symbol that a sequence of bits, the first one lowest, begins with, and how many bits it takes.
  func first(of bits: UInt64) -> (symbol: Int, width: Int)? {
    let entry = table[Int(bits & (1 << UInt64(HuffmanCode.lookup) - 1))]
    if entry != 0 { return (Int(entry >> 4), Int(entry & 15)) }
    var code = 0
    var first = 0
    var index = 0
    for width in 1...HuffmanCode.longest {
      code |= Int(bits >> UInt64(width - 1) & 1)
      if code - counts[width] < first { return (Int(symbols[index + code - first]), width) }
      index += counts[width]
      first = (first + counts[width]) << 1
      code <<= 1
    }
    return nil
  }
}

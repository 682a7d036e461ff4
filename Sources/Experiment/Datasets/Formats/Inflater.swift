/// Decompresses a deflate stream (RFC 1951) that lies in memory, a chunk at a time.
///
/// It holds 32 KB of history and one chunk, however long the stream is. Owns its memory, which nobody else sees.
final class Inflater {
  private enum State {
    case header
    case stored(left: Int)
    case codes
    case done
  }

  private static let history = 1 << 15
  private static let chunk = 1 << 16
  private static let longestMatch = 258

  private let input: [UInt8]
  /// The next byte of `input` that is not yet among `bits`.
  private var next: Int
  private var bits: UInt64 = 0
  private var bitCount = 0
  private var state = State.header
  private var isLastBlock = false
  private let lengths = HuffmanCode()
  private let distances = HuffmanCode()
  /// The bytes before the chunk, then the chunk.
  private let output = UnsafeMutablePointer<UInt8>.allocate(
    capacity: Inflater.history + Inflater.chunk + Inflater.longestMatch)
  private var start = 0
  private var end = 0

  init(_ input: [UInt8], from start: Int) {
    self.input = input
    next = start
  }

  deinit { output.deallocate() }

  /// Where the byte after the stream lies; to be asked once `read` has returned nothing.
  var position: Int { next - bitCount / 8 }

  /// The next bytes, some 64 KB; none at the end.
  func read() throws(MalformedBytes) -> [UInt8] {
    let kept = min(end, Inflater.history)
    output.update(from: output + (end - kept), count: kept)
    (start, end) = (kept, kept)
    while end - start < Inflater.chunk {
      switch state {
      case .header: try beginBlock()
      case .stored(let left): try copyStored(left)
      case .codes: try decode()
      case .done: return Array(UnsafeBufferPointer(start: output + start, count: end - start))
      }
    }
    return Array(UnsafeBufferPointer(start: output + start, count: end - start))
  }

  private func flaw(_ message: String) -> MalformedBytes { MalformedBytes(message, at: position) }

  private func refill() {
    while bitCount <= 56, next < input.count {
      bits |= UInt64(input[next]) << UInt64(bitCount)
      next += 1
      bitCount += 8
    }
  }

  private func take(_ count: Int) throws(MalformedBytes) -> Int {
    if bitCount < count { refill() }
    guard bitCount >= count else { throw flaw("the compressed data end too early") }
    let value = Int(bits & ((1 << UInt64(count)) - 1))
    bits >>= UInt64(count)
    bitCount -= count
    return value
  }

  private func symbol(_ code: HuffmanCode) throws(MalformedBytes) -> Int {
    if bitCount < HuffmanCode.longest { refill() }
    guard let (symbol, length) = code.first(of: bits), length <= bitCount else {
      throw flaw(
        bitCount < HuffmanCode.longest ? "the compressed data end too early" : "a code that is not in use")
    }
    bits >>= UInt64(length)
    bitCount -= length
    return symbol
  }

  private func beginBlock() throws(MalformedBytes) {
    if isLastBlock {
      state = .done
      return
    }
    isLastBlock = try take(1) == 1
    switch try take(2) {
    case 0:
      _ = try take(bitCount % 8)
      let length = try take(16)
      guard try take(16) == length ^ 0xFFFF else { throw flaw("a stored block whose length is contradicted") }
      state = .stored(left: length)
    case 1:
      let widths = (0..<288).map { UInt8($0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8) }
      _ = lengths.build(widths[...])
      _ = distances.build([UInt8](repeating: 5, count: 30)[...])
      state = .codes
    case 2:
      try readCodes()
      state = .codes
    default: throw flaw("a block of unknown type")
    }
  }

  private func readCodes() throws(MalformedBytes) {
    let lengthCount = try take(5) + 257
    let distanceCount = try take(5) + 1
    let widthCount = try take(4) + 4
    guard lengthCount <= 286, distanceCount <= 30 else { throw flaw("more codes than there can be") }
    var widths = [UInt8](repeating: 0, count: 19)
    for place in Inflater.widthOrder.prefix(widthCount) { widths[place] = UInt8(try take(3)) }
    guard lengths.build(widths[...]) == .complete else { throw flaw("codes that cannot be told apart") }
    var all: [UInt8] = []
    while all.count < lengthCount + distanceCount {
      let symbol = try symbol(lengths)
      if symbol < 16 {
        all.append(UInt8(symbol))
        continue
      }
      let repeated: UInt8
      if symbol == 16 {
        guard let last = all.last else { throw flaw("a repetition of nothing") }
        repeated = last
      } else {
        repeated = 0
      }
      let count = symbol == 16 ? try take(2) + 3 : symbol == 17 ? try take(3) + 3 : try take(7) + 11
      guard all.count + count <= lengthCount + distanceCount else {
        throw flaw("more codes than were announced")
      }
      all += [UInt8](repeating: repeated, count: count)
    }
    guard all[256] != 0 else { throw flaw("a block that can never end") }
    guard lengths.build(all[..<lengthCount]).isUsable, distances.build(all[lengthCount...]).isUsable else {
      throw flaw("codes that cannot be told apart")
    }
  }

  private func copyStored(_ left: Int) throws(MalformedBytes) {
    var left = left
    while left > 0, end - start < Inflater.chunk {
      output[end] = UInt8(try take(8))
      end += 1
      left -= 1
    }
    state = left == 0 ? .header : .stored(left: left)
  }

  private func decode() throws(MalformedBytes) {
    while end - start < Inflater.chunk {
      let symbol = try symbol(lengths)
      if symbol < 256 {
        output[end] = UInt8(truncatingIfNeeded: symbol)
        end += 1
        continue
      }
      if symbol == 256 {
        state = .header
        return
      }
      guard symbol < 286 else { throw flaw("a length that is not in use") }
      let length = Inflater.lengthBases[symbol - 257] + (try take(Inflater.lengthBits[symbol - 257]))
      let place = try self.symbol(distances)
      guard place < 30 else { throw flaw("a distance that is not in use") }
      let distance = Inflater.distanceBases[place] + (try take(Inflater.distanceBits[place]))
      guard distance <= end else { throw flaw("a reference to before the beginning") }
      // Forwards, byte by byte: the source may reach into what is being written.
      for index in end..<(end + length) { output[index] = output[index - distance] }
      end += length
    }
  }

  private static let widthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  private static let lengthBits = (0..<29).map { $0 < 8 || $0 == 28 ? 0 : ($0 - 4) / 4 }
  private static let lengthBases = bases(3, lengthBits).dropLast() + [258]
  private static let distanceBits = (0..<30).map { $0 < 4 ? 0 : ($0 - 2) / 2 }
  private static let distanceBases = bases(1, distanceBits)

  /// Each range begins where the one before ends.
  private static func bases(_ first: Int, _ bits: [Int]) -> [Int] {
    var base = first
    return bits.map { count in
      defer { base += 1 << count }
      return base
    }
  }
}

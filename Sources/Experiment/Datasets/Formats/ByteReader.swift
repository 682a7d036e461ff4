/// Bytes that are not what their format says, and where.
struct MalformedBytes: Error, Hashable {
  let message: String
  /// Counts from 0, in the file as it lies on disk or, for what is wrong inside of something compressed, in its
  /// content.
  let offset: Int

  init(_ message: String, at offset: Int) {
    self.message = message
    self.offset = offset
  }
}

/// Reads bytes from front to back, plain or gzip-compressed, holding one chunk of the content at a time.
struct ByteReader {
  private let gzip: GzipStream?
  private var chunk: [UInt8]
  private var index = 0
  /// How much of the content was handed out.
  private(set) var offset = 0

  /// Recognizes gzip by its first two bytes.
  init(_ bytes: [UInt8]) throws(MalformedBytes) {
    if GzipStream.begins(bytes) {
      gzip = try GzipStream(bytes)
      chunk = []
    } else {
      gzip = nil
      chunk = bytes
    }
  }

  func flaw(_ message: String) -> MalformedBytes { MalformedBytes(message, at: offset) }

  /// Whether everything was read.
  mutating func isAtEnd() throws(MalformedBytes) -> Bool {
    while index == chunk.count {
      guard let gzip else { return true }
      chunk = try gzip.read()
      index = 0
      if chunk.isEmpty { return true }
    }
    return false
  }

  /// The next bytes, exactly so many; `what` says in messages what they are.
  mutating func take(_ count: Int, _ what: String) throws(MalformedBytes) -> [UInt8] {
    var bytes: [UInt8] = []
    // No room is made for bytes that are only announced.
    while bytes.count < count {
      if try isAtEnd() { throw flaw("the file ends inside of \(what)") }
      let part = min(count - bytes.count, chunk.count - index)
      bytes += chunk[index..<(index + part)]
      index += part
      offset += part
    }
    return bytes
  }

  mutating func skip(_ count: Int, _ what: String) throws(MalformedBytes) {
    var left = count
    while left > 0 {
      if try isAtEnd() { throw flaw("the file ends inside of \(what)") }
      let part = min(left, chunk.count - index)
      index += part
      offset += part
      left -= part
    }
  }

  /// The next line without its end; nil after `limit` bytes of content, or at the end.
  mutating func line(before limit: Int, longest: Int) throws(MalformedBytes) -> [UInt8]? {
    var bytes: [UInt8] = []
    var isAny = false
    while offset < limit, try !isAtEnd() {
      isAny = true
      let most = index + min(chunk.count - index, limit - offset)
      let end = chunk[index..<most].firstIndex(of: UInt8(ascii: "\n"))
      bytes += chunk[index..<(end ?? most)]
      offset += (end.map { $0 + 1 } ?? most) - index
      index = end.map { $0 + 1 } ?? most
      guard bytes.count <= longest else { throw flaw("a line of more than \(longest) bytes") }
      if end != nil { break }
    }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    return isAny ? bytes : nil
  }
}

extension [UInt8] {
  /// The number that four bytes are, the highest first.
  func bigEndian(at offset: Int) -> Int {
    (0..<4).reduce(0) { $0 << 8 | Int(self[offset + $1]) }
  }

  /// The number that some bytes are, the lowest first.
  func littleEndian(at offset: Int, count: Int) -> Int {
    (0..<count).reversed().reduce(0) { $0 << 8 | Int(self[offset + $1]) }
  }
}

/// Reads IDX, the format of MNIST: a magic number, the lengths of the dimensions, and bytes in row-major order.
struct IDXFile {
  /// The lengths that the file says, the number of items first.
  let lengths: [Int]
  /// The bytes of the first items.
  let values: [UInt8]

  /// Bytes of one item.
  var stride: Int { lengths.dropFirst().reduce(1, *) }

  /// - Parameters:
  ///   - dimensions: how many there must be: 1 for labels, 3 for images.
  ///   - limit: how many items to read; what is behind them is not looked at.
  init(_ bytes: [UInt8], dimensions: Int, limit: Int) throws(MalformedBytes) {
    var reader = try ByteReader(bytes)
    let magic = try reader.take(4, "the magic number")
    let expected = 0x0800 + dimensions
    guard magic.bigEndian(at: 0) == expected else {
      throw MalformedBytes("the magic number is \(magic.bigEndian(at: 0)), not \(expected)", at: 0)
    }
    let header = try reader.take(4 * dimensions, "the lengths")
    lengths = (0..<dimensions).map { header.bigEndian(at: 4 * $0) }
    var stride = 1
    for (dimension, length) in lengths.enumerated().dropFirst() {
      let (product, overflow) = stride.multipliedReportingOverflow(by: length)
      guard !overflow, product > 0, product <= 1 << 24 else {
        throw MalformedBytes(
          "an item of \(lengths.dropFirst().map(String.init).joined(separator: " x ")) bytes",
          at: 4 + 4 * dimension)
      }
      stride = product
    }
    guard lengths[0] >= limit else {
      throw MalformedBytes("there are \(lengths[0]) items, fewer than the \(limit) that are wanted", at: 4)
    }
    values = try reader.take(limit * stride, "item data")
    if limit == lengths[0], try !reader.isAtEnd() {
      throw reader.flaw("there are more bytes than \(lengths[0]) items have")
    }
  }
}

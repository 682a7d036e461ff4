@testable import Experiment

/// Writes small files of the formats that data sets read, right or with a flaw.
enum Packing {
  static func big(_ value: Int) -> [UInt8] { (0..<4).reversed().map { UInt8(value >> (8 * $0) & 255) } }

  static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(value >> (8 * $0) & 255) }
  }

  /// Labels, or images of 28 x 28.
  static func idx(_ lengths: [Int], _ values: [UInt8]) -> [UInt8] {
    big(0x0800 + lengths.count) + lengths.flatMap(big) + values
  }

  static func checksum(_ bytes: [UInt8]) -> Int {
    var checksum = CRC32()
    checksum.append(bytes)
    return Int(checksum.value)
  }

  /// A gzip file that stores its content as it is.
  static func gzip(_ content: [UInt8]) -> [UInt8] {
    var blocks: [UInt8] = []
    var rest = content[...]
    repeat {
      let part = rest.prefix(60_000)
      rest = rest.dropFirst(part.count)
      blocks += [rest.isEmpty ? 1 : 0] + little(part.count, 2) + little(part.count ^ 0xFFFF, 2) + part
    } while !rest.isEmpty
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + blocks + little(checksum(content), 4)
      + little(content.count, 4)
  }

  static func tar(_ members: [(name: String, content: [UInt8])], end: Bool = true) -> [UInt8] {
    members.flatMap { header($0.name, size: $0.content.count) + padded($0.content, to: 512) }
      + (end ? [UInt8](repeating: 0, count: 1024) : [])
  }

  static func header(_ name: String, size: Int, type: Character = "0") -> [UInt8] {
    func octal(_ value: Int, _ width: Int) -> [UInt8] {
      let digits = String(value, radix: 8)
      return Array((String(repeating: "0", count: width - 1 - digits.count) + digits).utf8) + [0]
    }
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ bytes: [UInt8], at offset: Int) {
      header.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
    }
    put(Array(name.utf8), at: 0)
    put(octal(size, 12), at: 124)
    put([UInt8](repeating: 32, count: 8), at: 148)
    put(Array(String(type).utf8), at: 156)
    put(Array("ustar".utf8), at: 257)
    put(octal(header.reduce(0) { $0 + Int($1) }, 7) + [32], at: 148)
    return header
  }

  private static func padded(_ bytes: [UInt8], to block: Int) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (block - bytes.count % block) % block)
  }

  /// An archive whose files are stored as they are.
  static func zip(_ files: [(name: String, content: [UInt8])]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for (name, content) in files {
      let sizes = little(checksum(content), 4) + little(content.count, 4) + little(content.count, 4)
      let lengths = little(name.utf8.count, 2) + little(0, 2)
      let common = little(20, 2) + little(0, 8) + sizes + lengths
      directory +=
        little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 10) + little(bytes.count, 4)
        + Array(name.utf8)
      bytes += little(0x0403_4B50, 4) + common + Array(name.utf8) + content
    }
    let count = little(files.count, 2)
    return bytes + directory + little(0x0605_4B50, 4) + little(0, 4) + count + count
      + little(directory.count, 4)
      + little(bytes.count, 4) + little(0, 2)
  }

  /// An array of NumPy, format version 1.
  static func npy(_ type: String, _ shape: String, _ values: [UInt8], order: String = "False") -> [UInt8] {
    var header = "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }"
    while (10 + header.utf8.count + 1) % 64 != 0 { header += " " }
    header += "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + little(header.utf8.count, 2) + Array(header.utf8) + values
  }

  static func floats(_ values: [Float]) -> [UInt8] { values.flatMap { little(Int($0.bitPattern), 4) } }

  static func safetensors(_ header: String, _ bytes: [UInt8]) -> [UInt8] {
    little(header.utf8.count, 8) + Array(header.utf8) + bytes
  }

  /// Methane with its name, as SDF.
  static func methane(_ name: String = "gdb_1", atoms: [String] = ["C", "H", "H", "H", "H"]) -> String {
    var text = "\(name)\n  test\n\n  5  4  0  0  0  0  0  0  0  0999 V2000\n"
    for atom in atoms { text += "    0.0000    0.0000    0.0000 \(atom)   0  0  0\n" }
    for atom in 2...5 { text += "  1  \(atom)  1  0  0  0  0\n" }
    return text + "M  END\n$$$$\n"
  }

  static func qm9(_ sdf: String, _ table: String) -> [UInt8] {
    gzip(tar([("gdb9.sdf", Array(sdf.utf8)), ("gdb9.sdf.csv", Array(table.utf8))]))
  }
}

/// The header of one file in a bundle: POSIX ustar with everything set to zero that differs between machines.
///
/// There is exactly one header for a path and a size, so a reader has nothing to interpret: it compares.
struct TarHeader: Equatable {
  static let block = 512
  /// What eleven octal digits hold.
  static let largest = (1 << 33) - 1

  let path: String
  let size: Int

  /// Bytes of the content with what fills its last block.
  static func padded(_ size: Int) -> Int { (size + block - 1) / block * block }

  /// 512 bytes. The path must be one that ``BundlePath`` accepts, the size at most ``largest``.
  var bytes: [UInt8] {
    guard let (prefix, name) = BundlePath.split(path), (0...TarHeader.largest).contains(size) else {
      preconditionFailure("no tar header holds '\(path)' with \(size) bytes")
    }
    var header = [UInt8](repeating: 0, count: TarHeader.block)
    func put(_ bytes: some Collection<UInt8>, at offset: Int) {
      header.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
    }
    put(name, at: 0)
    put("0000644".utf8, at: 100)
    put("0000000".utf8, at: 108)
    put("0000000".utf8, at: 116)
    put(TarHeader.octal(size, digits: 11), at: 124)
    put("00000000000".utf8, at: 136)
    put("        ".utf8, at: 148)
    header[156] = UInt8(ascii: "0")
    put("ustar".utf8, at: 257)
    put("00".utf8, at: 263)
    put("0000000".utf8, at: 329)
    put("0000000".utf8, at: 337)
    put(prefix, at: 345)
    let sum = header.reduce(0) { $0 + Int($1) }
    put(TarHeader.octal(sum, digits: 6) + [0, UInt8(ascii: " ")], at: 148)
    return header
  }

  private static func octal(_ value: Int, digits: Int) -> [UInt8] {
    let text = String(value, radix: 8)
    return Array((String(repeating: "0", count: digits - text.utf8.count) + text).utf8)
  }

  /// Why a block is not the header that must stand there.
  static func flaw(of found: [UInt8], expected: TarHeader) -> String? {
    if found == expected.bytes { return nil }
    if found.allSatisfy({ $0 == 0 }) { return "the archive ends before '\(expected.path)'" }
    guard found[257..<262].elementsEqual("ustar".utf8) else { return "a header is no tar header" }
    let name = Array(found[0..<100].prefix { $0 != 0 })
    let prefix = Array(found[345..<500].prefix { $0 != 0 })
    let path = String(decoding: prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name, as: UTF8.self)
    let kind: String? =
      switch found[156] {
      case UInt8(ascii: "0"), 0: nil
      case UInt8(ascii: "1"): "a hard link"
      case UInt8(ascii: "2"): "a symbolic link"
      case UInt8(ascii: "3"), UInt8(ascii: "4"): "a device"
      case UInt8(ascii: "5"): "a folder"
      case UInt8(ascii: "6"): "a pipe"
      case UInt8(ascii: "x"), UInt8(ascii: "g"): "an extended header"
      case UInt8(ascii: "L"), UInt8(ascii: "K"): "a long name"
      default: "of an unknown kind"
      }
    let shown = readable(path)
    if let kind { return "the entry '\(shown)' is \(kind): a bundle holds plain files only" }
    if let flaw = BundlePath.flaw(of: path) { return "the name '\(shown)' is refused: \(flaw)" }
    if path != expected.path {
      return "the entry '\(shown)' stands where the manifest has '\(expected.path)'"
    }
    return
      "the header of '\(shown)' is not the one that the manifest asks for: another size, mode, owner or time"
  }

  /// A name for messages: nothing of it may steer a terminal.
  static func readable(_ text: String) -> String {
    let kept = text.unicodeScalars.prefix(120).map { scalar -> Character in
      scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
        ? "\u{FFFD}" : Character(scalar)
    }
    return String(kept)
  }
}

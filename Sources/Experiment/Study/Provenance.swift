internal import FoundationEssentials
internal import Pipeline
public import Spec

/// Where a picture comes from: the resolved spec behind it, and the keys and digests of what it was drawn from.
///
/// It travels inside the picture: as the `metadata` element of an SVG, as an iTXt chunk of a PNG. It is the same on
/// every machine and at every time: names of users and hosts, absolute paths and dates are not in it.
public struct Provenance: Sendable, Hashable {
  /// As long as it fits: `experiment`, `figure`, `spec` (the settings of every training, defaults included, and
  /// analyses and figures as written) and `stages` (kind, key and inputs, with their digests, of the figure and of
  /// everything before it). Without `spec` and inputs if that is too long.
  public let json: JSON

  /// The most bytes that it takes in a picture.
  static let limit = 256 << 10
  /// Of the PNG chunk that holds it.
  static let keyword = "grokline"
  private static let mark = "grokline-provenance 1\n"
  /// The most that the text in a picture is trusted to unpack to.
  private static let largest = 1 << 28

  init(_ json: JSON) { self.json = json }

  /// The text that goes into a picture: a line that names the format, then JSON, zstd-compressed, in base64.
  var text: String {
    Provenance.mark + Data(Zstd.compress(Array(json.description.utf8), level: 19)).base64EncodedString()
  }

  /// Reads what `text` gave; nil if it is something else or damaged.
  init?(text: String) {
    guard text.hasPrefix(Provenance.mark),
      let packed = Data(base64Encoded: String(text.dropFirst(Provenance.mark.count))),
      let bytes = try? Zstd.decompress(Array(packed), limit: Provenance.largest),
      let json = try? JSON(parsing: bytes)
    else { return nil }
    self.json = json
  }

  /// Finds the text anywhere in a file, whatever the program that saved it last made of what is around it.
  init?(anywhereIn bytes: [UInt8]) {
    let mark = Array(Provenance.mark.utf8.dropLast())
    guard let place = bytes.offset(of: mark) else { return nil }
    var packed: [UInt8] = []
    scan: for byte in bytes[(place + mark.count)...] {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
        packed.append(byte)
      case 0x0A, 0x0D, 0x20, 0x09: continue
      default: break scan
      }
    }
    // A checksum of four bytes may follow, as in PNG, and look like letters.
    for surplus in 0...min(4, packed.count) {
      let text = Provenance.mark + String(decoding: packed.dropLast(surplus), as: UTF8.self)
      if let found = Provenance(text: text) {
        self = found
        return
      }
    }
    return nil
  }

  /// The first of these that is short enough; the last one, if none is.
  static func fitting(_ versions: [() -> JSON]) -> Provenance {
    var last = Provenance(.null)
    for version in versions {
      last = Provenance(version())
      if last.text.utf8.count <= limit { break }
    }
    return last
  }
}

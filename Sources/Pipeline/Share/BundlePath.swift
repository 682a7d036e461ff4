/// Which names the entries of a bundle may have.
enum BundlePath {
  /// What fits the two fields of a tar header.
  static let longest = 255
  private static let nameSize = 100
  private static let prefixSize = 155

  /// Why a name is refused; `nil` for one that stays inside of any folder, on every system.
  static func flaw(of path: String) -> String? {
    let bytes = Array(path.utf8)
    if bytes.isEmpty { return "it is empty" }
    if bytes.count > longest { return "it has \(bytes.count) bytes, more than \(longest)" }
    if bytes[0] == UInt8(ascii: "/") { return "it is an absolute path" }
    for scalar in path.unicodeScalars {
      if scalar == "\\" { return "it has a backslash" }
      if scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format {
        return "it has a control character"
      }
    }
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      if part.isEmpty { return "a part of it is empty" }
      if part == "." || part == ".." { return "it leads out with '\(part)'" }
    }
    return split(path) == nil ? "it does not fit a tar header" : nil
  }

  /// The path as prefix and name of a tar header; the prefix is empty where the name holds all of it.
  static func split(_ path: String) -> (prefix: [UInt8], name: [UInt8])? {
    let bytes = Array(path.utf8)
    if bytes.count <= nameSize { return ([], bytes) }
    let slashes = bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") }
    guard let slash = slashes.first(where: { bytes.count - $0 - 1 <= nameSize }), slash <= prefixSize else {
      return nil
    }
    return (Array(bytes[..<slash]), Array(bytes[(slash + 1)...]))
  }
}

internal import FoundationEssentials
internal import Glibc

/// A folder that only this user can look into, gone with the last who uses it.
public final class PrivateFolder: Sendable {
  public let path: String

  /// Makes one where temporary files go.
  public convenience init() throws {
    let parent = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    try self.init(in: parent)
  }

  /// Makes one in a folder that is there.
  init(in parent: String) throws {
    // mkdtemp(3) puts random letters in the place of six of these.
    let letters = String(repeating: "X", count: 6)
    var template = Array("\(parent)/grokline-\(letters)".utf8CString)
    guard mkdtemp(&template) != nil else { throw UnwritableFolder(path: parent) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A folder in which nothing can be made.
struct UnwritableFolder: Error, CustomStringConvertible {
  let path: String

  var description: String { "nothing can be written to '\(path)': name another folder in TMPDIR" }
}

internal import FoundationEssentials
internal import Glibc
internal import Spec

/// What belongs to this machine and to whoever works on it, and must not be in anything that is shared.
///
/// Nothing that Grokline writes into a bundle is made of such facts; this looks whether that is so.
struct PrivateFacts: Sendable {
  private let paths: [String]
  private let names: [String]
  private let secrets: [(variable: String, value: String)]

  /// - Parameter folders: of the project.
  init(
    folders: [String], environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    let given = folders + [FileManager.default.currentDirectoryPath, environment["HOME"] ?? ""]
    paths = Set(given).filter { $0.hasPrefix("/") && $0.utf8.count > 4 }.sorted()
    let user = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) }
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, host.count - 1)
    let hostName = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    names = [user, environment["USER"], environment["LOGNAME"], hostName, environment["HOSTNAME"]]
      .compactMap(\.self).filter { $0.utf8.count > 3 && $0 != "root" && $0 != "localhost" }
    let words = ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL", "AUTH"]
    secrets = environment.sorted { $0.key < $1.key }.filter { variable, value in
      value.utf8.count >= 8 && words.contains { variable.uppercased().contains($0) }
    }.map { (variable: $0.key, value: $0.value) }
  }

  /// A fact that must not leave, in words that do not repeat it; nil if there is none.
  func leak(in bytes: [UInt8]) -> String? {
    if paths.contains(where: { PrivateFacts.holds(bytes, $0) }) { return "an absolute path of this machine" }
    if let secret = secrets.first(where: { PrivateFacts.holds(bytes, $0.value) }) {
      return "the value of the environment variable \(secret.variable)"
    }
    return nil
  }

  /// What an author's own words tell of this machine: for a warning, since what they write is theirs.
  func mention(in bytes: [UInt8]) -> String? {
    if let leak = leak(in: bytes) { return leak }
    return names.first { PrivateFacts.holds(bytes, $0) }.map { "the name '\($0)'" }
  }

  private static func holds(_ bytes: [UInt8], _ text: String) -> Bool {
    bytes.offset(of: Array(text.utf8)) != nil
  }
}

/// Something of this machine would have gone into a bundle.
struct PrivateFact: Error, CustomStringConvertible {
  let entry: String
  let what: String

  var description: String { "'\(entry)' would tell \(what), so no bundle was made" }
}

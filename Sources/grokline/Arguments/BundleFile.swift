internal import Experiment
internal import FoundationEssentials
internal import Pipeline

/// A bundle that somebody names on the command line.
enum BundleFile {
  static func isBundle(_ word: String) -> Bool { word.hasSuffix(".bundle") }

  /// Checks a bundle from its first byte to its last; what is wrong with it is told with its name.
  static func open(_ path: String) throws -> OpenedBundle {
    guard FileManager.default.fileExists(atPath: path) else {
      throw UsageProblems("there is no file '\(path)'")
    }
    do {
      return try OpenedBundle(path)
    } catch let flaw as BundleFlaw {
      throw RefusedBundle(path: path, reason: flaw.description)
    }
  }
}

/// A file that is no bundle, or not one that can be trusted.
struct RefusedBundle: Error, CustomStringConvertible {
  let path: String
  let reason: String

  var description: String { "'\(path)' is refused: \(reason.onOneLine)" }
}

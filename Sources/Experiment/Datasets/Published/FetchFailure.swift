/// No address gave a file.
public struct FetchFailure: Error, Sendable, CustomStringConvertible {
  public struct Attempt: Sendable, Hashable {
    public let url: String
    public let reason: String
  }

  public let name: String
  public let file: Manifest.File
  let folder: String
  public let attempts: [Attempt]

  public var description: String {
    let tried =
      attempts.isEmpty
      ? "nobody offers it" : attempts.map { "\n  \($0.url): \($0.reason)" }.joined()
    return "'\(file.path)' of the data set '\(name)' could not be fetched: \(tried)\n"
      + "  expected SHA-256 \(file.digest); a copy from elsewhere goes to '\(folder)/\(file.path)'"
  }
}

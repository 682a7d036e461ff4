/// A pattern for names: `*` stands for any letters, `?` for one, everything else for itself.
public struct Glob: Sendable, Hashable {
  public let pattern: String
  private let letters: [Character]

  public init(_ pattern: String) {
    self.pattern = pattern
    letters = Array(pattern)
  }

  /// Whether the pattern can stand for one name only.
  public var isLiteral: Bool { !letters.contains { $0 == "*" || $0 == "?" } }

  /// Takes time proportional to both lengths at worst, whatever the pattern.
  public func matches(_ name: String) -> Bool {
    if isLiteral { return name == pattern }
    let name = Array(name)
    var (i, j) = (0, 0)
    var retry: (star: Int, from: Int)?
    while j < name.count {
      if i < letters.count, letters[i] == "*" {
        retry = (i, j)
        i += 1
      } else if i < letters.count, letters[i] == "?" || letters[i] == name[j] {
        (i, j) = (i + 1, j + 1)
      } else if let (star, from) = retry {
        // Let the last star take one letter more and try the rest again.
        retry = (star, from + 1)
        (i, j) = (star + 1, from + 1)
      } else {
        return false
      }
    }
    return letters[i...].allSatisfy { $0 == "*" }
  }
}

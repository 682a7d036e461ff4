/// A pattern for names: `*` stands for any text, dots included, `?` for one letter, everything else for itself.
public struct Glob: Sendable, Hashable {
  public let pattern: String
  private let letters: [Unicode.Scalar]

  public init(_ pattern: String) {
    self.pattern = pattern
    letters = Array(pattern.unicodeScalars)
  }

  /// Whether the pattern can stand for one name only.
  public var isLiteral: Bool { !letters.contains { $0 == "*" || $0 == "?" } }

  /// Takes time proportional to both lengths at worst, whatever the pattern.
  public func matches(_ name: String) -> Bool {
    let name = Array(name.unicodeScalars)
    var (p, n) = (0, 0)
    var retry: (pattern: Int, name: Int)?
    while n < name.count {
      if p < letters.count, letters[p] == "*" {
        retry = (p, n)
        p += 1
      } else if p < letters.count, letters[p] == "?" || letters[p] == name[n] {
        p += 1
        n += 1
      } else if let (star, start) = retry {
        // Let the last star take one more letter: only the last one ever needs another try.
        retry = (star, start + 1)
        (p, n) = (star + 1, start + 1)
      } else {
        return false
      }
    }
    return letters[p...].allSatisfy { $0 == "*" }
  }

  /// The pattern that was probably meant where this one matches none of these dotted names.
  public func nearestPattern(among names: some Sequence<String>) -> String? {
    var candidates: Set<String> = []
    for name in names {
      candidates.insert(name)
      let parts = name.split(separator: ".")
      for count in parts.indices.dropFirst() {
        candidates.insert(parts[..<count].joined(separator: ".") + ".*")
        candidates.insert("*." + parts[count...].joined(separator: "."))
      }
    }
    return nearest(to: pattern, among: candidates.sorted())
  }
}

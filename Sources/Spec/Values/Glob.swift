/// A pattern for names in which `*` stands for any text, dots included, and everything else for itself.
public struct Glob: Sendable, Hashable {
  public let pattern: String

  public init(_ pattern: String) { self.pattern = pattern }

  /// Whether it has no star, so that it matches one name only.
  public var isLiteral: Bool { !pattern.utf8.contains(UInt8(ascii: "*")) }

  public func matches(_ name: String) -> Bool {
    let (pattern, name) = (Array(self.pattern.utf8), Array(name.utf8))
    let star = UInt8(ascii: "*")
    var (p, n) = (0, 0)
    var retry: (pattern: Int, name: Int)?
    while n < name.count {
      if p < pattern.count, pattern[p] == star {
        retry = (p, n)
        p += 1
      } else if p < pattern.count, pattern[p] == name[n] {
        p += 1
        n += 1
      } else if let (star, start) = retry {
        // Let the last star take one more byte: only the last one ever needs another try.
        retry = (star, start + 1)
        (p, n) = (star + 1, start + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == star }
  }

  /// The pattern that was probably meant where this one matches none of these dotted names.
  func nearestPattern(among names: some Sequence<String>) -> String? {
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

/// Which parameters of a model are meant: `all`, `matrices`, `vectors`, a glob over their dotted names, or a list of
/// these, of which the union counts.
public struct ParameterSelector: Sendable, Hashable {
  public enum Term: Sendable, Hashable {
    case all
    /// Two or more dimensions.
    case matrices
    case vectors
    case names(Glob)

    func matches(_ name: String, dimensions: Int) -> Bool {
      switch self {
      case .all: true
      case .matrices: dimensions >= 2
      case .vectors: dimensions < 2
      case .names(let glob): glob.matches(name)
      }
    }

    var spelling: String {
      switch self {
      case .all: "all"
      case .matrices: "matrices"
      case .vectors: "vectors"
      case .names(let glob): glob.pattern
      }
    }
  }

  /// Sorted by their spelling and without repetitions, so that equal selections compare equal.
  public let terms: [Term]

  public init(_ terms: [Term]) {
    self.terms = Set(terms).sorted { $0.spelling < $1.spelling }
  }

  public static let all = ParameterSelector([.all])

  public func matches(_ name: String, dimensions: Int) -> Bool {
    terms.contains { $0.matches(name, dimensions: dimensions) }
  }

  /// Reports each term that matches none of these parameters, with the nearest pattern that would.
  public func reportUnmatched(
    among parameters: [(name: String, dimensions: Int)], at location: SourceLocation,
    _ diagnostics: Diagnostics
  ) {
    var stems: [Substring] = []
    for (name, _) in parameters {
      let stem = name.prefix { $0 != "." }
      if !stems.contains(stem) { stems.append(stem) }
    }
    for term in terms where !parameters.contains(where: { term.matches($0.name, dimensions: $0.dimensions) })
    {
      var hint: String?
      if case .names(let glob) = term { hint = glob.nearestPattern(among: parameters.map(\.name)) }
      diagnostics.report(
        "'\(term.spelling)' matches no parameter", at: location,
        hint: hint.map { "did you mean '\($0)'?" }
          ?? "their names begin with \(stems.joined(separator: ", "))")
    }
  }
}

extension ParameterSelector: SpecValue {
  public static var expectation: String {
    "all, matrices, vectors, a pattern such as \"head.*\", or a list of these"
  }

  public static var schema: JSON {
    ["anyOf": [["type": "string"], ["type": "array", "items": ["type": "string"], "minItems": 1]]]
  }

  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> ParameterSelector? {
    let texts = node.items.map { $0.map(\.text) } ?? [node.text]
    guard !texts.isEmpty, texts.allSatisfy({ $0?.isEmpty == false }) else {
      diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
      return nil
    }
    return ParameterSelector(
      texts.compactMap(\.self).map { text in
        switch text {
        case "all", "*": .all
        case "matrices": .matrices
        case "vectors": .vectors
        default: .names(Glob(text))
        }
      })
  }

  public var canonical: JSON {
    terms.count == 1 ? .string(terms[0].spelling) : .array(terms.map { .string($0.spelling) })
  }
}

import Experiment
import Spec
import Testing

@Suite("Typos of known keys")
struct TypoTests {
  /// The keys that may stand together, for every mapping of the language, kinds included.
  static let mappings: Set<[String]> = {
    var found: Set<[String]> = []
    func visit(_ schema: JSON) {
      if let members = schema.object {
        if let keys = members["properties"]?.object?.keys, !keys.isEmpty { found.insert(keys.sorted()) }
        for member in members.values { visit(member) }
      }
      for item in schema.array ?? [] { visit(item) }
    }
    visit(specSchema)
    return found
  }()

  /// Every word one slip away: a letter lost, doubled, wrong, or swapped with the next.
  static func typos(of key: String) -> Set<String> {
    let letters = Array(key)
    var typos: Set<String> = []
    for index in letters.indices {
      var lost = letters
      lost.remove(at: index)
      typos.insert(String(lost))
      var doubled = letters
      doubled.insert(letters[index], at: index)
      typos.insert(String(doubled))
      for letter in "aeqz" {
        var wrong = letters
        wrong[index] = letter
        typos.insert(String(wrong))
      }
      guard index + 1 < letters.count else { continue }
      var swapped = letters
      swapped.swapAt(index, index + 1)
      typos.insert(String(swapped))
    }
    return typos.subtracting([key, ""])
  }

  @Test("nine of ten slips of one letter get the key that was meant")
  func oneEdit() {
    var right = 0
    var wrong: [String] = []
    for keys in Self.mappings {
      for key in keys {
        for typo in Self.typos(of: key) where !keys.contains(typo) {
          if suggestion(for: typo, among: keys) == "did you mean '\(key)'?" {
            right += 1
          } else {
            wrong.append("\(typo) for \(key)")
          }
        }
      }
    }
    #expect(right + wrong.count > 5000)
    #expect(Double(right) >= 0.9 * Double(right + wrong.count), "\(right) right, wrong: \(wrong.sorted())")
  }

  @Test("every kind's keys and the top of the file are among the mappings")
  func complete() {
    let keys = Self.mappings.reduce(into: Set<String>()) { $0.formUnion($1) }
    for family in specFamilies {
      for kind in family.kinds { #expect(kind.fields.allSatisfy { keys.contains($0.key) }) }
    }
    for key in ["grokline", "extends", "runs", "training", "phases", "optimizer", "budgets"] {
      #expect(keys.contains(key))
    }
  }
}

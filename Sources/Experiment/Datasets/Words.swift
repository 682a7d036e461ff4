/// The words of a text as the published preparation of IMDb cuts them.
///
/// The text in lower case is split at white space; of each part only letters and underscores stay, so that `don't`
/// becomes `dont`, `<br` and `/>` become `br` and nothing, and `80s` becomes `s`.
struct Words {
  /// In their order; none is empty.
  let all: [String]

  init(of text: String) {
    var all: [String] = []
    var word = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      for scalar in Words.lowercased(scalar) {
        if Words.isSpace(scalar) {
          if !word.isEmpty { all.append(String(word)) }
          word = String.UnicodeScalarView()
        } else if Words.isKept(scalar) {
          word.append(scalar)
        }
      }
    }
    if !word.isEmpty { all.append(String(word)) }
    self.all = all
  }

  private static func lowercased(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
    if scalar.isASCII, !("A"..."Z" ~= scalar) { return String(scalar).unicodeScalars }
    return scalar.properties.lowercaseMapping.unicodeScalars
  }

  /// White space as Python's `split` has it: with the separators of files, groups, records and units.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar == " " || 9...13 ~= scalar.value || 28...31 ~= scalar.value }
    return scalar.properties.isWhitespace
  }

  /// What Python's `\w` without `\d` has: letters, numbers that are no digits (as in ½), and the underscore.
  private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return "a"..."z" ~= scalar || scalar == "_" }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
    case .decimalNumber: return false
    default: return scalar.properties.numericType != nil
    }
  }
}

/// The numbers of frequent words, from 1 on.
struct Vocabulary {
  private let numbers: [String: Int32]

  var count: Int { numbers.count }

  /// - Parameter texts: their words, in the order in which words of equal frequency are ranked.
  init(counting texts: [[String]], without stopWords: Set<String>, size: Int) {
    var counts: [String: (count: Int, first: Int)] = [:]
    for text in texts {
      for word in text where !stopWords.contains(word) {
        let known = counts.count
        counts[word, default: (0, known)].count += 1
      }
    }
    let ranked = counts.sorted { a, b in
      a.value.count != b.value.count ? a.value.count > b.value.count : a.value.first < b.value.first
    }
    numbers = Dictionary(
      zip(ranked.prefix(size), Int32(1)...).map { ($0.key, $1) }, uniquingKeysWith: { $1 })
  }

  /// The words that have a number; the others are left out.
  func numbers(of words: [String]) -> [Int32] { words.compactMap { numbers[$0] } }

  /// In the order of their numbers.
  var words: [String] { numbers.sorted { $0.value < $1.value }.map(\.key) }
}

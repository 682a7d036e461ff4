/// The candidate that a misspelt word most likely means, or nil if none is near.
///
/// Distance is optimal string alignment (insert, delete, replace, swap neighbours); a word is near if at most a
/// third of its letters, and at least one, are wrong.
public func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
  let letters = Array(word.unicodeScalars)
  let limit = max(1, letters.count / 3)
  var best: (distance: Int, candidate: String)?
  for candidate in candidates {
    let others = Array(candidate.unicodeScalars)
    if abs(others.count - letters.count) > limit { continue }
    let distance = editDistance(letters, others)
    if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
  }
  return best?.candidate
}

/// A hint that names the nearest candidate, or lists them all when none is near.
public func suggestion(for word: String, among candidates: [String]) -> String? {
  if let candidate = nearest(to: word, among: candidates) { return "did you mean '\(candidate)'?" }
  guard !candidates.isEmpty else { return nil }
  return "known here: " + candidates.sorted().joined(separator: ", ")
}

private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
      row.append(cost)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}

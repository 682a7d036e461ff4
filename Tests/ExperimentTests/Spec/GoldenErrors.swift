import FoundationEssentials
import Testing

/// One wrong spec and all that a user is told about it.
struct GoldenError: Sendable, CustomTestStringConvertible {
  var testDescription: String { title }

  let title: String
  /// The lines below the title, as they stand in the file.
  let source: [String]
  let expected: String

  /// The spec, and other files that it extends.
  var files: [(name: String, text: String)] {
    var files = [(name: "spec.yaml", lines: [String]())]
    for line in source where !line.hasPrefix("@ set ") && line != "@ whole" {
      if line.hasPrefix("@ file ") {
        files.append((String(line.dropFirst("@ file ".count)), []))
      } else {
        files[files.count - 1].lines.append(line)
      }
    }
    if !source.contains("@ whole") { files[0].lines = completed(files[0].lines) }
    return files.map { ($0.name, $0.lines.joined(separator: "\n") + "\n") }
  }

  var overrides: [String] {
    source.filter { $0.hasPrefix("@ set ") }.map { String($0.dropFirst("@ set ".count)) }
  }

  private static let top = [
    "grokline": "grokline: 1",
    "dataset": "dataset: {kind: modular-arithmetic, operation: multiply, modulus: 7}",
    "model": "model: {kind: decoder-transformer, layers: 1, width: 8, heads: 2}",
  ]
  private static let training = [
    "loss": "  loss: cross-entropy", "batch_size": "  batch_size: 8",
    "optimizer": "  optimizer: {kind: adam, learning_rate: 1e-3}", "phases": "  phases: {fit: {until: 100}}",
  ]

  /// With what every run needs and the lines do not have.
  private func completed(_ lines: [String]) -> [String] {
    func lacks(_ key: String, indent: String) -> Bool {
      !lines.contains { $0 == indent + key + ":" || $0.hasPrefix(indent + key + ": ") }
    }
    var lines = lines
    if lacks("training", indent: "") { lines.insert("training:", at: 0) }
    if let start = lines.firstIndex(of: "training:") {
      let more = Self.training.filter { lacks($0.key, indent: "  ") }.sorted { $0.key < $1.key }
      lines.insert(contentsOf: more.map(\.value), at: start + 1)
    }
    let above = ["grokline", "dataset", "model"].filter { lacks($0, indent: "") }
    return above.compactMap { Self.top[$0] } + lines
  }
}

/// The cases of one file: `=== TITLE`, a spec, `-----`, what is shown.
///
/// Lines that every run needs are added where a case does not have them, unless it says `@ whole`; `@ set ARGUMENT`
/// is an argument of `--set`, and `@ file NAME` begins another file.
struct GoldenErrors: Sendable {
  static let folder = repository + "/Tests/ExperimentTests/Spec/Golden"

  static let blocks: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(".txt".count)) }.sorted()

  let cases: [GoldenError]

  init(_ block: String) throws {
    let text = try String(contentsOfFile: Self.folder + "/\(block).txt", encoding: .utf8)
    var cases: [GoldenError] = []
    for part in ("\n" + text).components(between: "\n=== ").dropFirst() {
      let halves = part.components(between: "\n-----\n")
      let lines = halves[0].split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      cases.append(
        GoldenError(
          title: lines[0], source: Array(lines.dropFirst()),
          expected: halves.count > 1 ? halves[1].trimmed : ""))
    }
    self.cases = cases
  }

  static func text(_ cases: [(GoldenError, errors: String)]) -> String {
    cases.map { "=== \($0.title)\n\($0.source.joined(separator: "\n"))\n-----\n\($1)\n" }.joined(
      separator: "\n")
  }
}

extension String {
  fileprivate func components(between separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }

  fileprivate var trimmed: String {
    var text = self[...]
    while text.last == "\n" { text.removeLast() }
    return String(text)
  }
}

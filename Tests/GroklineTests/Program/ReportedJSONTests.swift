import FoundationEssentials
import Spec
import Testing

@Suite("What --json writes is what Documentation/json.md says")
struct ReportedJSONTests {
  private let shapes: Shapes

  init() throws {
    let repository = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    shapes = try Shapes(
      markdown: String(contentsOfFile: "/" + repository + "/Documentation/json.md", encoding: .utf8))
  }

  @Test("of an experiment, before, during and after a change, of its store, and of bundles")
  func everyCommand() throws {
    let place = try Workplace()
    var seen: Set<String> = []
    func tell(_ name: String, _ arguments: String..., status: Int32 = 0) throws {
      let result = try place.run(all: name.split(separator: " ").map(String.init) + arguments + ["--json"])
      #expect(result.status == status, "\(name): \(result.errors)")
      let lines = result.output.split(separator: "\n")
      #expect(!lines.isEmpty, "\(name) wrote nothing")
      for line in lines {
        #expect(try shapes.flaws(of: JSON(parsing: String(line)), in: name) == [], "\(line)")
      }
      seen.insert(name)
    }

    try place.write(
      "wave.yaml", Workplace.spec(more: "figures: {loss: {kind: curves, y: loss}}\n"))
    try tell("plan", "wave.yaml")
    try tell("results", "wave.yaml")
    try tell("run", "wave.yaml")
    try tell("plan", "wave.yaml")
    for name in ["status", "graph", "results", "show", "check"] { try tell(name, "wave.yaml") }
    for name in ["runs", "doctor", "datasets", "store du", "store verify", "store undelete"] {
      try tell(name)
    }
    try tell("why", "wave.yaml", "plain/seed=0")
    try tell("store pin", "wave.yaml")
    try tell("store gc", "wave.yaml", "--dry-run")
    try tell("bundle", "wave.yaml", "-o", "wave.bundle")
    try tell("open", "wave.bundle")
    try tell("reproduce", "wave.bundle")

    try place.write("longer.yaml", Workplace.spec(until: 300))
    try tell("diff", "wave.yaml", "longer.yaml")
    try place.write("wave.yaml", Workplace.spec(until: 300))
    try tell("plan", "wave.yaml")
    try tell("why", "wave.yaml", "plain/seed=0")
    try tell("status", "wave.yaml")
    try tell("results", "wave.yaml", "--partial")
    try tell("run", "wave.yaml", "--force", "analysis/low")
    try tell("store gc", "wave.yaml", "--runs", "0")
    try place.write("wave.yaml", Workplace.spec(rate: "fast"))
    try tell("check", "wave.yaml", status: 3)

    try place.write("wave.yaml", Workplace.spec(until: 400))
    try tell("logs", "wave.yaml", "plain/seed=0")
    #expect(seen == shapes.commands)
  }

  @Test("a shape tells a missing key, an unknown one and a wrong value")
  func flaws() throws {
    let shapes = try Shapes(
      markdown:
        "### a\n\n```json\n{\"n\": \"whole\", \"t?\": \"text or null\", \"l\": [{\"#\": \"b\"}]}\n```\n### b\n```json\n{\"*\": \"flag\"}\n```\n"
    )
    func flaws(_ text: String) throws -> [String] { try shapes.flaws(of: JSON(parsing: text), in: "a") }
    #expect(try flaws(#"{"n": 1, "t": null, "l": [{}, {"x": true}]}"#) == [])
    #expect(
      try flaws(#"{"n": 1.5, "l": [{"x": 1}]}"#) == [
        "a.l[0].x is 1 and not flag", "a.n is 1.5 and not whole",
      ])
    #expect(try flaws(#"{"l": [], "m": 1}"#) == ["a.m is not documented", "a.n is missing"])
  }
}

/// The shapes that a page documents, by heading.
private struct Shapes {
  private var shapes: [String: JSON] = [:]

  /// Headings that other shapes refer to, which no command has.
  private static let parts: Set<String> = ["reason", "part", "b"]

  var commands: Set<String> { Set(shapes.keys).subtracting(Shapes.parts) }

  init(markdown: String) throws {
    var heading = ""
    var block: [Substring]?
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("### ") { heading = String(line.dropFirst(4)) }
      if line == "```json" {
        block = []
      } else if line == "```", let lines = block {
        shapes[heading] = try JSON(parsing: lines.joined(separator: "\n"))
        block = nil
      } else {
        block?.append(line)
      }
    }
  }

  func flaws(of value: JSON, in heading: String) throws -> [String] {
    compare(value, try #require(shapes[heading], "'\(heading)' is not documented"), heading).sorted()
  }

  private func compare(_ value: JSON, _ shape: JSON, _ path: String) -> [String] {
    switch shape {
    case .string(let word):
      let isRight = word.split(separator: " ").filter { $0 != "or" }.contains { Shapes.is(value, $0) }
      return isRight ? [] : ["\(path) is \(value) and not \(word)"]
    case .array(let items):
      guard let values = value.array, let item = items.first else { return ["\(path) is not an array"] }
      return values.enumerated().flatMap { compare($1, item, "\(path)[\($0)]") }
    case .object(let members):
      if let name = members["#"]?.string {
        return shapes[name].map { compare(value, $0, path) } ?? ["no \(name)"]
      }
      guard let values = value.object else { return ["\(path) is not an object"] }
      let missing = members.keys.filter { $0 != "*" && !$0.hasSuffix("?") && values[$0] == nil }
      return missing.map { "\(path).\($0) is missing" }
        + values.flatMap { key, value in
          (members[key] ?? members[key + "?"] ?? members["*"]).map { compare(value, $0, "\(path).\(key)") }
            ?? ["\(path).\(key) is not documented"]
        }
    default: return ["\(path): a shape is text, an array or an object"]
    }
  }

  private static func `is`(_ value: JSON, _ word: Substring) -> Bool {
    switch word {
    case "any": true
    case "null": value == .null
    case "text": value.string != nil
    case "flag": value.bool != nil
    case "whole": value.integer != nil
    case "number": value.number != nil
    case "digest": value.string.map { $0.utf8.count == 64 && $0.allSatisfy(\.isHexDigit) } ?? false
    default: false
    }
  }
}

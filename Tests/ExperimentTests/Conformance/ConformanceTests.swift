import Experiment
import FoundationEssentials
import Learning
import Spec
import Testing

@Suite("Versions of kinds")
struct ConformanceTests {
  private struct Subject {
    let name: String
    let version: Int
    let digest: () throws -> String
  }

  /// Every kind, with the way to get numbers from its example.
  private static var subjects: [Subject] {
    func each<Family>(_ registry: Registry<Family>, _ digest: @escaping (Family) throws -> String)
      -> [Subject]
    {
      registry.entries.map { entry in
        Subject(name: registry.family + "/" + entry.kind, version: entry.version) {
          try digest(Exercises.decoded(entry.example, from: registry))
        }
      }
    }
    let descent = "{kind: sgd, learning_rate: 0.1}"
    return each(optimizers) { try Exercises.rule(UpdateRule(optimizer: $0)) }
      + each(filters) {
        try Exercises.rule(UpdateRule(filter: $0, optimizer: Exercises.decoded(descent, from: optimizers)))
      }
      + each(constraints) {
        try Exercises.rule(
          UpdateRule(optimizer: Exercises.decoded(descent, from: optimizers), constraint: $0))
      }
      + each(schedules) { Exercises.schedule($0) }
      + each(losses) { loss in
        let targets = [Signature.Targets.classes(3), .values(width: 3)]
        let fitting = try #require(
          targets.first { targets in
            (try? loss.check(Signature(inputs: .features(width: 2), targets: targets))) != nil
          })
        return Exercises.measured(fitting) { predictions, rows, examples, gradient in
          loss.sum(
            of: predictions, outputs: 3, targets: examples.targets, rows: rows, scale: 0.5, gradient: gradient
          )
        }
      }
      + each(measures) { measure in
        let loss = try Exercises.decoded("{kind: mean-squared-error, target: one-hot}", from: losses)
        return Exercises.measured { predictions, rows, examples, _ in
          measure.sum(of: predictions, outputs: 3, examples: examples, rows: rows, loss: loss)
        }
      }
      + each(architectures) { try Exercises.model($0) }
      + layerKinds.entries.map { entry in
        Subject(name: layerKinds.family + "/" + entry.kind, version: entry.version) {
          try Exercises.layer(entry.example)
        }
      }
      + each(datasets) { try Exercises.dataset($0) }
      + each(linearFilters) { Exercises.linear($0) }
      + each(analysisKinds) { try Exercises.analysis($0) }
      + each(weightMeasures) { try Exercises.weights($0) }
      + figureKinds.entries.map { entry in
        Subject(name: figureKinds.family + "/" + entry.kind, version: entry.version) {
          try Exercises.figure(entry.example)
        }
      }
      + [
        Subject(name: "table", version: TableDeclaration.version) { try Exercises.renderedTable() }
      ]
  }

  private static let file = repository + "/Tests/ExperimentTests/Conformance/digests.json"

  @Test("the same version of a kind gives the same numbers")
  func versions() throws {
    let text = try String(contentsOfFile: Self.file, encoding: .utf8)
    let known = try #require(try JSON(parsing: Array(text.utf8)).object)
    var found: [String: JSON] = [:]
    for subject in Self.subjects {
      let digest = try subject.digest()
      let line = "\"\(subject.name)\": {\"version\": \(subject.version), \"digest\": \"\(digest)\"}"
      found[subject.name] = ["version": .integer(subject.version), "digest": .string(digest)]
      if ProcessInfo.processInfo.environment["GROKLINE_RECORD"] == "1" { continue }
      guard let entry = known[subject.name] else {
        Issue.record("\(subject.name) is not in digests.json: add \(line)")
        continue
      }
      let isSame = entry["digest"]?.string == digest
      let isSameVersion = entry["version"]?.integer == subject.version
      #expect(
        isSame || !isSameVersion,
        "\(subject.name) gives other numbers under version \(subject.version): bump the version or mend the kind"
      )
      #expect(isSameVersion, "\(subject.name) has a new version: write \(line)")
      #expect(isSame || isSameVersion, "\(subject.name) has a new version and new numbers: write \(line)")
    }
    if ProcessInfo.processInfo.environment["GROKLINE_RECORD"] == "1" {
      let lines = found.sorted { $0.key < $1.key }.map { "  \"\($0.key)\": \($0.value)" }
      let text = "{\n" + lines.joined(separator: ",\n") + "\n}\n"
      try Data(text.utf8).write(to: URL(filePath: Self.file))
    } else {
      #expect(Set(known.keys) == Set(found.keys), "digests.json names kinds that are gone")
    }
  }

  @Test("fingerprints see the fourth digit and not the eighth")
  func tolerance() {
    func fingerprint(_ value: Double) -> String {
      var print = Fingerprint()
      print.add(value)
      return print.text
    }
    #expect(fingerprint(1.2345678) == fingerprint(1.2345679))
    #expect(fingerprint(1.234) != fingerprint(1.235))
    #expect(fingerprint(1e-9) == fingerprint(0))
    #expect(fingerprint(1.234) != fingerprint(12.34))
    #expect(fingerprint(.nan) != fingerprint(.infinity))
  }
}

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
    let transcript: () throws -> Transcript
  }

  /// What a kind gave just now.
  private struct Finding {
    let name: String
    let version: Int
    let transcript: Transcript
  }

  /// Every kind, with the way to get numbers from its example.
  private static var subjects: [Subject] {
    func each<Family>(_ registry: Registry<Family>, _ transcript: @escaping (Family) throws -> Transcript)
      -> [Subject]
    {
      registry.entries.map { entry in
        Subject(name: registry.family + "/" + entry.kind, version: entry.version) {
          try transcript(Exercises.decoded(entry.example, from: registry))
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

  private static let file = repository + "/Tests/ExperimentTests/Conformance/numbers.json"
  private static let isRecording = ProcessInfo.processInfo.environment["GROKLINE_RECORD"] == "1"
  private static let findings = Result {
    try subjects.map { Finding(name: $0.name, version: $0.version, transcript: try $0.transcript()) }
  }

  private static func known() throws -> [String: JSON] {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    return try #require(try JSON(parsing: Array(text.utf8)).object)
  }

  @Test("the same version of a kind gives the same numbers", .disabled(if: isRecording))
  func versions() throws {
    let known = try Self.known()
    let findings = try Self.findings.get()
    for subject in findings {
      let imprint = Imprint(subject.transcript)
      let line = "\"\(subject.name)\": \(imprint.json(version: subject.version))"
      guard let entry = known[subject.name] else {
        Issue.record("\(subject.name) is not in numbers.json: add \(line)")
        continue
      }
      let difference = imprint.difference(from: entry)
      guard entry["version"]?.integer == subject.version else {
        Issue.record("\(subject.name) has a new version: write \(line)")
        continue
      }
      #expect(
        difference == nil,
        "\(subject.name) gives \(difference ?? "") under version \(subject.version): bump the version or mend the kind"
      )
    }
    #expect(Set(known.keys) == Set(findings.map(\.name)), "numbers.json names kinds that are gone")
  }

  @Test("numbers are recorded", .enabled(if: isRecording, "GROKLINE_RECORD is not 1"))
  func record() throws {
    let lines = try Self.findings.get().sorted { $0.name < $1.name }.map { subject in
      "  \"\(subject.name)\": \(Imprint(subject.transcript).json(version: subject.version))"
    }
    let text = "{\n" + lines.joined(separator: ",\n") + "\n}\n"
    try Data(text.utf8).write(to: URL(filePath: Self.file))
  }

  @Test("a kind that gives other numbers is noticed, and another processor's rounding is not")
  func perturbed() throws {
    for subject in try Self.findings.get() {
      let transcript = subject.transcript
      let committed = Imprint(transcript).json(version: subject.version)
      func difference(_ change: (Int, Double) -> Double) -> String? {
        Imprint(transcript.changed(change)).difference(from: committed)
      }
      #expect(
        difference { index, value in value * (1 + (index % 3 == 0 ? 5e-6 : -5e-6)) } == nil, "\(subject.name)"
      )
      // Some have nothing but zeros for numbers.
      #expect(
        difference { index, value in index % 10 == 0 ? value * 1.01 + 0.01 : value } != nil, "\(subject.name)"
      )
      #expect(difference { index, value in index == 0 ? .nan : value } != nil, "\(subject.name)")
      var longer = transcript
      longer.add("word")
      #expect(Imprint(longer).difference(from: committed) != nil, "\(subject.name)")
    }
  }

  @Test("a kind whose settings mean something else is noticed")
  func changedKind() throws {
    func imprint(_ optimizer: String) throws -> Imprint {
      Imprint(try Exercises.rule(UpdateRule(optimizer: Exercises.decoded(optimizer, from: optimizers))))
    }
    let committed = try imprint("{kind: adam, learning_rate: 0.01, betas: [0.9, 0.999]}").json(version: 1)
    #expect(
      try imprint("{kind: adam, learning_rate: 0.01, betas: [0.9, 0.999]}").difference(from: committed) == nil
    )
    #expect(
      try imprint("{kind: adam, learning_rate: 0.01002, betas: [0.9, 0.999]}").difference(from: committed)
        != nil)
    #expect(
      try imprint("{kind: adam, learning_rate: 0.01, betas: [0.9, 0.998]}").difference(from: committed) != nil
    )
  }

  @Test("numbers inside texts may round either way, and words may not change")
  func texts() {
    func difference(_ text: String, from other: String) -> String? {
      var (one, two) = (Transcript(), Transcript())
      one.add(text)
      two.add(other)
      return Imprint(one).difference(from: Imprint(two).json(version: 1))
    }
    #expect(difference("plot 0.124, -0.000 lw 2", from: "plot 0.123, 0.000 lw 2") == nil)
    #expect(difference("plot 1.25e-05", from: "plot 1.26e-05") == nil)
    #expect(difference("plot 0.126", from: "plot 0.123") != nil)
    #expect(difference("plot 0.123 lw 3", from: "plot 0.123 lw 2") != nil)
    #expect(difference("rgb '#1f77b4'", from: "rgb '#1f77b5'") != nil)
    #expect(difference("layer1", from: "layer2") != nil)
    #expect(difference("a-1", from: "a-2") != nil)
    #expect(difference("1 2", from: "1") != nil)
  }
}

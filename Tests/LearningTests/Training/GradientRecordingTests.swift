import Compute
import Spec
import Testing

@testable import Learning

@Suite struct GradientRecordingTests {
  private func recording(_ rules: String, freezing: String = "", until: Int = 20) throws -> Recording {
    let trainer = try lineTrainer(
      try readTraining(
        """
        loss: mean-squared-error
        batch_size: 5
        order: reshuffled
        \(rules)
        \(freezing)
        evaluate: {every: 50}
        record: {gradients: {every: 1}}
        phases: {fit: {until: \(until)}}
        """))
    var recording = Recording()
    _ = try trainer.advance(to: until, &recording)
    return recording
  }

  @Test func theGradientIsThatOfTheBatchAndTheUpdateWhatTheFilteredOneGave() throws {
    let recording = try recording(
      """
      optimizer: {kind: sgd, learning_rate: 0.125}
      clip: {norm: 0.5, position: after-filter}
      filter: {kind: exponential-moving-average, decay: 0.75, gain: 2}
      """)
    #expect(recording.updates.keys.sorted() == Array(1...20))
    var mean: [Double] = []
    for step in 1...20 {
      let row = try #require(recording.updates[step])
      // The sample is the whole model: three weights and a bias.
      let gradient = row[0].map(Double.init)
      if mean.isEmpty { mean = gradient }
      for index in 0..<4 { mean[index] = 0.75 * mean[index] + 0.25 * gradient[index] }
      let filtered = (0..<4).map { gradient[$0] + 2 * mean[$0] }
      let norm = filtered.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let scale = min(1, 0.5 / (norm + 1e-6))
      for index in 0..<4 {
        // Parameters are of order one in single precision, and so is their difference.
        #expect(abs(Double(row[1][index]) + 0.125 * scale * filtered[index]) < 1e-6, "step \(step)")
      }
    }
  }

  @Test func aFrozenRunStillHasGradientsAndItsUpdatesAreZero() throws {
    let recording = try recording(
      "optimizer: {kind: sgd, learning_rate: 0.1}", freezing: "freeze_at: 12")
    #expect(recording.updates[12]?[1].allSatisfy { $0 != 0 } == true)
    for step in 13...20 {
      #expect(recording.updates[step]?[0].allSatisfy { $0 != 0 } == true)
      #expect(recording.updates[step]?[1] == [0, 0, 0, 0])
    }
  }

  private func sample(_ settings: String) throws -> GradientSample {
    let layout = ParameterLayout([
      Parameter(name: "a.weight", shape: [30, 40], offset: 0),
      Parameter(name: "a.bias", shape: [3], offset: 1200),
      Parameter(name: "b.weight", shape: [100], offset: 1203),
    ])
    let fields = Fields(try readYAML(settings, file: "record"), diagnostics: Diagnostics())
    return try GradientSpec(from: fields).sample(of: layout)
  }

  @Test func ofEachTensorAsManyNumbersAreDrawnAndNoneTwice() throws {
    let drawn = try sample("sample: 7")
    #expect(drawn.parts.map(\.name) == ["a.weight", "a.bias", "b.weight"])
    #expect(
      drawn.parts.map(\.range) == [0..<7, 7..<10, 10..<17] && drawn.parts.map(\.size) == [1200, 3, 100])
    #expect(drawn.places == drawn.places.sorted() && Set(drawn.places).count == 17)
    #expect(Array(drawn.places[7..<10]) == [1200, 1201, 1202])
    #expect(drawn.places[..<7].allSatisfy { $0 < 1200 } && drawn.places[10...].allSatisfy { $0 >= 1203 })
    #expect(try sample("sample: 7") == drawn)
    #expect(try sample("{sample: 7, seed: 1}") != drawn)
    // What is drawn of one tensor depends on no other.
    #expect(try sample("{sample: 7, parameters: b.weight}").places == Array(drawn.places[10...]))
    #expect(try sample("sample: 1200").places == Array(0..<1303))
  }

  @Test func everyNumberIsDrawnAboutEquallyOften() throws {
    var counts = [Int](repeating: 0, count: 100)
    for seed in 0..<400 {
      for place in try sample("{sample: 25, seed: \(seed), parameters: b.weight}").places {
        counts[place - 1203] += 1
      }
    }
    // 100 times each; the deviation is 8.7.
    #expect(counts.allSatisfy { (60...140).contains($0) })
  }

  @Test func whatCannotBeRecordedIsReported() throws {
    func messages(_ text: String) -> [String] {
      let diagnostics = Diagnostics()
      guard let node = try? readYAML(text, file: "record") else { return [] }
      _ = GradientSpec(from: Fields(node, diagnostics: diagnostics))
      return diagnostics.all.map(\.message)
    }
    #expect(messages("every: [1, end]") == ["updates are written down as they happen: 'end' is none"])
    #expect(messages("sample: 0") == ["'0' is out of range: expected from 1 to 4096"])
    #expect(throws: InvalidSpec.self) { _ = try sample("parameters: c.weight") }
  }
}

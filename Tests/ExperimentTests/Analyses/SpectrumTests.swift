import Foundation
import Learning
import Spec
import Testing

@testable import Experiment

/// The congruential sequence of Fixtures/spectrum.py.
private func noise(_ seed: Int, _ count: Int) -> [Float] {
  var state = seed
  return (0..<count).map { _ in
    state = (1_103_515_245 * state + 12345) % 2_147_483_648
    return Float(state >> 8) / 8_388_608 - 0.5
  }
}

/// Gradients held in memory.
private struct HeldGradients: GradientSource, GradientRows {
  var points: [Coordinates] = [["run": "plain"]]
  var filters: TrainedFilter?
  var steps: [Int]
  var parts: [GradientSample.Part]
  var rows: [(gradient: [Float], update: [Float])]

  func parts(of point: Int) -> [GradientSample.Part] { parts }
  func filter(of point: Int, at step: Int) -> TrainedFilter? { filters }
  func read(_ point: Int) -> any GradientRows { self }
  func load(
    _ index: Int, gradient: UnsafeMutableBufferPointer<Float>, update: UnsafeMutableBufferPointer<Float>
  ) {
    _ = gradient.update(fromContentsOf: rows[index].gradient)
    _ = update.update(fromContentsOf: rows[index].update)
  }

  /// One parameter whose gradient is a given function of the step.
  static func wave(_ count: Int, every spacing: Int = 1, _ value: (Int) -> Double) -> HeldGradients {
    let steps = (1...count).map { $0 * spacing }
    return HeldGradients(
      steps: steps, parts: [GradientSample.Part(name: "head.weight", size: 1, range: 0..<1)],
      rows: steps.map { ([Float(value($0))], [Float(-value($0) / 10)]) })
  }

  /// The three signals of the fixture.
  static var three: HeldGradients {
    let values = noise(7, 450)
    return HeldGradients(
      steps: Array(1...150),
      parts: [
        GradientSample.Part(name: "layers.0.weight", size: 10, range: 0..<2),
        GradientSample.Part(name: "layers.0.bias", size: 1, range: 2..<3),
      ],
      rows: (0..<150).map { (Array(values[(3 * $0)..<(3 * $0 + 3)]), [0, 0, 0]) })
  }
}

private func spectrum(_ source: HeldGradients, _ options: [(String, Written)]) throws -> Table {
  try analysis(.mapping([("kind", "spectrum")] + options)).run(inputs(gradients: source))
}

@Suite struct SpectrumTests {
  @Test(arguments: [(false, welchFixture), (true, welchWithoutMeansFixture)])
  func powersAgreeWithSciPyAndTensorsCountByTheirSize(_ removesMean: Bool, _ expected: [Double]) throws {
    let table = try spectrum(
      .three, [("segment", 32), ("by", "layer"), ("remove_mean", removesMean ? "true" : "false")])
    #expect(table.outline.axes == ["run", "layer", "quantity", "frequency"])
    #expect(table.count == 2 * expected.count && table.axis("layer")?.distinct == ["layers.0"])
    for (k, power) in expected.enumerated() {
      let found = try #require(table.column("power")?[k].number)
      // Values and fixture are sums of a few hundred terms in double.
      #expect(abs(found - power) <= 1e-12 * expected[1], "\(k): \(found), \(power)")
      #expect(table.axis("frequency")?[k].number.map { abs($0 - 2 * .pi * Double(k) / 32) < 1e-14 } == true)
    }
  }

  @Test func aWaveHasItsPowerAtItsFrequencyHoweverFarApartItIsRecorded() throws {
    for spacing in [1, 3] {
      // One turn in 16 records; the window spreads it over the bins beside.
      let frequency = 2 * Double.pi / 16 / Double(spacing)
      let source = HeldGradients.wave(256, every: spacing) { 3 * sin(frequency * Double($0)) }
      let table = try spectrum(source, [("segment", 64), ("by", "all")])
      let power = (0..<33).map { table.column("power")?[$0].number ?? .nan }
      #expect(power.indices.max { power[$0] < power[$1] } == 4)
      let width = (table.axis("frequency")?[1].number ?? 0)
      #expect(abs(width - 2 * .pi / 64 / Double(spacing)) < 1e-14)
      // The mean square of the wave is 9/2; it is stored in single precision.
      #expect(abs(power.reduce(0, +) * width - 4.5) < 1e-5)
      // The updates are a tenth of it.
      let updates = (33..<66).map { table.column("power")?[$0].number ?? .nan }
      #expect(abs(updates[4] / power[4] - 0.01) < 1e-7)
    }
  }

  @Test func theShareOfSlowPowerIsThatBelowTheCutOff() throws {
    let source = HeldGradients.wave(512) {
      1 + sin(2 * .pi * 6 / 64 * Double($0)) + 2 * sin(2 * .pi / 4 * Double($0))
    }
    let table = try spectrum(source, [("show", "share"), ("segment", 64), ("below", 1)])
    #expect(table.outline.columns == ["share", "mean_square", "segments"])
    // 1 of the constant and 1/2 of the slow wave, of 1 + 1/2 + 2.
    #expect(abs((table.column("share")?[0].number ?? .nan) - 1.5 / 3.5) < 1e-6)
    #expect(abs((table.column("mean_square")?[0].number ?? .nan) - 3.5) < 1e-5)
    #expect(table.column("segments")?[0] == 15)
  }

  @Test func stretchesLieBetweenMomentsAndOneThatNeverBeginsIsMissing() throws {
    let source = HeldGradients.wave(128) { $0 <= 64 ? 1 : 2 }
    var crossing = Table(axes: ["run"], columns: ["step"])
    crossing.append(["plain"], [.number(64)])
    var never = Table(axes: ["run"], columns: ["step"])
    never.append(["plain"], [.never(after: 128)])
    func name(_ text: String) -> Name { Name(text, at: SourceLocation(file: "", line: 1, column: 1)) }
    let moments = Moments(
      ["G": .crossing(name("g")), "N": .crossing(name("n"))], crossings: ["g": crossing, "n": never])
    let table = try analysis([
      "kind": "spectrum", "show": "share", "segment": 16,
      "between": [["start", "G"], ["G", "end"], ["N", "end"]],
    ]).run(inputs(gradients: source, moments: moments))
    #expect(table.axis("stretch")?.distinct == ["start-G", "G-end", "N-end"])
    let squares = try #require(table.column("mean_square"))
    // The window's mean square is taken out of a constant too.
    #expect(abs((squares[0].number ?? 0) - 1) < 1e-6 && abs((squares[2].number ?? 0) - 4) < 1e-6)
    #expect(squares[4] == .missing && table.column("share")?[4] == .missing)
  }

  @Test func theResponseIsThatOfTheFilterOfTheRun() throws {
    func response(_ settings: JSON) throws -> [Double?] {
      var source = HeldGradients.wave(64) { Double($0 % 3) }
      source.filters = TrainedFilter(settings)
      let table = try spectrum(source, [("segment", 64)])
      return (0..<33).map { table.column("response")?[$0].number }
    }
    let window: [String: JSON] = ["kind": "moving-average", "window": 8, "gain": 5, "parameters": "all"]
    let added = try response(.object(window))
    // 1 + 5 at rest; 1 at the zero 2 pi / 8.
    #expect(added[0].map { abs($0 - 36) < 1e-12 } == true && added[8].map { abs($0 - 1) < 1e-12 } == true)
    let replaced = try response(.object(window.merging(["mode": "replace"]) { $1 }))
    #expect(replaced[0].map { abs($0 - 25) < 1e-12 } == true)
    let summed = try response(.object(window.merging(["aggregate": "sum"]) { $1 }))
    #expect(summed[0].map { abs($0 - 1681) < 1e-9 } == true)
    #expect(try response(.object(window.merging(["apply": false]) { $1 }))[0] == 1)
    #expect(try response(.null)[5] == 1)
    #expect(try response(.object(window.merging(["parameters": "matrices"]) { $1 }))[0] == nil)
  }

  @Test func whatHasNoSpectrumIsExplained() throws {
    func failure(_ source: HeldGradients, _ options: [(String, Written)] = [("segment", 8)]) -> String? {
      do {
        _ = try spectrum(source, options)
        return nil
      } catch { return "\(error)" }
    }
    #expect(
      failure(.wave(7) { Double($0) })
        == "no stretch has 8 recorded steps: choose a shorter segment")
    #expect(
      failure(.wave(20) { $0 == 9 ? .nan : 1 })
        == "a gradient or update of plain at step 9 is not a finite number")
    var uneven = HeldGradients.wave(20) { Double($0) }
    uneven.steps[19] = 40
    #expect(
      failure(uneven)
        == "plain recorded no gradient 1 steps after step 19: a spectrum needs steps at equal distances")
    #expect(
      wrongAnalysis(["kind": "spectrum", "segment": 100]) == ["a segment is a power of two, such as 256"])
    #expect(
      wrongAnalysis(["kind": "spectrum", "of": "x"])
        == ["this analysis reads recorded gradients, not tables; leave it out"])
    #expect(
      wrongAnalysis(["kind": "spectrum", "between": [["start"]]]) == ["a stretch is a pair of moments"])
  }

  @Test func theTransformIsTheFourierSum() {
    for count in [1, 2, 8, 64] {
      let values = noise(3, count).map { Complex(Double($0)) }
      var transformed = values
      transformed.withUnsafeMutableBufferPointer { FourierTransform(count: count)($0) }
      for k in 0..<count {
        let sum = Complex.fourierSum(values.map(\.real), 2 * .pi * Double(k) / Double(count))
        #expect((transformed[k] - sum).magnitude < 1e-13)
      }
    }
  }

  @Test func numbersInAFieldComeBackBitByBit() {
    for count in [0, 1, 2, 3, 6, 12, 100] {
      let values = noise(5, count)
      let text = values.withUnsafeBufferPointer { EncodedFloats.text($0) }
      #expect(text.utf8.allSatisfy { $0 != UInt8(ascii: ",") && $0 > 32 } && text.utf8.first == 126)
      var back = [Float](repeating: .nan, count: count)
      let isRead = Array(text.utf8).withUnsafeBufferPointer { field in
        back.withUnsafeMutableBufferPointer { EncodedFloats.read(field, into: $0) }
      }
      #expect(isRead && back == values)
      var longer = [Float](repeating: 0, count: count + 1)
      let isMisread = Array(text.utf8).withUnsafeBufferPointer { field in
        longer.withUnsafeMutableBufferPointer { EncodedFloats.read(field, into: $0) }
      }
      #expect(!isMisread)
    }
  }
}

@Suite struct RecordedIdentityTests {
  /// What gradient descent with momentum makes of random gradients that pass an exponential mean, in double.
  private func trained(dampening: Double) -> HeldGradients {
    let gradients = noise(2, 60).map(Double.init)
    var (mean, state) = (0.0, 0.0)
    let rows = gradients.enumerated().map { step, gradient -> (gradient: [Float], update: [Float]) in
      mean = 0.9 * mean + 0.1 * gradient
      let filtered = gradient + 2 * mean
      state = step == 0 ? filtered : 0.8 * state + (1 - dampening) * filtered
      return ([Float(gradient)], [Float(-0.5 * state)])
    }
    return HeldGradients(
      steps: Array(1...60), parts: [GradientSample.Part(name: "w", size: 1, range: 0..<1)], rows: rows)
  }

  private func identity(_ source: HeldGradients, length: Int = 60, _ dampening: Double) throws -> Table {
    try analysis([
      "kind": "linear-optimizer-identity", "gradients": "recorded", "length": .init(integerLiteral: length),
      "learning_rate": 0.5, "momentum": 0.8, "dampening": .init(floatLiteral: dampening),
      "variants": "momentum", "starts": "first-gradient",
      "filters": ["ema": ["kind": "exponential-moving-average", "decay": 0.9, "gain": 2]],
    ]).run(inputs(gradients: source))
  }

  @Test func updatesOfARunAreTheFilteredUpdatesUnlessItsStateStartsDampened() throws {
    let table = try identity(trained(dampening: 0), 0)
    #expect(table.outline.axes == ["run", "filter", "variant", "start", "momentum", "dampening"])
    #expect((table.column("failure")?[0].number ?? 1) < 1e-14)
    // Recorded numbers are single.
    #expect((table.column("difference_from_run")?[0].number ?? 1) < 1e-6)
    let dampened = try identity(trained(dampening: 0.5), 0.5)
    let failure = try #require(dampened.column("failure")?[0].number)
    let measured = try #require(dampened.column("difference_from_run")?[0].number)
    #expect(failure > 1e-3 && abs(measured - failure) < 1e-6)
    #expect(abs((dampened.column("predicted_failure")?[0].number ?? 0) - failure) < 1e-12)
  }

  @Test func aSweepThatCannotBeToldFromItsOwnAxesIsReported() throws {
    let recorded = try analysis([
      "kind": "linear-optimizer-identity", "gradients": "recorded",
      "filters": ["a": ["kind": "fir", "coefficients": [1]]],
    ])
    func found(_ axis: String) -> [String] {
      messages { _ = recorded.outline(of: TableOutline(axes: ["run", axis], columns: []), $0) }
    }
    #expect(
      found("dampening") == [
        "these runs lie along an axis 'dampening', and so do the rows of this analysis; "
          + "give each run a name instead of a sweep"
      ])
    #expect(found("gain") == [])
  }

  @Test func aRunThatDidNotRecordItsBeginningIsRefused() throws {
    var late = trained(dampening: 0)
    late.steps = late.steps.map { $0 + 1 }
    #expect(
      throws: AnalysisFailure(
        "plain has not recorded each of its first 60 steps: choose another length")
    ) { _ = try identity(late, 0) }
    #expect(throws: AnalysisFailure.self) { _ = try identity(trained(dampening: 0), length: 61, 0) }
  }
}

@Suite struct EmbeddingSpectrumTests {
  private func table(
    _ rows: [[Float]], modulus: Int, order: String = "residues"
  ) throws -> Table {
    let shape = [rows.count, rows.first?.count ?? 0]
    let source = HeldSnapshots(
      points: [["run": "plain"]], weights: [[(step: 40, values: [9, 9] + rows.flatMap(\.self))]],
      parts: ["wte": SnapshotPart(range: 2..<(2 + shape[0] * shape[1]), shape: shape)])
    return try analysis([
      "kind": "embedding-spectrum", "parameter": "wte", "modulus": .init(integerLiteral: modulus),
      "order": .init(stringLiteral: order),
    ]).run(inputs(snapshots: source))
  }

  @Test func powersAgreeWithNumPyAndSharesAreOfTheirSum() throws {
    let values = noise(11, 28)
    let rows = (0..<7).map { Array(values[(4 * $0)..<(4 * $0 + 4)]) }
    for (order, expected) in [("residues", embeddingFixture), ("powers", embeddingPowersFixture)] {
      let found = try table(rows, modulus: 5, order: order)
      #expect(found.count == expected.count && found.outline.axes == ["run", "step", "wave"])
      for (k, power) in expected.enumerated() {
        #expect(abs((found.column("power")?[k].number ?? .nan) - power) < 1e-14)
        let share = power / expected.reduce(0, +)
        #expect(abs((found.column("share")?[k].number ?? .nan) - share) < 1e-13)
      }
    }
  }

  @Test func aPureWaveHasAllOfTheShare() throws {
    let waves = (0..<11).map { n in [Float(cos(2 * .pi * 3 * Double(n) / 11)), 0] }
    let found = try table(waves, modulus: 11)
    #expect((found.column("share")?[3].number ?? 0) > 1 - 1e-12)
    // Over the exponents of 2, modulo 11: the token 2^j holds wave 4 of ten.
    var turned = [[Float]](repeating: [0, 0], count: 11)
    var token = 1
    for j in 0..<10 {
      turned[token] = [0, Float(sin(2 * .pi * 4 * Double(j) / 10))]
      token = token * 2 % 11
    }
    let powers = try table(turned, modulus: 11, order: "powers")
    #expect((powers.column("share")?[4].number ?? 0) > 1 - 1e-12)
  }

  @Test func whatHasNoWavesIsExplained() throws {
    #expect(
      wrongAnalysis(["kind": "embedding-spectrum", "modulus": 9, "order": "powers"])
        == ["only a prime has a primitive root whose powers are all residues but 0"])
    #expect(throws: AnalysisFailure("'wte' of plain has no 5 rows: [4, 1]")) {
      _ = try table([[1], [2], [3], [4]], modulus: 5)
    }
    #expect(throws: AnalysisFailure("an embedding of plain at step 40 is not a finite number")) {
      _ = try table([[1], [.nan], [3]], modulus: 3)
    }
    #expect(try table([[0], [0], [0]], modulus: 3).column("share")?[1] == .missing)
  }
}

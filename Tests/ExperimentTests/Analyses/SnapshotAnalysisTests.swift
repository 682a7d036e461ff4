import Compute
import Spec
import Testing

@testable import Experiment

/// The walks of Fixtures/trajectory_pca.py.
private func walk(_ seed: Int, steps: Int) -> [(step: Int, values: [Float])] {
  var state = seed
  var weights = [Float](repeating: 0, count: 50)
  return (0..<steps).map { step in
    for index in weights.indices {
      state = (1_103_515_245 * state + 12345) % 2_147_483_648
      weights[index] += (Float(state >> 8) / 8_388_608 - 0.5) / 8
    }
    return (step * 10, weights)
  }
}

private let walks = HeldSnapshots(
  points: [
    ["run": "baseline", "seed": 0], ["run": "filtered", "seed": 0], ["run": "baseline", "seed": 1],
  ],
  weights: [walk(1, steps: 12), walk(2, steps: 9), walk(3, steps: 7)])

private func pca(_ options: [(String, Written)] = []) throws -> any Analysis {
  try analysis(.mapping([("kind", "trajectory-pca"), ("fit", ["run": "baseline"])] + options))
}

@Suite struct TrajectoryPCATests {
  @Test func scoresAgreeWithNumPyAndEachSeedHasItsOwnBaseline() throws {
    let table = try pca([("components", 3)]).run(inputs(snapshots: walks))
    var row = 0
    for point in walks.points {
      let expected = try #require(trajectoryPCAFixture[point.description])
      for scores in expected.scores {
        for component in 0..<3 {
          // The products are sums of 50 in single precision; scores are at most 1.
          #expect(abs((table.columns[component][row].number ?? .nan) - scores[component]) < 1e-6)
          #expect(
            abs((table.columns[3 + component][row].number ?? .nan) - expected.explained[component]) < 1e-6)
        }
        row += 1
      }
    }
    #expect(row == table.count && table.outline.axes == ["run", "seed", "step"])
  }

  @Test func smallMovementsOfLargeWeightsKeepTheirDigits() throws {
    // On a line 1000 away from the origin in every direction, steps of 2^-10.
    let far = (0..<5).map { step in
      (step: step, values: [Float](repeating: 1000 + Float(step) / 1024, count: 64))
    }
    let table = try pca([("components", 1)]).run(
      inputs(snapshots: HeldSnapshots(points: [["run": "baseline"]], weights: [far])))
    for step in 0..<5 {
      let expected = Double(step - 2) / 1024 * 8
      #expect(abs((table.columns[0][step].number ?? .nan) - expected) < 1e-14)
    }
    #expect(table.columns[1][0].number.map { abs($0 - 1) < 1e-12 } == true)
  }

  @Test func axesThatTheDataDoNotHaveAreMissing() throws {
    let line = (0..<4).map { (step: $0, values: [Float($0), 0, 0]) }
    let table = try pca().run(
      inputs(snapshots: HeldSnapshots(points: [["run": "baseline"]], weights: [line])))
    #expect(table.columns[1][0] == .missing && table.columns[0][3] != .missing)
  }

  @Test func tilesDoNotChangeProducts() throws {
    let width = 40_000
    struct Wide: SnapshotSource {
      let width: Int
      var points: [Coordinates] { [["run": "baseline"]] }
      func parameterCount(of point: Int) -> Int { width }
      func steps(of point: Int) -> [Int] { Array(0..<7) }
      func load(point: Int, step: Int, into destination: UnsafeMutableBufferPointer<Float>) throws {
        destination.initialize(repeating: 0)
        destination[step * 613] = Float(step)
        destination[width - 1] = 1
      }
    }
    let source = Wide(width: width)
    let rows = (0..<7).map { SnapshotGram.Row(point: 0, step: $0) }
    // A tile holds the smallest number of columns, so that there are three of them.
    let gram = SnapshotGram(source, relativeTo: rows[0], threads: 1, tileBytes: 1)
    let products = try gram.products(rows)
    #expect(
      try gram.products(rows, Array(rows.reversed()))
        == (0..<7).flatMap { products[($0 * 7)..<($0 * 7 + 7)].reversed() })
    for i in 0..<7 {
      for j in 0..<7 { #expect(products[i * 7 + j] == (i == j ? Double(i * i) : 0)) }
    }
  }

  @Test func productsAgreeWithSumsInDouble() throws {
    var random = TestRandom(counter: 3)
    let snapshots = (0..<6).map { step in
      var values = [Float](repeating: 0, count: 20_000)
      values.withUnsafeMutableBufferPointer { random.fillUniform($0, from: -0.4, to: 0.6) }
      return (step: step, values: values)
    }
    let source = HeldSnapshots(points: [["run": "baseline"]], weights: [snapshots])
    let rows = (0..<6).map { SnapshotGram.Row(point: 0, step: $0) }
    let gram = SnapshotGram(source, relativeTo: rows[0], threads: 1)
    let products = try gram.products(rows)
    let part = try gram.products(Array(rows[2...3]), Array(rows[1...]))
    for i in 0..<6 {
      for j in 0..<6 {
        let exact = (0..<20_000).reduce(0.0) { sum, k in
          let first = Double(snapshots[0].values[k])
          return sum + (Double(snapshots[i].values[k]) - first) * (Double(snapshots[j].values[k]) - first)
        }
        // Runs of 2048 are summed in single precision: a random walk of as many roundings of half an ulp.
        #expect(abs(products[i * 6 + j] - exact) < 1e-6 * 5000)
        if (2...3).contains(i), j > 0 { #expect(abs(part[(i - 2) * 5 + j - 1] - exact) < 1e-6 * 5000) }
      }
    }
  }

  @Test func threadsDoNotChangeProducts() throws {
    var random = TestRandom(counter: 4)
    let snapshots = (0..<70).map { step in
      var values = [Float](repeating: 0, count: 17_001)
      values.withUnsafeMutableBufferPointer { random.fillUniform($0, from: -0.4, to: 0.6) }
      return (step: step, values: values)
    }
    let source = HeldSnapshots(points: [["run": "baseline"]], weights: [snapshots])
    let rows = (0..<70).map { SnapshotGram.Row(point: 0, step: $0) }
    func products(_ threads: Int) throws -> [Double] {
      let gram = SnapshotGram(source, relativeTo: rows[0], threads: threads)
      return try gram.products(rows) + gram.products(Array(rows[..<9]), rows)
    }
    let alone = try products(1)
    #expect(try products(3) == alone && alone.contains { $0 != 0 })
  }

  @Test func aSnapshotThatCannotBeLoadedFailsWhicheverThreadMeetsIt() throws {
    struct Broken: SnapshotSource {
      var points: [Coordinates] { [["run": "baseline"]] }
      func parameterCount(of point: Int) -> Int { 10 }
      func steps(of point: Int) -> [Int] { Array(0..<20) }
      func load(point: Int, step: Int, into destination: UnsafeMutableBufferPointer<Float>) throws {
        destination.initialize(repeating: Float(step))
        if step == 13 || step == 17 { throw AnalysisFailure("step \(step) is gone") }
      }
    }
    let rows = (0..<20).map { SnapshotGram.Row(point: 0, step: $0) }
    for threads in [1, 2] {
      let gram = SnapshotGram(Broken(), relativeTo: rows[0], threads: threads)
      #expect(throws: AnalysisFailure("step 13 is gone")) { _ = try gram.products(rows) }
    }
  }

  @Test func whatCannotBeFittedIsSaid() throws {
    let short = HeldSnapshots(points: [["run": "baseline"]], weights: [[(0, [1]), (1, [2])]])
    #expect(throws: AnalysisFailure("2 snapshots of 'fit' cannot give 2 axes; record more snapshots")) {
      _ = try pca().run(inputs(snapshots: short))
    }
    let orphan = HeldSnapshots(
      points: [["run": "baseline", "seed": 0], ["run": "x", "seed": 1]],
      weights: [walk(1, steps: 4), walk(1, steps: 4)])
    #expect(throws: AnalysisFailure("no run of 'fit' goes with x/seed=1")) {
      _ = try pca().run(inputs(snapshots: orphan))
    }
    let unequal = HeldSnapshots(
      points: [["run": "baseline"], ["run": "x"]], weights: [walk(1, steps: 4), [(0, [1])]])
    #expect(throws: AnalysisFailure("x has 1 parameters, baseline has 50: they share no axes")) {
      _ = try pca().run(inputs(snapshots: unequal))
    }
  }

  @Test func eigenvectorsDiagonalizeTheirMatrix() throws {
    let matrix: [Double] = [4, 1, 0.5, 1, 3, -1, 0.5, -1, 2]
    let eigen = try SymmetricEigen(matrix, size: 3)
    #expect(eigen.values == eigen.values.sorted(by: >))
    for k in 0..<3 {
      let vector = eigen.vectors[(k * 3)..<(k * 3 + 3)].map { $0 }
      for i in 0..<3 {
        let product = (0..<3).reduce(0) { $0 + matrix[i * 3 + $1] * vector[$1] }
        #expect(abs(product - eigen.values[k] * vector[i]) < 1e-14)
      }
      #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-14)
    }
    #expect(throws: EigenFailure.notFinite) { try SymmetricEigen([.nan], size: 1) }
    #expect(try SymmetricEigen([], size: 0).values.isEmpty)
  }
}

@Suite struct DistancesTests {
  private let path = HeldSnapshots(
    points: [["run": "a"], ["run": "b"]],
    weights: [
      [(0, [0, 0]), (500, [3, 4]), (900, [3, 0])], [(0, [1, 1]), (500, [1, 1]), (700, [1, 3])],
    ])

  private func distances(_ options: [(String, Written)], _ moments: Moments = Moments()) throws -> String {
    let result = try analysis(.mapping([("kind", "distances")] + options))
      .run(inputs(snapshots: path, moments: moments))
    return String(decoding: result.csv(), as: UTF8.self)
  }

  @Test func everySnapshotIsComparedWithTheMoment() throws {
    #expect(
      try distances([("from", "start")]) == """
        "run","step",distance
        a,0,0
        a,500,12.5
        a,900,4.5
        b,0,0
        b,500,0
        b,700,2

        """)
  }

  @Test func legsAreNamedByTheirMomentsAndMissingWhereOneWasNeverReached() throws {
    var crossings = Table(axes: ["run"], columns: ["step"])
    crossings.append(["a"], [450])
    crossings.append(["b"], [.never(after: 700)])
    let moments = Moments(
      [
        "A": .start, "C": .end,
        "G": .crossing(Name("time", at: SourceLocation(file: "", line: 1, column: 1))),
      ],
      crossings: ["time": crossings])
    #expect(
      try distances([("between", [["A", "C"], ["A", "G"], ["500", "C"]]), ("measure", "l2")], moments) == """
        "run","leg",distance
        a,A-C,3
        a,A-G,5
        a,500-C,4
        b,A-C,2
        b,A-G,
        b,500-C,2

        """)
  }

  @Test func momentsWithoutSnapshotsAreReportedWithWhatToRecord() throws {
    let location = SourceLocation(file: "test.yaml", line: 3, column: 9)
    let moments = Moments(["A": .start, "B": .after(.epochs(7)), "C": .end])
    func check(_ name: String, perEpoch: Int? = 10) -> [String] {
      messages {
        moments.checkRecorded(
          Name(name, at: location), stepsPerEpoch: perEpoch, recordsEnd: false, isRecorded: { $0 == 50 }, $0)
      }
    }
    #expect(
      check("A") == [
        "moment 'A' is step 0, which has no snapshot; add 'start' to training.record.snapshots.every"
      ])
    #expect(
      check("B") == [
        "moment 'B' is step 70, which has no snapshot; add 'at 70' to training.record.snapshots.every"
      ])
    #expect(
      check("C")
        == [
          "moment 'C' is the last state, which has no snapshot; add 'end' to training.record.snapshots.every"
        ])
    #expect(
      check("B", perEpoch: nil) == [
        "moment 'B' counts epochs, which these runs do not have; give it in steps"
      ])
    #expect(check("50") == [])
    #expect(
      messages { moments.check(Name("D", at: location), $0) } == ["there is no moment 'D'; did you mean 'A'?"]
    )
    #expect(throws: AnalysisFailure("moment '600' is step 600, of which a has no snapshot")) {
      _ = try distances([("from", "600")])
    }
  }

  @Test func momentsAreReadFromTheirSpellings() throws {
    func moment(_ written: Written) -> Moment? { Moment.decode(written.node(), Diagnostics()) }
    #expect(moment("start") == .start && moment("end") == .end)
    #expect(moment(500) == .after(.steps(500)) && moment("3 epochs") == .after(.epochs(3)))
    #expect(moment("time-to-generalize")?.canonical == "time-to-generalize")
    #expect(moment([1]) == nil)
  }

  @Test func wrongSettingsAreReported() {
    #expect(wrongAnalysis(["kind": "distances"]) == ["distances need either 'from' or 'between'"])
    #expect(wrongAnalysis(["kind": "distances", "between": [["A"]]]) == ["a leg is a pair of moments"])
  }
}

import Glibc
import Compute
import Spec
import Testing

@testable import Learning

@Suite struct MovingAverageTests {
  static let descent = "optimizer: {kind: sgd, learning_rate: 0}"

  @Test func itActsFromTheStepThatFillsItsWindow() throws {
    let rows = normals(seed: 1, rows: 12, width: 11)
    var bench = try RuleBench(
      "{\(Self.descent), filter: {kind: moving-average, window: 10, gain: 5}}", parameters: rows[0])
    for step in 0..<12 {
      let left = bench.push(rows[step])
      #expect((left == rows[step]) == (step < 9))
    }
  }

  /// The naive twin: the mean of what is in the queue, added anew in double at every step.
  @Test(arguments: [1, 2, 7, 40])
  func theRunningSumIsTheSumOfTheQueueEvenWhereGradientsShrinkByMagnitudes(window: Int) throws {
    var bench = try RuleBench(
      "{\(Self.descent), filter: {kind: moving-average, window: \(window), gain: 1, mode: replace}}",
      parameters: [Float](repeating: 0, count: 11))
    let rows = normals(seed: 2, rows: 300, width: 11)
    var queue: [[Float]] = []
    for (step, row) in rows.enumerated() {
      // From 1 down to 1e-6 and back up: a float32 running sum would keep the rounding of the large ones.
      let scale = Float(step % 100 < 50 ? 1 : 1e-6)
      let gradient = row.map { $0 * scale }
      queue = Array((queue + [gradient]).suffix(window))
      let left = bench.push(gradient)
      guard queue.count == window else { continue }
      let mean = (0..<11).map { index in queue.reduce(0) { $0 + Double($1[index]) } / Double(window) }
      #expect(relativeError(left, mean) < 1e-7, "step \(step)")
    }
  }

  @Test func aStepCostsTheSameWhateverTheWindow() throws {
    // A step that went through its queue would take 64 times as long with a window that is 64 times as long.
    let short = try (0..<3).map { _ in try duration(window: 16) }.min()
    let long = try (0..<3).map { _ in try duration(window: 1024) }.min()
    #expect(try #require(long) < #require(short) * 16)
  }

  private func clock() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Seconds of the processor, so that other work does not count.
  private func duration(window: Int) throws -> Double {
    let layout = ParameterLayout([Parameter(name: "w", shape: [20_000], offset: 0)])
    var rule = try readRule(
      "{\(Self.descent), filter: {kind: moving-average, window: \(window), gain: 1}}")
    try rule.prepare(layout)
    var previous: UpdateRule?
    rule.allocate(takingFrom: &previous)
    let team = Team(threads: 1)
    var gradient = [Float](repeating: 1, count: 20_000)
    var parameters = gradient
    let began = clock()
    for step in 0..<64 {
      gradient.withUnsafeMutableBufferPointer { gradient in
        parameters.withUnsafeMutableBufferPointer { parameters in
          rule.apply(gradient, parameters: parameters, step: step, stepsPerEpoch: 10, team: team)
        }
      }
    }
    return clock() - began
  }

  @Test func aFilterThatWasFedButNotAppliedActsAtOnceInTheNextPhase() throws {
    let rows = normals(seed: 3, rows: 601, width: 11)
    let filter = "kind: moving-average, window: 100, gain: 5"
    var staged = try RuleBench("{\(Self.descent), filter: {\(filter), apply: false}}", parameters: rows[0])
    var whole = try RuleBench("{\(Self.descent), filter: {\(filter)}}", parameters: rows[0])
    for step in 0..<500 {
      #expect(staged.push(rows[step]) == rows[step])
      whole.push(rows[step])
    }
    try staged.enter("{\(Self.descent), filter: {\(filter)}}")
    for step in 500..<600 { #expect(staged.push(rows[step]) == whole.push(rows[step])) }
  }

  @Test func aFilterThatFillsFromItsTriggerStartsWithAnEmptyWindow() throws {
    let rows = normals(seed: 4, rows: 40, width: 11)
    let filter = "kind: moving-average, window: 10, gain: 5, fill: from-trigger"
    var staged = try RuleBench("{\(Self.descent), filter: {\(filter), apply: false}}", parameters: rows[0])
    for step in 0..<20 { staged.push(rows[step]) }
    #expect(staged.saved().map(\.name) == [])
    try staged.enter("{\(Self.descent), filter: {\(filter)}}")
    for step in 20..<40 { #expect((staged.push(rows[step]) == rows[step]) == (step < 29)) }
  }

  @Test func memoryIsForgottenWhereItMeansSomethingElse() throws {
    let rows = normals(seed: 5, rows: 30, width: 11)
    for other in ["window: 9, gain: 5", "window: 10, gain: 5, parameters: vectors"] {
      var bench = try RuleBench(
        "{\(Self.descent), filter: {kind: moving-average, window: 10, gain: 5}}", parameters: rows[0])
      for step in 0..<20 { bench.push(rows[step]) }
      try bench.enter("{\(Self.descent), filter: {kind: moving-average, \(other)}}")
      #expect(bench.push(rows[20]) == rows[20])
    }
    var bench = try RuleBench(
      "{\(Self.descent), filter: {kind: moving-average, window: 10, gain: 5}}", parameters: rows[0])
    for step in 0..<20 { bench.push(rows[step]) }
    try bench.enter("{\(Self.descent), filter: {kind: moving-average, window: 10, gain: 1, mode: replace}}")
    #expect(bench.push(rows[20]) != rows[20])
  }
}

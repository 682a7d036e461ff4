import Foundation
import Spec
import Testing

@testable import Experiment

/// A landscape over `scale` and `messiness` whose columns are functions of the place.
private func landscape(
  scales: [Double] = [0.5, 1, 2, 3, 4], messinesses: [Double] = [0, 0.25, 0.5, 1], seeds: Int = 1,
  _ columns: [(name: String, value: (_ scale: Double, _ messiness: Double) -> Double)]
) -> Table {
  var table = Table(axes: ["run", "scale", "messiness", "seed"], columns: columns.map(\.name))
  for scale in scales {
    for messiness in messinesses {
      for seed in 0..<seeds {
        table.append(
          ["grid", .number(scale), .number(messiness), .number(seed)],
          columns.map { .number($0.value(scale, messiness) + Double(seed)) })
      }
    }
  }
  return table
}

private func run(_ yaml: String, _ table: Table) throws -> Table {
  let diagnostics = Diagnostics()
  let fields = Fields(try readYAML(yaml, file: "test.yaml"), diagnostics: diagnostics)
  let analysis = try AnalysisDeclaration(from: fields).analysis
  _ = analysis.outline(of: table.outline, diagnostics)
  try diagnostics.throwIfAny()
  return try analysis.run(inputs(table))
}

private func complaints(_ yaml: String, _ outline: TableOutline? = nil) throws -> [String] {
  let diagnostics = Diagnostics()
  let fields = Fields(try readYAML(yaml, file: "test.yaml"), diagnostics: diagnostics)
  let analysis = try? AnalysisDeclaration(from: fields).analysis
  if let outline { _ = analysis?.outline(of: outline, diagnostics) }
  return diagnostics.all.map(\.message)
}

private func numbers(_ table: Table, _ column: String) -> [Double] {
  (0..<table.count).map { table.column(column)?[$0].number ?? .nan }
}

@Suite struct ReducedLandscapeTests {
  private var metrics: Table {
    var table = Table(
      axes: ["run", "scale", "size", "seed", "step"], columns: ["validation_loss", "validation_accuracy"])
    for seed in 0..<3 {
      for (step, loss) in [(0, 5.0), (10, 1), (20, 3)] {
        table.append(
          ["grid", 2, 100, .number(seed), .number(step)], [.number(loss + Double(seed)), .number(1 / loss)])
      }
    }
    table.append(["free", .absent, .absent, 0, 0], [0, 1])
    return table
  }

  @Test func lastAndBestValuesAreKeptAndOtherRunsLeftOut() throws {
    let table = try run(
      "{kind: reduced-landscape, over: [scale, size], metrics: [validation_loss, validation_accuracy]}",
      metrics)
    #expect(table.axes.map(\.name) == ["run", "scale", "size", "seed"])
    #expect(numbers(table, "validation_loss") == [3, 4, 5])
    #expect(numbers(table, "validation_loss_best") == [1, 2, 3])
    #expect(numbers(table, "validation_accuracy_best") == [1, 1, 1])
  }

  @Test func seedsTogetherAreTheirMedianWithTheLeastAndTheGreatest() throws {
    let table = try run(
      "{kind: reduced-landscape, over: [scale, size], metrics: validation_loss, seeds: together}", metrics)
    #expect(table.axes.map(\.name) == ["run", "scale", "size"] && table.count == 1)
    #expect(
      table.columns.map { $0[0].number } == [4, 3, 5, 2, 1, 3]
        && table.columns.map(\.name).suffix(3) == [
          "validation_loss_best", "validation_loss_best_least", "validation_loss_best_greatest",
        ])
  }

  @Test func oneAxisIsNoLandscapeAndANormHasNoBestValue() throws {
    #expect(
      try complaints("{kind: reduced-landscape, over: [scale], metrics: [norm]}") == [
        "a landscape is over two axes or more", "'norm' does not say whether high or low is best",
      ])
    #expect(throws: AnalysisFailure.self) {
      let free = metrics.selecting(
        try #require(Selection.decode(try readYAML("{run: free}", file: "t"), Diagnostics())))
      _ = try run("{kind: reduced-landscape, over: [scale, size], metrics: validation_loss}", free)
    }
  }
}

@Suite struct GoldilocksTests {
  /// (ln w − ln 1.7)² has its least value at 1.7, and a parabola through three of its points is itself.
  @Test func theLeastOfAParabolaInTheLogarithmIsFoundExactly() throws {
    let table = try run(
      "{kind: goldilocks, norm: scale, metric: loss}",
      landscape(seeds: 2, [("loss", { scale, messiness in pow(log(scale / (1.7 + messiness)), 2) })]))
    #expect(table.axes.map(\.name) == ["run", "messiness", "seed"])
    for (found, messiness) in zip(numbers(table, "scale"), [0, 0, 0.25, 0.25, 0.5, 0.5, 1, 1]) {
      #expect(abs(found - (1.7 + messiness)) < 1e-9)
    }
    #expect(
      abs(numbers(table, "scale_low")[0] - 1) < 1e-12 && abs(numbers(table, "scale_high")[0] - 3) < 1e-12)
    // What was measured, not what the parabola has there.
    #expect(abs(numbers(table, "loss")[0] - pow(log(2 / 1.7), 2)) < 1e-12)
  }

  @Test func equallyGoodCellsGiveTheirMiddleAndAnEdgeGivesItself() throws {
    let table = try run(
      "{kind: goldilocks, norm: scale, metric: accuracy, spacing: linear}",
      landscape(
        messinesses: [0, 1], [("accuracy", { scale, messiness in messiness == 0 ? min(scale, 2) : -scale })]))
    #expect(numbers(table, "scale") == [3, 0.5])
    #expect(numbers(table, "scale_low") == [1, 0.5] && numbers(table, "scale_high") == [4, 1])
  }

  @Test func normsWithoutALogarithmAndCellsWithoutANumberAreLeftOut() throws {
    let table = landscape(
      scales: [0, 1, 2, 4], messinesses: [0],
      [("loss", { scale, _ in scale == 0 ? 0 : scale == 4 ? .nan : scale })])
    #expect(try numbers(run("{kind: goldilocks, norm: scale, metric: loss}", table), "scale") == [1])
    let alone = table.rows([0, 1])
    #expect(throws: AnalysisFailure.self) { try run("{kind: goldilocks, norm: scale, metric: loss}", alone) }
  }

  @Test func itComparesRunsAndKnowsWhatIsBest() throws {
    let steps = TableOutline(axes: ["scale", "step"], columns: ["loss"])
    #expect(
      try complaints("{kind: goldilocks, norm: scale, metric: loss}", steps) == [
        "goldilocks compares runs, not steps"
      ])
    #expect(
      try complaints("{kind: goldilocks, norm: scale, metric: norm}") == [
        "'norm' does not say whether high or low is best"
      ])
  }
}

@Suite struct LandscapePathTests {
  @Test func aBilinearLandscapeIsReadExactly() throws {
    let value = { (scale: Double, messiness: Double) in
      1 + 2 * scale - 3 * messiness + 0.5 * scale * messiness
    }
    let table = try run(
      """
      {kind: path, x: scale, y: messiness, metrics: loss, samples: 7,
       through: [{scale: 0.5, messiness: 1}, {scale: 4, messiness: 0.9}, {scale: 2, messiness: 0}]}
      """, landscape([("loss", value)]))
    #expect(table.axes.map(\.name) == ["run", "leg"] && table.count == 15)
    #expect(table.axis("leg")?[14] == 2 && table.axis("leg")?[7] == 1)
    for row in 0..<table.count {
      let (scale, messiness) = (numbers(table, "scale")[row], numbers(table, "messiness")[row])
      #expect(abs(numbers(table, "loss")[row] - value(scale, messiness)) < 1e-12)
    }
    #expect(abs(numbers(table, "scale")[10] - (4 - 2 * 3 / 7)) < 1e-12)
  }

  /// Cubic convolution reproduces quadratics between evenly spaced points, away from the edge.
  @Test func cubicInterpolationReproducesAQuadratic() throws {
    let even = stride(from: 0.0, through: 1, by: 0.125).map(\.self)
    let value = { (scale: Double, messiness: Double) in
      scale * scale - 3 * messiness * messiness + scale * messiness
    }
    let table = try run(
      """
      {kind: path, x: scale, y: messiness, metrics: loss, samples: 40, interpolation: cubic,
       through: [{scale: 0.2, messiness: 0.8}, {scale: 0.85, messiness: 0.15}]}
      """, landscape(scales: even, messinesses: even, [("loss", value)]))
    for row in 0..<table.count {
      let place = (numbers(table, "scale")[row], numbers(table, "messiness")[row])
      #expect(abs(numbers(table, "loss")[row] - value(place.0, place.1)) < 1e-12)
    }
  }

  @Test func onALogarithmicAxisAPathIsStraightInTheLogarithm() throws {
    let table = try run(
      """
      {kind: path, x: scale, y: messiness, metrics: loss, samples: 2, logarithmic: scale,
       through: [{scale: 0.5, messiness: 0}, {scale: 4, messiness: 0}]}
      """, landscape([("loss", { scale, _ in log(scale) })]))
    #expect(abs(numbers(table, "scale")[1] - 2.0.squareRoot()) < 1e-12)
    #expect(abs(numbers(table, "loss")[1] - log(2) / 2) < 1e-12)
  }

  @Test func placesBesideTheGridAndGridsOfOneLineFail() throws {
    let grid = landscape([("loss", { scale, _ in scale })])
    let beside =
      "{kind: path, x: scale, y: messiness, metrics: loss, through: [{scale: 9, messiness: 0}, {scale: 1, messiness: 0}]}"
    #expect(throws: AnalysisFailure.self) { try run(beside, grid) }
    let fine = beside.split(separator: "9").joined(separator: "2")
    #expect(throws: AnalysisFailure.self) { try run(fine, landscape(scales: [2], [("loss", { _, _ in 1 })])) }
    #expect(
      try complaints("{kind: path, x: scale, y: messiness, metrics: loss, through: [{scale: 1}]}") == [
        "a path goes through two places or more", "a place has a number on 'scale' and one on 'messiness'",
      ])
  }

  @Test func besideAHoleThereIsNoValue() throws {
    let holed = landscape([("loss", { scale, messiness in scale == 2 && messiness == 0 ? .nan : scale })])
    let table = try run(
      "{kind: path, x: scale, y: messiness, metrics: loss, samples: 4, through: [{scale: 1, messiness: 0}, {scale: 1, messiness: 1}]}",
      holed)
    #expect(numbers(table, "loss") == [1, 1, 1, 1, 1])
    let through = try run(
      "{kind: path, x: scale, y: messiness, metrics: loss, samples: 2, through: [{scale: 1, messiness: 0}, {scale: 4, messiness: 0}]}",
      holed)
    #expect(through.column("loss")?[1] == .missing)
  }
}

@Suite struct ReducedTrajectoryTests {
  /// On L = 3 m the norm decays alone and the representation falls at a constant speed.
  @Test func aSlopedPlaneGivesTheClosedForm() throws {
    let table = try run(
      """
      {kind: reduced-trajectory, x: scale, y: messiness, descends: train_loss, read: [validation_loss],
       from: [{scale: 4, messiness: 1}], weight_decay: 0.5, rate: 0.001, representation_rate: 1e-4, steps: 2000, rows: 10}
      """,
      landscape([
        ("train_loss", { _, messiness in 3 * messiness }), ("validation_loss", { scale, _ in scale }),
      ]))
    #expect(table.axes.map(\.name) == ["run", "start", "weight_decay", "step"] && table.count == 11)
    for row in 0..<table.count {
      let step = try #require(table.axis("step")?[row].number)
      let scale = 4 * pow(1 - 0.001 * 0.5, step)
      #expect(abs(numbers(table, "scale")[row] - scale) < 1e-9)
      #expect(abs(numbers(table, "messiness")[row] - (1 - 3e-4 * step)) < 1e-9)
      #expect(abs(numbers(table, "train_loss")[row] - 3 * (1 - 3e-4 * step)) < 1e-9)
      #expect(abs(numbers(table, "validation_loss")[row] - scale) < 1e-9)
    }
  }

  @Test func everyStartAndWeightDecayHasATrajectoryThatStaysOnTheGrid() throws {
    let table = try run(
      """
      {kind: reduced-trajectory, x: scale, y: messiness, descends: train_loss, weight_decay: [0, 5],
       from: [{scale: 4, messiness: 1}, {scale: 1, messiness: 0.5}], rate: 0.01, steps: 1000, rows: 1}
      """, landscape([("train_loss", { scale, messiness in messiness * (1 + scale) })]))
    #expect(table.count == 8)
    #expect(table.axis("start")?.distinct == [1, 2] && table.axis("weight_decay")?.distinct == [0, 5])
    #expect(numbers(table, "messiness").enumerated().allSatisfy { $0.offset % 2 == 0 || $0.element == 0 })
    #expect(numbers(table, "scale")[3] == 0.5)
  }

  @Test func aHoleOnTheWayFails() throws {
    let holed = landscape([("train_loss", { scale, _ in scale == 2 ? .nan : scale })])
    #expect(throws: AnalysisFailure.self) {
      try run(
        "{kind: reduced-trajectory, x: scale, y: messiness, descends: train_loss, from: {scale: 4, messiness: 1}, rate: 0.1, steps: 100}",
        holed)
    }
    #expect(
      try complaints(
        "{kind: reduced-trajectory, x: scale, y: messiness, descends: train_loss, from: {scale: 4, messiness: 1}, rate: 0.1, steps: 100}",
        TableOutline(axes: ["scale", "messiness", "weight_decay", "step"], columns: ["train_loss"])) == [
          "the landscape has an axis 'weight_decay'", "the landscape has an axis 'step'",
        ])
  }
}

@Suite struct FullTrajectoryTests {
  private let yaml = """
    {kind: full-trajectory, x: {axis: scale, measure: norm}, y: {axis: messiness, measure: disorder}, read: loss}
    """

  /// Untrained runs show norm = 10 · scale and disorder = messiness²; one run of two seeds lies on neither axis.
  private func metrics(disorder: (Double) -> Double = { $0 * $0 }) -> Table {
    var table = Table(
      axes: ["run", "scale", "messiness", "seed", "step"], columns: ["norm", "disorder", "loss"])
    for scale in [1, 2, 4.0] {
      for messiness in [0, 0.5, 1] {
        for step in [0, 1.0] {
          table.append(
            ["untrained", .number(scale), .number(messiness), 0, .number(step)],
            [.number(10 * scale + 5 * step), .number(disorder(messiness) + step), 0])
        }
      }
    }
    for seed in [0, 1.0] {
      for (step, norm, found) in [(0.0, 10.0, 0.25), (10, 30, 0.625), (20, 50, -1)] {
        table.append(
          ["free", .absent, .absent, .number(seed), .number(step)],
          [.number(norm), .number(found), .number(step + seed)])
      }
    }
    return table
  }

  @Test func aMeasureStandsWhereAnUntrainedRunHasItAndAtTheEdgeBeyond() throws {
    let table = try run(yaml, metrics())
    #expect(table.axes.map(\.name) == ["run", "seed", "step"] && table.count == 6)
    #expect(numbers(table, "scale") == [1, 3, 4, 1, 3, 4])
    #expect(numbers(table, "messiness") == [0.5, 0.75, 0, 0.5, 0.75, 0])
    #expect(numbers(table, "loss") == [0, 10, 20, 1, 11, 21])
  }

  @Test func withoutRunsThatShowTheMeasureOrThatAreTrainedItFails() throws {
    #expect(throws: AnalysisFailure.self) { try run(yaml, metrics(disorder: { 1 - $0 })) }
    let all = metrics()
    let isFree = { (row: Int) in all.axis("run")?[row] == "free" }
    #expect(throws: AnalysisFailure.self) { try run(yaml, all.rows((0..<all.count).filter(isFree))) }
    #expect(throws: AnalysisFailure.self) {
      try run(yaml, all.rows((0..<all.count).filter { !isFree($0) }))
    }
    #expect(
      try complaints(
        yaml, TableOutline(axes: ["scale", "messiness"], columns: ["norm", "disorder", "loss"]))
        == ["a trajectory has steps, and its input has none"])
  }
}

@Suite struct TravelTimeTests {
  /// Norms that fall as exp(−ηγt) from 20 to 10, at η = 0.001.
  private var crossings: Table {
    var table = Table(axes: ["analysis", "weight_decay", "seed"], columns: ["step", "norm"])
    for decay in [0, 0.1, 1] {
      table.append(["fitted", .number(decay), 0], [100, 20])
      table.append(
        ["generalized", .number(decay), 0],
        decay == 0 ? [.never(after: 9999), .missing] : [.number(100 + log(2) / (0.001 * decay)), 10])
    }
    return table
  }

  @Test func exponentialDecayIsPredictedExactlyAndNoDecayNotAtAll() throws {
    let table = try run("{kind: travel-time, from: fitted, to: generalized, learning_rate: 0.001}", crossings)
    #expect(table.axes.map(\.name) == ["weight_decay", "seed"] && table.count == 3)
    #expect(table.column("predicted")?[0] == .missing && table.column("measured")?[0] == .missing)
    #expect(abs(numbers(table, "predicted")[1] - log(2) / 1e-4) < 1e-6)
    #expect(abs(numbers(table, "ratio")[1] - 1) < 1e-9 && abs(numbers(table, "ratio")[2] - 1) < 1e-9)
    #expect(numbers(table, "critical_norm") == [10, 10, 10])
  }

  @Test func aWallMakesTheWayLonger() throws {
    let table = try run(
      "{kind: travel-time, from: fitted, to: generalized, learning_rate: 0.001, critical_norm: 5, height: 2, angle: 45}",
      crossings)
    #expect(abs(numbers(table, "predicted")[2] - (log(4) + 2) / 1e-3) < 1e-6)
  }

  @Test func withoutTwoCrossingsThereIsNothingToCompare() throws {
    #expect(
      try complaints(
        "{kind: travel-time, from: a, to: b, learning_rate: 0.001}",
        TableOutline(axes: ["weight_decay"], columns: ["norm"])) == [
          "travel-time needs the steps of two crossings"
        ])
    #expect(throws: AnalysisFailure.self) {
      try run("{kind: travel-time, from: fitted, to: memorized, learning_rate: 0.001}", crossings)
    }
    #expect(throws: AnalysisFailure.self) {
      try run("{kind: travel-time, from: generalized, to: fitted, learning_rate: 0.001}", crossings.rows([1]))
    }
  }
}

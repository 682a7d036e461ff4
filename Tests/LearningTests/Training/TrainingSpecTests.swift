import Spec
import Testing

@testable import Learning

@Suite struct TrainingSpecTests {
  static let base = """
    loss: cross-entropy
    batch_size: 512
    optimizer: {kind: adam, learning_rate: 1e-3}
    phases: {fit: {until: 100}}
    """

  private func messages(_ text: String) -> [String] {
    do {
      let spec = try readTraining(text)
      _ = try spec.plan(trainRows: 1000)
      return []
    } catch let error as InvalidSpec {
      return problems(error)
    } catch {
      return ["\(error)"]
    }
  }

  private func rules(_ text: String, rows: Int = 1000) throws -> [(from: Int, rule: JSON)] {
    try readTraining(text).plan(trainRows: rows).rules
  }

  @Test(arguments: [
    ("batch_size: 512", "batch_size: 0", "'0' is not a number of rows of at least 1, or all"),
    (
      "batch_size: 512", "batch_sise: 512",
      "missing 'batch_size': expected a number of rows of at least 1, or all"
    ),
    ("loss: cross-entropy", "loss: cross-entrpy", "'cross-entrpy' is not a kind of loss"),
    ("kind: adam,", "kind: adma,", "'adma' is not a kind of optimizer"),
    ("learning_rate: 1e-3", "learning_rate: -1", "'-1' is out of range: expected at least 0"),
    (
      "phases: {fit: {until: 100}}", "phases: {}",
      "no phases: expected at least one, such as 'phases: {fit: {until: 10000}}'"
    ),
    ("until: 100", "until: 0", "phase 'fit' ends at step 0, before the first update"),
    (
      "until: 100", "untill: 100",
      "missing 'until': expected a number of steps or epochs, such as 500 or 3 epochs"
    ),
    ("{fit: {until: 100}}", "{a: {until: 4}, b: {until: 2 epochs}}", "phases 'a' and 'b' both end at step 4"),
    ("until: 100}", "until: 100, batch_size: 7}", "'batch_size' cannot change from phase to phase"),
    (
      "until: 100}", "until: 100, stop: {metric: validation_acuracy, reaches: 1}}",
      "no evaluation gives 'validation_acuracy'"
    ),
    (
      "until: 100}", "until: 100, stop: {metric: train_loss}}",
      "expected exactly one of 'reaches' and 'falls_to'"
    ),
    (
      "batch_size: 512", "batch_size: 512\nprecision: float64",
      "'float64' is reserved: parameters are float32 so far"
    ),
    (
      "batch_size: 512", "batch_size: 512\norder: random-crops",
      "'training.evaluate.every' counts epochs, but 'random-crops' has none"
    ),
    (
      "batch_size: 512", "batch_size: 512\nevaluate: {over: {train: runing}}",
      "'runing' is not all, running, or a number of batches or samples such as 200 batches"
    ),
    (
      "batch_size: 512", "batch_size: 512\nevaluate: {over: {validation: running}}",
      "validation has no running mean: it is no part of training"
    ),
    (
      "batch_size: 512", "batch_size: 512\nevaluate: {weights: {n: {kind: nrom}}}",
      "'nrom' is not a kind of weights-measure"
    ),
    (
      "batch_size: 512", "batch_size: 512\nrecord: {snapshots: {}}",
      "missing 'every': expected a cadence, such as 250, 1 epoch from 30 until 140, at 500, log 100 from 1 until 10000, start, end, or a list"
    ),
  ])
  func aWrongSpecIsExplained(part: String, wrong: String, message: String) {
    let text = Self.base.replacing(part, with: wrong)
    #expect(text != Self.base)
    #expect(messages(text).contains(message), "\(messages(text))")
  }

  @Test func allProblemsAreReportedAtOnceAndEachOnlyOnce() {
    let text = """
      loss: cross-entropy
      batch_size: none
      optimizer: {kind: adam, learning_rate: fast, betas: [0.9]}
      filter: {kind: moving-average, window: 0, gain: 5}
      phases: {one: {until: 10}, two: {until: 20}}
      """
    #expect(
      messages(text) == [
        "'none' is not a number of rows of at least 1, or all", "betas are two numbers from 0 and below 1",
        "'fast' is not a number", "'0' is out of range: expected from 1 to 100000",
      ])
  }

  @Test func aLossBringsItsOwnMeasures() throws {
    #expect(
      try readTraining(Self.base).metrics
        == ["train_loss", "train_accuracy", "validation_loss", "validation_accuracy"])
    #expect(
      try readTraining(Self.base.replacing("cross-entropy", with: "mean-squared-error")).metrics
        == ["train_loss", "validation_loss"])
    let text = Self.base.replacing(
      "phases",
      with: """
        evaluate:
          measures: {close: {kind: fraction-within, tolerance: 0.1}}
          weights: {head_norm: {kind: norm, parameters: "head.*"}}
          extra: {full: {splits: [validation], measures: {squared-error: {kind: squared-error}}}}
        phases
        """)
    #expect(
      try readTraining(text).metrics
        == ["train_close", "validation_close", "head_norm", "full_validation_squared_error"])
  }

  @Test func whatOnlyEndsOrObservesIsNoPartOfARule() throws {
    let base = try rules(Self.base)
    #expect(base.map(\.from) == [0])
    for (part, other) in [
      ("until: 100", "until: 7000"), ("until: 100", "until: 3 epochs"),
      ("until: 100", "until: 100, stop: {metric: train_loss, falls_to: 0}"),
      ("phases: {fit", "phases: {early: {until: 50}, fit"), ("phases", "limit: 20\nphases"),
      ("phases", "seed: 5\nphases"), ("phases", "evaluate: {every: 1}\nphases"),
      ("phases", "record: {snapshots: {every: 1}}\nphases"), ("1e-3", "0.001"),
      ("1e-3}", "1e-3, weight_decay: 0}"),
      ("phases", "schedule: constant\nphases"),
      ("phases", "filter: {kind: fir, coefficients: [1], apply: false, fill: from-trigger}\nphases"),
    ] {
      let text = Self.base.replacing(part, with: other)
      #expect(text != Self.base)
      #expect(try rules(text).map(\.rule) == base.map(\.rule), "\(other)")
    }
  }

  @Test func whateverAffectsAnUpdateIsPartOfTheRule() throws {
    var seen: Set<JSON> = [try rules(Self.base)[0].rule]
    let edits = [
      ("1e-3", "2e-3"), ("1e-3}", "1e-3, weight_decay: 0.1}"), ("adam", "adamw"), ("512", "100"),
      ("512", "all"),
      ("phases", "order: reshuffled\nphases"), ("phases", "order: file\nphases"),
      ("phases", "clip: {norm: 1}\nphases"),
      ("phases", "schedule: {kind: linear-warmup, steps: 10}\nphases"),
      ("phases", "schedule: {kind: linear-warmup, steps: 10, first: one-step}\nphases"),
      ("phases", "filter: {kind: moving-average, window: 9, gain: 1}\nphases"),
      ("phases", "filter: {kind: moving-average, window: 9, gain: 1, apply: false}\nphases"),
      ("phases", "filter: {kind: moving-average, window: 9, gain: 1, mode: replace}\nphases"),
      ("phases", "filter: {kind: moving-average, window: 9, gain: 1, parameters: matrices}\nphases"),
      ("phases", "constraint: fixed-norm\nphases"),
      ("loss: cross-entropy", "loss: {kind: mean-squared-error, target: one-hot}"),
    ]
    for (part, other) in edits {
      #expect(seen.insert(try rules(Self.base.replacing(part, with: other))[0].rule).inserted, "\(other)")
    }
  }

  @Test func phasesAreSortedByTheirEndsAndCappedByTheLimit() throws {
    let text = Self.base.replacing(
      "{fit: {until: 100}}",
      with: """
        {last: {until: 4 epochs}, first: {until: 3, clip: {norm: 1}}, never: {until: 9000, clip: {norm: 2}}}
        """)
    // An author who writes both contradicts himself; a budget may cut phases off.
    #expect(throws: InvalidSpec.self) { try readTraining(text + "\nlimit: 6").plan(trainRows: 1000) }
    let plan = try readTraining(text, merging: "limit: 6").plan(trainRows: 1000)
    #expect(plan.stepsPerEpoch == 2)
    #expect(plan.phases.map(\.name) == ["first", "last"])
    #expect(plan.phases.map(\.from) == [0, 3] && plan.phases.map(\.until) == [3, 6] && plan.end == 6)
    #expect(plan.rules.map(\.from) == [0, 3])
    #expect(
      plan.phase(at: 2)?.name == "first" && plan.phase(at: 3)?.name == "last" && plan.phase(at: 6) == nil)
  }

  @Test func aPhaseThatMayEndEarlyIsOneRuleWithTheNextAndWithWhatItLooksAt() throws {
    func rules(_ advance: String, every: String = "2") throws -> [(from: Int, rule: JSON)] {
      let phases =
        "{a: {until: 5}, b: {until: 9, clip: {norm: 1}\(advance)}, c: {until: 20}, d: {until: 30, clip: {norm: 2}}}"
      return try readTraining(
        Self.base.replacing("{fit: {until: 100}}", with: phases) + "\nevaluate: {every: \(every)}"
      ).plan(trainRows: 1000).rules
    }
    func advance(_ line: String) -> String { ", advance: {metric: train_loss, falls_to: \(line)}" }
    #expect(try rules("").map(\.from) == [0, 5, 9, 20])
    let early = try rules(advance("0.5"))
    #expect(early.map(\.from) == [0, 5, 20])
    #expect(try early[0].rule == rules("")[0].rule && early[2].rule == rules("")[3].rule)
    let others = try [rules(""), rules(advance("0.6")), rules(advance("0.5"), every: "3")]
    for other in others { #expect(other[1].rule != early[1].rule) }
  }

  @Test func theRowsAfterAnEarlyEndBelongToTheNextPhase() throws {
    let text = Self.base.replacing(
      "{fit: {until: 100}}",
      with: """
        {a: {until: 50, advance: {metric: train_loss, falls_to: 0.5, then: 3}},
         b: {until: 90, clip: {norm: 1}, stop: {metric: train_loss, falls_to: 0.4}}}
        """)
    let plan = try readTraining(text).plan(trainRows: 1000)
    var ends = [RunEnd(plan), try #require(RunEnd(RunEnd(plan).json))]
    #expect(ends[0].json == ends[1].json)
    let rows = [(0, 0.3), (3, 0.3), (4, 0.6), (10, 0.4)]
    for index in ends.indices {
      #expect(ends[index].isOpen && ends[index].metrics == ["train_loss"])
      for (step, loss) in rows {
        #expect(ends[index].end == nil)
        ends[index].look(at: step) { $0 == "train_loss" ? loss : nil }
      }
      #expect(ends[index].end == 10)
    }
  }

  @Test func kindVersionsAreInTheRule() throws {
    let rule = try rules(
      Self.base.replacing("phases", with: "filter: {kind: fir, coefficients: [1]}\nphases"))[0].rule
    #expect(
      rule["versions"] == [
        "filter/fir": 1, "loss/cross-entropy": 1, "optimizer/adam": 1, "schedule/constant": 1,
      ])
    #expect(rule["batch_size"] == 512)
    #expect(try rules(Self.base, rows: 100)[0].rule["batch_size"] == 100)
  }

  @Test func aStateIsAsLargeAsPlanned() throws {
    let text = Self.base.replacing(
      "phases", with: "filter: {kind: moving-average, window: 9, gain: 1}\nphases")
    let layout = ParameterLayout([Parameter(name: "head.weight", shape: [20, 5], offset: 0)])
    // Parameters, two moments and their count; nine slots, the sum in double, how many are filled, the position.
    let expected = 4 * 100 + (2 * 4 * 100 + 8) + (9 * 4 * 100 + 8 * 100 + 8 + 8)
    #expect(try readTraining(text).plan(trainRows: 1000).stateBytes(layout) == expected)
  }

  @Test func selectorsAreCheckedAgainstTheLayout() throws {
    let text = Self.base.replacing(
      "phases",
      with: """
        evaluate: {weights: {n: {kind: norm, parameters: "heed.*"}}}
        record: {snapshots: {every: 10, parameters: tail}}
        phases
        """)
    let plan = try readTraining(text).plan(trainRows: 1000)
    let layout = ParameterLayout([Parameter(name: "head.weight", shape: [2, 2], offset: 0)])
    let error = #expect(throws: InvalidSpec.self) {
      try plan.check(layout, Signature(inputs: .features(width: 2), targets: .values(width: 2)))
    }
    #expect(
      error.map(problems) == [
        "'heed.*' matches no parameter",
        "'accuracy' needs classes, but the targets of this data set are values",
        "'tail' matches no parameter",
        "'cross-entropy' needs classes, but the targets of this data set are values",
      ])
  }
}

import Spec
import Testing

@testable import Experiment

private func declaration(_ written: Written) throws -> TableDeclaration {
  try decoded(written) { fields throws(InvalidSpec) in try TableDeclaration(from: fields) }
}

private func times() -> Table {
  var table = Table(axes: ["run", "seed"], columns: ["step", "norm"])
  let found: [(String, [Outcome])] = [
    ("baseline", [39890, 30000, .never(after: 60000)]), ("one-stage", [2940, 3100, 2800]),
    ("two-stage", [1920]),
    ("slow-only", [.never(after: 100_000), .never(after: 100_000), .never(after: 100_000)]),
  ]
  for (run, outcomes) in found {
    for (seed, outcome) in outcomes.enumerated() { table.append([.text(run), .number(seed)], [outcome, 1]) }
  }
  return table
}

@Suite struct TableDeclarationTests {
  @Test func oursThePublishedAndTheirRatiosStandSideBySide() throws {
    let table = try declaration([
      "of": "time", "rows": "run", "relative_to": ["run": "baseline"],
      "published": ["baseline": 39890, "one-stage": 2940, "slow-only": "never", "three-stage": 5],
    ])
    let rendered = try table.render(
      times(), labels: Labels(["one-stage": "Grokfast | one stage", "run": "arm"]))
    #expect(
      rendered.markdown == """
        | arm | ours | published | ours / published | relative to baseline |
        | :--- | ---: | ---: | ---: | ---: |
        | baseline | 39,890 (30,000 to > 60,000) | 39,890 | 1.00 | 1.00 |
        | Grokfast \\| one stage | 2,940 (2,800 to 3,100) | 2,940 | 1.00 | 0.0737 (1/13.6) |
        | two-stage | 1,920 | — | — | 0.0481 (1/20.8) |
        | slow-only | > 100,000 | never | — | > 2.51 |

        Median (range) of 1 to 3 runs each.
        Published but not measured here: three-stage: 5.

        """)
    #expect(
      String(decoding: rendered.csv, as: UTF8.self) == """
        "run",median,low,high,seeds,published,ratio_to_published,ratio
        baseline,39890,30000,never>60000,3,39890,1,1
        one-stage,2940,2800,3100,3,2940,1,0.07370268237653547
        two-stage,1920,1920,1920,1,,,0.04813236400100276
        slow-only,never>100000,never>100000,never>100000,3,never,,never>2.5068939583855605

        """)
  }

  @Test func anAxisOfColumnsAUnitAndDeviationsAreShown() throws {
    var legs = Table(axes: ["run", "seed", "leg"], columns: ["distance"])
    for (run, scale) in [("baseline", 1.0), ("grokfast", 8)] {
      for seed in 0..<2 {
        for (leg, distance) in [("A-B", 0.001), ("B-C", 0.5)] {
          legs.append(
            [.text(run), .number(seed), .text(leg)], [.number(distance * scale * (1 + Double(seed) / 10))])
        }
      }
    }
    let table = try declaration([
      "of": "legs", "rows": "leg", "columns": "run", "summary": "mean", "spread": "std", "unit": 1e-3,
      "published": ["A-B": ["baseline": 0.97, "grokfast": 7.7], "B-C": ["baseline": 563.7]],
    ])
    #expect(
      try table.render(legs).markdown == """
        | leg | baseline | baseline: published | baseline: ours / published | grokfast | grokfast: published | \
        grokfast: ours / published |
        | :--- | ---: | ---: | ---: | ---: | ---: | ---: |
        | A-B | 1.05 ± 0.07071 | 0.97 | 1.08 | 8.4 ± 0.5657 | 7.7 | 1.09 |
        | B-C | 525 ± 35.36 | 563.7 | 0.931 | 4,200 ± 282.8 | — | — |

        Mean ± standard deviation of 2 runs each, in units of 0.001.

        """)
    #expect(!(try table.render(legs, judgesPublished: false).markdown.contains("ours / published")))
  }

  @Test func eachValueColumnCanBeAColumn() throws {
    var best = Table(axes: ["run"], columns: ["validation_accuracy", "validation_loss"])
    best.append(["baseline"], [0.84, 0.517])
    let table = try declaration([
      "of": "best", "rows": "run", "columns": "value",
      "published": ["baseline": ["validation_accuracy": 0.84]],
    ])
    #expect(
      try table.render(best, labels: Labels(["validation": "test"])).markdown == """
        | run | test accuracy | test accuracy: published | test accuracy: ours / published | test loss |
        | :--- | ---: | ---: | ---: | ---: |
        | baseline | 0.84 | 0.84 | 1.00 | 0.517 |

        Median of 1 run each.

        """)
  }

  @Test func anAxisThatNothingUsesMakesRowsOfItsOwn() throws {
    var table = Table(axes: ["run", "gain", "seed"], columns: ["step"])
    for (gain, step) in [(1.0, 10.0), (2, 20)] {
      table.append(["by-gain", .number(gain), 0], [.number(step)])
    }
    let markdown = try declaration(["of": "time", "rows": "run"]).render(table).markdown
    #expect(markdown.contains("| run | gain | ours |"))
    #expect(markdown.contains("| by-gain | 2 | 20 |"))
  }

  @Test func eachCellIsComparedWithTheBaselineOfItsOwnSetting() throws {
    var table = Table(axes: ["run", "gain", "size"], columns: ["step"])
    table.append(["baseline", .absent, 1], [100])
    table.append(["baseline", .absent, 2], [1000])
    table.append(["filtered", 5, 1], [50])
    table.append(["filtered", 5, 2], [10])
    let declared = try declaration([
      "of": "t", "rows": ["run", "gain", "size"], "relative_to": ["run": "baseline"],
    ])
    let cells = try TableSummary(declared, of: table).cells
    #expect(cells.map(\.toReference) == [.exactly(1), .exactly(1), .exactly(0.5), .exactly(0.01)])
  }

  @Test func publishedNumbersNestByRowsWithoutLevelsForAbsentAxes() throws {
    let diagnostics = Diagnostics()
    let published = try #require(
      Published.decode((["ema": 910, "grid": ["0.50": ["A-B": "never"]]] as Written).node(), diagnostics))
    #expect(published.value(at: ["ema", .absent, .absent])?.outcome == 910)
    #expect(published.value(at: ["grid", 0.5, "A-B"])?.outcome == .never(after: nil))
    #expect(published.value(at: ["grid", 1, "A-B"]) == nil)
    #expect(published.value(at: ["grid"]) == nil)
  }

  @Test func wrongSettingsAreReported() throws {
    func wrong(_ written: Written) -> [String] {
      messages(written) { fields throws(InvalidSpec) in try TableDeclaration(from: fields) }
    }
    #expect(wrong(["rows": "run"]) == ["missing 'of': expected a name, or a list of these"])
    #expect(wrong(["of": "t", "rows": ["run", "run"]]) == ["axis 'run' is used twice"])
    #expect(wrong(["of": "t", "rows": "seed"]) == ["seeds are summarized, they cannot be rows or columns"])
    #expect(wrong(["of": "t", "unit": 0]) == ["'0' is out of range: expected above 0"])
    #expect(
      wrong(["of": "t", "published": ["a": "many"]])
        == ["'many' is not a number, 'never', or a mapping from rows and columns to these"])
    let table = try declaration(["of": "t", "rows": "rum", "columns": "leg", "relative_to": ["rn": "x"]])
    #expect(
      messages { table.check(TableOutline(axes: ["run", "leg"], columns: ["x"]), $0) } == [
        "there is no axis 'rum'; did you mean 'run'?", "there is no axis 'rn'; did you mean 'run'?",
      ])
  }
}

import Spec
import Testing

@testable import Experiment

private func metrics() -> Table {
  var table = Table(axes: ["run", "gain", "seed", "step"], columns: ["train_loss", "validation_loss"])
  table.append(["baseline", .absent, 0, 0], [4.5, 4.75])
  table.append(["baseline", .absent, 0, 10], [.number(1e-7), .missing])
  table.append(["by-gain", 0.5, 0, 0], [4.5, .number(.nan)])
  table.append(["by-gain", 0.5, 1, 0], [.number(.infinity), .never(after: 60000)])
  table.append(["by-gain", 5, 1, 0], [0.25, .never(after: nil)])
  return table
}

@Suite struct TableTests {
  @Test func aTableIsWrittenAsTheseBytes() {
    #expect(
      String(decoding: metrics().csv(), as: UTF8.self) == """
        "run","gain","seed","step",train_loss,validation_loss
        baseline,,0,0,4.5,4.75
        baseline,,0,10,1e-07,
        by-gain,0.5,0,0,4.5,nan
        by-gain,0.5,1,0,inf,never>60000
        by-gain,5,1,0,0.25,never

        """)
  }

  @Test func whatWasWrittenReadsBackTheSameAndWritesTheSame() throws {
    var table = Table(axes: ["text"], columns: ["x"])
    let texts: [AxisValue] = [
      "5", "", "a,b", "say \"so\"", "two\nlines", "1e5", "nan", "é", .number(5), .absent,
    ]
    for (index, text) in texts.enumerated() { table.append([text], [.number(Double(index) / 3)]) }
    for original in [metrics(), table] {
      let read = try Table(csv: original.csv())
      #expect(read == original)
      #expect(read.csv() == original.csv())
    }
  }

  @Test func everyNumberReadsBackToTheLastBit() throws {
    var table = Table(axes: [], columns: ["x"])
    var state: UInt64 = 1
    for _ in 0..<2000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      table.append([], [.number(Double(bitPattern: state))])
    }
    let read = try Table(csv: table.csv())
    for row in 0..<table.count {
      let (a, b) = (table.columns[0][row].number ?? 0, read.columns[0][row].number ?? 1)
      #expect(a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN))
    }
  }

  @Test func theAxesCanBeNamedInsteadOfQuoted() throws {
    let table = try Table(csv: Array("step,loss\n0,1.5\r\n10,\r\n".utf8), axes: ["step"])
    #expect(table.outline == TableOutline(axes: ["step"], columns: ["loss"]))
    #expect(table.columns[0][1] == .missing)
  }

  @Test(arguments: [
    ("", "line 1, column 1: there is no header"),
    ("a,a\n", "line 1, column 3: a second column 'a'"),
    ("a,\n", "line 1, column 3: a column without a name"),
    ("a,b\n1\n", "line 2, column 1: 1 cells under 2 names"),
    ("a\nx\n", "line 2, column 1: 'x' is not a number"),
    ("a\n0x10\n", "line 2, column 1: '0x10' is not a number"),
    ("a\nnever>x\n", "line 2, column 1: 'never>x' is not a number"),
    ("a\n\"5\"\n", "line 2, column 1: quoted text in a column of numbers"),
    ("\"a\"\n1e999\n", "line 2, column 1: '1e999' is too large for an axis"),
    ("a\n\"5\n", "line 2, column 1: a quote that is never closed"),
    ("a\n1\"2\n", "line 2, column 2: a quote inside a field that has none around it"),
    ("\"a\"x\n", "line 1, column 4: text after a closing quote"),
    ("a\r1\n", "line 1, column 2: a carriage return without a line feed"),
    ("a\n1\0\n", "line 2, column 2: a NUL byte"),
  ])
  func textThatIsNoTableIsRefused(_ text: String, _ message: String) {
    #expect { try Table(csv: Array(text.utf8)) } throws: { "\($0)" == message }
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    #expect { try Table(csv: [0x61, 0x0A, 0xFF, 0x0A]) } throws: { "\($0)" == "line 2, column 1: not UTF-8" }
  }

  @Test func neverSortsAboveEveryNumberAndMissingBelow() {
    let sorted: [Outcome] = [
      .missing, .number(-.infinity), -1, 2, .number(.infinity), .never(after: 5), .never(after: nil),
    ]
    #expect(sorted.reversed().sorted() == sorted)
    #expect(Outcome.number(.infinity) < .number(.nan) && Outcome.number(.nan) < .never(after: 5))
  }

  @Test func groupsKeepTheOrderOfFirstAppearance() {
    let groups = metrics().grouped(by: ["run", "seed", "unknown"])
    #expect(
      groups.map(\.key) == [["baseline", 0, .absent], ["by-gain", 0, .absent], ["by-gain", 1, .absent]])
    #expect(groups.map(\.rows) == [[0, 1], [2], [3, 4]])
  }

  @Test func stackedTablesSayWhichTheyAreAndLoseNoCell() {
    var times = Table(axes: ["run"], columns: ["step", "norm"])
    times.append(["baseline"], [40, 3])
    let stacked = Table.stacked([("metrics", metrics().rows([1])), ("times", times)])
    #expect(
      String(decoding: stacked.csv(), as: UTF8.self) == """
        "analysis","run","gain","seed",train_loss,validation_loss,step,norm
        metrics,baseline,,0,1e-07,,10,
        times,baseline,,,,,40,3

        """)
  }

  @Test func splittingPutsTrainAndValidationBelowEachOther() {
    let split = metrics().rows([0, 1]).splitting(["loss"])
    #expect(split.axes.map(\.name) == ["run", "gain", "seed", "step", "split"])
    #expect((0..<split.count).map { split.axis("split")?[$0] } == ["train", "validation", "train"])
    #expect((0..<split.count).map { split.columns[0][$0] } == [4.5, 4.75, .number(1e-7)])
  }

  @Test func rowsPairOnEveryAxisThatBothHave() {
    var ours = Table(axes: ["run", "gain", "seed"], columns: [])
    for (gain, seed) in [(1.0, 0), (1.0, 1), (5.0, 1)] {
      ours.append(["by-gain", .number(gain), .number(seed)], [])
    }
    var baselines = Table(axes: ["run", "seed", "gain"], columns: ["step"])
    baselines.append(["baseline", 1, .absent], [100])
    baselines.append(["baseline", 0, .absent], [200])
    baselines.append(["tuned", 1, 5], [300])
    #expect(ours.paired(with: baselines, ignoring: ["run"]) == [[1], [0], [0, 2]])
    #expect(ours.paired(with: baselines) == [[], [], []])
    let joined = ours.joined(with: baselines.rows([0]), ignoring: ["run"])
    #expect((0..<joined.count).map { joined.columns[0][$0] } == [.missing, 100, 100])
  }

  @Test func minusZeroAndZeroAreOnePlace() {
    var table = Table(axes: ["x"], columns: [])
    table.append([.number(-0.0)], [])
    table.append([0], [])
    #expect(table.axes[0].distinct == [0])
    #expect(String(decoding: table.csv(), as: UTF8.self) == "\"x\"\n0\n0\n")
  }
}

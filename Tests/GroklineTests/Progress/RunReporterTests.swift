import Pipeline
import Spec
import Testing

@testable import grokline

@Suite struct RunReporterTests {
  /// A run of a training in two stretches and a figure, with what happened and when.
  static let story: [(Double, StageEvent)] = [
    (0.5, StageEvent(stage: "train/a", part: StepRange(0, 2000), .started(attempt: 1))),
    (
      1.5,
      StageEvent(
        stage: "train/a", part: StepRange(0, 2000), .progress(Progress(fraction: 0.1, rate: 812.4, text: "")))
    ),
    (
      3.5,
      StageEvent(
        stage: "train/a", part: StepRange(0, 2000),
        .progress(Progress(fraction: 0.3, rate: 812.4, text: "train 0.99")))
    ),
    (4, StageEvent(stage: "train/b", .waiting(holder: "process 12 on alpha"))),
    (5, StageEvent(stage: "train/a", .note("a note"))),
    (6, StageEvent(stage: "train/a", part: StepRange(0, 2000), .finished(seconds: 5.5, .ran))),
    (6, StageEvent(stage: "train/a", .started(attempt: 1))),
    (6.1, StageEvent(stage: "train/a", .finished(seconds: 0.1, .ran))),
    (6.2, StageEvent(stage: "train/b", .finished(seconds: 0, .doneElsewhere))),
    (7, StageEvent(stage: "figure/f", .started(attempt: 2))),
    (8, StageEvent(stage: "figure/f", .failed(message: "no\ndata", log: "logs/f.log"))),
    (8, StageEvent(stage: "table/t", .skipped(because: "'figure/f' failed"))),
  ]

  static func text(_ form: RunReporter.Form) -> String {
    var reporter = RunReporter(form, style: .plain, total: 4)
    return story.map { reporter.note($1, at: $0) }.joined()
  }

  @Test("A log gets a plain line per event, and says once that a training ended")
  func lines() {
    #expect(
      Self.text(.lines) == """
        started   train/a 0…2000
        waiting   train/b for process 12 on alpha
        note      train/a: a note
        finished  train/a 0…2000 in 5.5 s
        reused    train/b: the same work was done elsewhere
        started   figure/f (attempt 2)
        failed    figure/f: no data
          log: logs/f.log
        skipped   table/t: 'figure/f' failed

        """)
  }

  @Test("JSON lines have every event, with its time")
  func json() throws {
    let lines = Self.text(.json).split(separator: "\n")
    #expect(lines.count == Self.story.count)
    let events = try lines.map { try JSON(parsing: String($0)) }
    #expect(
      events.compactMap { $0["event"]?.string } == [
        "started", "progress", "progress", "waiting", "note", "finished", "started", "finished", "finished",
        "started", "failed", "skipped",
      ])
    #expect(
      lines[1]
        == #"{"event":"progress","fraction":0.1,"peak_memory":null,"rate":812.4,"stage":"train/a","steps":[0,2000],"text":"","time":1.5}"#
    )
    #expect(
      lines[10]
        == #"{"event":"failed","log":"logs/f.log","message":"no\ndata","stage":"figure/f","time":8.0}"#)
  }

  @Test("Quiet means nothing at all")
  func quiet() {
    #expect(Self.text(.nothing).isEmpty)
  }

  @Test("A log says what is running after 30 silent seconds, and again after 30 more")
  func heartbeat() {
    var reporter = RunReporter(.lines, style: .plain, total: 4)
    let size = (columns: 80, rows: 24)
    for (time, event) in Self.story.prefix(4) { _ = reporter.note(event, at: time) }
    let progress = StageEvent.Kind.progress(
      Progress(fraction: 0.5, rate: 812.4, peakMemory: 97_000_000, text: "train 0.99"))
    #expect(reporter.note(StageEvent(stage: "train/a", part: StepRange(0, 2000), progress), at: 33).isEmpty)
    #expect(reporter.tick(at: 33.9, size: size).isEmpty)
    #expect(
      reporter.tick(at: 34, size: size) == """
        running   train/a 0…2000: 50 %, 812 steps/s, 0:38 left, at most 97 MB, train 0.99
        running   train/b: waits for process 12 on alpha

        """)
    #expect(reporter.tick(at: 40, size: size).isEmpty)
    #expect(!reporter.tick(at: 64, size: size).isEmpty)
  }

  @Test(
    "The time that is left is counted from the first progress told, so a resumed stretch does not mislead")
  func remaining() throws {
    var progress = RunProgress(total: 1)
    func tell(_ fraction: Double, at time: Double) {
      progress.note(
        StageEvent(stage: "a", .progress(Progress(fraction: fraction, rate: nil, text: ""))), at: time)
    }
    tell(0.8, at: 10)
    #expect(progress.running[0].remaining(at: 10) == nil)
    tell(0.9, at: 20)
    let left = try #require(progress.running[0].remaining(at: 20))
    #expect(abs(left - 10) < 1e-9)
    // Between two reports it counts down.
    #expect(abs((progress.running[0].remaining(at: 26) ?? 0) - 4) < 1e-9)
    #expect(progress.running[0].remaining(at: 90) == 0)
  }

  @Test("Progress beyond the ends is shown as full, and a number that is none breaks nothing")
  func strangeFractions() {
    var progress = RunProgress(total: 1)
    progress.note(
      StageEvent(stage: "a", .progress(Progress(fraction: 1.5, rate: .infinity, text: ""))), at: 1)
    #expect(progress.running[0].fraction == 1)
    progress.note(StageEvent(stage: "b", .progress(Progress(fraction: .nan, rate: .nan, text: ""))), at: 1)
    let frame = TerminalFrame(columns: 60, rows: 10, style: .plain, isUnicode: true)
    #expect(frame.lines(progress, at: 2).count == 3)
  }
}

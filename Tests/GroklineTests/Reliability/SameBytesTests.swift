import Experiment
import Foundation
import Pipeline
import Testing

@Suite("However the work is divided, the same bytes come out")
struct SameBytesTests {
  private static let until = 420

  private func place() throws -> Workplace {
    let place = try Workplace()
    try place.write("wave.yaml", Workplace.study(until: SameBytesTests.until))
    return place
  }

  /// Runs the study without the program.
  private func runHere(
    _ place: Workplace, _ overrides: [String] = [], jobs: Int = 1, threads: Int = 1, worker: String? = nil,
    checkpointInterval: Double = 30
  ) async throws {
    let spec = place.folder + "/wave.yaml"
    let project = try Project.enclosing(spec)
    let trainers = SegmentTrainers(
      program: worker, root: project.root, checkpointInterval: checkpointInterval)
    var options = RunOptions()
    options.jobs = jobs
    options.threads = threads
    let study = try Study.open(spec, project: project, overrides: overrides, trainers: trainers)
    let run = try StudyRun(study, options: options)
    #expect(try await run.run(run.plan()).summary.isComplete)
  }

  @Test("Any number of jobs and threads, in workers or in one process, gives the same stages and files")
  func divided() async throws {
    let first = try place()
    #expect(try first.run("run", "wave.yaml", "--jobs", "1", "--threads", "1").status == 0)
    let expected = try first.remains()
    #expect(expected.outputs.count == 8)
    #expect(
      expected.results.keys.sorted() == [
        "lock.json", "loss.csv", "loss.pdf", "loss.png", "loss.svg", "speed.csv", "speed.md",
      ])
    for (jobs, threads) in [(1, 2), (2, 1), (2, 2), (4, 3)] {
      let outside = try place()
      let result = try outside.run("run", "wave.yaml", "--jobs", "\(jobs)", "--threads", "\(threads)")
      #expect(result.status == 0)
      #expect(try outside.remains() == expected, "jobs \(jobs), threads \(threads), in workers")
      let inside = try place()
      try await runHere(inside, jobs: jobs, threads: threads)
      #expect(try inside.remains() == expected, "jobs \(jobs), threads \(threads), in this process")
    }
  }

  @Test(
    "Cut at random steps, at checkpoints, or into longer and longer budgets, it gives the same stages and files"
  )
  func cut() async throws {
    let first = try place()
    try await runHere(first)
    let expected = try first.remains()
    for worker in [nil, Workplace.program] {
      let checkpointed = try place()
      try await runHere(checkpointed, worker: worker, checkpointInterval: 0)
      #expect(try checkpointed.remains() == expected)
    }
    // Batches of 6 of 20 rows: 4 steps are an epoch, so most of these cuts are in the middle of one.
    for cuts in [[101, 102, 103], [137, 250], [199, 200, 201, 333, 419]] {
      let cut = try place()
      for (number, step) in cuts.enumerated() {
        try await runHere(
          cut, ["training.phases.fit.until=\(step)"], worker: number % 2 == 0 ? nil : Workplace.program)
      }
      try await runHere(cut)
      #expect(try cut.remains() == expected, "cut at \(cuts)")
    }
  }
}

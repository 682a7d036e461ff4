import Foundation
import Randomized
import Spec
import Testing

@testable import Pipeline

@Suite("Trajectories are trained once and cut anywhere")
struct TrajectoryStories {
  private func outputs(_ toy: Toy) async throws -> [Output]? {
    try await Workshop().run([toy.stage("t")]).outputs["t"]
  }

  private func trained(_ summary: RunSummary) -> [String] {
    summary.trained.map { "\($0.stage) \($0.range)" }.sorted()
  }

  @Test("a finished trajectory is a hit")
  func hit() async throws {
    let workshop = try Workshop()
    let stages = [Toy().stage("t")]
    #expect(try workshop.plan(stages)["t"]?.description == "run 0…2000")
    #expect(trained(try await workshop.run(stages)) == ["t 0…2000"])
    #expect(try workshop.plan(stages)["t"]?.state == .hit)
    #expect(trained(try await workshop.run(stages)) == [])
  }

  @Test("extending a budget trains only the tail, and gives what a straight run gives")
  func extended() async throws {
    let workshop = try Workshop()
    var toy = Toy(observers: [Toy.value, Toy.sum], finals: [Toy.last])
    try await workshop.run([toy.stage("t")])
    toy.until = 3000
    #expect(try workshop.plan([toy.stage("t")])["t"]?.description == "restore 0…2000, run 2000…3000")
    let summary = try await workshop.run([toy.stage("t")])
    #expect(trained(summary) == ["t 2000…3000"])
    #expect(try await outputs(toy) == summary.outputs["t"])
  }

  @Test("a shorter budget is cut out of what is stored")
  func shortened() async throws {
    let workshop = try Workshop()
    var toy = Toy()
    try await workshop.run([toy.stage("t")])
    toy.until = 1003
    #expect(try workshop.plan([toy.stage("t")])["t"]?.description == "restore 0…1003")
    let summary = try await workshop.run([toy.stage("t")])
    #expect(trained(summary) == [])
    #expect(try await outputs(toy) == summary.outputs["t"])
  }

  @Test("a branch from the middle of a cached run retrains at most up to the branch")
  func branch() async throws {
    let workshop = try Workshop()
    let baseline = Toy()
    let before = try await workshop.run([baseline.stage("baseline")])
    let arm = Toy(rules: [(0, 3), (1000, 8)])
    let stages = [baseline.stage("baseline"), arm.stage("arm")]
    let plan = try workshop.plan(stages)
    #expect(plan["baseline"]?.state == .hit)
    #expect(plan["arm"]?.description == "run 0…2000")
    let summary = try await workshop.run(stages)
    #expect(trained(summary) == ["arm 0…1000", "arm 1000…2000"])
    #expect(summary.outputs["baseline"] == before.outputs["baseline"])
    #expect(try await outputs(arm) == summary.outputs["arm"])
  }

  @Test("a branch where a state was kept trains nothing before it")
  func branchFromState() async throws {
    let workshop = try Workshop()
    try await workshop.run([Toy(until: 1000).stage("short")])
    let arm = Toy(rules: [(0, 3), (1000, 8)])
    #expect(try workshop.plan([arm.stage("arm")])["arm"]?.description == "restore 0…1000, run 1000…2000")
    let summary = try await workshop.run([arm.stage("arm")])
    #expect(trained(summary) == ["arm 1000…2000"])
    #expect(try await outputs(arm) == summary.outputs["arm"])
  }

  @Test("three arms train their trunk once", arguments: [1, 2])
  func arms(jobs: Int) async throws {
    let workshop = try Workshop()
    let toys = [
      "baseline": Toy(until: 6000), "early": Toy(rules: [(0, 3), (1000, 8)], until: 6000),
      "middle": Toy(rules: [(0, 3), (2000, 8)], until: 6000),
      "late": Toy(rules: [(0, 3), (5000, 8)], until: 6000),
    ]
    let stages = ["baseline", "early", "middle", "late"].compactMap { name in toys[name]?.stage(name) }
    let summary = try await workshop.run(stages, jobs: jobs)
    #expect(
      trained(summary) == [
        "baseline 0…1000", "baseline 1000…2000", "baseline 2000…5000", "baseline 5000…6000",
        "early 1000…6000",
        "late 5000…6000", "middle 2000…6000",
      ])
    for (name, toy) in toys { #expect(try await outputs(toy) == summary.outputs[name]) }
    // Only the states at the ends stay.
    let groups = Set(toys.values.flatMap { $0.trajectory.stretches(until: 6000).map(\.key) })
    let states = try groups.flatMap { try workshop.store.records(in: $0) }.filter {
      $0.hasPrefix("state") || $0.hasPrefix("checkpoint")
    }
    #expect(states == Array(repeating: "state-000006000", count: 4))
  }

  @Test("states where rules change stay if that is asked for")
  func boundaries() async throws {
    let workshop = try Workshop()
    let toy = Toy(rules: [(0, 3), (1000, 8)], keep: .boundaries)
    try await workshop.run([toy.stage("t")])
    let arm = Toy(rules: [(0, 3), (1000, 9)])
    #expect(try workshop.plan([arm.stage("arm")])["arm"]?.description == "restore 0…1000, run 1000…2000")
  }

  @Test("without any state kept, results stay and an extension starts over")
  func keepNone() async throws {
    let workshop = try Workshop()
    var toy = Toy(keep: .none, checkpointEvery: 300)
    try await workshop.run([toy.stage("t")])
    #expect(try workshop.plan([toy.stage("t")])["t"]?.state == .hit)
    toy.until = 2500
    #expect(try workshop.plan([toy.stage("t")])["t"]?.description == "run 0…2500")
    let summary = try await workshop.run([toy.stage("t")])
    #expect(try await outputs(toy) == summary.outputs["t"])
  }

  @Test("an observer added later replays, and leaves what is known as it is")
  func replay() async throws {
    let workshop = try Workshop()
    let first = try await workshop.run([Toy().stage("t")])
    let more = Toy(observers: [Toy.value, Toy.coarse])
    let plan = try workshop.plan([more.stage("t")])
    #expect(plan["t"]?.description == "run (replay for coarse) 0…2000")
    let summary = try await workshop.run([more.stage("t")])
    #expect(summary.outputs["t"]?.first == first.outputs["t"]?.first)
    #expect(try await outputs(more) == summary.outputs["t"])
  }

  @Test("an observer without memory goes on from any state, one with a memory from the start")
  func memory() async throws {
    try await later(Toy.coarse, trains: "t 2000…3000")
    try await later(Toy.sum, trains: "t 0…3000")
  }

  /// Asks for one more observer after a run of 2,000 steps.
  private func later(_ observer: Observer, trains range: String) async throws {
    let workshop = try Workshop()
    try await workshop.run([Toy(until: 2000, observers: [Toy.value]).stage("t")])
    let toy = Toy(until: 3000, observers: [observer])
    let covered = Toy(until: 2000, observers: [Toy.coarse])
    try await workshop.run([covered.stage("t")])
    let summary = try await workshop.run([toy.stage("t")])
    let expected = try await outputs(toy)
    #expect(trained(summary).last == range)
    #expect(expected == summary.outputs["t"])
  }

  @Test("a stop rule ends a run, and moving it retrains nothing")
  func stop() async throws {
    let workshop = try Workshop()
    var toy = Toy(until: 50_000, finals: [], stop: (97, 400))
    #expect(try workshop.plan([toy.stage("t")])["t"]?.description == "run at most 0…50000")
    let summary = try await workshop.run([toy.stage("t")])
    let end = try #require(summary.trained.first?.range.to)
    #expect(end < 50_000)
    #expect(try workshop.text(summary, "t", "end") == "{\"step\":\(end)}\n")
    toy.stop = (97, 100)
    #expect(try workshop.plan([toy.stage("t")])["t"]?.description == "restore 0…\(end - 300)")
    let earlier = try await workshop.run([toy.stage("t")])
    #expect(trained(earlier) == [])
    #expect(try workshop.text(earlier, "t", "end") == "{\"step\":\(end - 300)}\n")
    #expect(try await outputs(toy) == earlier.outputs["t"])
    toy.stop = (97, 1000)
    #expect(
      try workshop.plan([toy.stage("t")])["t"]?.description == "restore 0…\(end), run at most \(end)…50000")
    let later = try await workshop.run([toy.stage("t")])
    #expect(trained(later) == ["t \(end)…\(end + 600)"])
    #expect(try await outputs(toy) == later.outputs["t"])
  }

  @Test("an end observation of a state that is gone retrains up to it, one of a stored state trains nothing")
  func finals() async throws {
    let workshop = try Workshop()
    var toy = Toy(finals: [])
    try await workshop.run([toy.stage("t")])
    toy.finals = [Toy.last]
    #expect(try workshop.plan([toy.stage("t")])["t"]?.description == "restore 0…2000, look at step 2000")
    let looked = try await workshop.run([toy.stage("t")])
    #expect(trained(looked) == ["t 2000…2000"])
    #expect(try await outputs(toy) == looked.outputs["t"])
    toy.until = 1500
    let retrained = try await workshop.run([toy.stage("t")])
    #expect(trained(retrained) == ["t 0…1500"])
    #expect(try await outputs(toy) == retrained.outputs["t"])
  }

  @Test("a run that is killed goes on from its checkpoint and ends in the same bytes", arguments: 0..<12)
  func killed(seed: Int) async throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let workshop = try Workshop()
    var toy = Toy(
      rules: [(0, 3), (700, 5), (1300, 3)], observers: [Toy.value, Toy.coarse, Toy.sum], finals: [Toy.last],
      checkpointEvery: Int.random(in: 20...400, using: &generator))
    let straight = try await outputs(toy)
    toy.mishap = Mishap(at: Set((0..<5).map { _ in Int.random(in: 1...2000, using: &generator) }))
    var summary = try await workshop.run([toy.stage("t")])
    var failures = 0
    while !summary.isComplete {
      failures += 1
      try #require(failures <= 5)
      toy.checkpointEvery = Int.random(in: 20...400, using: &generator)
      summary = try await workshop.run([toy.stage("t")])
    }
    #expect(failures >= 1)
    #expect(summary.outputs["t"] == straight)
    // The pieces of the interruptions are one again, and no checkpoint is left.
    for stretch in toy.trajectory.stretches(until: 2000) {
      let names = try workshop.store.records(in: stretch.key)
      #expect(!names.contains { $0.hasPrefix("checkpoint") })
    }
  }

  @Test("demands cut at random give what straight runs give", arguments: 0..<12)
  func cutAnywhere(seed: Int) async throws {
    var generator = SeededGenerator(seed: UInt64(1000 + seed))
    let workshop = try Workshop()
    for _ in 0..<5 {
      var stages: [Stage] = []
      var toys: [Toy] = []
      for index in 0..<Int.random(in: 1...3, using: &generator) {
        var toy = Toy(until: Int.random(in: 1...1500, using: &generator))
        let branch = [200, 500, 900].randomElement(using: &generator) ?? 200
        if Bool.random(using: &generator) {
          toy.rules = [(0, 3), (branch, UInt64.random(in: 4...5, using: &generator))]
        }
        toy.observers = [Toy.value, Toy.coarse, Toy.sum].filter { _ in Bool.random(using: &generator) }
        if Bool.random(using: &generator) { toy.finals = [Toy.last] }
        toy.keep = Demand.StateKeeping.allCases.randomElement(using: &generator) ?? .final
        if toy.observers.contains(Toy.value), Bool.random(using: &generator) { toy.stop = (11, 200) }
        toy.checkpointEvery = [70, 333, Int.max].randomElement(using: &generator) ?? 70
        toys.append(toy)
        stages.append(toy.stage("t\(index)"))
      }
      let plan = try workshop.plan(stages)
      let summary = try await workshop.run(stages)
      #expect(summary.isComplete, "\(summary.failures)")
      for (index, toy) in toys.enumerated() {
        #expect(try await outputs(toy) == summary.outputs["t\(index)"], "\(toy)")
        // Nothing is trained that the plan did not announce.
        if plan["t\(index)"]?.state != .run { #expect(!summary.ran.contains("t\(index)")) }
      }
      #expect(try workshop.plan(stages).isUpToDate)
    }
  }

  @Test("a forced trajectory is trained from the start and must come out the same")
  func forced() async throws {
    let workshop = try Workshop()
    let stages = [Toy().stage("t")]
    try await workshop.run(stages)
    let summary = try await workshop.run(stages, force: ["t"])
    #expect(trained(summary) == ["t 0…2000"])
    #expect(summary.isComplete)
  }
}

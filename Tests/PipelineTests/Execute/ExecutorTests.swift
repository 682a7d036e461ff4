import Foundation
import Spec
import Testing

@testable import Pipeline

private struct Broken: Error, CustomStringConvertible { let description = "it broke" }

@Suite("Execution")
struct ExecutorTests {
  @Test("after a failure nothing more starts, and the next run goes on from there")
  func failure() async throws {
    let workshop = try Workshop()
    let isBroken = Notebook<Bool>()
    isBroken.append(true)
    let stages: [Stage] = [
      .joining("a"), .joining("b", 1, from: ["a"]) { _ in if !isBroken.all.isEmpty { throw Broken() } },
      .joining("c", 2, from: ["b"]), .joining("d", 3),
    ]
    let summary = try await workshop.run(stages, jobs: 1)
    #expect(summary.ran == ["a"])
    #expect(summary.failures.map(\.stage) == ["b"])
    #expect(summary.failures.first?.message == "it broke")
    #expect(summary.skipped == ["c", "d"])
    let log = try #require(summary.failures.first?.log)
    #expect(try String(contentsOfFile: log, encoding: .utf8) == "it broke\n")
    _ = isBroken.take()
    #expect(try await workshop.run(stages, jobs: 1).ran == ["b", "c", "d"])
  }

  @Test("with keep-going, only what depends on a failure is left out")
  func keepGoing() async throws {
    let workshop = try Workshop()
    let stages: [Stage] = [
      .joining("a") { _ in throw Broken() }, .joining("b", 1, from: ["a"]), .joining("c", 2),
      .joining("d", 3, from: ["c"]),
    ]
    let summary = try await workshop.run(stages, jobs: 1, keepGoing: true)
    #expect(summary.ran == ["c", "d"])
    #expect(summary.skipped == ["b"])
  }

  @Test("stages start in the order of the graph", arguments: [1, 3])
  func order(jobs: Int) async throws {
    let workshop = try Workshop()
    let stages = (0..<12).map { Stage.joining("s\($0)", .integer($0)) }
    try await workshop.run(stages, jobs: jobs)
    let started = workshop.events.all.compactMap { event -> String? in
      if case .started = event.kind { event.stage } else { nil }
    }
    if jobs == 1 { #expect(started == stages.map(\.name)) }
    #expect(started.sorted() == stages.map(\.name).sorted())
  }

  @Test("never more stages run at once than there are jobs and cores", arguments: [1, 2, 4])
  func limits(jobs: Int) async throws {
    let workshop = try Workshop()
    let running = Notebook<Int>()
    let stages = (0..<12).map { index in
      Stage.joining("s\(index)", .integer(index)) { _ in
        running.append(1)
        let now = running.all.reduce(0, +)
        usleep(3000)
        running.append(-1)
        if now > jobs { throw Broken() }
      }
    }
    #expect(try await workshop.run(stages, jobs: jobs).isComplete)
  }

  @Test("stages wait for memory, and one that needs more than there is runs alone")
  func memory() async throws {
    let workshop = try Workshop()
    let running = Notebook<Int>()
    let stages = [30, 80, 50, 500, 40, 60].enumerated().map { index, size in
      Stage(name: "s\(index)", kind: "big", parameters: .integer(index), outputs: [], memory: size) { _ in
        running.append(size)
        let now = running.all
        usleep(3000)
        running.append(-size)
        if now.reduce(0, +) > 100, now.reduce(0, +) != size { throw Broken() }
        return StageOutputs()
      }
    }
    let plan = try workshop.plan(stages)
    let settings = Executor.Settings(jobs: 6, threads: 6, memory: 100)
    #expect(try await Executor(store: workshop.store, settings: settings).run(plan).isComplete)
    #expect(running.all.count == 12)
  }

  @Test("a stop lets running stages end, starts no other, and loses nothing that was done")
  func cancelled() async throws {
    let workshop = try Workshop()
    let cancellation = Cancellation()
    let stages: [Stage] = [
      .joining("a"), .joining("b", 1) { _ in cancellation.cancel() }, .joining("c", 2),
    ]
    let summary = try await workshop.run(stages, jobs: 1, cancellation: cancellation)
    #expect(summary.wasCancelled && summary.ran == ["a"] && summary.failures.isEmpty)
    #expect(summary.skipped == ["b", "c"])
    #expect(try await workshop.run(stages, jobs: 1).ran == ["b", "c"])
  }

  @Test("a stopped training goes on from its checkpoint")
  func stoppedTraining() async throws {
    let workshop = try Workshop()
    let cancellation = Cancellation()
    var toy = Toy(checkpointEvery: 100, mishap: Mishap(at: [950], then: { cancellation.cancel() }))
    let stopped = try await workshop.run([toy.stage("t")], cancellation: cancellation)
    #expect(stopped.wasCancelled && stopped.trained.isEmpty)
    let partial = try #require(try toy.demand.partial(in: workshop.store).first)
    #expect(partial.reach == 900)
    #expect(
      String(decoding: partial.text, as: UTF8.self).split(separator: "\n").last?.hasPrefix("896,") == true)
    toy.mishap = nil
    #expect(try workshop.plan([toy.stage("t")])["t"]?.description == "restore 0…900, run 900…2000")
    let summary = try await workshop.run([toy.stage("t")])
    #expect(try await Workshop().run([toy.stage("t")]).outputs["t"] == summary.outputs["t"])
  }

  @Test("two processes' worth of executors on one store do everything exactly once")
  func exactlyOnce() async throws {
    let workshop = try Workshop()
    let done = Notebook<String>()
    var stages = (0..<20).map { index in
      Stage.joining("s\(index)", .integer(index), from: index < 3 ? [] : ["s\(index - 3)"]) { context in
        done.append(context.stage)
        usleep(2000)
      }
    }
    stages.append(Toy().stage("t"))
    stages.append(Toy(rules: [(0, 3), (1000, 4)]).stage("u"))
    let all = stages
    let store = workshop.store
    let summaries = try await withThrowingTaskGroup(of: RunSummary.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let plan = try Plan(StageGraph(all), store: store)
          return try await Executor(store: store, settings: .init(jobs: 3, threads: 3)).run(plan)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(summaries.allSatisfy { $0.isComplete })
    #expect(done.all.sorted() == stages.prefix(20).map(\.name).sorted())
    #expect(summaries.flatMap { $0.ran }.sorted() == stages.map(\.name).sorted())
    #expect(
      summaries.flatMap { $0.trained }.map { "\($0.range)" }.sorted() == ["0…1000", "1000…2000", "1000…2000"])
    #expect(Set(summaries.map { $0.outputs }).count == 1)
  }

  @Test("other bytes for the same key are reported with both digests, and the first ones stay")
  func nondeterminism() async throws {
    let workshop = try Workshop()
    let counter = Notebook<Int>()
    let stage = Stage(name: "a", kind: "count", parameters: .null, outputs: ["out"]) { _ in
      counter.append(1)
      return StageOutputs("out", Array("\(counter.all.count)".utf8))
    }
    let first = try await workshop.run([stage])
    let second = try await workshop.run([stage], force: ["a"])
    let message = try #require(second.failures.first?.message)
    #expect(
      message.contains(Digest.of(Array("1".utf8)).hex) && message.contains(Digest.of(Array("2".utf8)).hex))
    #expect(try await workshop.run([stage]).outputs == first.outputs)
  }

  @Test("a trajectory that comes out differently is reported, not stored")
  func nondeterministicTrajectory() async throws {
    let workshop = try Workshop()
    try await workshop.run([Toy().stage("t")])
    var toy = Toy(observers: [Toy.value, Toy.coarse])
    toy.disturbance = 1
    let summary = try await workshop.run([toy.stage("t")])
    #expect(summary.failures.first?.message.contains("is not deterministic") == true)
  }

  @Test("a source that changes while a stage reads it keeps the result out of the store")
  func changedSource() async throws {
    let workshop = try Workshop()
    let content = Notebook<[UInt8]>()
    content.append(Array("old".utf8))
    let current: @Sendable () -> [UInt8] = { content.all.last ?? [] }
    let source = Source(
      name: "data.csv", digest: .of(current()), current: { .of(current()) }, content: { current() })
    let stage = Stage(
      name: "a", kind: "read", parameters: .null, inputs: [StageInput("data", from: .source(source))],
      outputs: ["out"]
    ) { context in
      let bytes = try context.read("data")
      content.append(Array("new".utf8))
      return StageOutputs("out", bytes)
    }
    let summary = try await workshop.run([stage])
    #expect(summary.failures.first?.message.contains("'data.csv' changed") == true)
    #expect(try workshop.plan([stage])["a"]?.state == .run)
  }

  @Test("a stage that makes other outputs than it declares fails")
  func wrongOutputs() async throws {
    let workshop = try Workshop()
    let stage = Stage(name: "a", kind: "x", parameters: .null, outputs: ["out"]) { _ in
      StageOutputs("oops", [])
    }
    #expect(try await workshop.run([stage]).failures.first?.message.contains("made oops where out") == true)
  }

  @Test("events tell each stage's story, and times stay out of the results")
  func telemetry() async throws {
    let workshop = try Workshop()
    let summary = try await workshop.run([
      .joining("a") { context in
        context.report(Progress(fraction: 0.5, rate: 10, peakMemory: 4096, text: "half"))
        context.note("well")
      }
    ])
    let words = workshop.events.all.map { event in
      switch event.kind {
      case .started: "started"
      case .progress: "progress"
      case .note(let text): text
      case .finished(_, let finish): "\(finish)"
      default: "other"
      }
    }
    #expect(words == ["started", "progress", "well", "ran"])
    let folder = "\(workshop.store.root)/telemetry"
    let file = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
    let line = try JSON(parsing: try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8))
    #expect(line["stage"]?.string == "a" && line["outcome"]?.string == "ran")
    #expect(line["rate"]?.number == 10 && line["peak_memory"]?.integer == 4096)
    #expect(try await Workshop().run([.joining("a")]).outputs == summary.outputs)
  }
}

import Pipeline
import Testing

@testable import Experiment

@Suite("A phase that ends when a metric crosses a line")
struct AdvanceTests {
  private static func spec(
    until: Int = 200, advance: String = "advance: {metric: train_loss, falls_to: 1.1, then: 7}"
  )
    -> String
  {
    StudyFolder.spec
      .replacing("early: {until: 100}", with: "early: {until: 100, \(advance)}")
      .replacing(
        "late: {until: 200}",
        with: "late: {until: \(until), optimizer: {kind: adam, learning_rate: 0.02, weight_decay: 0}}")
  }

  private func run(_ specs: String...) async throws -> [StudyFolder.Outcome] {
    let folder = try StudyFolder()
    var outcomes: [StudyFolder.Outcome] = []
    for spec in specs {
      try folder.write(spec, to: "wave.yaml")
      outcomes.append(try await folder.run())
      try #require(outcomes.last?.report.summary.isComplete == true)
    }
    return outcomes
  }

  @Test("A longer last phase trains its tail only and gives the bytes of a straight run")
  func longer() async throws {
    let cut = try await run(Self.spec(until: 130), Self.spec())
    let straight = try await run(Self.spec())
    #expect(cut[1].digests == straight[0].digests)
    #expect(cut[1].report.summary.trained.allSatisfy { $0.range == StepRange(130, 200) })
    #expect(!cut[1].report.summary.trained.isEmpty)
  }

  @Test("The early end changes what is trained, and a run with a planned end shares nothing of the phase")
  func other() async throws {
    let planned = Self.spec(advance: "stop: {metric: train_loss, falls_to: 0}")
    let both = try await run(Self.spec(), planned)
    let alone = try await run(planned)
    #expect(both[1].digests == alone[0].digests)
    #expect(both[0].digests["train/plain/seed=0"] != alone[0].digests["train/plain/seed=0"])
    #expect(both[1].report.summary.trained.count == alone[0].report.summary.trained.count)
  }

  @Test("Nothing is trained again after a comment")
  func comment() async throws {
    let outcomes = try await run(Self.spec(), "# why\n" + Self.spec())
    #expect(outcomes[1].plan.isUpToDate && outcomes[1].report.summary.trained.isEmpty)
  }
}

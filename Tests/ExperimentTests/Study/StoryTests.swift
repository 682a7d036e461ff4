import Foundation
import Pipeline
import Spec
import Testing

@testable import Experiment

@Suite("After an edit, exactly what it changes is done again")
struct StoryTests {
  /// The study as it was before every edit, done.
  private static let finished = Task {
    let folder = try StudyFolder()
    try #require(try await folder.run().report.summary.isComplete)
    return Finished(folder: folder)
  }

  /// Nobody writes to the folder after it is made, so that any thread may copy it.
  private struct Finished: @unchecked Sendable { let folder: StudyFolder }

  @Test("The plan announces what is done after an edit, and nothing else is done", arguments: Story.all)
  func story(_ story: Story) async throws {
    let folder = try await StudyFolder(copying: StoryTests.finished.value.folder)
    // Copied files are new files: what was exported is looked at once.
    #expect(try await folder.run().report.summary.ran.isEmpty)
    let spec = try #require(story.spec, "a text to change is not in the spec")
    try folder.write(spec, to: "wave.yaml")
    let outcome = try await folder.run()
    #expect(outcome.report.summary.isComplete)
    #expect(outcome.report.summary.healed.isEmpty)
    #expect(lines(outcome) == story.done)
    outcome.expectToBeAsPlanned()
    let again = try await folder.run()
    #expect(again.plan.isUpToDate)
    #expect(again.report.summary.ran.isEmpty && again.report.written.isEmpty)
    #expect(again.digests == outcome.digests)
  }

  /// Stages that are not up to date, the seeds of a run together: how they are planned, what became of those that might
  /// run, and why those run that train nothing.
  private func lines(_ outcome: StudyFolder.Outcome) -> String {
    var lines: [String] = []
    for step in outcome.plan.steps where step.state != .hit {
      var line = "\(step.stage.name.replacing(/\/seed=\d+/, with: "")): \(step)"
      if step.state == .maybe {
        line += outcome.report.summary.ran.contains(step.stage.name) ? ", ran" : ", same"
      } else if step.state == .run, !step.stage.name.hasPrefix("train/") {
        line += " (\(brief(step.reason)))"
      }
      if !lines.contains(line) { lines.append(line) }
    }
    return lines.isEmpty ? "up to date" : lines.joined(separator: "\n")
  }

  /// The first thing that a reason says, without places, seeds and digests. Which of several runs it names first follows
  /// from digests too.
  private func brief(_ reason: Reason) -> String {
    let noise = /\ \([^ ()]*wave[^ ()]*\)|\/seed=\d+|(\ [0-9a-f]{12})?\ →\ unknown$|\ [0-9a-f]{12}/
    let text = "\(reason)".replacing(noise, with: "").replacing(/-\d+' of train\/\w+/, with: "' of a run")
    return String(text.prefix(while: { $0 != ";" }).split(separator: ", ").first ?? "")
  }

  @Test("A spec that extends another one is the same as one that says it all")
  func extended() async throws {
    let folder = try await StudyFolder(copying: StoryTests.finished.value.folder)
    #expect(try await folder.run().report.summary.ran.isEmpty)
    try folder.write(StudyFolder.spec, to: "base.yaml")
    try folder.write("grokline: 1\nextends: base.yaml\n", to: "wave.yaml")
    let outcome = try await folder.run()
    #expect(lines(outcome) == "up to date")
  }

  @Test("A changed data file retrains everything; one that only looks new changes nothing")
  func data() async throws {
    let folder = try await StudyFolder(copying: StoryTests.finished.value.folder)
    #expect(try await folder.run().report.summary.ran.isEmpty)
    let rows = try String(contentsOfFile: folder.path + "/wave.csv", encoding: .utf8)
    try folder.write(rows, to: "wave.csv")
    #expect(lines(try await folder.run()) == "up to date")
    try folder.write(rows + "0,0,1\n", to: "wave.csv")
    let outcome = try await folder.run()
    outcome.expectToBeAsPlanned()
    #expect(
      lines(outcome) == Story.everything)
  }
}

import Foundation
import Pipeline
import Randomized
import Spec
import Testing

@testable import Experiment

/// `GROKLINE_TEST_SEED` and `GROKLINE_TEST_EDITS` choose other and longer runs.
@Suite("After any edit in a long chain of them")
struct EditFuzzTests {
  private static let chains = 10
  private static let edits = setting("GROKLINE_TEST_EDITS", default: 200)
  private static let seed = setting("GROKLINE_TEST_SEED", default: 2024)

  @Test(
    "the plan says what is then done, and the reasons name the changed setting with its place and both values",
    arguments: 0..<chains)
  func chain(_ number: Int) async throws {
    var dice = SeededGenerator(seed: UInt64(EditFuzzTests.seed + number))
    var study = EditableStudy()
    let folder = try StudyFolder()
    try folder.write(study.text, to: "wave.yaml")
    var before = Set(try await folder.run().plan.steps.map(\.stage.name))
    for index in 0..<(EditFuzzTests.edits / EditFuzzTests.chains) {
      let edit = study.edit(&dice)
      let what: Comment =
        "seed \(EditFuzzTests.seed), chain \(number), edit \(index + 1): \(edit.description)"
      try folder.write(study.text, to: "wave.yaml")
      let ledger = try Ledger.load("wave", from: ArtifactStore(root: folder.study().project.store))
      let outcome = try await folder.run()
      #expect(outcome.report.summary.isComplete, what)
      #expect(outcome.report.summary.healed.isEmpty, what)
      outcome.expectToBeAsPlanned(what)
      if edit.isCosmetic { #expect(outcome.plan.isUpToDate, what) }
      if let leaf = edit.leaf {
        let explanations = before.compactMap { outcome.plan.why($0, ledger: ledger) }
        // Phases that train alike are one, wherever one hands over to the other.
        if !outcome.plan.isUpToDate { check(explanations.filter { $0.subject == .plan }, leaf, what) }
      }
      before = Set(outcome.plan.steps.map(\.stage.name))
    }
    #expect(try ArtifactStore(root: folder.study().project.store).verify().damages.isEmpty)
  }

  /// Whatever is said to have changed is what was edited, and somebody says so.
  private func check(_ explanations: [Explanation], _ leaf: EditableStudy.Edit.Leaf, _ what: Comment) {
    var isSaid = false
    for explanation in explanations {
      guard case .changed(let changes) = explanation.reason else { continue }
      isSaid = true
      let named = changes.filter { $0.path.hasSuffix("." + leaf.key) }
      #expect(!named.isEmpty, what)
      for change in named {
        #expect(same(change.old, leaf.old) && same(change.new, leaf.new), what)
        #expect(change.location?.line == leaf.line, what)
        #expect(change.location?.file.hasSuffix("wave.yaml") == true, what)
      }
      // A default may follow from what was edited; it is written nowhere.
      for change in changes where !change.path.hasSuffix("." + leaf.key) {
        #expect(change.location == nil, what)
      }
    }
    #expect(isSaid, "\(what): \(explanations.map { "\($0.stage): \($0.reason)" })")
  }

  /// 1 and 1.0 are one number.
  private func same(_ value: JSON?, _ expected: JSON) -> Bool {
    expected.number.map { $0 == value?.number } ?? (value == expected)
  }
}

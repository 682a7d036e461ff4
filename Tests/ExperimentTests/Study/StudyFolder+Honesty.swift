import Experiment
import Pipeline
import Testing

extension StudyFolder.Outcome {
  /// What ran was announced, what was announced ran, and what was known was left alone.
  func expectToBeAsPlanned(_ what: Comment? = nil) {
    let summary = report.summary
    for step in plan.steps {
      let didRun = summary.ran.contains(step.stage.name)
      switch step.state {
      case .run:
        if case .sameAs = step.reason {
          #expect(summary.reused.contains(step.stage.name), what)
        } else {
          #expect(didRun, "\(step.stage.name) was announced and did not run: \(what?.description ?? "")")
        }
      case .maybe: #expect(didRun != summary.reused.contains(step.stage.name), what)
      case .hit, .restore, .idle:
        #expect(!didRun, "\(step.stage.name) ran unannounced: \(what?.description ?? "")")
      }
    }
    #expect(summary.ran.count == Set(summary.ran).count, what)
    // A stop rule may end a segment early.
    #expect(summary.trained.count == plan.training.count, what)
    for (_, range) in summary.trained {
      #expect(plan.training.contains { $0.range.from == range.from && $0.range.to >= range.to }, what)
    }
  }
}

internal import Learning
public import Pipeline

/// What a plan would take.
public struct PlanCost: Sendable {
  /// Stages that certainly or maybe run.
  public let stages: Int
  public let trainings: Int
  /// Optimisation steps, at most.
  public let steps: Int
  /// A rough guess, from parameters and rows alone, for one core.
  public let seconds: Double
  private let sources: [Source]

  /// Floating-point operations in a second that one core of today does in training.
  private static let speed = 5e10
  /// Seconds of a step besides.
  private static let overhead = 3e-5

  fileprivate init(_ study: Study, _ plan: Plan) {
    let runs = Dictionary(zip(study.points.map(\.stage), study.runs)) { first, _ in first }
    let pending = plan.steps.filter { $0.state == .run || $0.state == .maybe }
    stages = pending.count
    trainings = pending.count { runs[$0.stage.name] != nil }
    steps = plan.training.reduce(0) { $0 + $1.range.count }
    var seconds = 0.0
    var sources: [String: Source] = [:]
    for segment in plan.training {
      guard let run = segment.stages.first.flatMap({ runs[$0] }) else { continue }
      seconds += PlanCost.seconds(steps: segment.range.count, operations: run.stepWork)
      for source in run.design.sources { sources[source.name] = source }
    }
    self.seconds = seconds
    self.sources = sources.values.sorted { $0.name < $1.name }
  }

  /// - Parameter operations: of one step.
  static func seconds(steps: Int, operations: Double) -> Double {
    Double(steps) * (operations / speed + overhead)
  }

  /// Data files that are not here, and what to do about each.
  public var missingData: [String] {
    sources.compactMap { source in
      do {
        _ = try source.current()
        return nil
      } catch { return "\(error)" }
    }
  }
}

extension Study {
  public func cost(of plan: Plan) -> PlanCost { PlanCost(self, plan) }
}

extension TrainingRun {
  /// Floating-point operations of one step: each parameter meets each position forward, and twice backward.
  var stepWork: Double {
    var positions = 1
    if case .tokens(_, let length) = design.signature.inputs { positions = length }
    return 6 * Double(design.layout.count) * Double(design.plan.batch) * Double(positions)
  }
}

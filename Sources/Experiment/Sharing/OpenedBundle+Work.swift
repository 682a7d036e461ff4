internal import Pipeline
internal import Spec

extension OpenedBundle {
  /// How many runs were trained for it.
  public var trainings: Int { trained.count }

  /// The optimisation steps of all of them.
  public var steps: Int { trained.reduce(0) { $0 + $1.steps } }

  /// A very rough guess of how long they take on one core.
  public var seconds: Double {
    trained.reduce(0) { $0 + PlanCost.seconds(steps: $1.steps, operations: $1.operations) }
  }

  /// The data files that are not in it, with sizes and where they can be had.
  public var absentData: [String] {
    memory.files.compactMap { known in
      if paths[known.digest] != nil { return nil }
      let size = known.bytes.map { "\($0) bytes, " } ?? ""
      let place = known.urls.first.map { ", \($0)" } ?? ""
      return TextChecked.line("\(known.file) (\(size)SHA-256 \(known.digest.short)…\(place))")
    }
  }

  private var trained: [(steps: Int, operations: Double)] {
    (lock.json["stages"]?.object ?? [:]).values.compactMap { stage in
      guard let operations = stage["step_operations"]?.number,
        let steps = stage["steps"]?.integer ?? stage["until"]?.integer, (0...1 << 40).contains(steps)
      else { return nil }
      return (steps, min(max(operations, 0), 1e18))
    }
  }
}

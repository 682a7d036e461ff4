internal import Spec

/// Watches the numbers whose gradients and updates are written down.
///
/// A step that is not written down costs one comparison; one that is costs three passes over the sample.
struct GradientWatch {
  let sample: GradientSample
  /// The next step whose update is written down; nil if none follows.
  var due: Int?
  /// `[sample]`: the gradient of the last such step as the batch gave it, before clipping and filters.
  private(set) var gradient: [Float]
  /// `[sample]`: the parameters before that step, then what the step added to them.
  private(set) var update: [Float]

  init(_ sample: GradientSample) {
    self.sample = sample
    gradient = [Float](repeating: 0, count: sample.places.count)
    update = gradient
  }

  /// Notes what an update starts from.
  mutating func begin(
    _ parameters: UnsafeMutableBufferPointer<Float>, _ gradient: UnsafeMutableBufferPointer<Float>
  ) {
    for (index, place) in sample.places.enumerated() {
      self.gradient[index] = gradient[place]
      update[index] = parameters[place]
    }
  }

  /// Notes where it led.
  mutating func finish(_ parameters: [Float]) {
    for (index, place) in sample.places.enumerated() { update[index] = parameters[place] - update[index] }
  }
}

extension Trainer {
  /// Moves on to the first step after `step` whose update is written down. Step 0 follows no update.
  func watchGradients(after step: Int) {
    watch?.due = plan.gradients?.every.next(after: max(step, 0), stepsPerEpoch: plan.stepsPerEpoch)
  }

  /// Shows what was noted of the update that led to this step.
  func showGradients(_ observer: inout some TrainingObserver) throws {
    guard let watch, watch.due == step else { return }
    try watch.gradient.withUnsafeBufferPointer { gradient in
      try watch.update.withUnsafeBufferPointer { update in
        try observer.didUpdate(step: step, gradient: gradient, update: update)
      }
    }
    watchGradients(after: step)
  }
}

internal import Compute

/// The samples' features as the data set has them: `y[i] = features[samples[i]]`, `[ends, width]`.
struct FeatureInput: Operation {
  let y: Value

  init(width: Int, in model: inout ModelBuilder) {
    y = model.value(.ends, width: width, needsGradient: false)
    model.append(self)
  }

  var forwardRows: RowSet? { .ends }
  var backwardRows: RowSet? { nil }
  var work: Int { 0 }

  mutating func plan(_ plan: inout GradientPlan) {}

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    guard let features = pass.features else { preconditionFailure("a model of features was given tokens") }
    for row in rows {
      pass.row(y, row).update(from: features + Int(pass.samples[row]) * y.width, count: y.width)
    }
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {}
}

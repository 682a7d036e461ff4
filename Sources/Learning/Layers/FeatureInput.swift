/// The data set's features of each sample, as they are: y `[ends, width]`.
struct FeatureInput: Operation {
  let y: Value

  static func apply(width: Int, in model: inout ModelBuilder) -> Value {
    let operation = FeatureInput(y: model.value(.ends, width: width, needsGradient: false))
    model.append(operation)
    return operation.y
  }

  var forwardRows: RowSet? { .ends }
  var backwardRows: RowSet? { nil }
  var work: Int { y.width }

  mutating func plan(_ plan: inout GradientPlan) {}

  func forward(_ rows: Range<Int>, _ pass: Pass) {
    guard let table = pass.features else {
      preconditionFailure("a model of features was given something else")
    }
    for row in rows {
      pass.row(y, row).update(from: table.start + Int(pass.samples[row]) * table.width, count: y.width)
    }
  }

  func backward(_ rows: Range<Int>, _ pass: Pass) {}
}

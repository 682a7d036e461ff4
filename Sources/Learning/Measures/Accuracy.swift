public import Spec

/// The share of samples, or of their positions, whose largest prediction is that of the right class; the first of
/// equal ones counts.
///
/// Where the loss asks for yes or no, the share of predictions on the right side: of 0, for logits, and of 1/2 for
/// targets.
public struct Accuracy: Measure {
  public static let kind = "accuracy"
  public static let summary = "the share of samples whose largest prediction is that of the right class"
  public static let example = "kind: accuracy"
  public static let best = Extreme.highest

  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) { location = fields.node.location }

  public func check(_ signature: Signature, _ loss: any Loss) throws(InvalidSpec) {
    try checkAnswers(Self.kind, signature, loss, location)
  }

  public func sum(
    of predictions: UnsafePointer<Float>, outputs: Int, examples: Examples, rows: UnsafeBufferPointer<Int32>,
    loss: any Loss
  ) -> Double {
    countRight(predictions, outputs: outputs, examples, rows, loss)
  }
}

/// The share of samples whose largest prediction is not that of the right class.
public struct ClassificationError: Measure {
  public static let kind = "error"
  public static let summary = "the share of samples whose largest prediction is that of a wrong class"
  public static let example = "kind: error"
  public static let best = Extreme.lowest

  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) { location = fields.node.location }

  public func check(_ signature: Signature, _ loss: any Loss) throws(InvalidSpec) {
    try checkAnswers(Self.kind, signature, loss, location)
  }

  public func sum(
    of predictions: UnsafePointer<Float>, outputs: Int, examples: Examples, rows: UnsafeBufferPointer<Int32>,
    loss: any Loss
  ) -> Double {
    Double(rows.count) - countRight(predictions, outputs: outputs, examples, rows, loss)
  }
}

private func checkAnswers(
  _ kind: String, _ signature: Signature, _ loss: any Loss, _ location: SourceLocation
) throws(InvalidSpec) {
  switch signature.targets {
  case .classes, .positions: return
  case .values where type(of: loss).boundary != nil: return
  case .values:
    throw InvalidSpec([
      Diagnostic(
        "'\(kind)' needs classes, but the targets of this data set are values", at: location,
        hint: "try fraction-within or squared-error")
    ])
  }
}

/// How many samples are right. One with a target at every position counts as its share of right positions, one with
/// several yes-or-no answers as its share of right answers.
private func countRight(
  _ predictions: UnsafePointer<Float>, outputs: Int, _ examples: Examples, _ rows: UnsafeBufferPointer<Int32>,
  _ loss: any Loss
) -> Double {
  func isRight(_ prediction: Int, _ right: Int32) -> Bool {
    let logits = predictions + prediction * outputs
    var largest = 0
    for output in 1..<max(outputs, 1) where logits[output] > logits[largest] { largest = output }
    return largest == Int(right)
  }
  switch examples.targets {
  case .classes(let classes, _):
    return classes.withUnsafeBufferPointer { classes in
      Double(rows.indices.count { isRight($0, classes[Int(rows[$0])]) })
    }
  case .windows(let classes, let length, _):
    let right = classes.withUnsafeBufferPointer { classes in
      rows.indices.reduce(0) { sum, sample in
        sum + (0..<length).count { isRight(sample * length + $0, classes[Int(rows[sample]) + $0]) }
      }
    }
    return Double(right) / Double(length)
  case .values(let values, _):
    guard let boundary = type(of: loss).boundary else { return 0 }
    let right = values.withUnsafeBufferPointer { values in
      rows.indices.reduce(0) { sum, sample in
        sum
          + (0..<outputs).count { output in
            let isYes = predictions[sample * outputs + output] > boundary
            return isYes == (values[Int(rows[sample]) * outputs + output] > 0.5)
          }
      }
    }
    return Double(right) / Double(outputs)
  }
}

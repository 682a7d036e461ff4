public import Spec

/// The share of samples whose largest prediction is that of the right class; the first of equal ones counts.
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
  case .classes: return
  case .values where type(of: loss).boundary != nil: return
  case .values, .positions:
    throw InvalidSpec([
      Diagnostic(
        "'\(kind)' needs classes, but the targets of this data set are values", at: location,
        hint: "try fraction-within or squared-error")
    ])
  }
}

/// How many samples are right; of several yes-or-no answers of one sample each counts as a part of it.
private func countRight(
  _ predictions: UnsafePointer<Float>, outputs: Int, _ examples: Examples, _ rows: UnsafeBufferPointer<Int32>,
  _ loss: any Loss
) -> Double {
  switch examples.targets {
  case .classes(let classes, _):
    return classes.withUnsafeBufferPointer { classes in
      var right = 0
      for (sample, row) in rows.enumerated() {
        let logits = predictions + sample * outputs
        var largest = 0
        for output in 1..<max(outputs, 1) where logits[output] > logits[largest] { largest = output }
        if largest == Int(classes[Int(row)]) { right += 1 }
      }
      return Double(right)
    }
  case .values(let values, _):
    guard let boundary = type(of: loss).boundary else { return 0 }
    return values.withUnsafeBufferPointer { values in
      var right = 0
      for (sample, row) in rows.enumerated() {
        for output in 0..<outputs {
          let isYes = predictions[sample * outputs + output] > boundary
          if isYes == (values[Int(row) * outputs + output] > 0.5) { right += 1 }
        }
      }
      return Double(right) / Double(outputs)
    }
  case .windows: return 0
  }
}

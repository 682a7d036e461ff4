public import Spec

/// The share of samples whose largest prediction is that of the right class; the first of equal ones counts.
public struct Accuracy: Measure {
  public static let kind = "accuracy"
  public static let summary = "the share of samples whose largest prediction is that of the right class"
  public static let example = "kind: accuracy"
  public static let best = Extreme.highest

  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) { location = fields.node.location }

  public func check(_ signature: Signature) throws(InvalidSpec) {
    try checkClasses(Self.kind, signature, location)
  }

  public func sum(
    of predictions: UnsafePointer<Float>, outputs: Int, examples: Examples, rows: UnsafeBufferPointer<Int32>,
    loss: any Loss
  ) -> Double {
    Double(countRight(predictions, outputs: outputs, examples, rows))
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

  public func check(_ signature: Signature) throws(InvalidSpec) {
    try checkClasses(Self.kind, signature, location)
  }

  public func sum(
    of predictions: UnsafePointer<Float>, outputs: Int, examples: Examples, rows: UnsafeBufferPointer<Int32>,
    loss: any Loss
  ) -> Double {
    Double(rows.count - countRight(predictions, outputs: outputs, examples, rows))
  }
}

private func checkClasses(_ kind: String, _ signature: Signature, _ location: SourceLocation)
  throws(InvalidSpec)
{
  if case .classes = signature.targets { return }
  throw InvalidSpec([
    Diagnostic(
      "'\(kind)' needs classes, but the targets of this data set are values", at: location,
      hint: "try fraction-within or squared-error")
  ])
}

private func countRight(
  _ predictions: UnsafePointer<Float>, outputs: Int, _ examples: Examples, _ rows: UnsafeBufferPointer<Int32>
) -> Int {
  guard case .classes(let classes, _) = examples.targets else { return 0 }
  return classes.withUnsafeBufferPointer { classes in
    var right = 0
    for (sample, row) in rows.enumerated() {
      let logits = predictions + sample * outputs
      var largest = 0
      for output in 1..<max(outputs, 1) where logits[output] > logits[largest] { largest = output }
      if largest == Int(classes[Int(row)]) { right += 1 }
    }
    return right
  }
}

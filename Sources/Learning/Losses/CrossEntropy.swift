internal import Compute
public import Spec

/// `-log softmax(predictions)[class]`, natural logarithm.
public struct CrossEntropy: Loss {
  public static let kind = "cross-entropy"
  public static let summary = "minus the logarithm of the probability that the model gives to the right class"
  public static let example = "kind: cross-entropy"
  public static let measures = [LossMeasure.kind, Accuracy.kind]

  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) { location = fields.node.location }

  public func check(_ signature: Signature) throws(InvalidSpec) {
    if case .classes = signature.targets { return }
    throw InvalidSpec([
      Diagnostic(
        "'\(Self.kind)' needs classes, but the targets of this data set are values", at: location,
        hint: "try mean-squared-error")
    ])
  }

  public func sum(
    of predictions: UnsafePointer<Float>, outputs: Int, targets: Examples.Targets,
    rows: UnsafeBufferPointer<Int32>, scale: Float, gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    guard case .classes(let classes, _) = targets, let first = rows.baseAddress else { return 0 }
    return classes.withUnsafeBufferPointer { classes in
      guard let classes = classes.baseAddress else { return 0 }
      return crossEntropy(
        samples: rows.count, outputs: outputs, logits: predictions, classes: classes, rows: first,
        scale: scale,
        gradient: gradient)
    }
  }
}

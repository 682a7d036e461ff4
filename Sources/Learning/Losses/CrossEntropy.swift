internal import Compute
public import Spec

/// `-log softmax(predictions)[class]`, natural logarithm; where every position has a target, the mean over positions.
public struct CrossEntropy: Loss {
  public static let kind = "cross-entropy"
  public static let summary = "minus the logarithm of the probability that the model gives to the right class"
  public static let example = "kind: cross-entropy"
  public static let measures = [LossMeasure.kind, Accuracy.kind]

  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) { location = fields.node.location }

  public func check(_ signature: Signature) throws(InvalidSpec) {
    switch signature.targets {
    case .classes, .positions: return
    case .values: break
    }
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
    guard let first = rows.baseAddress else { return 0 }
    switch targets {
    case .values: return 0
    case .classes(let classes, _):
      return classes.withUnsafeBufferPointer { classes in
        guard let classes = classes.baseAddress else { return 0 }
        return crossEntropy(
          samples: rows.count, outputs: outputs, logits: predictions, classes: classes, rows: first,
          scale: scale, gradient: gradient)
      }
    case .windows(let classes, let length, _):
      let total = classes.withUnsafeBufferPointer { classes in
        guard let classes = classes.baseAddress else { return 0.0 }
        return rows.enumerated().reduce(0) { sum, sample in
          let start = sample.offset * length * outputs
          return sum
            + crossEntropy(
              samples: length, outputs: outputs, logits: predictions + start,
              classes: classes + Int(sample.element), rows: nil, scale: scale / Float(length),
              gradient: gradient.map { $0 + start })
        }
      }
      return total / Double(length)
    }
  }
}

public import Spec

/// `mean over outputs of (prediction - target)²`.
public struct MeanSquaredError: Loss {
  public static let kind = "mean-squared-error"
  public static let summary = "the squared error, averaged over samples and outputs"
  public static let example = """
    kind: mean-squared-error
    target: one-hot
    """

  /// What predictions are compared with.
  enum Target: String, NamedChoice {
    /// The data set's own numbers.
    case values
    /// 1 for the right class, 0 for all others.
    case oneHot = "one-hot"
  }

  private let target: Target
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    target = fields.read(
      "target", "values: the data set's numbers; one-hot: 1 for the right class, 0 elsewhere",
      default: Target.values)
    location = fields.node.location
  }

  /// Compares with the data set's own numbers.
  init(at location: SourceLocation) {
    target = .values
    self.location = location
  }

  public func check(_ signature: Signature) throws(InvalidSpec) {
    switch (target, signature.targets) {
    case (.values, .values), (.oneHot, .classes): return
    case (.values, .classes):
      throw InvalidSpec([
        Diagnostic(
          "'\(Self.kind)' compares with values, but the targets of this data set are classes", at: location,
          hint: "write {kind: mean-squared-error, target: one-hot}")
      ])
    case (.oneHot, .values):
      throw InvalidSpec([
        Diagnostic("'one-hot' needs classes, but the targets of this data set are values", at: location)
      ])
    case (_, .positions): try signature.checkOneTarget(Self.kind, location)
    }
  }

  public func sum(
    of predictions: UnsafePointer<Float>, outputs: Int, targets: Examples.Targets,
    rows: UnsafeBufferPointer<Int32>, scale: Float, gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    let total = sumOfSquaredErrors(
      predictions, outputs: outputs, targets: targets, rows: rows, gradientScale: 2 * scale / Float(outputs),
      gradient: gradient)
    return total / Double(outputs)
  }
}

/// `Σ (prediction - target)²` over samples and outputs, with classes as one-hot vectors, and `gradientScale` times
/// the plain error as the gradient.
func sumOfSquaredErrors(
  _ predictions: UnsafePointer<Float>, outputs: Int, targets: Examples.Targets,
  rows: UnsafeBufferPointer<Int32>, gradientScale: Float = 0, gradient: UnsafeMutablePointer<Float>? = nil
) -> Double {
  var total = 0.0
  forEachError(predictions, outputs: outputs, targets: targets, rows: rows) { sample, output, error in
    total += Double(error) * Double(error)
    if let gradient { gradient[sample * outputs + output] = gradientScale * error }
  }
  return total
}

/// Calls `body` with each prediction's difference from its target, sample by sample; classes are one-hot vectors.
@inline(__always)
func forEachError(
  _ predictions: UnsafePointer<Float>, outputs: Int, targets: Examples.Targets,
  rows: UnsafeBufferPointer<Int32>, _ body: (_ sample: Int, _ output: Int, _ error: Float) -> Void
) {
  switch targets {
  case .values(let values, _):
    values.withUnsafeBufferPointer { values in
      for (sample, row) in rows.enumerated() {
        for output in 0..<outputs {
          let target = values[Int(row) * outputs + output]
          body(sample, output, predictions[sample * outputs + output] - target)
        }
      }
    }
  case .windows:
    preconditionFailure("a loss of one target per example was given one per position")
  case .classes(let classes, _):
    classes.withUnsafeBufferPointer { classes in
      for (sample, row) in rows.enumerated() {
        let right = Int(classes[Int(row)])
        for output in 0..<outputs {
          body(sample, output, predictions[sample * outputs + output] - (output == right ? 1 : 0))
        }
      }
    }
  }
}

public import Spec

/// The squared error, summed over outputs and averaged over samples; classes are one-hot vectors.
public struct SquaredError: Measure {
  public static let kind = "squared-error"
  public static let summary = "the squared error, summed over outputs and averaged over samples"
  public static let example = "kind: squared-error"
  public static let best = Extreme.lowest

  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) { location = fields.node.location }

  public func check(_ signature: Signature, _ loss: any Loss) throws(InvalidSpec) {
    try signature.checkOneTarget(Self.kind, location)
  }

  public func sum(
    of predictions: UnsafePointer<Float>, outputs: Int, examples: Examples, rows: UnsafeBufferPointer<Int32>,
    loss: any Loss
  ) -> Double {
    sumOfSquaredErrors(predictions, outputs: outputs, targets: examples.targets, rows: rows)
  }
}

public import Spec

/// The training loss itself.
public struct LossMeasure: Measure {
  public static let kind = "loss"
  public static let summary = "the training loss, averaged over samples"
  public static let example = "kind: loss"
  public static let best = Extreme.lowest

  public init(from fields: Fields) throws(InvalidSpec) {}

  public func sum(
    of predictions: UnsafePointer<Float>, outputs: Int, examples: Examples, rows: UnsafeBufferPointer<Int32>,
    loss: any Loss
  ) -> Double {
    loss.sum(
      of: predictions, outputs: outputs, targets: examples.targets, rows: rows, scale: 1, gradient: nil)
  }
}

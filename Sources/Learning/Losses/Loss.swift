public import Spec

/// What training makes small: a mean over samples.
public protocol Loss: SpecKind {
  /// The kinds of measure that are taken where a spec names none.
  static var measures: [String] { get }

  /// What divides a yes from a no where predictions are such answers; nil where they are not.
  static var boundary: Float? { get }

  /// Throws if the data set's targets are not of the sort that this loss compares with.
  func check(_ signature: Signature) throws(InvalidSpec)

  /// The sum of the samples' losses, and `scale` times its gradient with respect to the predictions.
  ///
  /// - Parameters:
  ///   - predictions: `[rows.count, outputs]`, in the order of `rows`; `[rows.count, positions, outputs]` where every
  ///     position has a target, and a sample's loss is the mean over its positions.
  ///   - rows: Which of the targets they are to be compared with.
  ///   - gradient: As many numbers, overwritten; nil if it is not needed.
  func sum(
    of predictions: UnsafePointer<Float>, outputs: Int, targets: Examples.Targets,
    rows: UnsafeBufferPointer<Int32>, scale: Float, gradient: UnsafeMutablePointer<Float>?
  ) -> Double
}

extension Loss {
  public static var measures: [String] { [LossMeasure.kind] }
  public static var boundary: Float? { nil }
}

/// Every loss that a spec can name.
public let losses = Registry<any Loss>(
  "loss",
  [
    .init(BinaryCrossEntropy.self) { fields throws(InvalidSpec) in try BinaryCrossEntropy(from: fields) },
    .init(CrossEntropy.self) { fields throws(InvalidSpec) in try CrossEntropy(from: fields) },
    .init(MeanSquaredError.self) { fields throws(InvalidSpec) in try MeanSquaredError(from: fields) },
  ])

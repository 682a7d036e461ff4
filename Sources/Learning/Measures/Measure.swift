public import Spec

/// A number that says how good predictions are: a mean over samples.
public protocol Measure: SpecKind {
  /// Which of two values of this measure a summary calls best.
  static var best: Extreme { get }

  /// Throws if the data set's targets are not of the sort that this measure compares with.
  ///
  /// - Parameter loss: The loss of the training that is to be measured.
  func check(_ signature: Signature, _ loss: any Loss) throws(InvalidSpec)

  /// The sum over the samples; the caller divides by their number.
  ///
  /// - Parameters:
  ///   - predictions: `[rows.count, outputs]`, in the order of `rows`; `[rows.count, positions, outputs]` where every
  ///     position has a target, and a sample counts as the mean over its positions.
  ///   - loss: The loss of the training that is being measured.
  func sum(
    of predictions: UnsafePointer<Float>, outputs: Int, examples: Examples, rows: UnsafeBufferPointer<Int32>,
    loss: any Loss
  ) -> Double
}

extension Measure {
  public func check(_ signature: Signature, _ loss: any Loss) throws(InvalidSpec) {}
}

/// An end of a scale.
public enum Extreme: Sendable, Hashable {
  case lowest, highest
}

/// Every measure that a spec can name.
public let measures = Registry<any Measure>(
  "measure",
  [
    .init(LossMeasure.self) { fields throws(InvalidSpec) in try LossMeasure(from: fields) },
    .init(Accuracy.self) { fields throws(InvalidSpec) in try Accuracy(from: fields) },
    .init(ClassificationError.self) { fields throws(InvalidSpec) in try ClassificationError(from: fields) },
    .init(SquaredError.self) { fields throws(InvalidSpec) in try SquaredError(from: fields) },
    .init(FractionWithin.self) { fields throws(InvalidSpec) in try FractionWithin(from: fields) },
  ])

public import Compute

/// What a trainer needs of a model; conformers are `Network` and, in tests, models in closed form.
public protocol Trainable: AnyObject {
  var layout: ParameterLayout { get }
  /// Who works on it, and on whatever else a step needs.
  var team: Team { get }
  /// `[rows, outputs]`, or `[rows, positions, outputs]`, of the last `gradient` or `predict`, in the order of its rows.
  var predictions: UnsafeBufferPointer<Float> { get }
  /// What one training batch leaves for the next; empty for most models.
  var carried: [Float] { get set }
  /// Overwrites `gradient` with that of the mean loss over the samples `rows`, and returns the mean loss.
  ///
  /// `step` counts the updates before this one: whatever is drawn on the way follows from it.
  func gradient(
    parameters: UnsafePointer<Float>, examples: Examples, rows: UnsafeBufferPointer<Int32>, step: Int,
    into gradient: UnsafeMutablePointer<Float>
  ) -> Float
  /// Computes `predictions` for the samples `rows`.
  func predict(parameters: UnsafePointer<Float>, examples: Examples, rows: UnsafeBufferPointer<Int32>)
}

extension Network: Trainable {}

extension Trainable {
  /// Lets nothing precede the next training batch.
  func forget() {
    for index in carried.indices { carried[index] = 0 }
  }
}

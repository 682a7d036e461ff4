public import Learning

/// Gradients and updates of watched parameters that runs wrote down, read one run at a time.
public protocol GradientSource: Sendable {
  /// Where the runs lie, in the order in which they were written.
  var points: [Coordinates] { get }
  /// What is watched of each parameter tensor of that point.
  func parts(of point: Int) -> [GradientSample.Part]
  /// The filter that acts on the update that leads to `step`; nil if none does.
  func filter(of point: Int, at step: Int) -> TrainedFilter?
  /// What the point wrote down.
  func read(_ point: Int) throws -> any GradientRows
}

/// The rows of one run: a gradient and an update per recorded step, `[sample]` each.
public protocol GradientRows {
  /// The recorded steps, ascending; each names the state that its update led to.
  var steps: [Int] { get }
  /// Fills both with the row of `steps[index]`.
  func load(
    _ index: Int, gradient: UnsafeMutableBufferPointer<Float>, update: UnsafeMutableBufferPointer<Float>
  ) throws
}

/// No gradients, for analyses that read none.
public struct NoGradients: GradientSource {
  public init() {}
  public var points: [Coordinates] { [] }
  public func parts(of point: Int) -> [GradientSample.Part] { [] }
  public func filter(of point: Int, at step: Int) -> TrainedFilter? { nil }
  public func read(_ point: Int) throws -> any GradientRows {
    throw AnalysisFailure("no gradients were recorded")
  }
}

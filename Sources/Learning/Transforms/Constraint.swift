public import Spec

/// Holds the parameters on a surface.
public protocol Constraint: Transform, SpecKind {
  /// When the parameters are put back.
  var projection: Projection { get }
  /// Notes the surface: the parameters as the run began with them, after `scale`.
  mutating func hold(_ initial: UnsafeBufferPointer<Float>)
}

/// When a constraint acts.
public enum Projection: String, NamedChoice {
  /// At once: every reading sees constrained parameters.
  case afterStep = "after-step"
  /// After the next forward pass: losses are read where the step led, gradients are taken where it is put back.
  case beforeBackward = "before-backward"
  /// After an evaluation at that step: evaluations see the free point, gradients and running losses the other one.
  case afterEvaluation = "after-evaluation"
}

/// Every constraint that a spec can name.
public let constraints = Registry<any Constraint>(
  "constraint",
  [
    .init(FixedNorm.self) { fields throws(InvalidSpec) in try FixedNorm(from: fields) }
  ])

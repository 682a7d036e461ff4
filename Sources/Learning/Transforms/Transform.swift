public import Compute
public import Spec

/// The flat vectors that one update works on, and when it happens.
public struct Update {
  /// `[parameters]`: the gradient at first, then what each transform of the list made of it.
  public let gradient: UnsafeMutableBufferPointer<Float>
  /// `[parameters]`.
  public let parameters: UnsafeMutableBufferPointer<Float>
  /// The schedule's factor on every learning rate.
  public let rateFactor: Double
  /// Who shares out long vectors.
  public let team: Team

  public init(
    gradient: UnsafeMutableBufferPointer<Float>, parameters: UnsafeMutableBufferPointer<Float>,
    rateFactor: Double = 1, team: Team
  ) {
    self.team = team
    self.gradient = gradient
    self.parameters = parameters
    self.rateFactor = rateFactor
  }
}

/// One member of the list that turns a gradient into a change of the parameters.
///
/// A filter, gradient clipping, an optimiser and a constraint are the same kind of thing. A step allocates nothing:
/// all memory is sized by a `StateAllocator` before the first one.
public protocol Transform: Sendable {
  /// What the memory means. Memory lives on in the next phase if and only if this is equal there; null is none.
  var memory: JSON { get }
  /// What is done with the memory, of those settings that act now; with `memory`, all that decides an update.
  var use: JSON { get }
  /// Finds the selected parameters; throws if a selector matches nothing.
  mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec)
  /// Shows every value that a step reads and writes, for allocating, saving, restoring and handing on.
  mutating func visitState(_ visitor: inout some StateVisitor)
  /// Rewrites the gradient, or the parameters.
  mutating func apply(_ update: Update)
}

extension Transform {
  /// Everything that decides what an update does.
  public var identity: JSON { ["memory": memory, "use": use] }
}

internal import Compute
public import Spec

/// Scales the update down so that its norm does not exceed a bound: g ← g · min(1, norm/(‖g‖ + 10⁻⁶)).
///
/// ‖g‖ is the l2 norm over all parameters, as PyTorch's `clip_grad_norm_`.
public struct Clip: Transform {
  enum Position: String, NamedChoice {
    case beforeFilter = "before-filter"
    case afterFilter = "after-filter"
  }

  let norm: Double
  /// nil if there is no filter to be before or after.
  let position: Position?

  init(from fields: Fields) {
    norm = fields.read("norm", "Largest l2 norm of the update.", standIn: 1, .above(0))
    position = fields.readOptional("position", "Whether the gradient or the filtered gradient is clipped.")
  }

  public var memory: JSON { .null }
  public var use: JSON { ["norm": norm.canonical, "position": position?.canonical ?? .null] }

  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) {}
  public mutating func visitState(_ visitor: inout some StateVisitor) {}

  public mutating func apply(_ update: Update) {
    let length = squareSum(UnsafeBufferPointer(update.gradient)).squareRoot()
    let factor = norm / (length + 1e-6)
    if factor < 1 { scale(update.gradient, by: Float(factor)) }
  }
}

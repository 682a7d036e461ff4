internal import Compute
public import Spec

/// A recursive filter: g ← g + gain · y, where Σ aₖ y(t − k) = Σ bₖ g(t − k).
///
/// Its frequency response is Σ bₖ z⁻ᵏ / Σ aₖ z⁻ᵏ. It must be stable: all roots of the denominator inside the unit
/// circle. Computed in transposed direct form II, whose memory is one vector per order,
/// in double: poles near the circle amplify roundings.
public struct InfiniteImpulseResponse: Filter {
  public static let kind = "iir"
  public static let summary =
    "Adds the output of a recursive filter, given by its coefficients, to the gradient."
  public static let example = """
    kind: iir
    numerator: [0.02]
    denominator: [1, -0.98]
    gain: 2
    """

  enum Initial: String, NamedChoice {
    case zero
    case firstGradient = "first-gradient"
  }

  /// b and a of equal length, a₀ = 1.
  let feedforward: [Double]
  let feedback: [Double]
  let initial: Initial
  let parameters: LocatedSelector
  let filterUse: FilterUse
  private var selection = Selection.none
  /// `[order, selected]`.
  private var state: [Double] = []
  /// `[selected]`.
  private var output: [Double] = []
  private var started = 0

  public init(from fields: Fields) throws(InvalidSpec) {
    let numerator = fields.read("numerator", "Weights of the gradients, the newest first.", standIn: [1.0])
    let denominator = fields.read(
      "denominator", "Weights of the outputs, the newest first; roots inside the unit circle.", standIn: [1.0]
    )
    initial = fields.read(
      "initial", "Whether memory starts empty or as if the first gradient had always been there.",
      default: .zero)
    parameters = readFilterParameters(fields)
    filterUse = FilterUse(from: fields, gain: 1)
    fields.check(!numerator.isEmpty, "no numerator: expected at least one number", at: "numerator")
    fields.check(
      denominator.first.map { $0 != 0 } ?? false, "the denominator must begin with a number that is not 0",
      at: "denominator")
    let leading = denominator.first.flatMap { $0 == 0 ? nil : $0 } ?? 1
    let length = max(numerator.count, denominator.count, 1)
    feedforward = (numerator + [Double](repeating: 0, count: length - numerator.count)).map { $0 / leading }
    feedback = (denominator + [Double](repeating: 0, count: length - denominator.count)).map { $0 / leading }
    fields.check(
      isStable(feedback), "this filter is unstable: a root of the denominator is not inside the unit circle",
      at: "denominator", hint: "its output would grow without bound")
  }

  public var memory: JSON {
    guard filterUse.feeds else { return .null }
    return [
      "kind": .string(Self.kind), "numerator": feedforward.canonical, "denominator": feedback.canonical,
      "initial": initial.canonical, "parameters": parameters.selector.canonical,
    ]
  }

  public var use: JSON { filterUse.identity() }

  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) {
    selection = Selection(try parameters.parameters(in: layout))
    output = [Double](repeating: 0, count: selection.count)
  }

  public mutating func visitState(_ visitor: inout some StateVisitor) {
    guard filterUse.feeds else { return }
    visitor.visit("state", &state, count: (feedforward.count - 1) * selection.count)
    visitor.visit("started", &started)
  }

  public mutating func apply(_ update: Update) {
    guard filterUse.feeds else { return }
    for piece in selection.pieces {
      let gradient = update.gradient.piece(piece.vector)
      if started == 0, initial == .firstGradient { begin(gradient, at: piece.offset) }
      pushRecurrence(
        UnsafeBufferPointer(gradient), feedforward: feedforward, feedback: feedback, state: &state,
        output: &output,
        at: piece.offset)
      if filterUse.applies {
        blend(
          output, at: piece.offset, gain: filterUse.gain, filterUse.mode.blending, into: gradient, update.team
        )
      }
    }
    started = 1
  }

  /// The memory after an endless row of this one gradient: y = H(1) g, sᵢ = bᵢ₊₁g + sᵢ₊₁ − aᵢ₊₁y.
  private mutating func begin(_ gradient: UnsafeMutableBufferPointer<Float>, at offset: Int) {
    let constant = feedforward.reduce(0, +) / feedback.reduce(0, +)
    var factor = 0.0
    for i in stride(from: feedforward.count - 2, through: 0, by: -1) {
      factor += feedforward[i + 1] - feedback[i + 1] * constant
      let start = i * selection.count + offset
      for index in gradient.indices { state[start + index] = factor * Double(gradient[index]) }
    }
  }
}

/// Whether all roots of Σ aₖ z⁻ᵏ lie inside the unit circle: every reflection coefficient of the step-down
/// recursion (Schur–Cohn) is below 1 in magnitude.
private func isStable(_ feedback: [Double]) -> Bool {
  var a = feedback
  while a.count > 1 {
    let reflection = a[a.count - 1]
    guard abs(reflection) < 1 else { return false }
    let rest = 1 - reflection * reflection
    a = a.indices.dropLast().map { (a[$0] - reflection * a[a.count - 1 - $0]) / rest }
  }
  return true
}

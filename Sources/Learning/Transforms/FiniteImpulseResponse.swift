internal import Compute
public import Spec

/// Any weighting of the last gradients: g ← g + gain · Σ cₖ g(t − k), k = 0 … n − 1.
///
/// A step costs O(coefficients × parameters). The queue holds unfiltered gradients, the newest included.
public struct FiniteImpulseResponse: Filter {
  public static let kind = "fir"
  public static let summary = "Adds a weighted sum of the last gradients to the gradient."
  public static let example = """
    kind: fir
    coefficients: [0.5, 0.3, 0.2]
    gain: 2
    """

  let coefficients: [Double]
  let warmUp: MovingAverage.WarmUp
  let parameters: LocatedSelector
  let filterUse: FilterUse
  private var selection = Selection.none
  /// `[coefficients, selected]`, a ring.
  private var queue: [Float] = []
  /// `[selected]`.
  private var output: [Float] = []
  private var filled = 0
  private var position = 0

  public init(from fields: Fields) throws(InvalidSpec) {
    coefficients = fields.read(
      "coefficients", "Weights of the gradients, that of the newest first.", standIn: [1.0])
    warmUp = fields.read(
      "warm_up",
      "Whether the filter waits for as many gradients as coefficients, or takes missing ones as zero.",
      default: .fullWindow)
    parameters = readFilterParameters(fields)
    filterUse = FilterUse(from: fields, gain: 1)
    fields.check(!coefficients.isEmpty, "no coefficients: expected at least one", at: "coefficients")
  }

  public var memory: JSON {
    guard filterUse.feeds else { return .null }
    return [
      "kind": .string(Self.kind), "coefficients": coefficients.canonical,
      "parameters": parameters.selector.canonical,
    ]
  }

  public var use: JSON { filterUse.identity(["warm_up": warmUp.canonical]) }

  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) {
    selection = Selection(try parameters.parameters(in: layout))
    output = [Float](repeating: 0, count: selection.count)
  }

  public mutating func visitState(_ visitor: inout some StateVisitor) {
    guard filterUse.feeds else { return }
    visitor.visit("queue", &queue, count: coefficients.count * selection.count)
    visitor.visit("filled", &filled)
    visitor.visit("position", &position)
  }

  public mutating func apply(_ update: Update) {
    guard filterUse.feeds else { return }
    let (width, length) = (selection.count, coefficients.count)
    for piece in selection.pieces {
      let gradient = update.gradient.piece(piece.vector)
      for index in gradient.indices { queue[position * width + piece.offset + index] = gradient[index] }
    }
    let newest = position
    position = (position + 1) % length
    filled = min(filled + 1, length)
    guard filterUse.applies, filled == length || warmUp == .partial else { return }
    for index in output.indices { output[index] = 0 }
    for (age, coefficient) in coefficients.enumerated() where age < filled {
      let slot = (newest - age + length) % length
      addProduct(Float(coefficient), queue, at: slot * width, into: &output, at: 0, count: width)
    }
    for piece in selection.pieces {
      blend(
        output, at: piece.offset, gain: Float(filterUse.gain), filterUse.mode.blending,
        into: update.gradient.piece(piece.vector), update.team)
    }
  }
}

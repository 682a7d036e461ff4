internal import Compute
public import Spec

/// The exponential mean μ ← decay · μ + (1 − decay) · g: g ← g + gain · μ, as Grokfast-EMA.
///
/// μ starts at the first gradient, so the first update is amplified by the full 1 + gain; `initial` offers the
/// other readings of the paper. Source: Lee et al., Grokfast, arXiv 2405.20233, Algorithm 2 and its published code.
public struct ExponentialMovingAverage: Filter {
  public static let kind = "exponential-moving-average"
  public static let summary = "Adds an exponential mean of past gradients to the gradient (Grokfast-EMA)."
  public static let example = """
    kind: exponential-moving-average
    decay: 0.98
    gain: 2
    """

  enum Initial: String, NamedChoice {
    case firstGradient = "first-gradient"
    case zero, parameters
  }

  let decay: Double
  let initial: Initial
  let parameters: LocatedSelector
  let filterUse: FilterUse
  private var selection = Selection.none
  /// `[selected]`.
  private var mean: [Float] = []
  /// 1 once the mean has its initial value.
  private var started = 0

  public init(from fields: Fields) throws(InvalidSpec) {
    decay = fields.read("decay", "What is kept of the mean at each step.", standIn: 0, .from(0, below: 1))
    initial = fields.read("initial", "What the mean is before the first gradient.", default: .firstGradient)
    parameters = readFilterParameters(fields)
    filterUse = FilterUse(from: fields)
  }

  public var memory: JSON {
    guard filterUse.feeds else { return .null }
    return [
      "kind": .string(Self.kind), "decay": decay.canonical, "initial": initial.canonical,
      "parameters": parameters.selector.canonical,
    ]
  }

  public var use: JSON { filterUse.identity() }

  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) {
    selection = Selection(try parameters.parameters(in: layout))
  }

  public mutating func visitState(_ visitor: inout some StateVisitor) {
    guard filterUse.feeds else { return }
    visitor.visit("mean", &mean, count: selection.count)
    visitor.visit("started", &started)
  }

  public mutating func apply(_ update: Update) {
    guard filterUse.feeds else { return }
    for piece in selection.pieces {
      let gradient = update.gradient.piece(piece.vector)
      if started == 0 { begin(gradient, update.parameters.piece(piece.vector), at: piece.offset) }
      pushMean(
        gradient, decay: decay, mean: &mean, at: piece.offset, gain: Float(filterUse.gain),
        filterUse.applies ? filterUse.mode.blending : nil, update.team)
    }
    started = 1
  }

  private mutating func begin(
    _ gradient: UnsafeMutableBufferPointer<Float>, _ parameters: UnsafeMutableBufferPointer<Float>,
    at offset: Int
  ) {
    let source: UnsafeMutableBufferPointer<Float>
    switch initial {
    case .zero: return
    case .firstGradient: source = gradient
    case .parameters: source = parameters
    }
    for index in source.indices { mean[offset + index] = source[index] }
  }
}

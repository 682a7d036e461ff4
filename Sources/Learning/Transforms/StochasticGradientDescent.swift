internal import Compute
public import Spec

/// Gradient descent with momentum μ, dampening τ and coupled weight decay λ, as `torch.optim.SGD`.
///
/// d = g + λθ; m ← μm + (1 − τ)d, m = d at first; θ ← θ − η m, or with Nesterov θ ← θ − η(d + μm).
public struct StochasticGradientDescent: Optimizer {
  public static let kind = "sgd"
  public static let summary = "Gradient descent with momentum, dampening, Nesterov's look-ahead and L2 decay."
  public static let example = """
    kind: sgd
    learning_rate: 0.1
    momentum: 0.9
    """

  let momentum: Double
  let dampening: Double
  let nesterov: Bool
  private var rates: Rates
  private var width = 0
  /// `[parameters]`, empty without momentum.
  private var momenta: [Float] = []
  /// 1 once the momentum has its first value.
  private var started = 0

  public init(from fields: Fields) throws(InvalidSpec) {
    momentum = fields.read("momentum", "What is kept of the last direction.", default: 0, .from(0, below: 1))
    dampening = fields.read("dampening", "How much less the new gradient counts.", default: 0, .between(0, 1))
    nesterov = fields.read("nesterov", "Whether to look one step ahead.", default: false)
    rates = Rates(from: fields, weightDecay: 0)
    fields.check(
      !nesterov || (momentum > 0 && dampening == 0), "nesterov needs a momentum above 0 and no dampening",
      at: "nesterov")
  }

  public var memory: JSON {
    momentum == 0
      ? .null
      : [
        "kind": .string(Self.kind), "momentum": momentum.canonical, "dampening": dampening.canonical,
        "nesterov": nesterov.canonical,
      ]
  }

  public var use: JSON { ["kind": .string(Self.kind), "rates": rates.identity] }

  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) {
    try rates.prepare(layout)
    width = layout.count
  }

  public mutating func visitState(_ visitor: inout some StateVisitor) {
    guard momentum != 0 else { return }
    visitor.visit("momenta", &momenta, count: width)
    visitor.visit("started", &started)
  }

  public mutating func apply(_ update: Update) {
    for piece in rates.pieces {
      let step = DescentStep(
        rate: piece.learningRate * update.rateFactor, weightDecay: piece.weightDecay, momentum: momentum,
        dampening: dampening, nesterov: nesterov, isFirst: started == 0)
      step.apply(
        UnsafeBufferPointer(update.gradient.piece(piece.range)),
        parameters: update.parameters.piece(piece.range),
        momenta: &momenta, at: piece.range.lowerBound, update.team)
    }
    started = 1
  }
}

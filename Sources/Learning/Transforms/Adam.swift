internal import Compute
public import Spec

/// Adam with coupled weight decay, as `torch.optim.Adam`: the decay joins the gradient before the moments.
///
/// d = g + λθ; m ← m + (1 − β₁)(d − m); v ← β₂v + (1 − β₂)d²;
/// θ ← θ − [η/(1 − β₁ᵗ)] m / (√v/√(1 − β₂ᵗ) + ε), t from 1.
/// Source: Kingma, Ba, Adam, arXiv 1412.6980.
public struct Adam: Optimizer {
  public static let kind = "adam"
  public static let summary = "Adam; weight decay is an L2 term in the gradient."
  public static let example = """
    kind: adam
    learning_rate: 1e-3
    betas: [0.9, 0.98]
    """

  private var rates: Rates
  private var moments: Moments

  public init(from fields: Fields) throws(InvalidSpec) {
    moments = Moments(from: fields)
    rates = Rates(from: fields, weightDecay: 0)
  }

  public var memory: JSON { moments.identity(Self.kind) }
  public var use: JSON { moments.use(Self.kind, rates) }

  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) {
    try rates.prepare(layout)
    moments.width = layout.count
  }

  public mutating func visitState(_ visitor: inout some StateVisitor) { moments.visitState(&visitor) }

  public mutating func apply(_ update: Update) { moments.step(update, rates, decoupled: false) }
}

/// The two moments of Adam and AdamW.
struct Moments: Sendable {
  let betas: [Double]
  let epsilon: Double
  var width = 0
  /// `[parameters]` each.
  private var first: [Float] = []
  private var second: [Float] = []
  /// How many steps the moments have seen.
  private var steps = 0

  init(from fields: Fields) {
    let standard = [0.9, 0.999]
    let written = fields.read("betas", "What is kept of the two moments at each step.", default: standard)
    let fits = written.count == 2 && written.allSatisfy { $0 >= 0 && $0 < 1 }
    fields.check(fits, "betas are two numbers from 0 and below 1", at: "betas")
    betas = fits ? written : standard
    epsilon = fields.read("epsilon", "Added to the root of the second moment.", default: 1e-8, .above(0))
  }

  func identity(_ kind: String) -> JSON { ["kind": .string(kind), "betas": betas.canonical] }

  func use(_ kind: String, _ rates: Rates) -> JSON {
    ["kind": .string(kind), "epsilon": epsilon.canonical, "rates": rates.identity]
  }

  mutating func visitState(_ visitor: inout some StateVisitor) {
    visitor.visit("first", &first, count: width)
    visitor.visit("second", &second, count: width)
    visitor.visit("steps", &steps)
  }

  mutating func step(_ update: Update, _ rates: Rates, decoupled: Bool) {
    steps += 1
    let correction1 = 1 - power(betas[0], steps)
    let correction2 = 1 - power(betas[1], steps)
    for piece in rates.pieces {
      let rate = piece.learningRate * update.rateFactor
      let step = AdamStep(
        rate: rate, coupledDecay: decoupled ? 0 : piece.weightDecay,
        decoupledDecay: decoupled ? rate * piece.weightDecay : 0, beta1: betas[0], beta2: betas[1],
        epsilon: epsilon, correction1: correction1, correction2: correction2)
      step.apply(
        UnsafeBufferPointer(update.gradient.piece(piece.range)),
        parameters: update.parameters.piece(piece.range),
        first: &first, second: &second, at: piece.range.lowerBound, update.team)
    }
  }
}

/// xⁿ by repeated squaring: the same bits on every system, unlike the C library's `pow`.
private func power(_ x: Double, _ n: Int) -> Double {
  var (result, base, rest) = (1.0, x, n)
  while rest > 0 {
    if rest & 1 == 1 { result *= base }
    base *= base
    rest >>= 1
  }
  return result
}

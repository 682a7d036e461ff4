public import Spec

/// Adam with decoupled weight decay, as `torch.optim.AdamW`: θ ← θ(1 − ηλ), then Adam on the plain gradient.
///
/// Source: Loshchilov, Hutter, Decoupled weight decay regularization, arXiv 1711.05101.
public struct AdamW: Optimizer {
  public static let kind = "adamw"
  public static let summary = "Adam; weight decay shrinks the parameters directly, in proportion to the rate."
  public static let example = """
    kind: adamw
    learning_rate: 1e-3
    weight_decay: 0.1
    """

  private var rates: Rates
  private var moments: Moments

  public init(from fields: Fields) throws(InvalidSpec) {
    moments = Moments(from: fields)
    rates = Rates(from: fields, weightDecay: 0.01)
  }

  public var memory: JSON { moments.identity(Self.kind) }
  public var use: JSON { moments.use(Self.kind, rates) }

  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) {
    try rates.prepare(layout)
    moments.width = layout.count
  }

  public mutating func visitState(_ visitor: inout some StateVisitor) { moments.visitState(&visitor) }

  public mutating func apply(_ update: Update) { moments.step(update, rates, decoupled: true) }
}

internal import Compute
public import Spec

/// Keeps the l2 norm of some parameters at its value of step 0: θ ← θ · √(N₀²/N²). The optimiser's memory stays.
///
/// Source: Liu et al., Omnigrok, arXiv 2210.01117; its published code counts the first matrix twice in two places.
public struct FixedNorm: Constraint {
  public static let kind = "fixed-norm"
  public static let summary = "Keeps the norm of the parameters where it was at the start."
  public static let example = """
    kind: fixed-norm
    parameters: matrices
    """

  enum Count: String, NamedChoice {
    case plain
    case firstWeightTwice = "first-weight-twice"
  }

  let parameters: LocatedSelector
  let count: Count
  public let projection: Projection
  private var selection = Selection.none
  /// The matrix that counts twice, empty if none does.
  private var doubled: Range<Int> = 0..<0
  /// N₀².
  private var held = 0.0

  public init(from fields: Fields) throws(InvalidSpec) {
    parameters = LocatedSelector(from: fields, "Which parameters have the norm.")
    count = fields.read(
      "count", "Whether the first matrix counts once or, as in published code, twice.", default: .plain)
    projection = fields.read("project", "When the parameters are put back.", default: .afterStep)
  }

  public var memory: JSON { .null }
  public var use: JSON {
    [
      "kind": .string(Self.kind), "parameters": parameters.selector.canonical, "count": count.canonical,
      "project": projection.canonical,
    ]
  }

  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) {
    let selected = try parameters.parameters(in: layout)
    selection = Selection(selected)
    let first = selected.first { $0.shape.count >= 2 }
    doubled = count == .firstWeightTwice ? first?.range ?? 0..<0 : 0..<0
  }

  public mutating func hold(_ initial: UnsafeBufferPointer<Float>) { held = squareNorm(initial) }

  public mutating func visitState(_ visitor: inout some StateVisitor) {}

  public mutating func apply(_ update: Update) {
    let now = squareNorm(UnsafeBufferPointer(update.parameters))
    guard now > 0 else { return }
    let factor = Float((held / now).squareRoot())
    for piece in selection.pieces { scale(update.parameters.piece(piece.vector), by: factor) }
  }

  private func squareNorm(_ vector: UnsafeBufferPointer<Float>) -> Double {
    let ranges = selection.pieces.map(\.vector) + [doubled]
    return ranges.reduce(0) { $0 + squareSum(UnsafeBufferPointer(rebasing: vector[$1])) }
  }
}

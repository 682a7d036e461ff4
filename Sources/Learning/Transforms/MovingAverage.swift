internal import Compute
public import Spec

/// The mean of the last `window` gradients: g ← g + gain · mean, as Grokfast-MA.
///
/// The queue holds unfiltered gradients, the newest included, and the filter acts once it is full. A step costs
/// O(parameters) whatever the window: the sum is kept in double and updated by what enters and leaves, and each
/// step also adds one window-th of it anew from the queue, so that rounding cannot pile up beyond one window.
/// Source: Lee et al., Grokfast, arXiv 2405.20233, Algorithm 1.
public struct MovingAverage: Filter {
  public static let kind = "moving-average"
  public static let summary = "Adds the mean of the last gradients to the gradient (Grokfast-MA)."
  public static let example = """
    kind: moving-average
    window: 100
    gain: 5
    """

  enum Aggregate: String, NamedChoice { case mean, sum }
  enum WarmUp: String, NamedChoice {
    case fullWindow = "full-window"
    case partial
  }

  let window: Int
  let aggregate: Aggregate
  let warmUp: WarmUp
  let parameters: LocatedSelector
  let filterUse: FilterUse
  private var selection = Selection.none
  /// `[window, selected]`, a ring.
  private var queue: [Float] = []
  /// `[selected]`.
  private var sum: [Double] = []
  /// How many slots hold a gradient.
  private var filled = 0
  /// The slot that the next gradient takes, and the slice of the sum that it refreshes.
  private var position = 0

  public init(from fields: Fields) throws(InvalidSpec) {
    window = fields.read("window", "How many gradients are averaged.", standIn: 1, .between(1, 100_000))
    aggregate = fields.read("aggregate", "Whether the window is averaged or summed.", default: .mean)
    warmUp = fields.read(
      "warm_up", "Whether the filter waits for a full window or averages what is there.", default: .fullWindow
    )
    parameters = readFilterParameters(fields)
    filterUse = FilterUse(from: fields)
  }

  public var memory: JSON {
    filterUse.feeds
      ? ["kind": .string(Self.kind), "window": window.canonical, "parameters": parameters.selector.canonical]
      : .null
  }

  public var use: JSON {
    filterUse.identity(["aggregate": aggregate.canonical, "warm_up": warmUp.canonical])
  }

  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) {
    selection = Selection(try parameters.parameters(in: layout))
  }

  public mutating func visitState(_ visitor: inout some StateVisitor) {
    guard filterUse.feeds else { return }
    visitor.visit("queue", &queue, count: window * selection.count)
    visitor.visit("sum", &sum, count: selection.count)
    visitor.visit("filled", &filled)
    visitor.visit("position", &position)
  }

  public mutating func apply(_ update: Update) {
    guard filterUse.feeds else { return }
    let slice = selection.count * position / window..<selection.count * (position + 1) / window
    refreshWindow(&sum, range: slice, queue: queue)
    filled = min(filled + 1, window)
    let acts = filterUse.applies && (filled == window || warmUp == .partial)
    let scale = aggregate == .mean ? filterUse.gain / Double(filled) : filterUse.gain
    for piece in selection.pieces {
      pushWindow(
        update.gradient.piece(piece.vector), sum: &sum, queue: &queue, slot: position, at: piece.offset,
        scale: scale, acts ? filterUse.mode.blending : nil, update.team)
    }
    position = (position + 1) % window
  }
}

extension FilterUse.Mode {
  var blending: Blending { self == .replace ? .replacing : .adding }
}

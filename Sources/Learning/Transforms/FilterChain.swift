public import Spec

/// Several filters in series: each one gets what the one before made of the gradient.
///
/// With filters that add, the response is the product of their 1 + gain · H. Unapplied, the chain is fed a copy.
public struct FilterChain: Filter {
  public static let kind = "chain"
  public static let summary = "Puts several filters in series."
  public static let example = """
    kind: chain
    filters:
      - {kind: exponential-moving-average, decay: 0.9, gain: 1}
      - {kind: moving-average, window: 10, gain: 2}
    """

  private var filters: [any Filter]
  private let applies: Bool
  /// `[parameters]`: the copy that an unapplied chain works on.
  private var copy: [Float] = []

  public init(from fields: Fields) throws(InvalidSpec) {
    applies = fields.read(
      "apply", "Whether the gradient is changed; if not, the filters are only fed.", default: true)
    filters = fields.readKinds("filters", "The filters, the first one first.", from: Learning.filters)
    fields.check(!filters.isEmpty, "a chain needs at least one filter", at: "filters")
  }

  public var memory: JSON { ["kind": .string(Self.kind), "filters": .array(filters.map(\.memory))] }

  /// Unapplied, what the last filter makes of the gradient reaches nobody.
  public var use: JSON {
    applies ? .array(filters.map(\.use)) : ["fed": .array(filters.dropLast().map(\.use))]
  }

  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) {
    for index in filters.indices { try filters[index].prepare(layout) }
    copy = applies ? [] : [Float](repeating: 0, count: layout.count)
  }

  public mutating func visitState(_ visitor: inout some StateVisitor) {
    for index in filters.indices {
      visitor.enter(String(index)) { filters[index].visitState(&$0) }
    }
  }

  public mutating func apply(_ update: Update) {
    guard !applies else {
      for index in filters.indices { filters[index].apply(update) }
      return
    }
    for index in copy.indices { copy[index] = update.gradient[index] }
    var fed: [Float] = []
    swap(&fed, &copy)
    fed.withUnsafeMutableBufferPointer { fed in
      let onCopy = Update(
        gradient: fed, parameters: update.parameters, rateFactor: update.rateFactor, team: update.team)
      for index in filters.indices { filters[index].apply(onCopy) }
    }
    swap(&fed, &copy)
  }
}

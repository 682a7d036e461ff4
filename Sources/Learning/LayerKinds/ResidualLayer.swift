public import Spec

/// `y = x + f(x)`, where f is a list of layers that keep the shape of x.
public struct ResidualLayer: LayerKind {
  public static let kind = "residual"
  public static let summary = "adds what some layers make of a value to the value itself"
  public static let example = """
    kind: residual
    layers: [layer-norm, gelu]
    """

  private let layers: LayerList
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    layers = LayerList(from: fields, "The layers whose result is added.")
    location = fields.node.location
  }

  public func apply(
    _ name: String, to x: Stream, in model: inout ModelBuilder
  ) throws(InvalidSpec) -> Stream {
    let value = try x.vectors(for: Self.kind, at: location, in: &model)
    var inner = x.becoming(value)
    inner.isShared = true
    let result = try layers.apply(name + ".", to: inner, in: &model)
    let added = try result.vectors(for: Self.kind, at: layers.end, in: &model)
    guard added.width == value.width, result.hasRows(of: inner) else {
      throw result.misfit(
        Self.kind, expects: "a result of the same shape as what is added to it, width \(value.width)",
        at: layers.end)
    }
    let base = Regroup.apply(value, to: added.rows, in: &model)
    return result.becoming(Addition.apply(base, added, in: &model))
  }
}

extension Stream {
  /// Whether both have their vectors for the same things: positions, nodes or samples.
  fileprivate func hasRows(of other: Stream) -> Bool {
    switch (form, other.form) {
    case (.positions, .positions), (.nodes, .nodes), (.sample, .sample): true
    default: false
    }
  }
}

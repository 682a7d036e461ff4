public import Spec

/// `y = x Wᵀ + b` of every vector.
public struct LinearLayer: LayerKind {
  public static let kind = "linear"
  public static let summary = "a matrix and a bias, drawn as torch.nn.Linear draws them"
  public static let example = """
    kind: linear
    width: 32
    """

  private let width: Int?
  private let bias: Bool
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    width = fields.readOptional(
      "width", "how wide the results are; as many as the data set wants predicted, if not said")
    bias = fields.read("bias", "whether there is a bias", default: true)
    location = fields.node.location
    fields.check(
      (1...65536).contains(width ?? 1), "'\(width ?? 1)' is out of range: expected from 1 to 65536",
      at: "width")
  }

  public func apply(
    _ name: String, to x: Stream, in model: inout ModelBuilder
  ) throws(InvalidSpec) -> Stream {
    let width = width ?? x.outputs
    if case .features(let inputs) = x.form {
      return x.becoming(Linear(name, inputs, width, bias: bias, in: &model).ofFeatures(in: &model))
    }
    let vectors = try x.vectors(for: Self.kind, at: location, in: &model)
    return x.becoming(Linear(name, vectors.width, width, bias: bias, in: &model)(vectors, in: &model))
  }
}

internal import Spec

/// What flows from one layer to the next.
public struct Stream: Sendable {
  enum Form: Sendable {
    /// The data set's tokens, `length` of each sample.
    case tokens(vocabulary: Int, length: Int)
    /// The data set's numbers of each sample.
    case features(width: Int)
    /// A vector for each of `length` positions; rows are symbols or prefixes.
    case positions(Value, length: Int)
    /// A vector for each node of a graph; the numbers of every kind of edge.
    case nodes(Value, edges: Value)
    /// A vector for each sample; rows are ends.
    case sample(Value)
  }

  let form: Form
  /// Whether a layer further on reads the same numbers, so that nobody may overwrite them.
  var isShared = false
  /// How many numbers the data set wants predicted for a sample.
  let outputs: Int

  /// What the data set gives.
  init(_ signature: Signature, in model: inout ModelBuilder) {
    outputs = signature.outputs
    switch signature.inputs {
    case .tokens(let vocabulary, let length): form = .tokens(vocabulary: vocabulary, length: length)
    case .features(let width): form = .features(width: width)
    case .graphs(let nodeWidth, let edgeWidth):
      form = .nodes(
        GraphInput(.nodes, width: nodeWidth, in: &model).y,
        edges: GraphInput(.edgeKinds, width: edgeWidth, in: &model).y)
    }
  }

  private init(_ form: Form, outputs: Int) {
    self.form = form
    self.outputs = outputs
  }

  /// The next part of the stream.
  func becoming(_ form: Form) -> Stream { Stream(form, outputs: outputs) }

  /// The same rows with other vectors.
  func becoming(_ value: Value) -> Stream {
    switch form {
    case .positions(_, let length): becoming(.positions(value, length: length))
    case .nodes(_, let edges): becoming(.nodes(value, edges: edges))
    case .tokens, .features, .sample: becoming(.sample(value))
    }
  }

  /// In the words of an error: what arrives.
  var described: String {
    switch form {
    case .tokens(let vocabulary, let length): "\(length) tokens of \(vocabulary) arrive"
    case .features(let width): "one vector of width \(width) arrives"
    case .positions(let x, let length): "\(length) vectors of width \(x.width) arrive, one per position"
    case .nodes(let x, _): "vectors of width \(x.width) arrive, one per node of a graph"
    case .sample(let x): "one vector of width \(x.width) arrives"
    }
  }

  /// The error of a layer that takes something else.
  func misfit(_ kind: String, expects: String, at location: SourceLocation, hint: String? = nil)
    -> InvalidSpec
  {
    InvalidSpec([Diagnostic("'\(kind)' expects \(expects), but \(described)", at: location, hint: hint)])
  }

  /// The vectors, whatever they are one for; throws if tokens arrive.
  func vectors(
    for kind: String, at location: SourceLocation, in model: inout ModelBuilder
  ) throws(InvalidSpec) -> Value {
    switch form {
    case .tokens:
      throw misfit(kind, expects: "vectors", at: location, hint: "put an embedding before it")
    case .features(let width): FeatureInput.apply(width: width, in: &model)
    case .positions(let x, _), .nodes(let x, _), .sample(let x): x
    }
  }

  /// The same as `vectors`, of which the caller may overwrite the numbers.
  func ownVectors(
    for kind: String, at location: SourceLocation, in model: inout ModelBuilder
  ) throws(InvalidSpec) -> Value {
    let x = try vectors(for: kind, at: location, in: &model)
    if case .features = form { return x }
    return isShared ? Copy.apply(x, in: &model) : x
  }
}

internal import Spec

/// Layers one after the other, as `layers: [...]` names them.
///
/// A layer without a `name` is called by its position, so parameters are called `0.weight`, `0.bias`, `2.weight`, … as in
/// a torch.nn.Sequential.
struct LayerList: Sendable {
  private struct Entry: Sendable {
    let name: String
    let layer: any LayerKind
  }

  private let entries: [Entry]
  /// Where the last layer stands.
  let end: SourceLocation

  init(from fields: Fields, _ purpose: String) {
    let read = fields.readKinds("layers", purpose, from: layerKinds, beside: LayerList.name)
    let places = fields.node["layers"]?.items?.map(\.location) ?? []
    end = places.last ?? fields.location(of: "layers")
    fields.check(fields.node["layers"]?.items?.isEmpty != true, "there is no layer", at: "layers")
    var names: Set<String> = []
    entries = read.enumerated().map { index, item in
      let name = item.beside?.name ?? "\(index)"
      if !names.insert(name).inserted {
        fields.diagnostics.report(
          "two layers are called '\(name)'", at: item.beside?.location ?? fields.location(of: "layers"))
      }
      return Entry(name: name, layer: item.member)
    }
  }

  /// Reads the key `name` of one layer.
  static func name(_ fields: Fields) -> (name: String, location: SourceLocation)? {
    let name: String? = fields.readOptional(
      "name", "What its parameters' names begin with; its position in the list, if not said.")
    guard let name else { return nil }
    let isPlain = name.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
      default: false
      }
    }
    fields.check(
      isPlain && !name.isEmpty, "'\(name)' is not a name: expected letters, digits, '-' and '_'", at: "name")
    return (name, fields.location(of: "name"))
  }

  /// What the layers make of `x`; the names of their parameters begin with `prefix`.
  func apply(_ prefix: String, to x: Stream, in model: inout ModelBuilder) throws(InvalidSpec) -> Stream {
    var x = x
    for entry in entries { x = try entry.layer.apply(prefix + entry.name, to: x, in: &model) }
    return x
  }
}

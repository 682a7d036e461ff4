import Spec

/// Resolves `like: OTHER` among the entries of one mapping, runs or figures.
struct Likeness {
  /// What a member is called in messages: "run".
  let what: String
  private let members: [Node.Entry]
  private let positions: [String: Int]
  private let diagnostics: Diagnostics

  init(_ what: String, _ node: Node?, _ diagnostics: Diagnostics) {
    self.what = what
    self.diagnostics = diagnostics
    members = (node?.entries ?? []).filter { !$0.value.isNone && $0.value.entries != nil }
    positions = Dictionary(members.enumerated().map { ($1.key, $0) }) { first, _ in first }
  }

  /// In the order written, without those that `none` removed.
  var names: [String] { members.map(\.key) }

  func location(of name: String) -> SourceLocation? { positions[name].map { members[$0].location } }

  /// The bodies that make up a member, weakest first and its own last, without their `like`; nil after an unknown
  /// name or a circle was reported.
  func layers(of name: String) -> [(name: String, body: Node)]? {
    var layers: [(name: String, body: Node)] = []
    var next: (name: String, place: SourceLocation?)? = (name, nil)
    while let (name, place) = next {
      if let start = layers.firstIndex(where: { $0.name == name }), let place {
        let circle = layers[start...].map(\.name) + [name]
        diagnostics.report(
          "\(what) '\(name)' is like itself: " + circle.joined(separator: " → "), at: place,
          hint: "remove one 'like' of the circle")
        return nil
      }
      guard let index = positions[name] else {
        if let place {
          diagnostics.report(
            "there is no \(what) '\(name)'", at: place, hint: suggestion(for: name, among: names))
        }
        return nil
      }
      let body = members[index].value
      layers.append((name, body.removing(["like"])))
      next = nil
      if let like = body["like"], !like.isNone {
        guard let other = like.text else {
          diagnostics.report("\(like.kindOfValue) is not the name of a \(what)", at: like.location)
          return nil
        }
        next = (other, like.location)
      }
    }
    return layers.reversed()
  }

  /// All members with `like` resolved by merging.
  func resolved(_ node: Node) -> Node {
    guard case .mapping = node.value else { return node }
    let entries = members.compactMap { member -> Node.Entry? in
      guard let layers = layers(of: member.key) else { return nil }
      var body = layers[0].body
      for layer in layers.dropFirst() { body = body.merging(layer.body) }
      return Node.Entry(key: member.key, location: member.location, value: body)
    }
    var result = node
    result.value = .mapping(entries)
    return result
  }
}

/// The way to a value from the top of a mapping: `training.filter.gain`. A number leads into a list, as does the
/// `name` of one of its items.
public struct SpecPath: Sendable {
  public struct Step: Sendable {
    public let key: String
    public let location: SourceLocation

    public init(key: String, location: SourceLocation) {
      self.key = key
      self.location = location
    }
  }

  public let steps: [Step]

  public init(_ steps: [Step]) { self.steps = steps }

  /// Reads a dotted path that was written at `location`; reports and returns nil if a key is missing in it.
  public init?(_ text: String, at location: SourceLocation, _ diagnostics: Diagnostics) {
    var steps: [Step] = []
    var offset = 0
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      let place = location.advanced(by: offset)
      if part.isEmpty {
        diagnostics.report("expected a key here, as in 'training.limit'", at: place)
        return nil
      }
      steps.append(Step(key: String(part), location: place))
      offset += part.unicodeScalars.count + 1
    }
    self.steps = steps
  }

  public var keys: [String] { steps.map(\.key) }
}

extension SpecPath: CustomStringConvertible {
  public var description: String { keys.joined(separator: ".") }
}

extension Node {
  /// The value at a path; nil if there is none.
  public subscript(path: some Collection<String>) -> Node? {
    guard let key = path.first else { return self }
    if let items { return position(of: key, in: items).flatMap { items[$0][path.dropFirst()] } }
    return self[key]?[path.dropFirst()]
  }

  /// This value with a later one laid onto what is at `path`. What is missing on the way is made; a position that a
  /// list lacks is reported.
  public func merging(_ later: Node, at path: SpecPath, _ diagnostics: Diagnostics) -> Node {
    merging(later, at: path.steps[...], diagnostics)
  }

  private func merging(_ later: Node, at steps: ArraySlice<SpecPath.Step>, _ diagnostics: Diagnostics) -> Node
  {
    guard let step = steps.first else { return merging(later) }
    let rest = steps.dropFirst()
    var result = self
    switch value {
    case .sequence(var items):
      guard let index = position(of: step.key, in: items) else {
        diagnostics.report(
          "the list has no item '\(step.key)': expected a position from 0 to \(items.count - 1)",
          at: step.location,
          hint: nearest(to: step.key, among: items.compactMap { $0["name"]?.text }).map {
            "did you mean '\($0)'?"
          })
        return self
      }
      items[index] = items[index].merging(later, at: rest, diagnostics)
      result.value = .sequence(items)
      return result
    case .mapping(var entries):
      // The last key goes through the merge of whole mappings, which knows what another `kind` means.
      guard !rest.isEmpty, let index = entries.firstIndex(where: { $0.key == step.key }),
        !entries[index].value.isNone, !isRange
      else { break }
      entries[index].value = entries[index].value.merging(later, at: rest, diagnostics)
      result.value = .mapping(entries)
      return result
    case .scalar: break
    }
    return merging(later.nested(below: steps))
  }

  private func nested(below steps: ArraySlice<SpecPath.Step>) -> Node {
    steps.reversed().reduce(self) { inner, step in
      let entry = Entry(key: step.key, location: step.location, value: inner)
      return Node(.mapping([entry]), at: step.location, layer: inner.layer)
    }
  }

  private func position(of key: String, in items: [Node]) -> Int? {
    if let index = Int(key) { return items.indices.contains(index) ? index : nil }
    return items.firstIndex { $0["name"]?.text == key }
  }
}

extension Node {
  /// Whether this is the word `none`, which removes what was inherited.
  public var isNone: Bool {
    if case .scalar("none", plain: true) = value { true } else { false }
  }

  /// This value with a later one laid onto it: the one merge rule of the language.
  ///
  /// Mappings merge key by key; anything else replaces. A mapping that names another `kind` replaces whole, and so
  /// does a `{linspace: …}` or `{logspace: …}`, which is a list in short. `none` stays in the result as a mark that
  /// remembers what it removed, and a later mapping goes on from there as if it had never been removed. So merging
  /// is associative: (a + b) + c is a + (b + c). `withoutRemoved` takes the marks out at the end.
  public func merging(_ later: Node) -> Node {
    if later.isNone {
      var mark = later
      let below = isNone ? removed : [self]
      mark.removed =
        below.first.map { below in [later.removed.first.map { below.merging($0) } ?? below] } ?? later.removed
      return mark
    }
    if isNone, later.entries != nil { return removed.first.map { $0.merging(later) } ?? later }
    guard case .mapping(var merged) = value, case .mapping(let laid) = later.value, canMerge(later) else {
      var result = later
      if case .mapping = later.value { result.replaces = true }
      return result
    }
    // A dictionary pays only for mappings as wide as a list of many runs.
    var positions: [String: Int]?
    if merged.count * laid.count > 256 {
      positions = Dictionary(uniqueKeysWithValues: zip(merged.map(\.key), merged.indices))
    }
    for entry in laid {
      let known = positions.map { $0[entry.key] } ?? merged.firstIndex { $0.key == entry.key }
      if let index = known {
        let value = merged[index].value.merging(entry.value)
        if value.location != merged[index].value.location { merged[index].location = entry.location }
        merged[index].value = value
      } else {
        positions?[entry.key] = merged.count
        merged.append(entry)
      }
    }
    var result = self
    result.value = .mapping(merged)
    return result
  }

  private func canMerge(_ later: Node) -> Bool {
    if later.replaces || isRange || later.isRange { return false }
    guard let kind = self["kind"]?.text, let other = later["kind"]?.text else { return true }
    return kind == other
  }

  /// Whether this stands for a list: `{linspace: [0, 1, 11]}`.
  public var isRange: Bool {
    guard let entries, entries.count == 1 else { return false }
    return entries[0].key == "linspace" || entries[0].key == "logspace"
  }

  /// Whether any key below is marked as removed.
  private var marksRemoval: Bool {
    switch value {
    case .scalar: false
    case .sequence(let items): items.contains { !$0.isNone && $0.marksRemoval }
    case .mapping(let entries): entries.contains { $0.value.isNone || $0.value.marksRemoval }
    }
  }

  /// Without the keys that `none` removed, at any depth.
  public func withoutRemoved() -> Node {
    guard marksRemoval else { return self }
    var result = self
    switch value {
    case .scalar: break
    case .sequence(let items): result.value = .sequence(items.map { $0.withoutRemoved() })
    case .mapping(let entries):
      result.value = .mapping(
        entries.compactMap { entry in
          if entry.value.isNone { return nil }
          var entry = entry
          entry.value = entry.value.withoutRemoved()
          return entry
        })
    }
    return result
  }

  /// The same values, said to come from `layer`.
  public func stamped(_ layer: SpecLayer) -> Node {
    var result = self
    result.layer = layer
    switch value {
    case .scalar: break
    case .sequence(let items): result.value = .sequence(items.map { $0.stamped(layer) })
    case .mapping(let entries):
      result.value = .mapping(
        entries.map { entry in
          var entry = entry
          entry.value = entry.value.stamped(layer)
          return entry
        })
    }
    return result
  }

  /// A mapping without some of its keys.
  public func removing(_ keys: Set<String>) -> Node {
    guard let entries, entries.contains(where: { keys.contains($0.key) }) else { return self }
    var result = self
    result.value = .mapping(entries.filter { !keys.contains($0.key) })
    return result
  }

  /// A mapping with only some of its keys.
  public func keeping(_ keys: Set<String>) -> Node {
    guard let entries else { return self }
    var result = self
    result.value = .mapping(entries.filter { keys.contains($0.key) })
    return result
  }
}

import Spec

/// Turns the merged run keys of one run into its points.
struct RunExpansion {
  private let name: String
  private let location: SourceLocation
  private let settings: Node
  private let overrides: [Overrides.RunOverride]
  private let sweep: Sweep
  private let seeds: [Int]
  private let diagnostics: Diagnostics

  init(
    _ name: String, at location: SourceLocation, _ merged: Node, _ overrides: [Overrides.RunOverride],
    shortForms: ShortForms, _ diagnostics: Diagnostics
  ) {
    self.name = name
    self.location = location
    self.diagnostics = diagnostics
    var merged = merged
    // `sweep` and `seeds` say which points there are, so they must be known before the sweep's own values.
    let early = overrides.filter { ["sweep", "seeds"].contains($0.path.keys[0]) }
    for override in early { merged = merged.merging(override.value, at: override.path, diagnostics) }
    self.overrides = overrides.filter { !["sweep", "seeds"].contains($0.path.keys[0]) }
    sweep = Sweep(merged["sweep"], shortForms: shortForms, diagnostics)
    seeds = Self.seeds(merged["seeds"], diagnostics)
    settings = merged.removing(["sweep", "seeds"])
  }

  func append(to points: inout [Point]) {
    if sweep.count * seeds.count + points.count > Expansion.mostPoints {
      diagnostics.report(
        "the sweep of run '\(name)' makes more than \(Expansion.mostPoints) points: expected fewer",
        at: location)
      return
    }
    reportLostSweeps()
    points.reserveCapacity(points.count + sweep.count * seeds.count)
    expand(sweep.axes[...], settings, [], &points)
  }

  /// Goes through the axes so that what an outer axis sets is merged once for all places of the inner ones.
  private func expand(
    _ axes: ArraySlice<Sweep.Axis>, _ node: Node, _ places: [Point.Axis], _ points: inout [Point]
  ) {
    guard let axis = axes.first else {
      finish(node, places, &points)
      return
    }
    for place in axis.places {
      let moved = place.settings.reduce(node) { $0.merging($1.value, at: $1.path, diagnostics) }
      expand(axes.dropFirst(), moved, places + [place.axis], &points)
    }
  }

  private func finish(_ node: Node, _ places: [Point.Axis], _ points: inout [Point]) {
    let node = overrides.reduce(node) { $0.merging($1.value, at: $1.path, diagnostics) }
    guard let dataset = required("dataset", node), let model = required("model", node),
      let training = required("training", node)
    else { return }
    let rng = node["rng"].flatMap { $0.isNone ? nil : $0 }
    let common = training.removing(["phases"])
    let phases = phases(training["phases"], common)
    let finished = common.withoutRemoved()
    for seed in seeds {
      points.append(
        Point(
          run: name, axes: places, seed: seed, rng: rng, dataset: dataset.withoutRemoved(),
          model: model.withoutRemoved(), training: finished, phases: phases))
    }
  }

  private func required(_ key: String, _ node: Node) -> Node? {
    guard let value = node[key], !value.isNone else {
      diagnostics.report(
        "run '\(name)' has no '\(key)'", at: location,
        hint: "write '\(key): …' at the top of the file or in the run")
      return nil
    }
    if value.entries != nil { return value }
    diagnostics.report("\(value.kindOfValue) is not a mapping", at: value.location)
    return nil
  }

  /// Each phase laid onto the finished training.
  private func phases(_ node: Node?, _ training: Node) -> [Point.Phase] {
    guard let node, !node.isNone else { return [] }
    guard let entries = node.entries else {
      diagnostics.report(
        "\(node.kindOfValue) is not a mapping from names", at: node.location,
        hint: "write phases: {fit: {until: 1000}}")
      return []
    }
    return entries.compactMap { entry in
      if entry.value.isNone { return nil }
      guard entry.value.entries != nil else {
        diagnostics.report(
          "\(entry.value.kindOfValue) is not a phase: expected a mapping", at: entry.value.location,
          hint: "write \(entry.key): {until: 1000}")
        return nil
      }
      return Point.Phase(
        name: entry.key, location: entry.location, node: training.merging(entry.value).withoutRemoved())
    }
  }

  /// Reports each `--set` that hides what an axis sets: all its points would be one.
  private func reportLostSweeps() {
    if overrides.isEmpty { return }
    for axis in sweep.axes {
      for place in axis.places {
        let moved = place.settings.reduce(settings) { $0.merging($1.value, at: $1.path, diagnostics) }
        for override in overrides {
          let set = moved.merging(override.value, at: override.path, diagnostics)
          for setting in place.settings where Self.isHidden(setting.value, at: setting.path.keys, in: set) {
            diagnostics.report(
              "run '\(name)' sweeps '\(setting.path)' on line \(axis.location.line) of \(axis.location.file)",
              at: override.path.steps[0].location,
              hint: "set the sweep itself: --set \(Self.sweepArgument(axis, setting.path))")
          }
        }
      }
    }
  }

  private static func sweepArgument(_ axis: Sweep.Axis, _ path: SpecPath) -> String {
    let isNamed = axis.paths.count > 1 || path.keys.last != axis.name
    return isNamed ? "sweep.\(axis.name).\(path)=[…]" : "sweep.\(path)=[…]"
  }

  /// Whether a swept value, or a part of it, is no longer what the axis made it.
  private static func isHidden(_ value: Node, at path: [String], in node: Node) -> Bool {
    guard let found = node[path] else { return !value.isNone }
    if let entries = value.entries {
      return entries.contains { isHidden($0.value, at: path + [$0.key], in: node) }
    }
    return found.layer != value.layer
  }

  private static func seeds(_ node: Node?, _ diagnostics: Diagnostics) -> [Int] {
    guard let node, !node.isNone else { return [0] }
    guard let items = node.items else {
      diagnostics.report(
        "\(node.kindOfValue) is not a list of seeds", at: node.location,
        hint: node.text.map { "write [\($0)]" })
      return [0]
    }
    if items.isEmpty { diagnostics.report("an empty list leaves nothing to run", at: node.location) }
    var seeds: [Int] = []
    var seen: Set<Int> = []
    for item in items {
      guard let seed = Int.decode(item, diagnostics) else { continue }
      if seed < 0 {
        diagnostics.report("'\(seed)' is out of range: expected at least 0", at: item.location)
      } else if !seen.insert(seed).inserted {
        diagnostics.report("the seed \(seed) stands twice", at: item.location, hint: "keep one of them")
      } else {
        seeds.append(seed)
      }
    }
    return seeds
  }
}

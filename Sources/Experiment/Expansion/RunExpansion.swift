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
    settings = merged
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
    expand(sweep.axes[...], RunSections(settings), [], &points)
  }

  /// Goes through the axes so that what an outer axis sets is merged once for all places of the inner ones.
  private func expand(
    _ axes: ArraySlice<Sweep.Axis>, _ sections: RunSections, _ places: [Point.Axis], _ points: inout [Point]
  ) {
    guard let axis = axes.first else {
      finish(sections, places, &points)
      return
    }
    for place in axis.places {
      expand(axes.dropFirst(), moved(sections, to: place), places + [place.axis], &points)
    }
  }

  private func moved(_ sections: RunSections, to place: Sweep.Place) -> RunSections {
    var moved = sections
    for setting in place.settings { moved.lay(setting.value, at: setting.path, diagnostics) }
    return moved
  }

  private func finish(_ sections: RunSections, _ places: [Point.Axis], _ points: inout [Point]) {
    var sections = sections
    for override in overrides { sections.lay(override.value, at: override.path, diagnostics) }
    guard sections.check(of: name, at: location, diagnostics) else { return }
    let place = Place(run: name, axes: places, sections: sections)
    for seed in seeds { points.append(Point(place: place, seed: seed)) }
  }

  /// Reports each `--set` that hides what an axis sets: all its points would be one.
  private func reportLostSweeps() {
    for override in overrides {
      let key = override.path.steps[0].key
      for axis in sweep.axes where axis.paths.contains(where: { $0.steps[0].key == key }) {
        for place in axis.places {
          var set = moved(RunSections(settings), to: place)
          set.lay(override.value, at: override.path, diagnostics)
          for (path, value) in place.settings where Self.isHidden(value, at: path.keys, in: set) {
            diagnostics.report(
              "run '\(name)' sweeps '\(path)' on line \(axis.location.line) of \(axis.location.file)",
              at: override.path.steps[0].location,
              hint: "set the sweep itself: --set \(Self.sweepArgument(axis, path))")
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
  private static func isHidden(_ value: Node, at path: [String], in sections: RunSections) -> Bool {
    guard let found = sections[path] else { return !value.isNone }
    if let entries = value.entries {
      return entries.contains { isHidden($0.value, at: path + [$0.key], in: sections) }
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

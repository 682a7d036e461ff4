import Spec

/// The `--set` arguments, sorted by what they reach: the document, or runs, which they change last of all.
struct Overrides {
  /// A run key of every run, or of the one named.
  struct RunOverride {
    let run: String?
    let path: SpecPath
    let value: Node
    let origin: SourceLocation
  }

  private var documents: [(path: SpecPath, value: Node)] = []
  private(set) var runs: [RunOverride] = []
  private let diagnostics: Diagnostics

  init(_ overrides: [Override], shortForms: ShortForms, _ diagnostics: Diagnostics) {
    self.diagnostics = diagnostics
    for override in overrides { add(override, shortForms) }
  }

  private mutating func add(_ override: Override, _ shortForms: ShortForms) {
    let keys = override.path.keys
    let place = override.path.steps[0].location
    if !SpecKeys.top.contains(keys[0]) {
      diagnostics.report(
        "unknown key '\(keys[0])'", at: place, hint: suggestion(for: keys[0], among: SpecKeys.top))
      return
    }
    if keys[0] == "grokline" || keys[0] == "extends" {
      diagnostics.report("'\(keys[0])' cannot be set: it stands in the file", at: place)
      return
    }
    let value = shortForms.at(keys).expand(override.value, diagnostics)
    if SpecKeys.run.contains(keys[0]) {
      let path = keys[0] == "sweep" ? sweepPath(override.path) : override.path
      runs.append(RunOverride(run: nil, path: path, value: value, origin: place))
    } else if keys[0] == "runs", keys.count > 2, SpecKeys.run.contains(keys[2]) {
      let inner = SpecPath(Array(override.path.steps.dropFirst(2)))
      let path = keys[2] == "sweep" ? sweepPath(inner) : inner
      runs.append(RunOverride(run: keys[1], path: path, value: value, origin: place))
    } else {
      documents.append((override.path, value))
    }
  }

  /// `sweep.training.limit` reaches the axis `training.limit`; `sweep.size.dataset.limit` one path of the axis `size`.
  private func sweepPath(_ path: SpecPath) -> SpecPath {
    let steps = path.steps
    guard steps.count > 2 else { return path }
    let named = !SpecKeys.swept.contains(steps[1].key)
    let first = named ? 2 : 1
    let rest = SpecPath.Step(
      key: steps[first...].map(\.key).joined(separator: "."), location: steps[first].location)
    return SpecPath(Array(steps[..<first]) + [rest])
  }

  /// The document with what was set outside of the runs.
  func applied(to document: Node) -> Node {
    documents.reduce(document) { $0.merging($1.value, at: $1.path, diagnostics) }
  }

  /// What was set for a run.
  func overrides(of run: String) -> [RunOverride] {
    runs.filter { $0.run == nil || $0.run == run }
  }

  /// Reports runs that are not there.
  func check(against runNames: [String]) {
    for override in runs {
      guard let run = override.run, !runNames.contains(run) else { continue }
      diagnostics.report(
        "there is no run '\(run)'", at: override.origin.advanced(by: "runs.".count),
        hint: suggestion(for: run, among: runNames))
    }
  }
}

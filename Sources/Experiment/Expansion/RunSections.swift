import Spec

/// `rng`, `dataset`, `model` and `training` of a run at one place of its sweep.
///
/// No layer reaches from one of them into another, so a place changes only what its paths start with, and the rest
/// is shared by all places: this is what makes large sweeps cheap.
struct RunSections: Sendable {
  /// With the marks of `none`, on which further layers merge.
  private(set) var rng: Node?
  private var data: Node?
  private var network: Node?
  private var training: Node?

  init(_ merged: Node) {
    for key in SpecKeys.swept { self[key] = merged[key] }
  }

  /// The section under a run key.
  private subscript(key: String) -> Node? {
    get {
      switch key {
      case "rng": rng
      case "dataset": data
      case "model": network
      default: training
      }
    }
    set {
      switch key {
      case "rng": rng = newValue
      case "dataset": data = newValue
      case "model": network = newValue
      default: training = newValue
      }
    }
  }

  /// What is at a path.
  subscript(path: [String]) -> Node? { self[path[0]]?[path.dropFirst()] }

  /// Lays a value onto what is at a path.
  mutating func lay(_ value: Node, at path: SpecPath, _ diagnostics: Diagnostics) {
    let first = path.steps[0]
    let below = self[first.key] ?? Node(.mapping([]), at: first.location)
    // One owner at a time, so that merging need not copy.
    self[first.key] = nil
    self[first.key] = below.merging(value, at: SpecPath(Array(path.steps.dropFirst())), diagnostics)
  }

  /// Reports what every run has and this one lacks; whether it is whole.
  func check(of run: String, at location: SourceLocation, _ diagnostics: Diagnostics) -> Bool {
    var isWhole = true
    for key in SpecKeys.swept {
      guard let value = self[key], !value.isNone else {
        if key == "rng" { continue }
        diagnostics.report(
          "run '\(run)' has no '\(key)'", at: location,
          hint: "write '\(key): …' at the top of the file or in the run")
        isWhole = false
        continue
      }
      if key != "rng", value.entries == nil {
        diagnostics.report("\(value.kindOfValue) is not a mapping", at: value.location)
        isWhole = false
      }
    }
    return checkPhases(diagnostics) && isWhole
  }

  private func checkPhases(_ diagnostics: Diagnostics) -> Bool {
    guard let node = training?["phases"], !node.isNone else { return true }
    guard let entries = node.entries else {
      diagnostics.report(
        "\(node.kindOfValue) is not a mapping from names", at: node.location,
        hint: "write phases: {fit: {until: 1000}}")
      return false
    }
    for entry in entries where !entry.value.isNone && entry.value.entries == nil {
      diagnostics.report(
        "\(entry.value.kindOfValue) is not a phase: expected a mapping", at: entry.value.location,
        hint: "write \(entry.key): {until: 1000}")
      return false
    }
    return true
  }

  /// Sections of a point, which was checked to be whole.
  var dataset: Node { whole(data, "dataset") }
  var model: Node { whole(network, "model") }

  /// `training` without its phases.
  var common: Node { whole(training, "training").removing(["phases"]) }

  /// Each phase laid onto the rest of `training`.
  var phases: [Point.Phase] {
    let common = common
    return (training?["phases"]?.entries ?? []).compactMap { entry in
      if entry.value.isNone { return nil }
      return Point.Phase(
        name: entry.key, location: entry.location, node: common.merging(entry.value).withoutRemoved())
    }
  }

  private func whole(_ section: Node?, _ key: String) -> Node {
    guard let section else { preconditionFailure("a point has no '\(key)', though its run was checked") }
    return section
  }
}

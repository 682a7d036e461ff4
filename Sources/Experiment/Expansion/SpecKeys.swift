import Spec

/// Which keys a spec may have outside of its kinds.
enum SpecKeys {
  /// The keys that make a run.
  static let run = ["rng", "dataset", "model", "training", "sweep", "seeds"]
  /// The run keys that a sweep may reach into.
  static let swept = ["rng", "dataset", "model", "training"]
  static let top = [
    "grokline", "name", "extends", "rng", "dataset", "model", "training", "sweep", "seeds", "runs", "moments",
    "analyses", "figures", "tables", "labels", "budgets", "budget",
  ]
  /// Keys that hold a mapping from names that the user gives.
  static let named = ["runs", "moments", "analyses", "figures", "tables", "budgets"]

  /// Reports what does not belong into one file, before it merges with another.
  static func check(_ document: Node, _ diagnostics: Diagnostics) {
    check(document, allowed: top, diagnostics)
    for key in named {
      guard let names = document[key], !names.isNone else { continue }
      checkNames(names, of: key, diagnostics)
    }
    for entry in document["runs"]?.entries ?? [] {
      check(entry.value, allowed: run + ["like"], diagnostics)
    }
    for budget in document["budgets"]?.entries ?? [] {
      check(budget.value, allowed: run + ["runs"], diagnostics)
      for entry in budget.value["runs"]?.entries ?? [] { check(entry.value, allowed: run, diagnostics) }
    }
  }

  /// Reports a value that is no mapping, and each of its keys that is unknown.
  static func check(_ node: Node, allowed: [String], _ diagnostics: Diagnostics) {
    if node.isNone { return }
    guard let entries = node.entries else {
      diagnostics.report("\(node.kindOfValue) is not a mapping", at: node.location)
      return
    }
    for entry in entries where !allowed.contains(entry.key) {
      let home = top.contains(entry.key) ? "'\(entry.key)' belongs to the top of the file" : nil
      diagnostics.report(
        "unknown key '\(entry.key)'", at: entry.location,
        hint: home ?? suggestion(for: entry.key, among: allowed))
    }
  }

  private static func checkNames(_ node: Node, of key: String, _ diagnostics: Diagnostics) {
    guard let entries = node.entries else {
      diagnostics.report(
        "\(node.kindOfValue) is not a mapping from names", at: node.location, hint: "write \(key): {NAME: …}")
      return
    }
    for entry in entries { checkName(entry.key, at: entry.location, diagnostics) }
  }

  /// Reports a name that could not stand in a label, a pattern or a file name.
  @discardableResult
  static func checkName(_ name: String, at location: SourceLocation, _ diagnostics: Diagnostics) -> Bool {
    let isPlain = name.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": true
      default: false
      }
    }
    if isPlain, !name.isEmpty, !name.hasPrefix("."), !name.hasPrefix("-") { return true }
    diagnostics.report(
      "'\(name)' is not a name: expected letters, digits, '-', '_' and '.', a letter or digit first",
      at: location)
    return false
  }
}

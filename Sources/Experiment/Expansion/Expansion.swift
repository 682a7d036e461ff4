import Spec

/// Turns a merged document into points: runs × sweep × seeds.
struct Expansion {
  /// More points than this are no experiment but an accident.
  static let mostPoints = 1_000_000

  private let document: Node
  private let file: String
  private let overrides: Overrides
  private let shortForms: ShortForms
  private let diagnostics: Diagnostics

  init(
    _ document: Node, file: String, overrides: Overrides, shortForms: ShortForms, _ diagnostics: Diagnostics
  ) {
    self.document = overrides.applied(to: document)
    self.file = file
    self.overrides = overrides
    self.shortForms = shortForms
    self.diagnostics = diagnostics
  }

  /// Everything that can be expanded; whoever calls throws if anything was reported.
  func expand(sources: SourceTexts, files: [String]) -> ExperimentFile {
    let budget = chosenBudget()
    let runs = Likeness("run", document["runs"], diagnostics)
    let budgeted = budget?.node["runs"]
    let names = runs.names.filter { budgeted?[$0]?.isNone != true }
    let runNames = names.isEmpty && !isWithoutRuns ? ["main"] : names
    overrides.check(against: runNames)
    checkBudgets(against: runs.names.isEmpty ? ["main"] : runs.names)
    var points: [Point] = []
    for name in runNames {
      guard let layers = runs.names.isEmpty ? [] : runs.layers(of: name) else { continue }
      let settings = merged(layers, of: name, budget)
      let location = runs.location(of: name) ?? SourceLocation(file: file, line: 1, column: 1)
      RunExpansion(
        name, at: location, settings, overrides.overrides(of: name), shortForms: shortForms, diagnostics
      ).append(to: &points)
    }
    return ExperimentFile(
      name: experimentName(), budget: budget?.name, runNames: runNames, points: points,
      moments: section("moments"), analyses: section("analyses"), figures: figures(),
      tables: section("tables"),
      labels: section("labels"), sources: sources, files: files)
  }

  /// Whether it only asks what formulas answer: analyses are there, and nothing that a run is made of.
  private var isWithoutRuns: Bool {
    let isAbsent = { (key: String) in document[key]?.isNone ?? true }
    return (["runs"] + SpecKeys.run).allSatisfy(isAbsent) && overrides.runs.isEmpty && !isAbsent("analyses")
  }

  /// The run keys of one run with every layer below its sweep.
  private func merged(_ layers: [(name: String, body: Node)], of name: String, _ budget: Budget?) -> Node {
    var settings = document.keeping(Set(SpecKeys.run))
    for layer in layers {
      settings = settings.merging(layer.body.stamped(layer.name == name ? .run(name) : .like(layer.name)))
    }
    guard let budget else { return settings }
    let stamp = SpecLayer.budget(budget.name)
    settings = settings.merging(budget.node.removing(["runs"]).stamped(stamp))
    if let own = budget.node["runs"]?[name], own.entries != nil {
      settings = settings.merging(own.stamped(stamp))
    }
    return settings
  }

  private typealias Budget = (name: String, node: Node)

  private func chosenBudget() -> Budget? {
    guard let choice = document["budget"], !choice.isNone else { return nil }
    let budgets = (document["budgets"]?.entries ?? []).filter { !$0.value.isNone }
    guard let name = choice.text, let chosen = budgets.first(where: { $0.key == name }) else {
      diagnostics.report(
        "there is no budget \(choice.kindOfValue)", at: choice.location,
        hint: suggestion(for: choice.text ?? "", among: budgets.map(\.key)))
      return nil
    }
    return (name, chosen.value)
  }

  /// Reports budgets that speak of runs which are not there.
  private func checkBudgets(against runNames: [String]) {
    for budget in document["budgets"]?.entries ?? [] {
      for entry in budget.value["runs"]?.entries ?? [] where !runNames.contains(entry.key) {
        // A file that removes a run need not repeat that in the budgets it inherits.
        if document["runs"]?[entry.key]?.isNone == true { continue }
        diagnostics.report(
          "there is no run '\(entry.key)'", at: entry.location,
          hint: suggestion(for: entry.key, among: runNames))
      }
    }
  }

  private func experimentName() -> String {
    if let name = document["name"], !name.isNone {
      guard let text = name.text else {
        diagnostics.report("\(name.kindOfValue) is not a name", at: name.location)
        return ""
      }
      SpecKeys.checkName(text, at: name.location, diagnostics)
      return text
    }
    let last = file.split(separator: "/").last.map(String.init) ?? file
    let stem = [".yaml", ".yml"].first { last.hasSuffix($0) }.map { String(last.dropLast($0.count)) } ?? last
    if !SpecKeys.checkName(stem, at: SourceLocation(file: file, line: 1, column: 1), Diagnostics()) {
      diagnostics.report(
        "the file's name '\(stem)' cannot name its results",
        at: SourceLocation(file: file, line: 1, column: 1),
        hint: "write 'name: …' at the top")
    }
    return stem
  }

  private func section(_ key: String) -> Node? {
    guard let node = document[key], !node.isNone else { return nil }
    return node.withoutRemoved()
  }

  private func figures() -> Node? {
    guard let node = document["figures"], !node.isNone else { return nil }
    return Likeness("figure", node, diagnostics).resolved(node).withoutRemoved()
  }
}

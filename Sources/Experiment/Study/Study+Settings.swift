internal import Learning
internal import Pipeline
public import Spec

/// A value of the resolved spec.
public struct Setting: Sendable, Hashable {
  /// From the top of the spec: `training.optimizer.learning_rate`.
  public let path: String
  public let value: JSON
  /// nil for a kind's own default.
  public let location: SourceLocation?
  public let layer: SpecLayer?
}

extension Setting {
  fileprivate init(_ leaf: Fields.Leaf) {
    self.init(path: leaf.path, value: leaf.value, location: leaf.location, layer: leaf.layer)
  }
}

/// One named tensor of a model.
public struct ShownParameter: Sendable, Hashable {
  /// PyTorch's name.
  public let name: String
  public let shape: [Int]
  /// The group of the optimiser that it is in, by phase where phases differ; nil for none.
  public let group: String?
}

extension Study {
  /// The resolved values of every point, then of every analysis, figure and table, by stage.
  public var settings: [(stage: String, settings: [Setting])] {
    let trained = Set(points.map(\.stage))
    return zip(points, runs).map { ($0.stage, $1.settings) }
      + graph.stages.filter { !trained.contains($0.name) }.map { ($0.name, $0.leaves.map(Setting.init)) }
  }

  /// The parameters of every point's model, by stage.
  public var parameters: [(stage: String, parameters: [ShownParameter])] {
    zip(points, runs).map { ($0.stage, $1.shownParameters) }
  }
}

extension TrainingRun {
  /// Every resolved value, the kinds included, in the order of paths.
  fileprivate var settings: [Setting] {
    let leaves = Dictionary(design.leaves.map { ($0.path, $0) }) { first, _ in first }
    var settings: [Setting] = []
    func add(_ value: JSON, at path: String) {
      if let leaf = leaves[path] {
        settings.append(Setting(leaf))
      } else if let members = value.object {
        for (key, member) in members.sorted(by: { $0.key < $1.key }) {
          add(member, at: path.isEmpty ? key : path + "." + key)
        }
      } else if let items = value.array {
        for (index, item) in items.enumerated() { add(item, at: "\(path).\(index)") }
      } else {
        // Not a field but the word that chose a kind.
        let node = written(path)
        settings.append(Setting(path: path, value: value, location: node?.location, layer: node?.layer))
      }
    }
    add(design.resolved, at: "")
    return settings
  }

  /// What the spec has at a path, or at the mapping that the path leads into.
  private func written(_ path: String) -> Node? {
    var keys = path.split(separator: ".").map(String.init)[...]
    var node: Node?
    switch keys.popFirst() {
    case "dataset": node = recipe.dataset
    case "model": node = recipe.model
    case "training":
      node = recipe.training
      if keys.first == "phases" {
        keys = keys.dropFirst()
        let name = keys.popFirst()
        node = recipe.phases.first { $0.name == name }?.node
      }
    default: return nil
    }
    if let exact = node?[keys] { return exact }
    // `loss: cross-entropy` is short for `{kind: cross-entropy}`.
    return keys.last == "kind" ? node?[keys.dropLast()].flatMap { $0.text == nil ? nil : $0 } : nil
  }

  fileprivate var shownParameters: [ShownParameter] {
    design.layout.parameters.map { parameter in
      ShownParameter(name: parameter.name, shape: parameter.shape, group: group(of: parameter))
    }
  }

  private func group(of parameter: Parameter) -> String? {
    let groups = recipe.phases.map { phase in
      phase.node["optimizer"]?["groups"]?.entries?.first { entry in
        let selector =
          entry.value["parameters"].flatMap { ParameterSelector.decode($0, Diagnostics()) } ?? .all
        return selector.matches(parameter.name, dimensions: parameter.shape.count)
      }?.key
    }
    if Set(groups).count <= 1 { return groups.first ?? nil }
    return zip(recipe.phases, groups).compactMap { phase, group in group.map { "\(phase.name): \($0)" } }
      .joined(separator: ", ")
  }
}

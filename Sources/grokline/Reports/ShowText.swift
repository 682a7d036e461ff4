internal import Experiment
internal import Spec

/// Resolved values, stage by stage: first what all have in common, then what is each one's own.
struct ShowText {
  let sections: [(stage: String, settings: [Setting])]
  /// Whether each value is followed by its place and layer.
  let showsOrigin: Bool

  func text(_ style: Style) -> String {
    let training = sections.filter { family(of: $0.stage) == "train" }
    let others = sections.filter { family(of: $0.stage) != "train" }
    var parts: [String] = []
    if training.count > 1 {
      let common = common(training)
      parts.append(part("every train/…", common, style))
      let shared = Set(common)
      // Stages with the same own values share a part: seeds differ in nothing that is written.
      var groups: [(own: [Setting], stages: [String])] = []
      var places: [[Setting]: Int] = [:]
      for section in training {
        let own = section.settings.filter { !shared.contains($0) }
        if let place = places[own] {
          groups[place].stages.append(section.stage)
        } else {
          places[own] = groups.count
          groups.append((own, [section.stage]))
        }
      }
      for group in groups {
        parts.append(part(FoldedName.folded(group.stages).joined(separator: ", "), group.own, style))
      }
    } else {
      parts += training.map { part($0.stage, $0.settings, style) }
    }
    parts += others.map { part($0.stage, $0.settings, style) }
    return parts.joined(separator: "\n")
  }

  var json: JSON {
    [
      "schema": 1,
      "stages": .object(
        Dictionary(
          sections.map { section in
            (
              section.stage,
              JSON.object(Dictionary(section.settings.map { ($0.path, json($0)) }) { first, _ in first })
            )
          }
        ) { first, _ in first }),
    ]
  }

  private func json(_ setting: Setting) -> JSON {
    guard showsOrigin else { return setting.value }
    return [
      "value": setting.value, "location": setting.location.map { .string($0.description) } ?? .null,
      "layer": .string(setting.layerName),
    ]
  }

  private func common(_ sections: [(stage: String, settings: [Setting])]) -> [Setting] {
    let others = sections.dropFirst().map { Set($0.settings) }
    return (sections.first?.settings ?? []).filter { setting in others.allSatisfy { $0.contains(setting) } }
  }

  private func part(_ title: String, _ settings: [Setting], _ style: Style) -> String {
    var table = TextTable(indent: 2)
    for setting in settings {
      let origin =
        showsOrigin
        ? [setting.location?.description ?? "", setting.layerName].map { TextTable.Cell($0, .dim) } : []
      table.add([.init(setting.path), .init(ShowText.text(setting.value))] + origin)
    }
    return style(title, .bold) + "\n" + (table.isEmpty ? "  nothing of its own\n" : table.text(style))
  }

  /// A value as YAML would have it.
  private static func text(_ value: JSON) -> String {
    switch value {
    case .string(let text): text
    case .null: "none"
    case .number(let number) where number == number.rounded() && abs(number) < 1e15: String(Int(number))
    case .array(let items): "[" + items.map(text).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.sorted { $0.key < $1.key }.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ")
        + "}"
    default: value.description
    }
  }
}

extension Setting {
  fileprivate var layerName: String { layer?.description ?? (location == nil ? "default" : "file") }
}

/// The parameters of models: models that have the same ones share a part.
struct ParametersText {
  let sections: [(stage: String, parameters: [ShownParameter])]

  func text(_ style: Style) -> String {
    var groups: [(parameters: [ShownParameter], stages: [String])] = []
    for section in sections {
      if let index = groups.firstIndex(where: { $0.parameters == section.parameters }) {
        groups[index].stages.append(section.stage)
      } else {
        groups.append((section.parameters, [section.stage]))
      }
    }
    return groups.map { group in
      var table = TextTable(indent: 2, trailing: [2])
      for parameter in group.parameters {
        table.add([
          .init(parameter.name), .init("[" + parameter.shape.map(String.init).joined(separator: ", ") + "]"),
          .init("\(parameter.shape.reduce(1, *))"), .init(parameter.group ?? "", .cyan),
        ])
      }
      let count = group.parameters.reduce(0) { $0 + $1.shape.reduce(1, *) }
      return style(FoldedName.folded(group.stages).joined(separator: ", "), .bold) + "\n" + table.text(style)
        + "  \(counted(group.parameters.count, "tensor")), \(counted(count, "number"))\n"
    }.joined(separator: "\n")
  }

  var json: JSON {
    [
      "schema": 1,
      "stages": .object(
        Dictionary(
          sections.map { section in
            (
              section.stage,
              JSON.array(
                section.parameters.map {
                  [
                    "name": .string($0.name), "shape": .array($0.shape.map(JSON.integer)),
                    "group": $0.group.map(JSON.string) ?? .null,
                  ]
                })
            )
          }
        ) { first, _ in first }),
    ]
  }
}

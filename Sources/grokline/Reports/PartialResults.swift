internal import Pipeline
internal import Spec

/// The metrics of training that is in progress or was interrupted, as far as they are stored, marked as such.
struct PartialResults {
  /// One training.
  private struct Part {
    let stage: String
    let until: Int
    let observations: [PartialObservation]

    /// The step up to which everything is there.
    var reach: Int { observations.map(\.reach).min() ?? 0 }
  }

  private let parts: [Part]

  /// - Parameter plan: of the experiment; what is done in it is no part of this.
  init(_ plan: Plan, _ store: ArtifactStore) throws {
    parts = try plan.steps.compactMap { step in
      guard step.state == .run, case .trajectory(let demand) = step.stage.work else { return nil }
      let observations = try demand.partial(in: store).filter { Rows($0.text).hasNumbers }
      return Part(stage: step.stage.name, until: demand.until, observations: observations)
    }
  }

  /// The last values of every metric.
  func text(_ style: Style) -> String {
    var text = ""
    for part in parts where part.reach > 0 {
      text += style("partial", .yellow) + " " + style(part.stage, .bold)
      text += ": \(part.reach) of at most \(part.until) steps\n"
      var table = TextTable(indent: 2, trailing: [1])
      for observation in part.observations {
        let rows = Rows(observation.text)
        guard let last = rows.rows.last else { continue }
        for (name, value) in zip(rows.names, last) where name != "step" {
          table.add([.init(name), .init(value), .init("at step \(last[0])", .dim)])
        }
      }
      text += table.text(style)
    }
    let silent = parts.filter { $0.reach == 0 }.map(\.stage)
    if !silent.isEmpty { text += "nothing yet: \(FoldedName.folded(silent).joined(separator: ", "))\n" }
    return text
  }

  /// Every row.
  var json: JSON {
    .array(
      parts.map { part in
        [
          "stage": .string(part.stage), "partial": true, "reach": .integer(part.reach),
          "until": .integer(part.until),
          "metrics": .object(
            Dictionary(
              uniqueKeysWithValues: part.observations.map { ($0.observer, Rows($0.text).json) })),
        ]
      })
  }
}

/// Rows of steps as an observer wrote them.
private struct Rows {
  let names: [String]
  let rows: [[String]]

  init(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
      line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
    }
    names = lines.first ?? []
    rows = Array(lines.dropFirst())
  }

  /// Whether these are measurements: rows that name snapshots are not.
  var hasNumbers: Bool { !rows.contains { row in row.contains { $0.count == 64 } } }

  var json: JSON {
    .array(
      rows.map { row in
        .object(
          Dictionary(
            zip(names, row.map { Int($0).map(JSON.integer) ?? Double($0).map(JSON.number) ?? .string($0) })
          ) { first, _ in first })
      })
  }
}

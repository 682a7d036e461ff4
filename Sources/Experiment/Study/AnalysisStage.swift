internal import Compute
internal import Pipeline
internal import Spec

/// Makes the stage of one entry of `analyses:`.
struct AnalysisStage {
  /// The output of every analysis stage: its table as CSV, with codes for runs.
  static let output = "table"

  static func name(_ analysis: String) -> String { "analysis/" + analysis }

  let name: String
  let declaration: AnalysisDeclaration
  /// Resolved settings and the versions of their kinds.
  let settings: JSON
  let leaves: [Fields.Leaf]
  /// The points that it looks at.
  let points: [TrainedPoint]
  let codes: RunCodes
  let moments: [String: Moment]

  func stage() -> Stage {
    let (name, declaration, codes) = (name, declaration, codes)
    let stepsPerEpoch = Dictionary(points.map { ($0.coordinates, $0.stepsPerEpoch) }) { first, _ in first }
    let tables = tables
    let snapshots = SnapshotInputs(points: wantsSnapshots ? points : [], codes: codes)
    let crossings = crossings
    let moments = moments
    let edges =
      (tables?.edges ?? []) + snapshots.edges
      + crossings.map {
        StageInput("moment-\($0)", from: .output(AnalysisStage.output, of: AnalysisStage.name($0)))
      }
    let parameters: JSON = [
      "settings": codes.coded(settings), "tables": tables?.parameters ?? .null,
      "snapshots": snapshots.parameters, "moments": momentSettings,
    ]
    return Stage(
      name: AnalysisStage.name(name), kind: "analysis", parameters: parameters, leaves: leaves, inputs: edges,
      outputs: [AnalysisStage.output], cores: wantsSnapshots ? TrainingRun.mostCores : 1
    ) { context in
      do {
        let inputs = AnalysisInputs(
          table: try tables?.read(context).selecting(declaration.select) ?? Table(axes: [], columns: []),
          snapshots: try snapshots.read(context),
          moments: Moments(
            moments,
            crossings: Dictionary(
              uniqueKeysWithValues: try crossings.map {
                ($0, codes.named(try Table(csv: context.read("moment-\($0)"))))
              })),
          stepsPerEpoch: { stepsPerEpoch[$0] ?? nil },
          random: { CounterRandom(seed: UInt64($0), stream: "analysis") }, threads: context.cores)
        return StageOutputs(AnalysisStage.output, codes.coded(try declaration.analysis.run(inputs)).csv())
      } catch let error as StoreError {
        context.note(damage: error)
        throw error
      }
    }
  }

  private var wantsSnapshots: Bool {
    if case .snapshots = declaration.analysis.needs { true } else { false }
  }

  private var tables: TableInputs? {
    guard declaration.analysis.needs == .table else { return nil }
    let source: TableInputs.Source =
      declaration.of.isEmpty ? .metrics(points) : .analyses(declaration.of.map(\.text))
    return TableInputs(source, codes: codes)
  }

  private var demanded: [MomentReference] {
    if case .snapshots(let demand) = declaration.analysis.needs { demand.moments } else { [] }
  }

  /// The crossing analyses that its moments stand for.
  private var crossings: [String] {
    var names: [String] = []
    for reference in demanded {
      guard case .crossing(let name)? = moments[reference.text], !names.contains(name.text) else { continue }
      names.append(name.text)
    }
    return names
  }

  /// What the moments that it names stand for.
  private var momentSettings: JSON {
    .object(
      Dictionary(
        demanded.compactMap { reference in moments[reference.text].map { (reference.text, $0.canonical) } }
      ) {
        first, _ in first
      })
  }
}

/// The snapshots that a stage reads.
struct SnapshotInputs: Sendable {
  private let points: [TrainedPoint]
  private let codes: RunCodes

  init(points: [TrainedPoint], codes: RunCodes) {
    self.points = points.sorted {
      (codes.code($0.coordinates["run"]?.description ?? ""), $0.rank) < (
        codes.code($1.coordinates["run"]?.description ?? ""), $1.rank
      )
    }
    self.codes = codes
  }

  var edges: [StageInput] {
    points.enumerated().flatMap { index, point -> [StageInput] in
      let last =
        point.recordsEnd
        ? [StageInput("last-\(index)", from: .output(TrainingOutput.lastSnapshot, of: point.stage))] : []
      return [
        StageInput("snapshots-\(index)", from: .output(TrainingOutput.snapshots, of: point.stage)),
        StageInput("end-\(index)", from: .output(Demand.endOutput, of: point.stage)),
      ] + last
    }
  }

  var parameters: JSON {
    .array(points.map { ["point": codes.coded($0.coordinates), "size": .integer($0.snapshotSize ?? 0)] })
  }

  func read(_ context: StageContext) throws -> any SnapshotSource {
    if points.isEmpty { return NoSnapshots() }
    // Runs in the order written, whatever the order of the inputs.
    let order = codes.names
    let indices = points.indices.sorted {
      order.firstIndex(of: points[$0].coordinates["run"]?.description ?? "") ?? 0
        < order.firstIndex(of: points[$1].coordinates["run"]?.description ?? "") ?? 0
    }
    return try StoredSnapshots(
      indices.map { index in
        var last: (step: Int, content: StoredSnapshots.Content)?
        if points[index].recordsEnd {
          let end = try JSON(parsing: context.read("end-\(index)"))["step"]?.integer ?? 0
          let reference = context.reference("last-\(index)")
          let small = (reference?.size ?? 0) <= Output.largestInline
          let content = small ? nil : reference.map(StoredSnapshots.Content.object)
          last = (end, try content ?? .bytes(context.read("last-\(index)")))
        }
        return (points[index], try context.read("snapshots-\(index)"), last)
      }, in: context.store)
  }
}

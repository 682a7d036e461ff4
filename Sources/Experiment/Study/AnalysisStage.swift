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
    let snapshots = SnapshotInputs(
      points: wantsSnapshots ? points : [], parameter: demandedParameter, codes: codes)
    let gradients = GradientInputs(points: wantsGradients ? points : [], codes: codes)
    let crossings = crossings
    let moments = moments
    let edges =
      (tables?.edges ?? []) + snapshots.edges + gradients.edges
      + crossings.map {
        StageInput("moment-\($0)", from: .output(AnalysisStage.output, of: AnalysisStage.name($0)))
      }
    var parameters: [String: JSON] = [
      "settings": codes.coded(settings), "tables": tables?.parameters ?? .null,
      "snapshots": snapshots.parameters, "moments": momentSettings,
    ]
    if wantsGradients { parameters["gradients"] = gradients.parameters }
    return Stage(
      name: AnalysisStage.name(name), kind: "analysis", parameters: .object(parameters), leaves: leaves,
      inputs: edges,
      outputs: [AnalysisStage.output], cores: wantsSnapshots ? TrainingRun.mostCores : 1
    ) { context in
      do {
        let inputs = AnalysisInputs(
          table: try tables?.read(context).selecting(declaration.select) ?? Table(axes: [], columns: []),
          snapshots: try snapshots.read(context), gradients: gradients.read(context),
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

  private var wantsGradients: Bool {
    if case .gradients = declaration.analysis.needs { true } else { false }
  }

  private var demandedParameter: Name? {
    if case .snapshots(let demand) = declaration.analysis.needs { demand.parameter } else { nil }
  }

  private var tables: TableInputs? {
    guard declaration.analysis.needs == .table else { return nil }
    let source: TableInputs.Source =
      declaration.of.isEmpty ? .metrics(points) : .analyses(declaration.of.map(\.text))
    return TableInputs(source, codes: codes)
  }

  private var demanded: [MomentReference] { declaration.analysis.needs.moments }

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
  /// The tensor whose place inside the snapshots matters.
  private let parameter: Name?
  private let codes: RunCodes

  init(points: [TrainedPoint], parameter: Name?, codes: RunCodes) {
    self.points = codes.sorted(points)
    self.parameter = parameter
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
    .array(
      points.map { point in
        var members: [String: JSON] = [
          "point": codes.coded(point.coordinates), "size": .integer(point.snapshotSize ?? 0),
        ]
        if let part = parameter.flatMap({ point.snapshotPart($0.text) }) {
          members["part"] = .array(([part.range.lowerBound] + part.shape).map(JSON.integer))
        }
        return .object(members)
      })
  }

  func read(_ context: StageContext) throws -> any SnapshotSource {
    if points.isEmpty { return NoSnapshots() }
    return try StoredSnapshots(
      codes.asWritten(points).map { index, point in
        var last: (step: Int, content: StoredSnapshots.Content)?
        if point.recordsEnd {
          let end = try JSON(parsing: context.read("end-\(index)"))["step"]?.integer ?? 0
          let reference = context.reference("last-\(index)")
          let small = (reference?.size ?? 0) <= Output.largestInline
          let content = small ? nil : reference.map(StoredSnapshots.Content.object)
          last = (end, try content ?? .bytes(context.read("last-\(index)")))
        }
        return (point, try context.read("snapshots-\(index)"), last)
      }, in: context.store)
  }
}

internal import Learning
internal import Pipeline
internal import Spec

/// The recorded gradients that a stage reads.
struct GradientInputs: Sendable {
  private let points: [TrainedPoint]
  private let codes: RunCodes

  init(points: [TrainedPoint], codes: RunCodes) {
    self.points = codes.sorted(points)
    self.codes = codes
  }

  var edges: [StageInput] {
    points.enumerated().map { index, point in
      StageInput(GradientInputs.input(index), from: .output(TrainingOutput.gradients, of: point.stage))
    }
  }

  /// Besides the rows, what they are rows of and which filters acts when.
  var parameters: JSON {
    .array(
      points.map { point in
        let parts = point.gradientSample?.parts ?? []
        return [
          "point": codes.coded(point.coordinates),
          "parts": .array(parts.map { [.string($0.name), .integer($0.size), .integer($0.range.count)] }),
          "filters": .array(point.design.filters.map { [.integer($0.until), $0.settings] }),
        ]
      })
  }

  func read(_ context: StageContext) -> any GradientSource {
    if points.isEmpty { return NoGradients() }
    let held = ReadableStage(context: context)
    return StoredGradients(runs: codes.asWritten(points).map { ($0.index, $0.point) }) { index in
      try held.context.read(GradientInputs.input(index))
    }
  }

  private static func input(_ index: Int) -> String { "gradients-\(index)" }

  /// Only the thread that runs the stage reads through it.
  private struct ReadableStage: @unchecked Sendable { let context: StageContext }
}

/// Gradients in the store, of which one run is in memory at a time.
struct StoredGradients: GradientSource {
  /// Points and the inputs that hold their rows.
  let runs: [(input: Int, point: TrainedPoint)]
  let content: @Sendable (Int) throws -> [UInt8]

  init(runs: [(input: Int, point: TrainedPoint)], content: @escaping @Sendable (Int) throws -> [UInt8]) {
    self.runs = runs
    self.content = content
  }

  var points: [Coordinates] { runs.map(\.point.coordinates) }

  func parts(of point: Int) -> [GradientSample.Part] { runs[point].point.gradientSample?.parts ?? [] }

  func filter(of point: Int, at step: Int) -> TrainedFilter? {
    let filters = runs[point].point.design.filters
    // The update that leads to a step is that of the phase before it.
    return (filters.first { step <= $0.until } ?? filters.last).flatMap { TrainedFilter($0.settings) }
  }

  func read(_ point: Int) throws -> any GradientRows {
    let count = runs[point].point.gradientSample?.places.count ?? 0
    return try RecordedRows(try content(runs[point].input), count: count, of: runs[point].point.label)
  }
}

/// The text that a run recorded, and where its rows are.
struct RecordedRows: GradientRows {
  let steps: [Int]
  private let text: [UInt8]
  private let fields: [(gradient: Range<Int>, update: Range<Int>)]
  private let label: String

  /// - Parameter count: how many numbers a row has of either kind.
  init(_ text: [UInt8], count: Int, of label: String) throws {
    self.text = text
    self.label = label
    var steps: [Int] = []
    var fields: [(gradient: Range<Int>, update: Range<Int>)] = []
    var start = (text.firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex - 1) + 1
    while start < text.endIndex {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
      let cells = text[start..<end].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      guard cells.count == 3, let step = Int(String(decoding: cells[0], as: UTF8.self)) else {
        throw AnalysisFailure("the gradients of \(label) are malformed")
      }
      steps.append(step)
      fields.append((cells[1].indices, cells[2].indices))
      start = end + 1
    }
    self.steps = steps
    self.fields = fields
  }

  func load(
    _ index: Int, gradient: UnsafeMutableBufferPointer<Float>, update: UnsafeMutableBufferPointer<Float>
  ) throws {
    let isRead = text.withUnsafeBufferPointer { text in
      EncodedFloats.read(UnsafeBufferPointer(rebasing: text[fields[index].gradient]), into: gradient)
        && EncodedFloats.read(UnsafeBufferPointer(rebasing: text[fields[index].update]), into: update)
    }
    guard isRead else {
      throw AnalysisFailure("the gradients of \(label) at step \(steps[index]) are malformed")
    }
  }
}

extension TrainingDesign {
  /// The filter of each phase as its settings say it, and the step at which the phase ends.
  var filters: [(until: Int, settings: JSON)] {
    plan.phases.map { phase in
      (phase.until, resolved["training"]?["phases"]?[phase.name]?["filter"] ?? .null)
    }
  }

  /// What is watched of every update; nil if nothing is.
  var gradientSample: GradientSample? { plan.gradients.flatMap { try? $0.sample(of: layout) } }
}

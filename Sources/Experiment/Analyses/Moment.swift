public import Spec

/// A state of a run that a spec names: `{A: start, B: 500, C: end, G: time-to-generalize}`.
public enum Moment: Sendable, Hashable {
  /// Step 0, before any update.
  case start
  /// The last state.
  case end
  case after(Duration)
  /// The first snapshot at or after the step of a crossing analysis.
  case crossing(Name)
}

extension Moment: SpecValue {
  public static var expectation: String { "start, end, a duration or the name of a crossing analysis" }
  public static var schema: JSON { ["type": ["integer", "string"]] }
  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> Moment? {
    guard let text = node.text, !text.isEmpty else {
      diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
      return nil
    }
    switch text {
    case "start": return .start
    case "end": return .end
    default:
      if let duration = Duration.decode(node, Diagnostics()) { return .after(duration) }
      return .crossing(Name(text, at: node.location))
    }
  }
  public var canonical: JSON {
    switch self {
    case .start: "start"
    case .end: "end"
    case .after(let duration): duration.canonical
    case .crossing(let name): name.canonical
    }
  }
}

/// A moment as an analysis mentions it: by its name in `moments:`, or spelt out (`start`, `500`).
public typealias MomentReference = Name

/// The section `moments:` and what it needs to find states.
public struct Moments: Sendable {
  public let named: [String: Moment]
  /// The tables of the crossing analyses that moments mention, by analysis.
  public let crossings: [String: Table]

  public init(_ named: [String: Moment] = [:], crossings: [String: Table] = [:]) {
    self.named = named
    self.crossings = crossings
  }

  /// Where a moment lies for one point.
  public enum Place: Sendable, Hashable {
    /// A step that has a snapshot.
    case step(Int)
    /// The crossing never happened, or no snapshot was taken after it.
    case never
  }

  /// What a reference stands for; nil if it is neither a name nor a moment spelt out.
  public func moment(_ reference: MomentReference) -> Moment? {
    if let moment = named[reference.text] { return moment }
    switch reference.text {
    case "start": return .start
    case "end": return .end
    default:
      let node = Node(.scalar(reference.text, plain: true), at: reference.location)
      return Duration.decode(node, Diagnostics()).map(Moment.after)
    }
  }

  /// Reports a reference that stands for nothing.
  public func check(_ reference: MomentReference, _ diagnostics: Diagnostics) {
    if moment(reference) == nil {
      reference.check(isA: "moment", among: named.keys.sorted() + ["start", "end"], diagnostics)
    }
  }

  /// Reports a moment that is known beforehand to have no snapshot, and says what to record.
  ///
  /// `recordsEnd` says whether the cadence names `end`, and `isRecorded` whether it holds a step of the point.
  public func checkRecorded(
    _ reference: MomentReference, stepsPerEpoch: Int?, recordsEnd: Bool, isRecorded: (Int) -> Bool,
    _ diagnostics: Diagnostics
  ) {
    func report(_ message: String, add piece: String) {
      diagnostics.report(
        message, at: reference.location, hint: "add '\(piece)' to training.record.snapshots.every")
    }
    switch moment(reference) {
    case .start?:
      if !isRecorded(0) {
        report("moment '\(reference.text)' is step 0, which has no snapshot", add: "start")
      }
    case .end?:
      if !recordsEnd {
        report("moment '\(reference.text)' is the last state, which has no snapshot", add: "end")
      }
    case .after(let duration)?:
      guard let step = duration.steps(perEpoch: stepsPerEpoch) else {
        return diagnostics.report(
          "moment '\(reference.text)' counts epochs, which these runs do not have", at: reference.location,
          hint: "give it in steps")
      }
      if !isRecorded(step) {
        report("moment '\(reference.text)' is step \(step), which has no snapshot", add: "at \(step)")
      }
    case .crossing?, nil: break
    }
  }

  /// Finds a moment of the point at `coordinates`, which has snapshots at `steps`, ascending.
  public func place(
    of reference: MomentReference, at coordinates: Coordinates, steps: [Int], stepsPerEpoch: Int?
  ) throws(AnalysisFailure) -> Place {
    guard let moment = moment(reference) else {
      throw AnalysisFailure("there is no moment '\(reference.text)'")
    }
    switch moment {
    case .start: return try recorded(0, reference, coordinates, steps)
    case .end:
      guard let last = steps.last else { throw AnalysisFailure("\(coordinates) has no snapshots") }
      return .step(last)
    case .after(let duration):
      guard let step = duration.steps(perEpoch: stepsPerEpoch) else {
        throw AnalysisFailure("moment '\(reference.text)' counts epochs, which \(coordinates) does not have")
      }
      return try recorded(step, reference, coordinates, steps)
    case .crossing(let name):
      guard let table = crossings[name.text], let column = table.column("step") else {
        throw AnalysisFailure(
          "moment '\(reference.text)' needs the crossing '\(name.text)', which found no steps")
      }
      let row = (0..<table.count).first { table.coordinates($0).pairs(with: coordinates) }
      guard let step = row.flatMap({ column[$0].number }) else { return .never }
      return steps.first { Double($0) >= step }.map(Place.step) ?? .never
    }
  }

  private func recorded(
    _ step: Int, _ reference: MomentReference, _ coordinates: Coordinates, _ steps: [Int]
  ) throws(AnalysisFailure) -> Place {
    guard steps.contains(step) else {
      throw AnalysisFailure(
        "moment '\(reference.text)' is step \(step), of which \(coordinates) has no snapshot")
    }
    return .step(step)
  }
}

public import Spec

/// A setting that differs from before.
public struct Change: Sendable, Hashable {
  public let path: String
  /// `nil` where there was none.
  public let old: JSON?
  /// `nil` where there is none any more.
  public let new: JSON?
  /// Where the present value, or failing that the former one, was written; `nil` for a kind's own default.
  public let location: SourceLocation?

  public init(path: String, old: JSON?, new: JSON?, location: SourceLocation?) {
    self.path = path
    self.old = old
    self.new = new
    self.location = location
  }
}

extension Change: CustomStringConvertible {
  /// `training.optimizer.learning_rate 0.001 → 0.002 (experiment.yaml:12:20)`
  public var description: String {
    let place = location.map { " (\($0))" } ?? ""
    return "\(path) \(old?.description ?? "unset") → \(new?.description ?? "unset")\(place)"
  }
}

/// Why a stage is planned as it is.
public enum Reason: Sendable, Hashable {
  /// Its output is known.
  case known
  /// Its output is known, and somebody has to read it.
  case needed(by: String)
  /// Nothing asks for it: whatever would read it is done.
  case unneeded
  case neverBuilt
  case forced
  case changed([Change])
  /// The kind of work or its version differs from before; no setting and no input does.
  case otherWork
  /// It reads from stages or files that it did not read from, or no longer from some.
  case otherInputs(added: [String], gone: [String])
  case inputChanged(input: String, from: String, old: Digest?, new: Digest?)
  case outputMissing(String)
  /// It was built before, with the same settings and inputs, and its record is gone.
  case recordMissing
  case upstreamMayChange(String)
  /// Another stage does the very same work in this run.
  case sameAs(String)
}

extension Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .known: "up to date"
    case .needed(let stage): "read by \(stage)"
    case .unneeded: "nothing needs it"
    case .neverBuilt: "never built"
    case .forced: "forced"
    case .changed(let changes): "changed: " + changes.map(\.description).joined(separator: "; ")
    case .otherWork: "made from something else, or by another version"
    case .otherInputs(let added, let gone):
      [("now reads ", added), ("no longer reads ", gone)].filter { !$0.1.isEmpty }
        .map { $0 + $1.joined(separator: ", ") }.joined(separator: "; ")
    case .inputChanged(let input, let maker, let old, let new):
      "input '\(input)' of \(maker) changed" + (old.map { " \($0.short) → \(new?.short ?? "unknown")" } ?? "")
    case .outputMissing(let output): "output '\(output)' is damaged or missing"
    case .recordMissing: "its record is damaged or missing"
    case .upstreamMayChange(let stage): "unless \(stage) gives the same as before"
    case .sameAs(let stage): "same work as \(stage)"
    }
  }
}

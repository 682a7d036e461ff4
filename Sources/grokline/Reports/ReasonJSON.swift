internal import Pipeline
internal import Spec

extension Reason {
  /// `{"kind": …, "text": …}` and what belongs to the kind.
  var json: JSON {
    func with(_ kind: String, _ more: [String: JSON] = [:]) -> JSON {
      .object(more.merging(["kind": .string(kind), "text": .string(description)]) { $1 })
    }
    switch self {
    case .known: return with("known")
    case .needed(let stage): return with("needed", ["by": .string(stage)])
    case .unneeded: return with("unneeded")
    case .neverBuilt: return with("never-built")
    case .forced: return with("forced")
    case .changed(let changes): return with("changed", ["changes": .array(changes.map(\.json))])
    case .otherWork: return with("implementation-changed")
    case .otherInputs(let added, let gone):
      return with(
        "other-inputs", ["added": .array(added.map(JSON.string)), "gone": .array(gone.map(JSON.string))])
    case .inputChanged(let input, let maker, let old, let new):
      return with(
        "input-changed",
        [
          "input": .string(input), "from": .string(maker), "old": old.map { .string($0.hex) } ?? .null,
          "new": new.map { .string($0.hex) } ?? .null,
        ])
    case .outputMissing(let output): return with("output-missing", ["output": .string(output)])
    case .recordMissing: return with("record-missing")
    case .upstreamMayChange(let stage): return with("upstream-may-change", ["stage": .string(stage)])
    case .sameAs(let stage): return with("same-as", ["stage": .string(stage)])
    }
  }
}

extension Change {
  fileprivate var json: JSON {
    [
      "path": .string(path), "old": old ?? .null, "new": new ?? .null,
      "location": location.map { .string($0.description) } ?? .null,
    ]
  }
}

/// The layer of a spec that a value came from, weakest first. Kinds' own defaults have no layer.
public enum SpecLayer: Sendable, Hashable {
  /// Written at the top of this file or of one that it extends; the location says which.
  case file
  /// Taken from another run by `like`.
  case like(String)
  /// Written in a run.
  case run(String)
  /// Written in the chosen budget.
  case budget(String)
  /// A value of the axis of this name.
  case sweep(String)
  /// Given by `--set`.
  case argument
}

extension SpecLayer: CustomStringConvertible {
  public var description: String {
    switch self {
    case .file: "file"
    case .like(let run): "like \(run)"
    case .run(let run): "run \(run)"
    case .budget(let budget): "budget \(budget)"
    case .sweep(let axis): "sweep \(axis)"
    case .argument: "--set"
    }
  }
}

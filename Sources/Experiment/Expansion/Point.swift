public import Spec

/// One trajectory that an experiment asks for: a run at one place of its sweep, with one seed.
///
/// All layers are merged; only kinds' defaults are missing. Names are labels: two points that agree in content are
/// one training.
public struct Point: Sendable {
  /// The value of one swept axis.
  public struct Axis: Sendable, Hashable {
    public let name: String
    public let value: JSON
    /// The value as labels spell it: `0.001`, `tanh`.
    public let text: String
    /// What the axis sets: path → value.
    public let settings: [String: JSON]
  }

  /// The whole of `training` during one phase: what the phase says, on top of the rest.
  ///
  /// `until`, `stop` and `advance` are left in; phases stand in the order written and mean nothing by it.
  public struct Phase: Sendable {
    public let name: String
    public let location: SourceLocation
    public let node: Node
  }

  public let run: String
  /// Sorted by name, without `run` and `seed`.
  public let axes: [Axis]
  public let seed: Int
  /// The four sections with the marks of what `none` removed, shared with other points as far as they agree.
  let sections: RunSections

  public var rng: Node? { sections.rng?.withoutRemoved() }
  public var dataset: Node { sections.dataset.withoutRemoved() }
  public var model: Node { sections.model.withoutRemoved() }
  /// Without `phases`.
  public var training: Node { sections.common.withoutRemoved() }
  /// Merged anew at each call, since most points of a large sweep are never asked.
  public var phases: [Phase] { sections.phases }

  /// `run/axis=value/…/seed=N`.
  public var label: String {
    var label = run
    for axis in axes { label += "/" + axis.name + "=" + axis.text }
    return label + "/seed=" + String(seed)
  }

  /// What a seed that is `per-point` is made of: the run seed and the swept settings, never a name.
  public var seedOrigin: JSON {
    let settings = axes.reduce(into: [String: JSON]()) { $0.merge($1.settings) { first, _ in first } }
    return ["seed": .integer(seed), "settings": .object(settings)]
  }
}

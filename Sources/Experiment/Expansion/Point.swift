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

  let place: Place
  public let seed: Int

  public var run: String { place.run }
  /// Sorted by name, without `run` and `seed`.
  public var axes: [Axis] { place.axes }
  public var rng: Node? { place.sections.rng?.withoutRemoved() }
  public var dataset: Node { place.sections.dataset.withoutRemoved() }
  public var model: Node { place.sections.model.withoutRemoved() }
  /// Without `phases`.
  public var training: Node { place.sections.common.withoutRemoved() }
  /// Merged anew at each call, since most points of a large sweep are never asked.
  public var phases: [Phase] { place.sections.phases }

  /// `run/axis=value/…/seed=N`.
  public var label: String { place.label + "/seed=" + String(seed) }

  /// What a seed that is `per-point` is made of: the run seed and the swept settings, never a name.
  public var seedOrigin: JSON { ["seed": .integer(seed), "settings": .object(place.settings)] }
}

import Spec

/// A run at one place of its sweep: all that its seeds have in common.
final class Place: Sendable {
  let run: String
  /// Sorted by name, without `run` and `seed`.
  let axes: [Point.Axis]
  /// The four sections with the marks of what `none` removed, shared with other places as far as they agree.
  let sections: RunSections
  /// `run/axis=value/…`.
  let label: String
  /// What the axes set: path → value.
  let settings: [String: JSON]

  init(run: String, axes: [Point.Axis], sections: RunSections) {
    self.run = run
    self.axes = axes
    self.sections = sections
    label = axes.reduce(run) { $0 + "/" + $1.name + "=" + $1.text }
    settings = axes.reduce(into: [:]) { $0.merge($1.settings) { first, _ in first } }
  }
}

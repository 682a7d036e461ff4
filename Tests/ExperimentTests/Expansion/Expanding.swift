import Experiment
import Spec

/// Expands files that exist only here; the first one is the spec.
func expand(
  _ files: KeyValuePairs<String, String>, root: String = "", set overrides: [String] = []
) throws(InvalidSpec) -> ExperimentFile {
  struct Missing: Error, CustomStringConvertible { let description = "no such file" }
  let texts = Dictionary(uniqueKeysWithValues: files.map { ($0.key, $0.value) })
  return try ExperimentFile.load(files.first?.key ?? "", root: root, overrides: overrides) { path in
    guard let text = texts[path] else { throw Missing() }
    return text
  }
}

/// The errors of a spec as a user sees them; empty if there are none.
func errors(_ files: KeyValuePairs<String, String>, root: String = "", set overrides: [String] = []) -> String
{
  do {
    _ = try expand(files, root: root, set: overrides)
    return ""
  } catch {
    return error.rendered()
  }
}

/// A spec with everything that is required, and more below it.
func spec(_ more: String) -> String {
  """
  grokline: 1
  dataset: {kind: modular-arithmetic, modulus: 97}
  model: {kind: mlp, widths: [2, 8, 2], scale: 1}
  training:
    optimizer: {kind: adam, learning_rate: 1e-3, weight_decay: 0}
    phases: {fit: {until: 100}}
  \(more)
  """
}

extension Node {
  /// The JSON of what lies at a dotted path.
  func at(_ path: String) -> JSON? { self[path.split(separator: ".").map(String.init)]?.json }
}

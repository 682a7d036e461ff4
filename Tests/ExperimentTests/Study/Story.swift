import Foundation
import Testing

/// An edit of the small study, and which stages are then planned and done how.
struct Story: Sendable, CustomTestStringConvertible {
  let edit: String
  /// Texts of the spec and what takes their places.
  let changes: [(String, String)]
  /// Every stage that is not up to date and what became of it, a line each.
  let done: String

  init(_ edit: String, _ changes: [(String, String)], _ done: String) {
    self.edit = edit
    self.changes = changes
    self.done = done
  }

  var testDescription: String { edit }

  /// The edited spec; nil if a text to change is not there.
  var spec: String? {
    var text = StudyFolder.spec
    for (old, new) in changes {
      guard let range = text.range(of: old) else { return nil }
      text.replaceSubrange(range, with: new)
    }
    return text
  }

  static let all = ofTraining + ofReading

  /// What is done when both runs are trained from the start.
  static let everything = """
    train/plain: run 0…200
    train/filtered: run 0…200
    analysis/low: run (input 'metrics' of a run changed)
    analysis/moved: run (input 'snapshots' of a run changed)
    figure/loss: run (input 'loss/metrics' of a run changed)
    table/speed: run (input 'table-low' of analysis/low changed)
    """
  /// What is done when only the filtered run is.
  static let allOfFiltered = """
    train/plain: restore
    train/filtered: run 0…200
    analysis/low: run (input 'metrics' of a run changed)
    analysis/moved: run (input 'snapshots' of a run changed)
    figure/loss: run (input 'loss/metrics' of a run changed)
    table/speed: run (input 'table-low' of analysis/low changed)
    """
}

internal import Learning
internal import Pipeline
internal import Spec

/// The training that was decoded last: the next one often differs from it in its seed only, or in one part.
final class DesignMemory {
  private struct Known {
    let place: [String]
    let settings: JSON
    let design: TrainingDesign
    let files: ProjectFiles
  }

  private var known: Known?

  /// The training that a request is about, and the files that it reads.
  ///
  /// Whoever reads those files checks their content, so that a design may be older than the last change to one.
  /// - Throws: `InvalidSpec`.
  func design(for request: SegmentRequest) throws -> (TrainingDesign, ProjectFiles) {
    let place = [request.root, request.store]
    let settings = request.recipe.settings
    if let known, known.place == place, known.settings == settings { return (known.design, known.files) }
    let diagnostics = Diagnostics()
    let files = ProjectFiles(root: request.root, store: request.store)
    guard
      let design = TrainingDesign(request.recipe, after: known?.design, DatasetCatalog(files), diagnostics)
    else {
      throw InvalidSpec(diagnostics.all)
    }
    known = Known(place: place, settings: settings, design: design, files: files)
    return (design, files)
  }
}

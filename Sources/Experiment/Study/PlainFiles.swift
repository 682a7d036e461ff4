internal import Learning
public import Pipeline
internal import Spec

extension Study {
  /// What one stage gave, as files that other programs read: CSV, JSON, SVG, Markdown, and safetensors with PyTorch's
  /// names for the parameters at the end of a training.
  ///
  /// - Parameter outputs: of the stage, as a plan or a run knows them.
  /// - Throws: `StoreError` for what is damaged or not there.
  public func plainFiles(
    of stage: String, _ outputs: [Output], in store: ArtifactStore
  ) throws -> [(name: String, bytes: [UInt8])] {
    let run = zip(points, runs).first { $0.0.stage == stage }?.1
    var files: [(name: String, bytes: [UInt8])] = []
    for output in outputs where output.name != TrainingOutput.lastSnapshot {
      files.append((Study.fileName(of: output.name), try store.content(output)))
    }
    guard let run, let end = outputs.first(where: { $0.name == Demand.endOutput }),
      let step = try JSON(parsing: store.content(end))["step"]?.integer
    else { return files }
    if let bytes = try run.endParameters(at: step, in: store) {
      files.append(("parameters.safetensors", bytes))
    }
    return files
  }

  private static func fileName(of output: String) -> String {
    switch output {
    case Demand.endOutput: output + ".json"
    case FigureStage.svg: "figure.svg"
    case FigureStage.csv: "data.csv"
    case TableStage.markdown: "table.md"
    default: output + ".csv"
    }
  }
}

extension TrainingRun {
  /// The named parameters of the state at `step` as a safetensors file; nil if that state is not kept.
  fileprivate func endParameters(at step: Int, in store: ArtifactStore) throws -> [UInt8]? {
    guard let state = try TrajectoryStore(store, trajectory).state(at: step) else { return nil }
    let numbers = try TensorFile(decoding: state).floats("parameters")
    var file = TensorFile(metadata: ["format": "pt", "step": String(step), "run": recipe.label])
    for parameter in design.layout.parameters {
      file.add(parameter.name, Array(numbers[parameter.range]), shape: parameter.shape)
    }
    return file.encoded()
  }
}

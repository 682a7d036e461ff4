internal import ArgumentParser
internal import FoundationEssentials

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a small commented spec and a grokline.yaml to start from.",
    discussion: "Files that are there stay as they are.")

  @Argument(help: "The folder; the working folder if not given.", completion: .directory)
  var folder = "."

  func run() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let prefix = folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
    for (name, text) in [("grokline.yaml", Starter.project), ("first.yaml", Starter.spec)] {
      let path = prefix + name
      do {
        try Data(text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
        StandardStream.output.writeLine("wrote \(path)")
      } catch  where FileManager.default.fileExists(atPath: path) {
        StandardStream.output.writeLine("kept \(path), which was there")
      }
    }
    StandardStream.errors.writeLine("next: grokline run \(shellWord(prefix + "first.yaml"))")
  }
}

/// What `grokline init` writes.
enum Starter {
  static let project = """
    # Project settings: what lies in this folder and below shares one store.
    grokline: 1
    store: .grokline          # every result that was ever computed, by content
    results: results          # figures and tables for people

    """

  static let spec = """
    # Does amplifying the slow part of the gradient bring generalization forward?
    # 'grokline plan first.yaml' says what would run, 'grokline run first.yaml' runs it.
    grokline: 1

    dataset: {kind: modular-arithmetic, operation: add, modulus: 23, train_fraction: 0.5}
    model: {kind: decoder-transformer, layers: 1, width: 32, heads: 2}

    training:
      loss: cross-entropy
      batch_size: 128
      optimizer: {kind: adamw, learning_rate: 1e-3, weight_decay: 1}
      evaluate: {every: 1 epoch}
      phases:
        fit: {until: 1500}                 # raise it later: only the tail is trained

    # Each run is laid over what stands above. Shared beginnings are trained once.
    runs:
      baseline: {}
      filtered: {training: {filter: {kind: exponential-moving-average, decay: 0.98, gain: 2}}}

    seeds: [0, 1]

    analyses:
      time-to-generalize: {kind: crossing, metric: validation_accuracy, reaches: 0.95}

    figures:
      accuracy: {kind: curves, y: accuracy, x: {axis: step, scale: log}, band: range, marks: [time-to-generalize]}

    tables:
      speed: {of: time-to-generalize, rows: run, relative_to: {run: baseline}}

    """
}

public import Spec

/// A spec with everything resolved that needs no kind to be known: files, layers, runs, sweeps and seeds.
public struct ExperimentFile: Sendable {
  /// Names `results/NAME/`; the file's stem if it gives none.
  public let name: String
  /// The chosen budget.
  public let budget: String?
  /// In the order written, which is the order of legends.
  public let runNames: [String]
  /// Run by run; within a run the last axis moves fastest, and seeds faster still.
  public let points: [Point]
  public let moments: Node?
  public let analyses: Node?
  /// With `like` resolved.
  public let figures: Node?
  public let tables: Node?
  public let labels: Node?
  /// The texts that locations point into: every file and every `--set`.
  public let sources: SourceTexts
  /// Every file read, this one last.
  public let files: [String]
  /// All files as one mapping, before runs, budgets and `--set`.
  public internal(set) var document = Node(.mapping([]), at: SourceLocation(file: "", line: 1, column: 1))
  /// The arguments of `--set`, weakest first.
  public internal(set) var overrides: [String] = []

  /// Reads and expands the spec at `path`.
  ///
  /// - `root`: the folder that `extends` may not leave; paths are compared as text, so symbolic links are the
  ///   reader's affair. An empty root stands for the working folder.
  /// - `overrides`: the arguments of `--set`, weakest first.
  /// - `shortForms`: what bare values are short for, by path.
  /// - `read`: gives the text of a file; what it throws becomes an error of the spec.
  ///
  /// Throws every error found, with the texts to show them.
  public static func load(
    _ path: String, root: String = "", overrides: [String] = [], shortForms: ShortForms = .experiment,
    reading read: @escaping (String) throws -> String
  ) throws(InvalidSpec) -> ExperimentFile {
    let diagnostics = Diagnostics()
    let (file, sources) = Self.read(
      path, root: root, overrides: overrides, shortForms: shortForms, diagnostics, reading: read)
    guard let file, diagnostics.isEmpty else { throw InvalidSpec(diagnostics.all, sources: sources) }
    return file
  }

  /// The same for whoever goes on to look for errors in what could be expanded; nil if a file is not there or no YAML.
  static func read(
    _ path: String, root: String, overrides: [String], shortForms: ShortForms = .experiment,
    _ diagnostics: Diagnostics, reading read: @escaping (String) throws -> String
  ) -> (file: ExperimentFile?, sources: SourceTexts) {
    var sources = SourceTexts()
    var parsed: [Override] = []
    for argument in overrides {
      do {
        let override = try Override(parsing: argument)
        sources[override.origin] = argument
        parsed.append(override)
      } catch {
        sources.merge(error.sources)
        diagnostics.report(error)
      }
    }
    let reader = SpecFiles(root: root, shortForms: shortForms, diagnostics, read)
    let document = reader.document(path)
    sources.merge(reader.sources)
    guard let document, reader.isComplete else { return (nil, sources) }
    let set = Overrides(parsed, shortForms: shortForms, diagnostics)
    let experiment = Expansion(document, file: path, overrides: set, shortForms: shortForms, diagnostics)
    var file = experiment.expand(sources: sources, files: reader.files)
    file.document = document
    file.overrides = overrides
    return (file, sources)
  }
}

internal import ArgumentParser
internal import Experiment
internal import FoundationEssentials
internal import Pipeline
internal import Spec

/// Which experiment, with which values, in which store: shared by every command that reads a spec.
struct SpecArguments: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Override a value of the spec; may be repeated.", valueName: "path=value"))
  var overrides: [String] = []

  @Option(
    help: ArgumentHelp(
      "The folder of stored results; .grokline beside grokline.yaml, if not given.", valueName: "dir"),
    completion: .directory)
  var store: String?

  @OptionGroup var numeric: NumericClassArguments

  /// Reads, decodes and checks the experiment; the only one of the working folder if no path is given.
  func study(_ spec: String?) throws -> Study {
    let path = try SpecArguments.path(spec)
    guard FileManager.default.fileExists(atPath: path) else {
      let near = SpecArguments.specs(in: SpecArguments.folder(of: path))
      throw UsageProblems(
        "there is no file '\(path)'", hint: nearest(to: path, among: near).map { "did you mean '\($0)'?" })
    }
    if BundleFile.isBundle(path) { return try sharedStudy(path) }
    let project = try Project.enclosing(path, store: store)
    try numeric.choose(in: project)
    // Training happens in processes of their own, so that a crash ends one stage and not the run.
    let trainers = SegmentTrainers(program: "/proc/self/exe", root: project.root)
    return try Study.open(path, project: project, overrides: overrides, trainers: trainers)
  }

  /// The experiment of a bundle, unpacked below the store of this place, with its results as a start; what comes of it
  /// goes to the results of this place.
  private func sharedStudy(_ path: String) throws -> Study {
    let here = try Project.enclosing(nil, store: store)
    try numeric.choose(in: here)
    let bundle = try BundleFile.open(path)
    do {
      let unpacked = try UnpackedBundle(bundle, below: here.store)
      try unpacked.lookForData(in: DataFolders(here).present)
      return try unpacked.study(overrides, results: here.results, program: "/proc/self/exe")
    } catch let flaw as BundleFlaw {
      throw RefusedBundle(path: path, reason: flaw.description)
    }
  }

  /// The spec as it was named, or the only one of the working folder.
  static func path(_ spec: String?) throws -> String { try spec ?? onlySpec() }

  private static func onlySpec() throws -> String {
    let found = specs(in: "")
    if found.count == 1 { return found[0] }
    throw UsageProblems(
      found.isEmpty ? "there is no spec in this folder" : "there are several specs in this folder",
      hint: found.isEmpty
        ? "name one: grokline \(CommandLine.arguments.dropFirst().first ?? "run") SPEC.yaml …; or write one: grokline init"
        : "name one of \(found.joined(separator: ", "))")
  }

  /// The specs in a folder, as paths from the working folder.
  private static func specs(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    return names.filter { isSpec($0) && $0 != "grokline.yaml" }.sorted().map { folder + $0 }
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// Whether a word of the command line names a file and not a stage.
  static func isSpec(_ word: String) -> Bool { word.hasSuffix(".yaml") || word.hasSuffix(".yml") }
}

/// `[SPEC] [NAME…]`: the first word is the spec if it is the name of a YAML file, or of a bundle.
struct SpecAndNames {
  let spec: String?
  let names: [String]

  init(_ words: [String]) {
    let isSpec = words.first.map { SpecArguments.isSpec($0) || BundleFile.isBundle($0) } ?? false
    spec = isSpec ? words.first : nil
    names = Array(words.dropFirst(isSpec ? 1 : 0))
  }

  /// For commands that take a spec and nothing else.
  func specOnly() throws -> String? {
    guard let extra = names.first else { return spec }
    throw UsageProblems(
      "unexpected argument '\(extra)'", hint: spec == nil ? "a spec is a file that ends in .yaml" : nil)
  }
}

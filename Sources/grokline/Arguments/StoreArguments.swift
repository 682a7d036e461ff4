internal import ArgumentParser
internal import Experiment
internal import Pipeline

/// Which store, for commands that need no spec.
struct StoreArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of stored results; .grokline beside grokline.yaml, if not given.", valueName: "dir"),
    completion: .directory)
  var store: String?

  /// Opens the store; one that is not there is empty.
  func opened() throws -> ArtifactStore {
    try ArtifactStore(root: Project.enclosing(nil, store: store).store)
  }
}

/// `500MB`, `10GB`, `2TiB`, or a number of bytes.
struct ByteCount: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let number = argument.prefix { $0.isNumber || $0 == "." }
    let units: [String: Double] = [
      "": 1, "B": 1, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KIB": 1024, "MIB": 1_048_576,
      "GIB": 1_073_741_824, "TIB": 1_099_511_627_776,
    ]
    guard let value = Double(number), let unit = units[argument.dropFirst(number.count).uppercased()],
      value * unit < 9e18
    else { return nil }
    bytes = Int(value * unit)
  }
}

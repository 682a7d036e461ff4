internal import ArgumentParser
internal import Experiment
internal import Pipeline
internal import Spec

struct FetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Download public data sets, checked against their SHA-256.",
    discussion: """
      A broken download continues where it ended. 'grokline datasets' lists what there is; files in the folder \
      GROKLINE_DATA or in a mirror of grokline.yaml are used as they are.
      """)

  @Argument(help: "Names of data sets.")
  var names: [String] = []

  @Flag(help: "Fetch all that somebody offers.")
  var all = false

  @Option(help: ArgumentHelp("The folder of stored results.", valueName: "dir"), completion: .directory)
  var store: String?

  func run() throws {
    let project = try Project.enclosing(nil, store: store)
    let shelf = ManifestShelf(root: project.root)
    let manifests = try chosen(from: shelf)
    Interruption.listen()
    let fetcher = Fetcher(DataFolders(project), cancellation: Interruption.cancellation)
    var progress = FetchProgress(StandardStream.errors)
    var hasFailed = false
    for manifest in manifests {
      for file in manifest.files {
        do {
          let outcome = try fetcher.fetch(file, of: manifest.name) { progress.note($0, of: file) }
          progress.end()
          switch outcome {
          case .wasThere(let path): StandardStream.output.writeLine("there     \(path)")
          case .fetched(let path): StandardStream.output.writeLine("fetched   \(path)")
          }
        } catch let failure as FetchFailure {
          progress.end()
          StandardStream.errors.writeLine("error: \(failure)")
          hasFailed = true
        } catch is Cancelled {
          progress.end()
          StandardStream.errors.writeLine("stopped; 'grokline fetch' continues where this ended")
          throw ExitCode(Interruption.status ?? ExitStatus.interrupted)
        }
      }
    }
    if hasFailed { throw ExitCode(ExitStatus.failed) }
  }

  private func chosen(from shelf: ManifestShelf) throws -> [Manifest] {
    if all {
      return try shelf.names.compactMap { try shelf.manifest($0) }.filter { manifest in
        manifest.files.contains { !$0.urls.isEmpty }
      }
    }
    if names.isEmpty { throw UsageProblems("no data set is named", hint: "name one, or write --all") }
    var problems = UsageProblems()
    var manifests: [Manifest] = []
    for name in names {
      if let manifest = try shelf.manifest(name) {
        manifests.append(manifest)
      } else {
        problems.add("no data set is called '\(name)'", hint: suggestion(for: name, among: shelf.names))
      }
    }
    try problems.throwIfAny()
    return manifests
  }
}

/// The line at the bottom of a terminal while a file comes, or a line per address elsewhere.
struct FetchProgress {
  private let stream: StandardStream
  private let start = ContinuousClock().now
  private var lastDrawn = -1.0
  private var isDrawn = false

  init(_ stream: StandardStream) { self.stream = stream }

  mutating func note(_ event: Fetcher.Event, of file: Manifest.File) {
    switch event {
    case .started(let url, let present):
      end()
      let rest = present > 0 ? " from byte \(present) on" : ""
      stream.writeLine("fetching  \(url)\(rest)".onOneLine)
    case .failed(let url, let reason):
      end()
      stream.writeLine("failed    \(url): \(reason)".onOneLine)
    case .received(let bytes, let size):
      let now = (ContinuousClock().now - start) / .seconds(1)
      guard stream.canRedraw, now - lastDrawn >= 0.2 else { return }
      lastDrawn = now
      isDrawn = true
      let share = size.map { " of \(readable(bytes: $0)), \(bytes * 100 / max($0, 1)) %" } ?? ""
      stream.write("\r  \(readable(bytes: bytes))\(share)\u{1B}[K")
    }
  }

  /// Leaves the line.
  mutating func end() {
    if isDrawn { stream.write("\r\u{1B}[K") }
    isDrawn = false
  }
}

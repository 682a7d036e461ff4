internal import ArgumentParser
internal import Experiment
internal import Pipeline
internal import Spec

struct DatasetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "datasets",
    abstract: "List the public data sets that a spec can name, and what is here of them.",
    discussion: "A file datasets/NAME.yaml of the project adds one.")

  @Option(help: ArgumentHelp("The folder of stored results.", valueName: "dir"), completion: .directory)
  var store: String?

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    let project = try Project.enclosing(nil, store: store)
    let (shelf, folders) = (ManifestShelf(root: project.root), DataFolders(project))
    let manifests = try shelf.names.compactMap { try shelf.manifest($0) }
    if json {
      let document: JSON = ["schema": 1, "datasets": .array(manifests.map { $0.json(folders) })]
      return StandardStream.output.writeLine("\(document)")
    }
    var table = TextTable(trailing: [1])
    for manifest in manifests {
      let here = manifest.files.filter { folders.locate($0) != nil }.count
      let state: TextTable.Cell =
        here == manifest.files.count
        ? .init("here", .green)
        : .init(here > 0 ? "\(here) of \(manifest.files.count) files" : "not here", .dim)
      table.add([
        .init(manifest.name, .bold), .init(manifest.bytes.map(readable(bytes:)) ?? "?"), state,
        .init(manifest.title),
      ])
    }
    StandardStream.output.write(table.text(StandardStream.output.style))
  }
}

extension Manifest {
  fileprivate func json(_ folders: DataFolders) -> JSON {
    [
      "name": .string(name), "title": .string(title), "citation": .string(citation),
      "licence": .string(licence),
      "homepage": homepage.map(JSON.string) ?? .null,
      "files": .array(
        files.map { file in
          [
            "role": .string(file.role), "path": .string(file.path),
            "bytes": file.bytes.map(JSON.integer) ?? .null,
            "sha256": .string(file.digest.hex), "format": .string(file.format),
            "urls": .array(file.urls.map(JSON.string)),
            "here": folders.locate(file).map(JSON.string) ?? .null,
          ]
        }),
    ]
  }
}

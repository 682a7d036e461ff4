internal import ArgumentParser
internal import Pipeline
internal import Spec

struct UndeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undelete", abstract: "Bring back everything that collections moved to the trash.")

  @OptionGroup var store: StoreArguments

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    let batch = try store.opened().undelete()
    let document: JSON = ["schema": 1, "files": .integer(batch.files), "bytes": .integer(batch.bytes)]
    StandardStream.output.writeLine(
      json
        ? "\(document)"
        : batch.files == 0
          ? "the trash is empty" : "\(counted(batch.files, "file")), \(readable(bytes: batch.bytes)) are back"
    )
  }
}

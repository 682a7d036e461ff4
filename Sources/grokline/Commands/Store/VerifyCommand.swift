internal import ArgumentParser
internal import Glibc
internal import Pipeline
internal import Spec

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check every stored file, contents included; returns 5 if something is damaged.",
    discussion: """
      What fails is moved to quarantine/ in the store and named; the next run that needs it makes it again.
      """)

  @OptionGroup var store: StoreArguments

  @Option(
    help: ArgumentHelp("The threads that share the work; as many as cores, if not given.", valueName: "n"))
  var threads: Int?

  @Flag(help: "Write JSON.")
  var json = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
  }

  func run() async throws {
    let store = try store.opened()
    Interruption.listen()
    let line = ProgressLine()
    let found: Verification
    do {
      found = try await store.verify(
        threads: threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))),
        cancellation: Interruption.cancellation
      ) { progress in
        line.show(
          "\(progress.files) of \(counted(progress.total, "file")), \(readable(bytes: progress.bytes)) sound"
            + (progress.damages > 0 ? ", \(progress.damages) damaged" : ""))
      }
    } catch is Cancelled {
      line.clear()
      throw ExitCode(Interruption.status ?? ExitStatus.interrupted)
    }
    line.clear()
    let output = StandardStream.output
    output.write(json ? "\(found.json)\n" : found.text(output.style))
    if !found.isSound { throw ExitCode(ExitStatus.damaged) }
  }
}

extension Verification {
  fileprivate func text(_ style: Style) -> String {
    var text =
      "\(counted(objects, "object")) and \(counted(records, "record")) are sound, \(readable(bytes: bytes))\n"
    for damage in damages { text += style("damaged", .red) + "  \(damage)\n" }
    for (address, objects) in missing.sorted(by: { $0.key.group < $1.key.group }) {
      text +=
        style("missing", .red) + "  \(counted(objects.count, "object")) of record "
        + "\(address.group.short)/\(address.name)\n"
    }
    return isSound ? text : text + "the next run that needs them makes them again\n"
  }

  fileprivate var json: JSON {
    [
      "schema": 1, "sound": .bool(isSound), "objects": .integer(objects), "records": .integer(records),
      "bytes": .integer(bytes),
      "damages": .array(
        damages.map { damage in
          [
            "path": .string(damage.path), "reason": .string(damage.reason),
            "quarantine": damage.quarantine.map(JSON.string) ?? .null, "text": .string("\(damage)"),
          ]
        }),
      "missing": .array(
        missing.sorted { $0.key.group < $1.key.group }.map { address, objects in
          [
            "record": .string("\(address.group.hex)/\(address.name)"),
            "objects": .array(objects.map { .string($0.digest.hex) }),
          ]
        }),
    ]
  }
}

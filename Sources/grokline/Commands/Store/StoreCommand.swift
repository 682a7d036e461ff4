internal import ArgumentParser

struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Look after stored results: their size, their soundness, what stays.",
    subcommands: [
      DuCommand.self, VerifyCommand.self, GcCommand.self, UndeleteCommand.self, PinCommand.self,
      UnpinCommand.self, PinsCommand.self,
    ])
}

internal import ArgumentParser

struct CompletionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completion", abstract: "Write the completion script of a shell: bash, zsh or fish.",
    discussion: """
      bash: grokline completion bash > ~/.local/share/bash-completion/completions/grokline
      zsh:  grokline completion zsh > "${fpath[1]}/_grokline"
      fish: grokline completion fish > ~/.config/fish/completions/grokline.fish
      """)

  @Argument(help: "bash, zsh or fish.")
  var shell: String

  func run() throws {
    let names = CompletionShell.allCases.map(\.rawValue)
    guard let shell = CompletionShell(rawValue: shell) else {
      throw UsageProblems(
        "there is no completion for '\(shell)'", hint: "expected one of " + names.joined(separator: ", "))
    }
    StandardStream.output.writeLine(Grokline.completionScript(for: shell))
  }
}

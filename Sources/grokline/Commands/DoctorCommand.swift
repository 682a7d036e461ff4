internal import ArgumentParser
internal import Experiment
internal import Spec

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check whether this machine has what runs need, and say what to do.")

  @Option(help: ArgumentHelp("The folder of stored results.", valueName: "dir"), completion: .directory)
  var store: String?

  @OptionGroup var numeric: NumericClassArguments

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    let project = try Project.enclosing(nil, store: store)
    try numeric.choose(in: project)
    let findings = HealthCheck(project, program: "/proc/self/exe").findings()
    let output = StandardStream.output
    let isHealthy = !findings.contains { $0.level == .problem }
    if json {
      let document: JSON = [
        "schema": 1, "healthy": .bool(isHealthy), "version": .string(Grokline.version),
        "findings": .array(findings.map(\.json)),
      ]
      output.writeLine("\(document)")
    } else {
      output.write(DoctorText(findings).text(output.style))
    }
    if !isHealthy { throw ExitCode(ExitStatus.failed) }
  }
}

/// The second process of `doctor`'s test of locks; nobody calls it by hand.
struct LockProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "lock-probe", shouldDisplay: false)

  @Argument var store: String

  func run() throws { throw ExitCode(HealthCheck.LockProbe.main(store: store)) }
}

/// What was found, a line each, and below it what to do.
struct DoctorText {
  let findings: [Finding]

  init(_ findings: [Finding]) { self.findings = findings }

  func text(_ style: Style) -> String {
    var table = TextTable()
    for finding in findings {
      let color: Style.Color =
        switch finding.level {
        case .fine: .green
        case .warning: .yellow
        case .problem: .red
        }
      table.add([.init(finding.level.rawValue, color), .init(finding.subject), .init(finding.text)])
      if let advice = finding.advice { table.add(["", "", .init("→ " + advice, .dim)]) }
    }
    return table.text(style)
  }
}

extension Finding {
  fileprivate var json: JSON {
    [
      "subject": .string(subject), "level": .string(level.rawValue), "text": .string(text),
      "advice": advice.map(JSON.string) ?? .null,
    ]
  }
}

internal import ArgumentParser
internal import Pipeline
internal import Spec

/// What the process returns.
enum ExitStatus {
  static let done: Int32 = 0
  static let failed: Int32 = 1
  static let usage: Int32 = 2
  static let invalidSpec: Int32 = 3
  /// `plan --check` and `status --check`: there is work to do.
  static let pending: Int32 = 4
  static let damaged: Int32 = 5
  static let busy: Int32 = 6
  /// `reproduce`: something else came out than was published.
  static let differs: Int32 = 7
  static let interrupted: Int32 = 130
  /// Whoever read the output has left.
  static let unheard: Int32 = 141
  static let terminated: Int32 = 143
}

/// Names and options that a command cannot work with: all of them at once.
struct UsageProblems: Error {
  struct Problem: Hashable {
    let message: String
    var hint: String?
  }

  var problems: [Problem] = []

  init(_ problems: [Problem] = []) { self.problems = problems }

  init(_ message: String, hint: String? = nil) { problems = [Problem(message: message, hint: hint)] }

  mutating func add(_ message: String, hint: String? = nil) {
    let problem = Problem(message: message, hint: hint)
    if !problems.contains(problem) { problems.append(problem) }
  }

  func throwIfAny() throws(UsageProblems) {
    if !problems.isEmpty { throw self }
  }

  var text: String {
    problems.map { "error: \($0.message)\n" + ($0.hint.map { "  hint: \($0)\n" } ?? "") }.joined()
  }
}

/// Why a command ended early: the text for people, where it goes, and what the process returns.
struct Failure {
  let status: Int32
  let text: String

  init(_ error: any Error) {
    switch error {
    case let code as ExitCode: (status, text) = (code.rawValue, "")
    case let invalid as InvalidSpec: (status, text) = (ExitStatus.invalidSpec, invalid.rendered() + "\n")
    case let refused as RefusedBundle: (status, text) = (ExitStatus.invalidSpec, "error: \(refused)\n")
    case let usage as UsageProblems: (status, text) = (ExitStatus.usage, usage.text)
    case let graph as InvalidGraph: (status, text) = (ExitStatus.usage, "error: \(graph)\n")
    case let store as StoreError:
      text = "error: \(store)\n"
      switch store {
      case .damaged, .missing: status = ExitStatus.damaged
      case .busy, .waitCancelled: status = ExitStatus.busy
      default: status = ExitStatus.failed
      }
    default:
      // What the parser throws says itself what it is: a request for help, a usage error; all else is a failure.
      switch Grokline.exitCode(for: error) {
      case .success: (status, text) = (ExitStatus.done, Grokline.fullMessage(for: error) + "\n")
      case .validationFailure: (status, text) = (ExitStatus.usage, Grokline.fullMessage(for: error) + "\n")
      default: (status, text) = (ExitStatus.failed, "error: \(error)\n")
      }
    }
  }

  /// Says it, help on the one stream and errors on the other, and returns the status.
  func report(on output: StandardStream, _ errors: StandardStream) -> Int32 {
    (status == ExitStatus.done ? output : errors).write(text)
    return status
  }
}

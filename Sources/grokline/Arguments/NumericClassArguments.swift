internal import ArgumentParser
internal import Experiment

/// As which class of processors to compute, for commands that may compute.
struct NumericClassArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Compute as a processor of this class would: v4 (AVX-512), v3 (AVX2) or v2 (SSE); as this one, if not given.",
      valueName: "class"),
    completion: .list(NumericChoice.names))
  var numericClass: String?

  /// Decides it, before anything is computed.
  func choose(in project: Project?) throws(UsageProblems) {
    do {
      try NumericChoice.make(numericClass, in: project)
    } catch {
      throw UsageProblems(error.message, hint: error.hint)
    }
  }
}

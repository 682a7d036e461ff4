internal import Compute
internal import FoundationEssentials
internal import Spec

/// The class of processors to compute as: what the command line asks for, else the environment, else the project.
public enum NumericChoice {
  /// What was asked for is no class, or none that this processor has.
  public struct Unfit: Error, Sendable, Hashable {
    public let message: String
    public let hint: String?
  }

  /// What a class is called, the highest first.
  public static var names: [String] { NumericClass.allCases.map(\.name) }

  /// Has everything computed in the class that is asked for, if one is; to be called before anything is computed.
  ///
  /// - Throws: `Unfit`.
  public static func make(_ option: String?, in project: Project?) throws(Unfit) {
    let variable = ProcessInfo.processInfo.environment[NumericClass.variable].flatMap {
      $0.isEmpty ? nil : $0
    }
    let asked = [
      (option, "--numeric-class"), (variable, NumericClass.variable),
      (project?.numericClass, "numeric_class in grokline.yaml"),
    ]
    for case let (name?, source) in asked { return try read(name, from: source).use() }
  }

  /// Whether a word is the name of a class, of whatever processor.
  static func isName(_ word: String) -> Bool { NumericClass(name: word) != nil }

  static func listed(_ names: [String]) -> String {
    names.count < 2
      ? names.joined() : names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }

  private static func read(_ name: String, from source: String) throws(Unfit) -> NumericClass {
    let here = NumericClass.available
    guard let wanted = NumericClass(name: name) else {
      throw Unfit(
        message: "\(source) is '\(name)': expected \(listed(names))",
        hint: nearest(to: name, among: (here.isEmpty ? NumericClass.allCases : here).map(\.name))
          .map { "did you mean '\($0)'?" })
    }
    guard here.contains(wanted) else {
      throw Unfit(
        message: "\(source) is '\(name)', and this processor has no such class",
        hint: here.isEmpty ? "leave it out: classes are of x86-64 only" : "it has \(listed(here.map(\.name)))"
      )
    }
    return wanted
  }

  /// What is in use, and what may be asked for.
  static var account: String {
    let asked = NumericClass.asked.map { " (asked for: \($0.name))" } ?? ""
    let names = NumericClass.available.map(\.name)
    return NumericClass.current + asked + (names.isEmpty ? "" : "; --numeric-class can be \(listed(names))")
  }
}

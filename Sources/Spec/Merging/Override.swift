/// One `--set PATH=VALUE` of the command line: a layer above all others.
public struct Override: Sendable {
  public let path: SpecPath
  /// Any YAML.
  public let value: Node
  /// The name under which locations and `SourceTexts` know this argument.
  public let origin: String
  /// `PATH=VALUE` as given: the text that an error shows.
  public let text: String

  /// Reads `training.limit=3000`. Locations count from the start of the argument.
  public init(parsing argument: String) throws(InvalidSpec) {
    let diagnostics = Diagnostics()
    let origin = "--set " + argument
    let start = SourceLocation(file: origin, line: 1, column: 1)
    func fail(_ message: String, at location: SourceLocation) -> InvalidSpec {
      InvalidSpec([Diagnostic(message, at: location)], sources: SourceTexts([origin: argument]))
    }
    guard let equals = argument.firstIndex(of: "=") else {
      throw fail("expected PATH=VALUE, as in training.limit=3000", at: start)
    }
    let written = argument[..<equals]
    let rest = argument[argument.index(after: equals)...]
    let offset = written.unicodeScalars.count + 1
    if rest.allSatisfy(\.isWhitespace) {
      throw fail("expected a value after '='", at: start.advanced(by: offset))
    }
    let steps = SpecPath(String(written), at: start, diagnostics)
    do {
      // Blanks in place of the path, so that columns count from the start of the argument.
      value = try readYAML(String(repeating: " ", count: offset) + rest, file: origin).stamped(.argument)
    } catch {
      diagnostics.report(error)
      value = Node(.mapping([]), at: start)
    }
    guard let steps, diagnostics.isEmpty else {
      throw InvalidSpec(diagnostics.all, sources: SourceTexts([origin: argument]))
    }
    path = steps
    text = argument
    self.origin = origin
  }
}

/// A place in a source text.
///
/// Lines and columns count from 1; a column counts Unicode scalars. Values that were not read from a file
/// name their origin instead of a path, for example `--set training.limit=3000`.
public struct SourceLocation: Sendable, Hashable {
  public var file: String
  public var line: Int
  public var column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}

extension SourceLocation: CustomStringConvertible {
  /// `file:line:column`; an argument is one line, which its name already quotes, so it stands alone.
  public var description: String { isArgument ? file : "\(file):\(line):\(column)" }

  /// Whether this lies in a command line argument.
  var isArgument: Bool { file.hasPrefix("--") }

  /// The place `scalars` further along the same line.
  public func advanced(by scalars: Int) -> SourceLocation {
    SourceLocation(file: file, line: line, column: column + scalars)
  }
}

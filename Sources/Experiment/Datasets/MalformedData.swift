internal import Spec

/// A file that does not hold the data that the spec says, and the place where that shows.
public struct MalformedData: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where in the file.
  public enum Place: Sendable, Hashable {
    /// Both count from 1; a column counts bytes.
    case line(Int, column: Int)
    /// Counts from 0; in the content of what is compressed.
    case byte(Int)
  }

  public let message: String
  public let file: String
  public let place: Place
  public let hint: String?

  public init(_ message: String, file: String, at place: Place, hint: String? = nil) {
    self.message = message
    self.file = file
    self.place = place
    self.hint = hint
  }

  public var description: String {
    let text =
      switch place {
      case .line(let line, let column): "\(file):\(line):\(column): \(message)"
      case .byte(let offset): "\(file), byte \(offset): \(message)"
      }
    return text + (hint.map { "; \($0)" } ?? "")
  }

  /// As an error of the spec that names the file at `location`.
  func diagnostic(for location: SourceLocation) -> Diagnostic {
    switch place {
    case .line(let line, let column):
      Diagnostic(message, at: SourceLocation(file: file, line: line, column: column), hint: hint)
    case .byte(let offset): Diagnostic("\(file), byte \(offset): \(message)", at: location, hint: hint)
    }
  }
}

extension MalformedData {
  init(_ flaw: MalformedBytes, in file: DataFile) {
    self.init(flaw.message, file: file.description, at: .byte(flaw.offset))
  }

  init(_ flaw: MalformedTable, in file: DataFile) {
    self.init(
      flaw.message, file: file.description, at: .line(flaw.line, column: flaw.column), hint: flaw.hint)
  }
}

extension MalformedData {
  /// So many rows that one of the splits would have none.
  static func undivided(_ count: Int, _ train: Int, file: DataFile) -> MalformedData {
    MalformedData(
      "\(count) rows cannot be divided: \(train) would train, \(count - train) validate",
      file: file.description, at: .line(1, column: 1), hint: "change train_fraction or add rows")
  }
}

/// What `read` returns or throws, with the file that its flaws are in.
func locating<Result>(_ file: DataFile, _ read: () throws -> Result) throws -> Result {
  do {
    return try read()
  } catch let flaw as MalformedBytes {
    throw MalformedData(flaw, in: file)
  } catch let flaw as MalformedTable {
    throw MalformedData(flaw, in: file)
  }
}

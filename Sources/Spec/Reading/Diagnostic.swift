/// One thing that is wrong with what the user wrote, and where.
public struct Diagnostic: Error, Sendable, Hashable {
  /// Lower case, present tense, the offending value in quotes, what was expected.
  public var message: String
  public var location: SourceLocation
  /// What to do about it, for example `did you mean 'relu'?`.
  public var hint: String?

  public init(_ message: String, at location: SourceLocation, hint: String? = nil) {
    self.message = message
    self.location = location
    self.hint = hint
  }
}

/// Every problem found in one reading, so that all errors of a file are reported in one run.
public struct InvalidSpec: Error, Sendable {
  public var diagnostics: [Diagnostic]
  /// The texts that the diagnostics point into, as far as whoever threw this knows them.
  public var sources: SourceTexts

  public init(_ diagnostics: [Diagnostic], sources: SourceTexts = SourceTexts()) {
    self.diagnostics = diagnostics
    self.sources = sources
  }
}

/// Collects the problems of one reading.
public final class Diagnostics {
  public private(set) var all: [Diagnostic] = []
  private var seen: Set<Diagnostic> = []

  public init() {}

  public var isEmpty: Bool { all.isEmpty }

  /// Adds a problem unless it is known already: points of a sweep share most of theirs.
  public func report(_ diagnostic: Diagnostic) {
    if seen.insert(diagnostic).inserted { all.append(diagnostic) }
  }

  public func report(_ message: String, at location: SourceLocation, hint: String? = nil) {
    report(Diagnostic(message, at: location, hint: hint))
  }

  /// Adds what another reading found.
  public func report(_ invalid: InvalidSpec) {
    for diagnostic in invalid.diagnostics { report(diagnostic) }
  }

  /// Throws what was collected, if anything was.
  public func throwIfAny() throws(InvalidSpec) {
    if !all.isEmpty { throw InvalidSpec(all) }
  }
}

/// What a stage gave: its outputs by name, and further objects that belong to them.
public struct StageOutputs: Sendable {
  public enum Content: Sendable {
    case bytes([UInt8], as: ObjectEncoding)
    /// Already written with `StageContext.write`.
    case stored(ObjectReference)
  }

  public var contents: [(name: String, content: Content)]
  /// Objects that the outputs name by digest and that must live as long as they do.
  public var references: [Digest]

  public init(_ contents: [(name: String, content: Content)] = [], references: [Digest] = []) {
    self.contents = contents
    self.references = references
  }

  /// One output of plain bytes.
  public init(_ name: String, _ bytes: [UInt8]) {
    self.init([(name, .bytes(bytes, as: .bytes))])
  }
}

/// What a running stage may ask and tell.
///
/// It belongs to the thread that runs the stage.
public final class StageContext {
  public let stage: String
  /// How many threads the stage may use.
  public let cores: Int
  public let store: ArtifactStore
  /// Within which bytes are promised to come out the same.
  public let numericClass: String
  /// Set when the stage should save what it can and throw `Cancelled`.
  public let cancellation: Cancellation
  let log: StageLog
  /// Damage that was met while reading, whatever the stage made of the error.
  private(set) var damage: StoreError?
  /// What was last said of how far the work is.
  private(set) var progress: Progress?
  private let inputs: [String: Input]
  private let report: @Sendable (StageEvent.Kind) -> Void

  enum Input {
    case stored(Output)
    case source(Source)
  }

  init(
    stage: String, cores: Int, store: ArtifactStore, numericClass: String, cancellation: Cancellation,
    log: StageLog, inputs: [String: Input], report: @escaping @Sendable (StageEvent.Kind) -> Void
  ) {
    self.stage = stage
    self.cores = cores
    self.store = store
    self.numericClass = numericClass
    self.cancellation = cancellation
    self.log = log
    self.inputs = inputs
    self.report = report
  }

  public var isCancelled: Bool { cancellation.isCancelled }

  /// The checked content of an input.
  ///
  /// - Throws: damage that was found, or `ChangedSource` when a source is not what the plan was made with.
  public func read(_ input: String) throws -> [UInt8] {
    switch inputs[input] {
    case .stored(let output): return try noting { try store.content(output) }
    case .source(let source):
      let bytes = try source.content()
      guard Digest.of(bytes) == source.digest else { throw ChangedSource(name: source.name) }
      return bytes
    case nil: preconditionFailure("stage '\(stage)' has no input '\(input)'")
    }
  }

  /// Which object an input is, for whoever reads it elsewhere; `nil` for a source.
  public func reference(_ input: String) -> ObjectReference? {
    if case .stored(let output) = inputs[input] { output.reference } else { nil }
  }

  /// The checked content of an object that an input names.
  public func read(_ reference: ObjectReference) throws -> [UInt8] {
    try noting { try store.read(reference) }
  }

  /// Stores a large output, or an object that an output names, before the stage ends.
  public func write(_ bytes: [UInt8], as encoding: ObjectEncoding = .bytes) throws -> ObjectReference {
    try store.write(bytes, as: encoding)
  }

  /// Says how far the work is; what was said last goes into the telemetry.
  public func report(_ progress: Progress) {
    self.progress = progress
    report(.progress(progress))
  }

  /// Tells the user something once, and writes it into the log.
  public func note(_ text: String) {
    log.write(text)
    report(.note(text))
  }

  /// Writes a line into the log of this attempt.
  public func write(toLog line: String) { log.write(line) }

  /// Runs a read and remembers if it met damage, so that the run can mend it and try again.
  func noting<Value>(_ read: () throws -> Value) throws -> Value {
    do {
      return try read()
    } catch let error as StoreError {
      note(damage: error)
      throw error
    }
  }

  /// Says that a file of the store failed its checks elsewhere, for example in a child process.
  public func note(damage error: StoreError) {
    if error.isLoss { damage = error }
  }

  func forgetDamage() { damage = nil }

  /// Whether an object is one of the stage's inputs.
  func isInput(_ digest: Digest) -> Bool {
    inputs.values.contains { input in
      if case .stored(let output) = input { output.reference.digest == digest } else { false }
    }
  }
}

/// A source was edited while a stage worked with it, so the result belongs to no key.
public struct ChangedSource: Error, Sendable, Hashable, CustomStringConvertible {
  public let name: String

  public init(name: String) { self.name = name }

  public var description: String {
    "'\(name)' changed while it was in use, so the result was not kept: run again"
  }
}

internal import FoundationEssentials
public import Pipeline
public import Spec

/// A bundle that was checked from its first byte to its last; nothing of it was executed or written anywhere.
public struct OpenedBundle: Sendable {
  let reader: BundleReader
  public let experiment: String
  public let budget: String?
  public let level: BundleLevel
  /// The author's spec, from the root of the project.
  public let spec: String
  public let overrides: [String]
  /// The figures and tables that it reproduces, as stages.
  public let targets: [String]
  public let environment: JSON
  let memory: DataMemory
  let lock: StudyLock
  let expected: [String: ExpectedStage]
  /// Short texts by their digest.
  let texts: [Digest: [UInt8]]
  let paths: [Digest: String]

  /// The bundle's identity: the SHA-256 of its manifest.
  public var id: Digest { reader.id }
  /// Bytes of the file.
  public var size: Int { reader.size }
  /// Bytes of everything in it.
  public var content: Int { reader.manifest.entries.reduce(0) { $0 + $1.bytes } }
  public var entries: [BundleManifest.Entry] { reader.manifest.entries }

  /// The most bytes of a document that is read as a whole.
  private static let largestDocument = 64 << 20
  /// The most bytes of a spec: what the reader of YAML takes.
  private static let largestSpec = 2_000_000

  /// Reads and checks a bundle.
  ///
  /// - Throws: `BundleFlaw` if it is not sound, `StoreError` if it cannot be read.
  public init(_ path: String, limits: BundleLimits = BundleLimits()) throws {
    let reader = try BundleReader(path, limits: limits)
    self.reader = reader
    let facts = reader.manifest.facts
    guard let experiment = facts["experiment"]?.string, let spec = facts["spec"]?.string,
      let level = facts["level"]?.string.flatMap(BundleLevel.init(rawValue:)),
      let targets = facts["targets"]?.array?.compactMap(\.string), !targets.isEmpty,
      let overrides = facts["overrides"]?.array?.compactMap(\.string)
    else { throw BundleFlaw("the manifest does not say what the bundle is") }
    guard SpecKeys.checkName(experiment, at: OpenedBundle.nowhere, Diagnostics()) else {
      throw BundleFlaw("its experiment has a name that no experiment can have")
    }
    (self.experiment, self.level, self.spec, self.targets, self.overrides) = (
      experiment, level, spec, targets, overrides
    )
    budget = facts["budget"]?.string
    try OpenedBundle.checkEntries(reader.manifest.entries, spec: spec)
    let documents = try reader.contents(of: BundleEntry.documents, limit: OpenedBundle.largestDocument)
    func document(_ name: String) throws -> JSON {
      guard let bytes = documents[name] else { throw BundleFlaw("it has no '\(name)'") }
      do {
        return try JSON(parsing: bytes)
      } catch {
        throw BundleFlaw("'\(name)' is not JSON: \(error)")
      }
    }
    environment = try document(BundleEntry.environment)
    guard let memory = DataMemory(try document(BundleEntry.knownData)) else {
      throw BundleFlaw("'\(BundleEntry.knownData)' is malformed")
    }
    self.memory = memory
    lock = StudyLock(try document(BundleEntry.lock))
    guard let locked = lock.json["stages"]?.object, lock.stages.count == locked.count else {
      throw BundleFlaw("'\(BundleEntry.lock)' is malformed")
    }
    var texts: [Digest: [UInt8]] = [:]
    for (key, value) in try document(BundleEntry.contents).object ?? [:] {
      guard let digest = Digest(hex: key), let text = value.string, Digest.of(Array(text.utf8)) == digest
      else {
        throw BundleFlaw("a text in '\(BundleEntry.contents)' is not what its name says")
      }
      texts[digest] = Array(text.utf8)
    }
    self.texts = texts
    paths = Dictionary(reader.manifest.entries.map { ($0.digest, $0.path) }) { first, _ in first }
    var expected: [String: ExpectedStage] = [:]
    let known = try document(BundleEntry.expected)["stages"]?.object ?? [:]
    for target in targets {
      guard let stage = known[target].flatMap(ExpectedStage.init), lock.stages[target] != nil else {
        throw BundleFlaw("it does not say what must come out of '\(TextChecked.line(target))'")
      }
      for (output, content) in stage.outputs {
        guard let path = BundleEntry.path(stage: target, output: output), paths[content.digest] != nil,
          reader.manifest.entries.contains(where: { $0.path == path && $0.digest == content.digest })
        else { throw BundleFlaw("it lacks what came out of '\(TextChecked.line(target))'") }
      }
      expected[target] = stage
    }
    self.expected = expected
  }

  static let nowhere = SourceLocation(file: "", line: 1, column: 1)

  /// Every entry is one that a bundle has, and under its own name.
  private static func checkEntries(_ entries: [BundleManifest.Entry], spec: String) throws(BundleFlaw) {
    for entry in entries {
      if entry.path.hasPrefix(BundleEntry.objects) {
        guard entry.path == BundleEntry.objects + entry.digest.hex else {
          throw BundleFlaw("the object '\(entry.path)' is not what its name says")
        }
      } else if entry.path.hasPrefix(BundleEntry.spec) {
        let isYAML = entry.path.hasSuffix(".yaml") || entry.path.hasSuffix(".yml")
        guard !isYAML || entry.bytes <= largestSpec else {
          throw BundleFlaw("the spec '\(entry.path)' has \(entry.bytes) bytes, more than \(largestSpec)")
        }
      } else if !BundleEntry.documents.contains(entry.path), !entry.path.hasPrefix(BundleEntry.figures),
        !entry.path.hasPrefix(BundleEntry.tables)
      {
        throw BundleFlaw("'\(entry.path)' is nothing that a bundle has")
      }
    }
    guard SpecFileName.isSpec(spec), entries.contains(where: { $0.path == BundleEntry.spec + spec }) else {
      throw BundleFlaw("it has no spec '\(TextChecked.line(spec))'")
    }
    let settings = entries.first { $0.path == BundleEntry.settings }
    guard settings?.digest == Digest.of(Array(BundleEntry.settingsText.utf8)) else {
      throw BundleFlaw("'\(BundleEntry.settings)' is not that of a bundle")
    }
  }

  /// What an output of a figure or table was; nil if it is none of this bundle's.
  func expectedContent(_ digest: Digest, in folder: String) throws -> [UInt8]? {
    try content(digest, in: folder)
  }

  /// Content that the bundle has, from where it was unpacked to; nil if the bundle has none of this digest.
  func content(_ digest: Digest, in folder: String) throws -> [UInt8]? {
    if let text = texts[digest] { return text }
    guard let path = paths[digest] else { return nil }
    let bytes = Array(try Data(contentsOf: URL(filePath: folder + "/" + path)))
    guard Digest.of(bytes) == digest else { throw BundleFlaw("'\(path)' changed after it was unpacked") }
    return bytes
  }
}

/// What must come out of a figure or table.
struct ExpectedStage: Sendable {
  let tolerance: Tolerance
  let outputs: [String: ObjectReference]

  init(tolerance: Tolerance, outputs: [String: ObjectReference]) {
    (self.tolerance, self.outputs) = (tolerance, outputs)
  }

  init?(_ json: JSON) {
    guard let tolerance = json["tolerance"].flatMap(Tolerance.init), let items = json["outputs"]?.object,
      !items.isEmpty
    else { return nil }
    var outputs: [String: ObjectReference] = [:]
    for (name, item) in items {
      guard let digest = item["sha256"]?.string.flatMap(Digest.init(hex:)), let size = item["bytes"]?.integer
      else { return nil }
      outputs[name] = ObjectReference(digest: digest, size: size)
    }
    self.init(tolerance: tolerance, outputs: outputs)
  }
}

/// Which files are specs.
enum SpecFileName {
  static func isSpec(_ path: String) -> Bool {
    (path.hasSuffix(".yaml") || path.hasSuffix(".yml")) && path != "grokline.yaml"
  }
}

/// Words of a stranger, for messages: nothing of them may steer a terminal.
enum TextChecked {
  static func line(_ text: String) -> String {
    let kept = text.unicodeScalars.prefix(120).map { scalar -> Character in
      scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
        ? "\u{FFFD}" : Character(scalar)
    }
    return String(kept)
  }
}

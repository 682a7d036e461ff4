public import Spec

/// Where a record lies: a group that many records share, and a name within it.
///
/// A stage's group is its key; a trajectory's group is the trajectory, with one record per state or observation.
public struct RecordAddress: Sendable, Hashable {
  public let group: Digest
  public let name: String

  /// `name` must be acceptable as a file name: see ``accepts(_:)``.
  public init(group: Digest, name: String) {
    precondition(
      RecordAddress.accepts(name),
      "\"\(name)\" cannot name a record: 1 to 200 letters, digits and .-_+=@,~ without a leading dot")
    self.group = group
    self.name = name
  }

  /// Whether `name` can name a record: 1 to 200 ASCII letters, digits and `.-_+=@,~`, no leading dot.
  public static func accepts(_ name: String) -> Bool {
    let letters = name.utf8
    return (1...200).contains(letters.count) && letters.first != UInt8(ascii: ".")
      && letters.allSatisfy { letter in
        switch letter {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: ".-_+=@,~".utf8.contains(letter)
        }
      }
  }
}

/// What some work gave: the finished entry that makes the next run a hit.
///
/// It holds only what its address determines; times, hosts and attempts are telemetry and lie elsewhere.
public struct Record: Sendable, Hashable {
  /// What did the work: a stage kind, a state, an observation.
  public var kind: String
  /// What the key was made of, for `why`.
  public var components: JSON
  public var outputs: [Output]
  /// Small facts that consumers need without opening an output, such as step numbers.
  public var notes: JSON
  /// The class of machines within which the bytes are promised.
  public var numericClass: String
  /// Further objects that this record keeps alive.
  public var references: [Digest]

  public init(
    kind: String, components: JSON, outputs: [Output], notes: JSON = .null, numericClass: String = "",
    references: [Digest] = []
  ) {
    self.kind = kind
    self.components = components
    self.outputs = outputs
    self.notes = notes
    self.numericClass = numericClass
    self.references = references
  }

  public subscript(output name: String) -> Output? { outputs.first { $0.name == name } }

  /// Whether two records say that the same came out.
  ///
  /// The numeric class and the spelling of the components do not count.
  public func agrees(with other: Record) -> Bool {
    kind == other.kind && notes == other.notes && references == other.references
      && outputs.map(\.name) == other.outputs.map(\.name)
      && outputs.map(\.reference) == other.outputs.map(\.reference)
  }
}

/// A named result: a reference to its content, or the content itself when it is small.
public struct Output: Sendable, Hashable {
  public let name: String
  public let reference: ObjectReference
  /// The content, when it lies in the record.
  public let inline: [UInt8]?

  /// The largest content that lies in a record: up to here a stage costs one file.
  public static let largestInline = 4096

  /// A result whose content is an object.
  public init(name: String, reference: ObjectReference) {
    self.name = name
    self.reference = reference
    self.inline = nil
  }

  /// A result that lies in the record itself.
  public init(name: String, inline content: [UInt8]) {
    self.name = name
    self.reference = ObjectReference(digest: Digest.of(content), size: content.count)
    self.inline = content
  }
}

/// What became of a record that was to be published.
public enum Publication: Sendable, Hashable {
  case published
  /// A record that agrees was there already.
  case identical
  /// A record that says otherwise was there already, and stays.
  case differs(from: Record)
}

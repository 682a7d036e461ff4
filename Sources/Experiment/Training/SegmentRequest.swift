internal import Learning
internal import Pipeline
internal import Spec

/// What a worker is asked to train: some steps of one trajectory, from a stored state.
struct SegmentRequest: Sendable {
  /// Stored bytes, or the bytes themselves where the store keeps them inside a record.
  enum Content: Sendable {
    case object(ObjectReference)
    case bytes([UInt8])

    /// As the pipeline takes a state in.
    var forState: StateContent {
      switch self {
      case .object(let reference): .stored(reference)
      case .bytes(let bytes): .bytes(bytes, as: .bytes)
      }
    }
  }

  var recipe: Recipe
  /// The folder of the project, for data files.
  var root: String
  /// The folder of the store.
  var store: String
  /// What the worker must find the origin of the trajectory to be; another program or file would give another.
  var origin: Digest
  var from: Int
  var to: Int
  /// Whose rows are wanted, by name.
  var observers: [String]
  /// Whose bytes about the last state are wanted, by name.
  var finals: [String]
  /// The state at `from`; nil at step 0.
  var start: Content?
  /// What observers remember of the steps before, by name.
  var memories: [String: [UInt8]]
  /// Rows of the steps before, by observer, for stop rules that look back.
  var earlierRows: [String: String]
  /// Where each served run ends; training ends early only when all have.
  var ends: [RunEnd]
  var threads: Int
  /// Seconds between two checkpoints, at least.
  var checkpointInterval: Double

  var json: JSON {
    [
      "recipe": recipe.json, "root": .string(root), "store": .string(store), "origin": .string(origin.hex),
      "from": .integer(from), "to": .integer(to), "observers": .array(observers.map(JSON.string)),
      "finals": .array(finals.map(JSON.string)), "start": start?.json ?? .null,
      "memories": .object(memories.mapValues { .string(hexadecimal($0)) }),
      "earlier_rows": .object(earlierRows.mapValues(JSON.string)), "ends": .array(ends.map(\.json)),
      "threads": .integer(threads), "checkpoint_interval": .number(checkpointInterval),
    ]
  }

  init(
    recipe: Recipe, root: String, store: String, origin: Digest, from: Int, to: Int, observers: [String],
    finals: [String], start: Content?, memories: [String: [UInt8]], earlierRows: [String: String],
    ends: [RunEnd],
    threads: Int, checkpointInterval: Double
  ) {
    self.recipe = recipe
    self.root = root
    self.store = store
    self.origin = origin
    self.from = from
    self.to = to
    self.observers = observers
    self.finals = finals
    self.start = start
    self.memories = memories
    self.earlierRows = earlierRows
    self.ends = ends
    self.threads = threads
    self.checkpointInterval = checkpointInterval
  }

  /// Reads what `json` wrote.
  ///
  /// - Parameter earlier: a recipe that this one may resemble.
  init(_ json: JSON, after earlier: Recipe? = nil) throws {
    guard let recipe = json["recipe"], let origin = json["origin"]?.string.flatMap({ Digest(hex: $0) }),
      let from = json["from"]?.integer, let to = json["to"]?.integer
    else { throw MalformedRequest() }
    self.recipe = try Recipe(recipe, after: earlier)
    self.origin = origin
    self.from = from
    self.to = to
    root = json["root"]?.string ?? ""
    store = json["store"]?.string ?? ""
    observers = (json["observers"]?.array ?? []).compactMap(\.string)
    finals = (json["finals"]?.array ?? []).compactMap(\.string)
    start = json["start"].flatMap { Content($0) }
    memories = (json["memories"]?.object ?? [:]).compactMapValues { $0.string.flatMap(bytes(hexadecimal:)) }
    earlierRows = (json["earlier_rows"]?.object ?? [:]).compactMapValues(\.string)
    ends = (json["ends"]?.array ?? []).compactMap { RunEnd($0) }
    threads = json["threads"]?.integer ?? 1
    checkpointInterval = json["checkpoint_interval"]?.number ?? 30
  }
}

/// A worker was given something that is not a request.
struct MalformedRequest: Error, CustomStringConvertible {
  var description: String { "the worker's request is malformed" }
}

extension SegmentRequest.Content {
  var json: JSON {
    switch self {
    case .object(let reference): ["digest": .string(reference.digest.hex), "size": .integer(reference.size)]
    case .bytes(let bytes): ["bytes": .string(hexadecimal(bytes))]
    }
  }

  init?(_ json: JSON) {
    if let digest = json["digest"]?.string.flatMap({ Digest(hex: $0) }), let size = json["size"]?.integer {
      self = .object(ObjectReference(digest: digest, size: size))
    } else if let bytes = json["bytes"]?.string.flatMap(bytes(hexadecimal:)) {
      self = .bytes(bytes)
    } else {
      return nil
    }
  }
}

/// Two digits per byte.
func hexadecimal(_ bytes: [UInt8]) -> String {
  func digit(_ value: UInt8) -> UInt8 { value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10) }
  return String(unsafeUninitializedCapacity: bytes.count * 2) { text in
    for (index, byte) in bytes.enumerated() {
      text[2 * index] = digit(byte >> 4)
      text[2 * index + 1] = digit(byte & 15)
    }
    return bytes.count * 2
  }
}

/// Reads what `hexadecimal` wrote; nil if it is something else.
func bytes(hexadecimal text: String) -> [UInt8]? {
  guard text.utf8.count.isMultiple(of: 2) else { return nil }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.utf8.count / 2)
  var high: UInt8?
  for letter in text.utf8 {
    let digit: UInt8
    switch letter {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = letter - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = letter - UInt8(ascii: "a") + 10
    default: return nil
    }
    if let first = high {
      bytes.append(first << 4 | digit)
      high = nil
    } else {
      high = digit
    }
  }
  return bytes
}

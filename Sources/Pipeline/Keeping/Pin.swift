import Spec

/// A wish that some results stay, whatever else is collected.
public struct Pin: Sendable, Hashable {
  public let name: String
  /// What it keeps, in words.
  public let what: String
  /// When it was made, in UTC.
  public let since: String
  public let roots: Set<Root>

  public init(name: String, what: String, roots: Set<Root>) {
    (self.name, self.what, self.roots) = (name, what, roots)
    since = RunNote.start(of: Timestamp.now())
  }

  fileprivate init?(_ json: JSON) {
    guard let name = json["name"]?.string, let what = json["what"]?.string, let since = json["since"]?.string,
      let items = json["roots"]?.array
    else { return nil }
    let roots = items.compactMap { $0.string.flatMap { Root($0) } }
    if roots.count < items.count { return nil }
    (self.name, self.what, self.since, self.roots) = (name, what, since, Set(roots))
  }

  fileprivate var json: JSON {
    [
      "name": .string(name), "what": .string(what), "since": .string(since),
      "roots": .array(roots.map(\.text).sorted().map(JSON.string)),
    ]
  }
}

/// A pin that cannot be read: nobody knows what it keeps, so nothing is collected.
public struct UnreadablePin: Error, CustomStringConvertible {
  let path: String

  public var description: String {
    "the pin '\(path)' cannot be understood, so nobody knows what it keeps: remove it, and pin again what should stay"
  }
}

extension ArtifactStore {
  /// Puts a pin in the place of one of the same name. `pin.name` must be acceptable to ``RecordAddress/accepts(_:)``.
  public func put(_ pin: Pin) throws(StoreError) {
    precondition(RecordAddress.accepts(pin.name), "\"\(pin.name)\" cannot name a pin")
    let draft = try draft()
    try draft.write(Array("\(pin.json)\n".utf8))
    try Disk.makeFolder("\(root)/pins", mode: folderMode)
    try draft.replace("\(root)/pins/\(pin.name)")
  }

  /// Takes a pin out, and says whether there was one.
  public func removePin(_ name: String) throws(StoreError) -> Bool {
    RecordAddress.accepts(name) ? try Disk.remove("\(root)/pins/\(name)") : false
  }

  /// Every pin, by name.
  public func pins() throws -> [Pin] {
    try Disk.names(in: "\(root)/pins").map { name in
      let path = "\(root)/pins/\(name)"
      guard let bytes = try OpenFile(reading: path).readable(limit: 1 << 28),
        let json = try? JSON(parsing: bytes),
        let pin = Pin(json)
      else { throw UnreadablePin(path: path) }
      return pin
    }
  }
}

import Spec

/// A wish that some results stay, whatever else is collected.
public struct Pin: Sendable, Hashable {
  public let name: String
  /// What it keeps, in words.
  public let what: String
  /// When it was made, in UTC.
  public let since: String
  public let groups: Set<Digest>

  public init(name: String, what: String, groups: Set<Digest>) {
    (self.name, self.what, self.groups) = (name, what, groups)
    since = RunNote.start(of: Timestamp.now())
  }

  fileprivate init?(_ json: JSON) {
    guard let name = json["name"]?.string, let what = json["what"]?.string, let since = json["since"]?.string,
      let groups = json["groups"]?.array?.compactMap({ $0.string.flatMap(Digest.init(hex:)) })
    else { return nil }
    (self.name, self.what, self.since, self.groups) = (name, what, since, Set(groups))
  }

  fileprivate var json: JSON {
    [
      "name": .string(name), "what": .string(what), "since": .string(since),
      "groups": .array(groups.sorted().map { .string($0.hex) }),
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

extension StageGraph {
  /// Where the records of its stages are filed, and the pieces of their trajectories.
  public var groups: Set<Digest> {
    Set(stages.flatMap { [StageKey.group(of: $0)] + ($0.demand?.groups ?? []) })
  }

  /// The same of some stages and all that they are made from; `InvalidGraph.noMatch` for a pattern that names none.
  public func groups(of patterns: [String]) throws(InvalidGraph) -> Set<Digest> {
    let wanted = withAncestors(try matching(patterns))
    return Set(
      zip(stages, wanted).filter { $1 }.flatMap { [StageKey.group(of: $0.0)] + ($0.0.demand?.groups ?? []) })
  }
}

extension Plan {
  /// Where the records of its stages are filed, and the pieces of their trajectories.
  public var groups: Set<Digest> { Set(steps.flatMap { [$0.group] + ($0.stage.demand?.groups ?? []) }) }
}

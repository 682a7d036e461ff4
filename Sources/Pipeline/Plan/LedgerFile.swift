import Glibc
import Spec

/// The ledger of an experiment as a file of JSON lines in the store.
///
/// Settings that many stages share are written once: lines `{"leaf": …}` come first and stage lines name them
/// by number. A file that cannot be understood counts as none, since it only serves explanations.
extension Ledger {
  /// The ledger of `experiment`, or an empty one.
  public static func load(_ experiment: String, from store: ArtifactStore) throws -> Ledger {
    guard let file = try? OpenFile(path(experiment, store), O_RDONLY) else { return Ledger() }
    return Ledger(lines: try file.contents(limit: 1 << 30)[...])
  }

  /// The experiments that a store has ledgers of.
  static func experiments(in store: ArtifactStore) throws(StoreError) -> [String] {
    try Disk.names(in: "\(store.root)/ledgers").filter { $0.hasSuffix(".jsonl") }.map {
      String($0.dropLast(6))
    }
  }

  /// Reads what ``lines`` gave; an empty ledger if that cannot be understood.
  init(lines: ArraySlice<UInt8>) {
    var leaves: [Leaf] = []
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      guard let json = try? JSON(parsing: Array(line)) else {
        self = Ledger()
        return
      }
      if let known = json["work"]?.string {
        work = Digest(hex: known)
      } else if let leaf = json["leaf"].flatMap(Leaf.init) {
        leaves.append(leaf)
      } else if let name = json["stage"]?.string, let entry = Entry(json, leaves) {
        if json["former"]?.bool == true { former[name] = entry } else { entries[name] = entry }
      } else {
        self = Ledger()
        return
      }
    }
  }

  /// What the last run of `experiment` was about; `nil` if nobody knows. Reads one line.
  public static func work(_ experiment: String, in store: ArtifactStore) -> Digest? {
    guard let file = try? OpenFile(path(experiment, store), O_RDONLY),
      let line = try? file.contents(limit: 128).split(separator: UInt8(ascii: "\n")).first
    else { return nil }
    return (try? JSON(parsing: Array(line)))?["work"]?.string.flatMap(Digest.init(hex:))
  }

  /// Writes the ledger in the place of the one before.
  public func save(_ experiment: String, to store: ArtifactStore) throws {
    let lines = lines
    let draft = try store.draft()
    try Disk.makeFolder("\(store.root)/ledgers", mode: store.folderMode)
    try draft.write(lines)
    try draft.replace(Ledger.path(experiment, store))
  }

  /// The ledger as lines of JSON, settings first.
  var lines: [UInt8] {
    var numbers: [Leaf: Int] = [:]
    var head = work.map { Array("{\"work\":\"\($0.hex)\"}\n".utf8) } ?? []
    var body: [UInt8] = []
    for (list, isFormer) in [(entries, false), (former, true)] {
      for (stage, entry) in list.sorted(by: { $0.key < $1.key }) {
        let indices = entry.leaves.map { leaf in
          if let number = numbers[leaf] { return number }
          let number = numbers.count
          numbers[leaf] = number
          head += Array("\(JSON.object(["leaf": leaf.json]))\n".utf8)
          return number
        }
        body += Array("\(entry.json(stage, leaves: indices, isFormer: isFormer))\n".utf8)
      }
    }
    return head + body
  }

  private static func path(_ experiment: String, _ store: ArtifactStore) -> String {
    "\(store.root)/\(pathInStore(experiment))"
  }

  /// Where the ledger of `experiment` lies, from the store's folder.
  public static func pathInStore(_ experiment: String) -> String {
    let name = RecordAddress.accepts(experiment) ? experiment : Digest.of(Array(experiment.utf8)).hex
    return "ledgers/\(name).jsonl"
  }
}

extension Ledger.Leaf {
  fileprivate var json: JSON {
    var members: [JSON] = [.string(path), value]
    if let location {
      members += [.string(location.file), .integer(location.line), .integer(location.column)]
    }
    return .array(members)
  }

  fileprivate init?(_ json: JSON) {
    guard let members = json.array, members.count == 2 || members.count == 5, let path = members[0].string
    else {
      return nil
    }
    var location: SourceLocation?
    if members.count == 5 {
      guard let file = members[2].string, let line = members[3].integer, let column = members[4].integer
      else {
        return nil
      }
      location = SourceLocation(file: file, line: line, column: column)
    }
    self.init(path: path, value: members[1], location: location)
  }
}

extension Ledger.Entry {
  fileprivate func json(_ stage: String, leaves: [Int], isFormer: Bool) -> JSON {
    var members: [String: JSON] = [
      "stage": .string(stage), "kind": .string(kind), "group": .string(group.hex),
      "leaves": .array(leaves.map { .integer($0) }),
      "inputs": .array(
        inputs.map {
          .array([.string($0.name), .string($0.from), $0.digest.map { .string($0.hex) } ?? .null])
        }),
    ]
    if let key { members["key"] = .string(key.hex) }
    if !groups.isEmpty { members["groups"] = .array(groups.map { .string($0.hex) }) }
    if isFormer { members["former"] = true }
    return .object(members)
  }

  fileprivate init?(_ json: JSON, _ known: [Ledger.Leaf]) {
    guard let kind = json["kind"]?.string, let group = json["group"]?.string.flatMap(Digest.init(hex:)),
      let numbers = json["leaves"]?.array, let items = json["inputs"]?.array
    else { return nil }
    var leaves: [Ledger.Leaf] = []
    for number in numbers {
      guard let number = number.integer, known.indices.contains(number) else { return nil }
      leaves.append(known[number])
    }
    var inputs: [Ledger.Input] = []
    for item in items {
      guard let fields = item.array, fields.count == 3, let name = fields[0].string,
        let from = fields[1].string
      else { return nil }
      inputs.append(Ledger.Input(name: name, from: from, digest: fields[2].string.flatMap(Digest.init(hex:))))
    }
    self.init(
      kind: kind, group: group, key: json["key"]?.string.flatMap(Digest.init(hex:)), leaves: leaves,
      inputs: inputs,
      groups: json["groups"]?.array?.compactMap { $0.string.flatMap(Digest.init(hex:)) } ?? [])
  }
}

import Glibc
import Spec

/// Every record of a store and what it needs, read once, each file checked; and the sizes of all objects.
///
/// It belongs to one thread.
final class StoreIndex {
  /// One record.
  struct Entry {
    let address: RecordAddress
    /// What kind of thing it is, for people.
    let kind: String
    /// Whether it only serves to go on with a training.
    let isState: Bool
    /// The bytes of its file.
    let bytes: Int
    /// The objects that it names.
    let outputs: [Digest]
    /// Further objects that it keeps: snapshots.
    let references: [Digest]
    /// The trajectories that its result was put together from.
    let groups: [Digest]
  }

  private(set) var groups: [Digest: [Entry]] = [:]
  /// The bytes of each object's file.
  private(set) var objects: [Digest: Int] = [:]
  private let store: ArtifactStore
  private var bases: [Digest: Digest?] = [:]

  /// Reads all records; what is damaged goes to quarantine, as ever.
  init(_ store: ArtifactStore) throws(StoreError) {
    self.store = store
    for path in try store.files(below: "\(store.root)/objects", levels: 2) {
      guard let digest = Digest(hex: Disk.name(of: path)), let status = try Disk.status(path) else {
        continue
      }
      objects[digest] = Int(status.st_size)
    }
    for path in try store.files(below: "\(store.root)/records", levels: 3) {
      guard let address = store.address(ofRecord: path),
        case .sound(let record) = try store.examineRecord(at: address),
        let status = try Disk.status(path)
      else { continue }
      groups[address.group, default: []].append(Entry(record, at: address, bytes: Int(status.st_size)))
    }
  }

  /// The records that a root names.
  func entries(at root: Root) -> [Entry] {
    switch root {
    case .group(let group): groups[group] ?? []
    case .record(let address): (groups[address.group] ?? []).filter { $0.address == address }
    }
  }

  /// The object that another one is a difference to.
  func base(of digest: Digest) throws(StoreError) -> Digest? {
    if let known = bases[digest] { return known }
    var base: Digest?
    do throws(StoreError) {
      let object = try OpenObject(digest, size: nil, in: store)
      objects[digest] = object.header.fileSize
      if object.header.form == .chunks { base = try object.chunkIndex().base }
    } catch  where error.isLoss {
      // Damage was reported; what is gone needs nothing.
    }
    bases[digest] = base
    return base
  }
}

extension StoreIndex.Entry {
  fileprivate init(_ record: Record, at address: RecordAddress, bytes: Int) {
    self.address = address
    self.bytes = bytes
    outputs = record.outputs.filter { $0.inline == nil }.map(\.reference.digest)
    references = record.references
    groups = record.components["groups"]?.array?.compactMap { $0.string.flatMap(Digest.init(hex:)) } ?? []
    switch PieceName(address.name) {
    case .state, .memory: (kind, isState) = ("training states", true)
    case .checkpoint: (kind, isState) = ("checkpoints", true)
    case .piece, .final: (kind, isState) = ("observations", false)
    case nil: (kind, isState) = (record.kind, false)
    }
  }
}

/// What can be got to from some roots: the records, the objects that they name, what those are differences to.
struct Reach {
  private(set) var records: Set<RecordAddress> = []
  private(set) var objects: Set<Digest> = []
  /// The bytes of all their files, each counted once.
  private(set) var bytes = 0

  /// - Parameter states: whether records that only serve to go on with a training count.
  mutating func add(
    _ roots: some Sequence<Root>, states: Bool = true, _ index: StoreIndex
  ) throws(StoreError) {
    var waiting = Array(roots)
    var seen: Set<Root> = []
    while let root = waiting.popLast() {
      guard seen.insert(root).inserted else { continue }
      for entry in index.entries(at: root) where states || !entry.isState {
        waiting += entry.groups.map { .group($0) }
        try add(entry, index)
      }
    }
  }

  mutating func add(_ entry: StoreIndex.Entry, _ index: StoreIndex) throws(StoreError) {
    guard records.insert(entry.address).inserted else { return }
    bytes += entry.bytes
    for object in entry.outputs + entry.references { try add(object, index) }
  }

  private mutating func add(_ object: Digest, _ index: StoreIndex) throws(StoreError) {
    var next: Digest? = object
    while let digest = next, objects.insert(digest).inserted {
      // Asked first, since it puts back an object that lies in the trash.
      next = try index.base(of: digest)
      bytes += index.objects[digest] ?? 0
    }
  }
}

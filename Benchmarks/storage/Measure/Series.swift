import Glibc
import Pipeline
import Spec

/// The snapshots that a list names by their digests.
func listed(in list: String, width: Int) throws -> [ObjectReference] {
  try text(of: list).split(separator: "\n").dropFirst().compactMap { line in
    line.split(separator: ",").last.flatMap { Digest(hex: String($0)) }.map {
      ObjectReference(digest: $0, size: 4 * width)
    }
  }
}

/// Snapshots out of a store.
func collect(_ references: [ObjectReference], from store: ArtifactStore, width: Int) throws -> Snapshots {
  let snapshots = Snapshots(count: references.count, width: width)
  let reader = SeriesReader(store)
  for (index, reference) in references.enumerated() {
    let known = index == 0 ? nil : snapshots.known(index - 1, as: references[index - 1])
    try reader.read(reference, 0..<width, knowing: known, into: snapshots[index])
  }
  return snapshots
}

/// Writes a series to a fresh store and reads it again, with everything that a run does for it: digests of contents and
/// of stored bytes, publication, verification.
func measureSeries(_ snapshots: Snapshots, in folder: String) throws -> JSON {
  let store = try ArtifactStore(root: folder)
  var references: [ObjectReference] = []
  let write = try Took {
    let writer = try SeriesWriter(store, count: snapshots.width)
    for index in 0..<snapshots.count {
      references += try writer.append { _ = $0.update(fromContentsOf: snapshots[index]) }
    }
    references += try writer.finish()
  }
  let reader = SeriesReader(store)
  // Two places, as whoever reads a series in order has them.
  let memory = Snapshots(count: 2, width: snapshots.width)
  var isSame = true
  var read = (cpu: 0.0, wall: 0.0)
  for (index, reference) in references.enumerated() {
    let known = index == 0 ? nil : memory.known((index - 1) % 2, as: references[index - 1])
    let target = memory[index % 2]
    let took = try Took { try reader.read(reference, 0..<snapshots.width, knowing: known, into: target) }
    read = (read.cpu + took.cpu, read.wall + took.wall)
    let found = UnsafeRawBufferPointer(target)
    isSame = isSame && found.elementsEqual(UnsafeRawBufferPointer(snapshots[index]))
  }
  var stored = 0
  for reference in references {
    var status = stat()
    let hex = reference.digest.hex
    guard stat("\(folder)/objects/\(hex.prefix(2))/\(hex)", &status) == 0 else {
      throw Trouble("\(hex) is not there")
    }
    stored += Int(status.st_size)
  }
  return [
    "snapshots": .integer(snapshots.count), "parameters": .integer(snapshots.width),
    "stored": .integer(stored),
    "raw": .integer(snapshots.bytes), "same": .bool(isSame), "write": write.json,
    "read": ["cpu": .number(read.cpu), "wall": .number(read.wall)],
  ]
}

/// The text of a file.
private func text(of path: String) throws -> String {
  guard let file = fopen(path, "r") else { throw Trouble("cannot open \(path)") }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  while case let byte = getc(file), byte >= 0 { bytes.append(UInt8(byte)) }
  return String(decoding: bytes, as: UTF8.self)
}

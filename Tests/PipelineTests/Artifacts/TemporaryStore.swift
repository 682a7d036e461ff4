import Foundation
import Testing

@testable import Pipeline

/// A store in a folder of its own, removed with its last owner, that remembers the damage it reported.
final class TemporaryStore: Sendable {
  let store: ArtifactStore
  let folder: String
  private let reported = DamageList()

  init() throws {
    folder = try TemporaryStore.newFolder()
    let reported = reported
    store = try ArtifactStore(root: "\(folder)/store") { reported.append($0) }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var root: String { store.root }

  /// The damage reported since the last call.
  func takeDamage() -> [Damage] { reported.take() }

  func path(of reference: ObjectReference) -> String { store.objectPath(reference.digest) }

  func path(of address: RecordAddress) -> String { store.recordPath(address) }

  static func newFolder() throws -> String {
    let path = "\(NSTemporaryDirectory())grokline-store-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }
}

/// Damage collected from any thread; the lock owns the list.
private final class DamageList: @unchecked Sendable {
  private let lock = NSLock()
  private var damages: [Damage] = []

  func append(_ damage: Damage) { lock.withLock { damages.append(damage) } }

  func take() -> [Damage] {
    lock.withLock {
      defer { damages = [] }
      return damages
    }
  }
}

func bytes(ofFile path: String) throws -> [UInt8] {
  try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
}

func write(_ bytes: [UInt8], toFile path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

import Foundation
import Pipeline
import Testing

@testable import Experiment

@Suite("The memory of files' digests")
struct DigestMemoryTests {
  private let folder: String
  private let file: String
  private let memory: DigestMemory

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/grokline-memory-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder + "/store", withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: folder + "/store/layout"))
    file = folder + "/data"
    memory = DigestMemory(store: folder + "/store")
  }

  /// Some content, written a while ago as far as its times tell.
  private func write(_ byte: UInt8, secondsAgo: Double) throws -> Digest {
    let bytes = [UInt8](repeating: byte, count: 300_000)
    try Data(bytes).write(to: URL(filePath: file))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -secondsAgo)], ofItemAtPath: file)
    return .of(bytes)
  }

  private var notes: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/store/digests")) ?? []).map {
      folder + "/store/digests/" + $0
    }
  }

  @Test("A file that was just changed is read and not remembered; a change is always seen")
  func racy() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for byte: UInt8 in 1...3 {
      let expected = try write(byte, secondsAgo: 100)
      // The modification time is old, but the inode changed a moment ago.
      #expect(memory.digest(of: file) == expected)
      #expect(notes.isEmpty)
    }
    #expect(memory.digest(of: folder + "/nothing") == nil)
    #expect(memory.digest(of: folder) == nil)
  }

  @Test("A file that has rested is remembered until it changes, and the memory may be lost or damaged")
  func settled() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let first = try write(1, secondsAgo: 100)
    sleep(4)
    #expect(memory.digest(of: file) == first)
    let note = try #require(notes.first)
    // What is remembered is believed: only so can one tell that the file was not read.
    let line = try String(contentsOfFile: note, encoding: .utf8)
    let other = Digest.of([7])
    try Data(line.replacing(first.hex, with: other.hex).utf8).write(to: URL(filePath: note))
    #expect(memory.digest(of: file) == other)
    for damaged in ["", "1 2 3", String(line.dropLast(3)), line.replacing("1 ", with: "2 ")] {
      try Data(damaged.utf8).write(to: URL(filePath: note))
      #expect(memory.digest(of: file) == first)
    }
    try FileManager.default.removeItem(atPath: folder + "/store/digests")
    #expect(memory.digest(of: file) == first)
    let second = try write(2, secondsAgo: 100)
    #expect(memory.digest(of: file) == second)
  }
}

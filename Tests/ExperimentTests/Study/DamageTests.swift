import Foundation
import Pipeline
import Randomized
import Spec
import Testing

@testable import Experiment

@Suite("Damage in the store of a finished study")
struct DamageTests {
  /// Something bad that happened to a file.
  private struct Injection: CustomStringConvertible {
    let path: String
    let damaged: Data
    let description: String
  }

  private static let perRun = 9

  /// What the next run is asked for besides, by turns: nothing, so that only figures and tables are read; more steps,
  /// so that it goes on from states; other analyses, so that metrics and snapshots are read.
  private static let requests = [
    [], ["training.phases.late.until=260"], ["analyses.low.falls_to=1.1", "analyses.moved.measure=l2"],
  ]

  /// A finished study, and what the next run gives for each request if nothing is damaged.
  ///
  /// Nobody writes to the folder after it is made, so that any thread may copy it.
  private struct Reference: @unchecked Sendable {
    let folder: StudyFolder
    let digests: [[String: [String]]]
    let results: [[String: Data]]
  }

  private static let reference = Task {
    let folder = try StudyFolder()
    try #require(try await folder.run().report.summary.isComplete)
    var digests: [[String: [String]]] = []
    var results: [[String: Data]] = []
    for request in requests {
      let next = try StudyFolder(copying: folder)
      digests.append(try await next.run(request).digests)
      results.append(try next.results())
    }
    return Reference(folder: folder, digests: digests, results: results)
  }

  @Test("is found when it is used, named and mended, and the results are the same", arguments: 0..<24)
  func injections(seed: Int) async throws {
    var dice = SeededGenerator(seed: UInt64(seed))
    let reference = try await DamageTests.reference.value
    let folder = try StudyFolder(copying: reference.folder)
    let request = seed % DamageTests.requests.count
    let injections = try inject(into: folder, DamageTests.perRun, &dice)
    #expect(injections.count == DamageTests.perRun)
    try folder.remove("results")

    let outcome = try await folder.run(DamageTests.requests[request])
    #expect(outcome.report.summary.isComplete, "\(injections): \(outcome.report.summary.failures)")
    #expect(outcome.digests == reference.digests[request], "\(injections)")
    #expect(try folder.results() == reference.results[request], "\(injections)")
    for injection in injections
    where FileManager.default.contents(atPath: injection.path) != injection.damaged {
      #expect(
        outcome.damages.contains { $0.contains(injection.path) },
        "\(injection) was used and not named")
    }
    // Nine files of some sixty: whoever goes on, or reads everything, meets some of them.
    if request > 0 { #expect(!outcome.damages.isEmpty) }
    // What was not used is still as damaged, and known as soon as somebody looks.
    let unused = injections.filter { FileManager.default.contents(atPath: $0.path) == $0.damaged }
    let store = try ArtifactStore(root: folder.study().project.store)
    #expect(Set(try store.verify().damages.map(\.path)) == Set(unused.map(\.path)))
  }

  /// Damages so many different files, each in another way.
  private func inject(into folder: StudyFolder, _ count: Int, _ dice: inout SeededGenerator) throws
    -> [Injection]
  {
    let store = folder.path + "/.grokline/"
    let files = ["objects", "records"].flatMap { part in
      (FileManager.default.enumerator(atPath: store + part)?.allObjects as? [String] ?? []).map {
        store + part + "/" + $0
      }
    }.filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
    return try files.shuffled(using: &dice).prefix(count).map { path in
      let whole = try #require(FileManager.default.contents(atPath: path))
      var bytes = Array(whole)
      let place = Int.random(in: 0..<bytes.count, using: &dice)
      var what =
        ["one bit flipped", "cut off", "zeroed from there on", "emptied", "exchanged"].randomElement(
          using: &dice) ?? ""
      switch what {
      case "exchanged":
        bytes = Array(
          FileManager.default.contents(atPath: files[Int.random(in: 0..<files.count, using: &dice)]) ?? Data()
        )
      case "cut off": bytes = Array(bytes[..<place])
      case "zeroed from there on": for index in place..<bytes.count { bytes[index] = 0 }
      case "emptied": bytes = []
      default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
      }
      if bytes == Array(whole) {
        what = "one bit flipped"
        bytes[place] ^= 1
      }
      // In place: the file keeps its inode, as it does when a disk fails.
      let file = try FileHandle(forWritingTo: URL(filePath: path))
      try file.truncate(atOffset: 0)
      try file.write(contentsOf: Data(bytes))
      try file.close()
      return Injection(
        path: path, damaged: Data(bytes),
        description: "\(path.suffix(40)): \(what) at byte \(place) of \(whole.count)")
    }
  }
}

import Foundation
import Testing

/// Each place is run, rests until its files have settled, and is run again, so that the next run can be answered from memory.
@Suite("A run with nothing to do is remembered")
struct StandingRunTests {
  private static let done =
    "wave: 5 stages, nothing to do\nresults: results/wave/\n  low.{svg,png,pdf,csv}\n  speed.{md,csv}\n"

  private func settled() throws -> Workplace {
    let place = try Workplace()
    try place.write("wave.yaml", Workplace.spec(more: "figures:\n  low: {kind: curves, y: loss}\n"))
    #expect(try place.run("run", "wave.yaml").status == 0)
    sleep(4)
    #expect(try place.run("run", "wave.yaml").output == StandingRunTests.done)
    #expect(place.exists(".grokline/standing"))
    return place
  }

  @Test("and answered without reading a record")
  func answered() throws {
    let place = try settled()
    // Whoever reads the store signs there first.
    func signed() throws -> Date? {
      try FileManager.default.attributesOfItem(atPath: place.folder + "/.grokline/users")[.modificationDate]
        as? Date
    }
    let before = try signed()
    #expect(try place.run("run", "wave.yaml").output == StandingRunTests.done)
    #expect(try signed() == before)
    // Another question is another matter.
    #expect(
      try place.run("run", "wave.yaml", "--set", "training.phases.fit.until=300").output.contains("ran"))
    #expect(try place.run("run", "wave.yaml", "--json").output.contains("\"event\":\"end\""))
  }

  enum Touch: String, CaseIterable {
    case spec, data, settings, result, edited, record, store
  }

  @Test("but whatever is touched is seen", arguments: Touch.allCases)
  func touched(_ touch: Touch) throws {
    let place = try settled()
    func first(_ folder: String) throws -> String {
      let root = place.folder + "/.grokline/" + folder
      let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
      let file = try #require(files.sorted().first { $0.split(separator: "/").count == 3 })
      return root + "/" + file
    }
    switch touch {
    case .spec:
      try place.write(
        "wave.yaml", Workplace.spec(until: 250, more: "figures:\n  low: {kind: curves, y: loss}\n"))
      #expect(try place.run("run", "wave.yaml").output.contains("ran"))
    case .data:
      try place.write("wave.csv", "a,b,y\n" + (0..<40).map { "\($0),1,2\n" }.joined())
      #expect(try place.run("run", "wave.yaml").output.contains("ran"))
    case .settings:
      try place.write("grokline.yaml", "grokline: 1\nresults: elsewhere\n")
      #expect(try place.run("run", "wave.yaml").output.contains("results: elsewhere/wave/"))
    case .result:
      try FileManager.default.removeItem(atPath: place.folder + "/results/wave/speed.md")
      #expect(try place.run("run", "wave.yaml").output.contains("new"))
      #expect(place.exists("results/wave/speed.md"))
    case .edited:
      try place.write("results/wave/speed.md", "mine")
      let result = try place.run("run", "wave.yaml")
      #expect(result.status == 1)
      #expect(result.errors.contains("was edited after it was written"))
    case .record:
      let record = try first("records")
      var bytes = try Data(contentsOf: URL(filePath: record))
      bytes[bytes.count / 2] ^= 1
      let handle = try FileHandle(forWritingTo: URL(filePath: record))
      try handle.write(contentsOf: bytes)
      try handle.close()
      #expect(try place.run("run", "wave.yaml").status == 0)
      #expect(place.exists(".grokline/quarantine"))
      #expect(
        try !FileManager.default.contentsOfDirectory(atPath: place.folder + "/.grokline/quarantine").isEmpty)
    case .store:
      let records = place.folder + "/.grokline/records"
      try FileManager.default.removeItem(atPath: records)
      #expect(try place.run("run", "wave.yaml").output.contains("ran"))
    }
  }
}

import FoundationEssentials
import Pipeline
import Testing

@testable import Experiment

/// A folder of its own, a server, and a file that is to be fetched from it.
private final class FetchPlace {
  let server: TestServer
  let folder: String
  private(set) var events: [String] = []

  init() throws {
    server = try TestServer()
    folder = FileManager.default.temporaryDirectory.path + "/grokline-fetch-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit {
    server.stop()
    try? FileManager.default.removeItem(atPath: folder)
  }

  var target: String { folder + "/data/toy/file.bin" }
  var content: [UInt8]? { FileManager.default.contents(atPath: target).map(Array.init) }
  var isPartThere: Bool { FileManager.default.fileExists(atPath: target + ".part") }

  func file(
    _ paths: [String], bytes: Int? = TestServer.content.count, digest: Digest = .of(TestServer.content)
  )
    -> Manifest.File
  {
    Manifest.File(
      role: "toy", path: "toy/file.bin", urls: paths.map(server.url), digest: digest, bytes: bytes,
      format: "bytes")
  }

  func leavePart(_ bytes: [UInt8]) throws {
    try FileManager.default.createDirectory(atPath: folder + "/data/toy", withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: target + ".part"))
  }

  func fetch(
    _ file: Manifest.File, mirrors: [String] = [], cancellation: Cancellation = Cancellation()
  ) throws -> Fetcher.Outcome {
    let folders = DataFolders(store: folder, mirrors: mirrors, given: nil)
    let fetcher = Fetcher(
      folders, patience: .init(connect: 2, stall: 1, repeats: 3), cancellation: cancellation)
    return try fetcher.fetch(file, of: "toy") { event in
      if case .failed(_, let reason) = event { self.events.append(reason) }
    }
  }
}

@Suite struct FetcherTests {
  @Test("a file comes whole, checked, and under its name only")
  func good() throws {
    let place = try FetchPlace()
    #expect(try place.fetch(place.file(["good"])) == .fetched(place.target))
    #expect(place.content == TestServer.content)
    #expect(!place.isPartThere)
    #expect(try place.fetch(place.file(["good"])) == .wasThere(place.target))
    #expect(place.server.requests == ["good 0"])
  }

  @Test("a broken connection goes on where it ended, at the same address first")
  func drops() throws {
    let place = try FetchPlace()
    #expect(try place.fetch(place.file(["drops"])) == .fetched(place.target))
    #expect(place.content == TestServer.content)
    #expect(place.server.requests == ["drops 0", "drops 50000", "drops 75000", "drops 95000"])
  }

  @Test("what one address began, another one ends")
  func elsewhere() throws {
    let place = try FetchPlace()
    try place.leavePart(Array(TestServer.content.prefix(30_000)))
    #expect(try place.fetch(place.file(["missing", "good"], bytes: nil)) == .fetched(place.target))
    // The first one refuses the rest, so it is asked for all of it; then nothing is left to go on from.
    #expect(place.server.requests == ["missing 30000", "missing 0", "good 0"])
  }

  @Test("a stalled connection goes on where it ended, and then elsewhere")
  func stalls() throws {
    let place = try FetchPlace()
    #expect(try place.fetch(place.file(["stalls", "good"])) == .fetched(place.target))
    #expect(place.server.requests == ["stalls 0", "stalls 1000", "stalls 2000", "stalls 3000", "good 4000"])
    #expect(place.events.count == 1)
  }

  @Test("a server that ignores ranges is asked for all of it")
  func ignoresRanges() throws {
    let place = try FetchPlace()
    try place.leavePart(Array(TestServer.content.prefix(100)))
    #expect(try place.fetch(place.file(["ignores-ranges"])) == .fetched(place.target))
    #expect(place.server.requests.last == "ignores-ranges 0")
  }

  @Test("a part with wrong bytes is not the address's fault: it may send all of it")
  func wrongPart() throws {
    let place = try FetchPlace()
    try place.leavePart([UInt8](repeating: 1, count: 500))
    #expect(try place.fetch(place.file(["good"])) == .fetched(place.target))
    #expect(place.server.requests == ["good 500", "good 0"])
    try FileManager.default.removeItem(atPath: place.target)
    try place.leavePart([UInt8](repeating: 1, count: TestServer.content.count))
    #expect(try place.fetch(place.file(["good"])) == .fetched(place.target))
    try FileManager.default.removeItem(atPath: place.target)
    try place.leavePart([UInt8](repeating: 1, count: TestServer.content.count + 1))
    #expect(try place.fetch(place.file(["good"])) == .fetched(place.target))
  }

  @Test("a redirection is followed over the web, and nowhere else")
  func redirections() throws {
    let place = try FetchPlace()
    #expect(try place.fetch(place.file(["circle", "inside", "moved"])) == .fetched(place.target))
    #expect(place.events.count == 2)
    #expect(place.events.last?.contains("rotocol") == true)
  }

  @Test(
    "every bad address is left for the next one, and the failure names all, with expected and actual SHA-256")
  func failures() throws {
    let place = try FetchPlace()
    let file = place.file(["missing", "hangs", "short", "boasts", "endless", "wrong"])
    let error = #expect(throws: FetchFailure.self) { try place.fetch(file) }
    let reasons = (error?.attempts ?? []).map(\.reason)
    let actual = Digest.of(TestServer.content.map { $0 ^ 1 })
    #expect(reasons.count == 6)
    #expect(reasons.first?.contains("404") == true)
    #expect(reasons.dropFirst(2).first == "sent 50000 bytes, not 100000")
    #expect(reasons.dropFirst(3).first?.hasPrefix("announces too many bytes") == true)
    #expect(reasons.dropFirst(4).first == "sent more than 100000 bytes")
    #expect(reasons.last == "its SHA-256 is \(actual), not \(file.digest)")
    #expect(place.content == nil)
    #expect(!place.isPartThere)
    let text = error.map { "\($0)" } ?? ""
    for path in file.urls { #expect(text.contains(path)) }
    #expect(text.contains("expected SHA-256 \(file.digest)"))
  }

  @Test("a file in a mirror is used as it is, and one with other bytes is not")
  func mirrors() throws {
    let place = try FetchPlace()
    let mirror = place.folder + "/mirror"
    try FileManager.default.createDirectory(atPath: mirror, withIntermediateDirectories: true)
    try Data(TestServer.content).write(to: URL(filePath: mirror + "/file.bin"))
    #expect(try place.fetch(place.file(["good"]), mirrors: [mirror]) == .wasThere(mirror + "/file.bin"))
    #expect(place.server.requests == [])
    try Data(TestServer.content.map { $0 ^ 1 }).write(to: URL(filePath: mirror + "/file.bin"))
    #expect(try place.fetch(place.file(["good"]), mirrors: [mirror]) == .fetched(place.target))
  }

  @Test("a request to stop ends a download at once and keeps what came")
  func stopped() throws {
    let place = try FetchPlace()
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: Cancelled.self) { try place.fetch(place.file(["stalls"]), cancellation: cancellation) }
    #expect(place.content == nil)
  }

  @Test("a file that nobody offers says where to put it")
  func unoffered() throws {
    let place = try FetchPlace()
    let error = #expect(throws: FetchFailure.self) { try place.fetch(place.file([])) }
    #expect(error.map { "\($0)" }?.contains("nobody offers it") == true)
  }
}

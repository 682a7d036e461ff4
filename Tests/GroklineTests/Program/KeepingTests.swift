import FoundationEssentials
import Pipeline
import Spec
import Testing

@Suite struct KeepingTests {
  private func json(_ result: Workplace.Result) throws -> JSON {
    try JSON(parsing: String(result.output.dropLast()))
  }

  /// A folder in which two versions of a spec were run.
  private func twoVersions() throws -> Workplace {
    let place = try Workplace()
    #expect(try place.run("run", "wave.yaml").status == 0)
    try place.write("wave.yaml", Workplace.spec(rate: "2e-2"))
    #expect(try place.run("run", "wave.yaml").status == 0)
    return place
  }

  @Test("store du counts every file once: for a run, for several, for what was before, and by kind")
  func usage() throws {
    let place = try twoVersions()
    let document = try json(place.run("store", "du", "--json"))
    #expect(document["schema"] == 1)
    let experiment = try #require(document["experiments"]?.array?.first)
    #expect(experiment["experiment"] == "wave")
    let names = experiment["runs"]?.array?.compactMap { $0["name"]?.string }
    #expect(names == ["analysis", "earlier", "filtered", "plain", "table"])
    let kinds = document["kinds"]?.array?.compactMap { $0["name"]?.string } ?? []
    #expect(kinds.contains("training states") && kinds.contains("observations"))
    let sum = ["experiments", "kinds"].map { key in
      document[key]?.array?.reduce(0) { $0 + ($1["bytes"]?.integer ?? 0) } ?? 0
    }
    #expect(sum[0] + (document["shared"]?["bytes"]?.integer ?? 0) == document["bytes"]?.integer)
    #expect(sum[1] == document["bytes"]?.integer)
    let text = try place.run("store", "du")
    #expect(text.output.contains(/wave +\d/) && text.output.hasSuffix(" in all\n"))
  }

  @Test(
    "store gc keeps what a named spec needs; its dry run tells the bytes that then are free; undelete reverses it"
  )
  func collection() throws {
    let place = try twoVersions()
    let dry = try json(place.run("store", "gc", "wave.yaml", "--runs", "0", "--dry-run", "--json"))
    #expect(dry["dryRun"] == true)
    let bytes = try #require(dry["collected"]?["bytes"]?.integer)
    #expect(bytes > 0)
    let done = try json(place.run("store", "gc", "wave.yaml", "--runs", "0", "--json"))
    #expect(done["collected"] == dry["collected"] && done["deleted"]?["bytes"] == 0)
    #expect(try place.run("plan", "wave.yaml", "--check").status == 0)
    #expect(try place.run("store", "verify").status == 0)
    let back = try json(place.run("store", "undelete", "--json"))
    #expect(back["bytes"]?.integer == bytes)
    let again = try place.run("store", "gc", "wave.yaml", "--runs", "0", "--empty")
    #expect(again.status == 0)
    #expect(again.output.contains("(\(bytes) bytes) went to the trash"))
    #expect(again.output.contains("(\(bytes) bytes) were deleted from the trash for good"))
    #expect(try place.run("store", "undelete").output == "the trash is empty\n")
    #expect(try place.run("plan", "wave.yaml", "--check").status == 0)
    try place.write("wave.yaml", Workplace.spec())
    #expect(try place.run("plan", "wave.yaml", "--check").status == 4)
  }

  @Test("A pin keeps what a spec said, a run is pinned by its name, and unpin lets go")
  func pins() throws {
    let place = try Workplace()
    #expect(try place.run("run", "wave.yaml").status == 0)
    #expect(
      try place.run("store", "pin", "wave.yaml", "speed", "--as", "paper").output
        == "pinned wave table/speed as 'paper'\n")
    try place.write("wave.yaml", Workplace.spec(rate: "2e-2"))
    #expect(try place.run("run", "wave.yaml").status == 0)
    let run = try #require(json(place.run("runs", "--json"))["runs"]?.array?.first?["run"]?.string)
    #expect(try place.run("store", "pin", String(run.dropLast(2))).output.contains("of wave as '\(run)'"))
    #expect(try json(place.run("store", "pins", "--json"))["pins"]?.array?.count == 2)
    let kept = try json(place.run("store", "gc", "--runs", "0", "--json"))
    let kinds = kept["collected"]?["parts"]?.array?.compactMap { $0["kind"]?.string }
    #expect(kinds == ["notes and logs"])
    #expect(
      try place.run("store", "unpin", "papr").errors
        == "error: no pin is called 'papr'\n  hint: did you mean 'paper'?\n")
    #expect(try place.run("store", "unpin", "paper", run).status == 0)
    let free = try json(place.run("store", "gc", "--runs", "0", "--dry-run", "--json"))
    #expect(free["kept"] == 0)
    #expect(try place.run("store", "pin", "wave.yaml", "speeed").status == 2)
    #expect(try place.run("store", "pin", "wave.yaml", "--as", "a/b").status == 2)
  }

  @Test("A quota that named specs alone go beyond is an error, and everything they need stays")
  func quota() throws {
    let place = try Workplace()
    #expect(try place.run("run", "wave.yaml").status == 0)
    let result = try place.run("store", "gc", "wave.yaml", "--quota", "1KB")
    #expect(result.status == 1)
    #expect(result.errors.contains("more than the quota"))
    #expect(try place.run("plan", "wave.yaml", "--check").status == 0)
    #expect(try place.run("store", "gc", "--quota", "some").status == 2)
  }

  @Test("store verify returns 5 for damage, names it and moves it away; the next run makes it again")
  func verification() throws {
    let place = try Workplace()
    #expect(try place.run("run", "wave.yaml").status == 0)
    let sound = try json(place.run("store", "verify", "--json"))
    #expect(sound["sound"] == true && sound["records"]?.integer ?? 0 >= 8)
    let before = try place.bytes("results/wave/speed.csv")
    let record = try #require(try place.stored("records").first { $0.contains("/state-") })
    try place.write(record, "grokline-record 1 nonsense\n")
    let found = try place.run("store", "verify", "--threads", "2", "--json")
    #expect(found.status == 5)
    let damages = try json(found)["damages"]?.array
    #expect(damages?.count == 1)
    #expect(damages?.first?["path"]?.string?.hasSuffix(record) == true)
    #expect(damages?.first?["quarantine"]?.string?.contains("/quarantine/") == true)
    #expect(try place.run("store", "verify").status == 0)
    #expect(try place.run("run", "wave.yaml").status == 0)
    #expect(try place.bytes("results/wave/speed.csv") == before)
    #expect(try place.run("store", "verify", "--threads", "0").status == 2)
  }

  @Test("Damage that cannot be moved away is named by run with 5, and what was there stays")
  func hopeless() throws {
    let place = try Workplace()
    try place.write("wave.yaml", Workplace.spec(more: "figures:\n  low: {kind: curves, y: loss}\n"))
    #expect(try place.run("run", "wave.yaml").status == 0)
    let picture = "results/wave/low.svg"
    let before = try place.bytes(picture)
    // The largest object is the stored picture.
    let object = try #require(
      try place.stored("objects").max { try place.bytes($0).count < place.bytes($1).count })
    var bytes = try place.bytes(object)
    bytes[bytes.count - 3] ^= 4
    try Data(bytes).write(to: URL(filePath: place.folder + "/" + object))
    try FileManager.default.removeItem(atPath: place.folder + "/.grokline/quarantine")
    try place.write(".grokline/quarantine", "in the way")
    try FileManager.default.moveItem(
      atPath: place.folder + "/" + picture, toPath: place.folder + "/kept.svg")
    let run = try place.run("run", "wave.yaml")
    #expect(run.status == 5, "\(run.output) \(run.errors)")
    #expect(run.errors.contains(object))
    #expect(!place.exists(picture))
    try FileManager.default.removeItem(atPath: place.folder + "/.grokline/quarantine")
    #expect(try place.run("run", "wave.yaml").status == 0)
    #expect(try place.bytes(picture) == before)
  }

  @Test("A collection that another process does is waited for, and then 6 is returned")
  func busy() throws {
    let place = try Workplace()
    #expect(try place.run("run", "wave.yaml").status == 0)
    let store = try ArtifactStore(root: place.folder + "/.grokline")
    let lock = try store.lock(Digest.of("collection", parts: []), wait: .no)
    defer { lock.release() }
    let result = try place.run("store", "gc", "--wait", "0.1")
    #expect(result.status == 6)
    #expect(result.errors.hasPrefix("error: the lock is held by process "))
    #expect(try place.run("store", "undelete").status == 6)
  }

  @Test("runs lists what ran, how it ended, and each piece of its work; a run that did nothing is none")
  func runs() throws {
    let place = try twoVersions()
    #expect(try place.run("run", "wave.yaml").status == 0)
    let listed = try json(place.run("runs", "wave.yaml", "--json"))
    let runs = try #require(listed["runs"]?.array)
    #expect(runs.count == 2)
    #expect(runs.allSatisfy { $0["outcome"] == "complete" && $0["experiment"] == "wave" })
    #expect(runs.map { $0["ran"]?.integer } == [4, 4])
    let name = try #require(runs.first?["run"]?.string)
    let one = try json(place.run("runs", name, "--json"))
    let stages = one["work"]?.array?.compactMap { $0["stage"]?.string } ?? []
    #expect(Set(stages) == ["train/plain/seed=0", "train/filtered/seed=0", "analysis/low", "table/speed"])
    let text = try place.run("runs", "-n", "1").output
    #expect(text.contains(/wave +\d.* 4 stages +complete/) && text.hasSuffix("and 1 older: -n 2\n"))
    #expect(try place.run("runs", "20990101").status == 2)
    try place.write("wave.yaml", Workplace.spec(until: 3_000_000))
    _ = try place.run("run", "wave.yaml", wrapper: ["timeout", "--foreground", "--signal=KILL", "1"])
    let killed = try json(place.run("runs", "--json"))["runs"]?.array?.first
    #expect(killed?["outcome"] == "killed")
  }

  @Test(
    "diff names values that differ with both places, stages of one side only, and the columns that came out otherwise"
  )
  func diff() throws {
    let place = try twoVersions()
    let runs = try json(place.run("runs", "--json"))["runs"]?.array?.compactMap { $0["run"]?.string } ?? []
    let document = try json(place.run("diff", runs[1], runs[0], "--json"))
    #expect(document["differ"] == true)
    let value = try #require(document["values"]?.array?.first)
    #expect(value["path"]?.string?.hasSuffix("optimizer.learning_rate") == true)
    #expect(value["old"] == .number(0.01) && value["new"] == .number(0.02))
    #expect(value["oldPlace"] == "wave.yaml:7:42" && value["newPlace"] == "wave.yaml:7:42")
    #expect(value["stages"] == ["train/filtered/seed=0", "train/plain/seed=0"])
    let column = try #require(document["columns"]?.array?.first { $0["name"] == "train_loss" })
    #expect(column["firstDifference"] == 50 && column["newEnd"] == 200)
    try place.write(
      "other.yaml", Workplace.spec(rate: "2e-2").replacing("filtered:", with: "renamed:"))
    let specs = try place.run("diff", "wave.yaml", "other.yaml", "--check")
    #expect(specs.status == 4)
    #expect(specs.output.contains("only in wave.yaml: train/filtered/seed=0\n"))
    #expect(specs.output.contains("only in other.yaml: train/renamed/seed=0\n"))
    let same = try place.run("diff", "wave.yaml", runs[0], "--check")
    #expect(same.status == 0 && same.output.contains("same results: "))
    #expect(try place.run("diff", "wave.yaml").status == 2)
    #expect(try place.run("diff", "wave.yaml", "20990101").status == 2)
  }

  @Test("logs shows what a stage wrote, and says where nothing was written")
  func logs() throws {
    let place = try Workplace()
    #expect(try place.run("run", "wave.yaml").status == 0)
    let none = try place.run("logs", "wave.yaml", "table/speed")
    #expect(none.status == 0 && none.output == "" && none.errors == "'table/speed' left no log\n")
    #expect(try json(place.run("logs", "table/speed", "--json"))["logs"] == [])
    #expect(try place.run("logs", "wave.yaml", "speeed").status == 2)
    #expect(try place.run("logs", "wave.yaml").status == 2)
    #expect(try place.run("logs", "table/speed", "--run", "20990101").status == 2)
  }

  @Test("results --partial shows how far an interrupted training came, marked as such")
  func partial() throws {
    let place = try Workplace()
    try place.write("wave.yaml", Workplace.spec(until: 3_000_000))
    let stopped = try place.run(
      "run", "wave.yaml", "--runs", "plain",
      wrapper: ["timeout", "--preserve-status", "--foreground", "--signal=INT", "1.2"])
    #expect(stopped.status == 130)
    let result = try place.run("results", "wave.yaml", "--partial")
    #expect(result.status == 0)
    #expect(result.output.contains(/partial train\/plain\/seed=0: \d+ of at most 3000000 steps\n/))
    #expect(result.output.contains(/train_loss +\S+ +at step \d+\n/))
    #expect(result.output.contains("nothing yet: train/filtered/seed=0\n"))
    let part = try #require(json(place.run("results", "--partial", "--json"))["partial"]?.array?.first)
    #expect(part["partial"] == true && part["until"] == 3_000_000)
    let rows = try #require(part["metrics"]?["metrics"]?.array)
    #expect(rows.first?["step"] == 0 && rows.count > 3)
    #expect(rows.last?["step"]?.integer ?? 0 <= part["reach"]?.integer ?? 0)
    // Without the option nothing is said of what is not finished.
    #expect(try place.run("results", "wave.yaml").output == "")
  }

  @Test("store commands on a store that is not there find nothing and make nothing")
  func missing() throws {
    let place = try Workplace()
    for arguments in [["du"], ["verify"], ["gc"], ["undelete"], ["pins"]] {
      let result = try place.run(all: ["store"] + arguments)
      #expect(result.status == 0, "\(arguments): \(result.errors)")
    }
    #expect(try place.run("runs").output == "no runs\n")
    #expect(!place.exists(".grokline"))
  }
}

extension Workplace {
  /// The files below a folder of the store, as paths from this folder.
  func stored(_ folder: String) throws -> [String] {
    var found: [String] = []
    var waiting = [".grokline/" + folder]
    while let next = waiting.popLast() {
      for name in try FileManager.default.contentsOfDirectory(atPath: self.folder + "/" + next) {
        let path = next + "/" + name
        var isFolder = false
        if FileManager.default.fileExists(atPath: self.folder + "/" + path, isDirectory: &isFolder), isFolder
        {
          waiting.append(path)
        } else {
          found.append(path)
        }
      }
    }
    return found.sorted()
  }
}

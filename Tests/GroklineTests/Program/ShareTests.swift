import FoundationEssentials
import Pipeline
import Spec
import Testing

@Suite struct ShareTests {
  /// A finished study in one folder, and its bundle in another that has nothing else.
  private func shared(_ level: String = "figure") throws -> (author: Workplace, reader: Workplace) {
    let author = try Workplace()
    try author.write("wave.yaml", Workplace.study(until: 200))
    #expect(try author.run("run", "wave.yaml", "--quiet").status == 0)
    let made = try author.run("bundle", "wave.yaml", "--level", level, "-o", "x.bundle")
    #expect(made.status == 0, "\(made.errors)")
    let reader = try Workplace()
    for file in ["wave.yaml", "wave.csv", "grokline.yaml"] {
      try FileManager.default.removeItem(atPath: reader.folder + "/" + file)
    }
    try Data(author.bytes("x.bundle")).write(to: URL(filePath: reader.folder + "/x.bundle"))
    return (author, reader)
  }

  @Test("A bundle names its identity, and the same results give the same file")
  func bundle() throws {
    let (author, _) = try shared()
    let first = try author.bytes("x.bundle")
    let again = try author.run("bundle", "wave.yaml", "-o", "y.bundle", "--json")
    #expect(try author.bytes("y.bundle") == first)
    let json = try JSON(parsing: again.output)
    #expect(json["schema"] == 1 && json["bytes"]?.integer == first.count && json["level"] == "figure")
    let opened = try author.run("open", "y.bundle", "--json")
    #expect(try JSON(parsing: opened.output)["id"] == json["id"])
    let wrong = try author.run("bundle", "wave.yaml", "--figure", "los", "-o", "z.bundle")
    #expect(wrong.status == 2)
    #expect(wrong.errors == "error: no figure is called 'los'\n  hint: did you mean 'loss'?\n")
    try author.write("wave.yaml", Workplace.study(until: 240))
    let unfinished = try author.run("bundle", "wave.yaml", "-o", "z.bundle")
    #expect(unfinished.status == 1)
    #expect(unfinished.errors.contains("only what is finished can be shared: grokline run wave.yaml"))
    #expect(!author.exists("z.bundle"))
  }

  @Test("open tells what is in it, what it would take, and what is missing; it writes nothing")
  func open() throws {
    let (_, reader) = try shared()
    let opened = try reader.run("open", "x.bundle", "--list")
    #expect(opened.status == 0)
    for words in [
      "wave", "level", "figure/loss, table/speed", "4 trainings, 800 steps", "data not in it", "wave.csv",
      "spec/wave.yaml",
    ] {
      #expect(opened.output.contains(words), "\(words)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: reader.folder) == ["x.bundle"])
  }

  @Test("reproduce redraws without project and data, says same, and writes only where it is told to")
  func reproduce() throws {
    let (author, reader) = try shared()
    let result = try reader.run("reproduce", "x.bundle", "--threads", "1")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.split(separator: "\n").last?.hasPrefix("same (") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: reader.folder) == ["x.bundle"])
    let written = try reader.run("reproduce", "x.bundle", "-o", "made", "--json")
    #expect(try JSON(parsing: written.output)["verdict"] == "same")
    #expect(try reader.bytes("made/loss.csv") == author.bytes("results/wave/loss.csv"))
  }

  @Test("--from train trains again in workers, from data that came along; without them it names the file")
  func train() throws {
    let (_, reader) = try shared("all")
    let again = try reader.run("reproduce", "x.bundle", "--from", "train", "--jobs", "2")
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.errors.contains("of these 4 trainings of 800 steps together"))
    #expect(again.output.split(separator: "\n").last?.hasPrefix("same (") == true)
    let (_, other) = try shared("figure")
    let missing = try other.run("reproduce", "x.bundle", "--from-scratch")
    #expect(missing.status == 1)
    #expect(missing.errors.contains("data to get: the data file 'wave.csv' is not here"))
  }

  @Test("run and plan take a bundle for a spec: what is unchanged is a hit")
  func start() throws {
    let (_, reader) = try shared("training")
    let plan = try reader.run("plan", "x.bundle", "--json")
    #expect(plan.status == 0, "\(plan.errors)")
    let counts = try JSON(parsing: plan.output)["counts"]
    #expect(counts?["run"] == 0 && counts?["maybe"] == 0 && counts?["idle"] == 0)
    let run = try reader.run("run", "x.bundle", "--set", "figures.loss.title=Mine")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("1 ran, 0 failed"), "\(run.output)")
    #expect(reader.exists("results/wave/loss.svg"))
  }

  @Test("A picture is a recipe: same from the store here; elsewhere the cost, and 4 until --yes says so")
  func picture() throws {
    let (author, reader) = try shared()
    let known = try author.run("reproduce", "results/wave/loss.png")
    #expect(known.status == 0, "\(known.errors)")
    #expect(known.output.split(separator: "\n").last?.hasPrefix("same (") == true)
    for file in ["wave.csv", "results/wave/loss.svg"] {
      let name = file.split(separator: "/").last.map(String.init) ?? file
      try Data(author.bytes(file)).write(to: URL(filePath: reader.folder + "/" + name))
    }
    let asked = try reader.run("reproduce", "loss.svg")
    #expect(asked.status == 4)
    #expect(asked.errors.contains("4 trainings of 800 steps together"))
    #expect(asked.errors.contains("nothing was done: add --yes to do it"))
    let done = try reader.run("reproduce", "loss.svg", "--yes")
    #expect(done.status == 0, "\(done.errors)")
    #expect(done.output.split(separator: "\n").last?.hasPrefix("same (") == true)
    // Now its store knows.
    #expect(try reader.run("reproduce", "loss.svg").status == 0)
    try reader.write("plain.svg", "<svg></svg>")
    let plain = try reader.run("reproduce", "plain.svg")
    #expect(plain.status == 1)
    #expect(plain.errors.contains("carries no recipe"))
  }

  private static let inkscape = "/usr/bin/inkscape"

  @Test(
    "A picture that Inkscape saved again is still a recipe",
    .enabled(if: FileManager.default.isExecutableFile(atPath: inkscape)))
  func savedAgain() throws {
    let (author, _) = try shared()
    for form in ["--export-type=svg", "--export-plain-svg"] {
      let saved = try author.run(
        "results/wave/loss.svg", form, "--export-filename=again.svg",
        wrapper: ["sh", "-c", "shift; exec \(Self.inkscape) \"$@\"", "sh"])
      try #require(saved.status == 0, "\(saved.errors)")
      #expect(try author.bytes("again.svg") != author.bytes("results/wave/loss.svg"))
      let known = try author.run("reproduce", "again.svg")
      #expect(known.status == 0, "\(known.errors)")
    }
  }

  @Test("A picture whose metadata another program left out says so, and what to ask for")
  func stripped() throws {
    let (author, _) = try shared()
    let saved = try author.run(
      "-f", "svg", "-o", "again.svg", "results/wave/loss.svg",
      wrapper: ["sh", "-c", "shift; exec rsvg-convert \"$@\"", "sh"])
    try #require(saved.status == 0, "\(saved.errors)")
    let lost = try author.run("reproduce", "again.svg")
    #expect(lost.status == 1)
    #expect(
      lost.errors.contains("a program that saved it again left out its metadata; ask for the original file"))
  }

  @Test("What comes out otherwise returns 7 and names the first stage, column and values")
  func different() throws {
    let (author, _) = try shared()
    try author.write("wave.yaml", Workplace.study(until: 200).replacing("1e-2", with: "2e-2"))
    let changed = try author.run("reproduce", "wave.yaml", "--yes")
    #expect(changed.status == 7, "\(changed.errors)")
    #expect(changed.output.contains("first difference: train/"))
    #expect(changed.output.contains("published, "))
    #expect(changed.output.split(separator: "\n").last?.hasPrefix("different (") == true)
    // The results on disk are those that were published.
    #expect(try JSON(parsing: author.bytes("results/wave/lock.json"))["stages"]?.object?.count == 8)
    let none = try Workplace()
    let bare = try none.run("reproduce", "wave.yaml")
    #expect(bare.status == 1)
    #expect(bare.errors.contains("there is nothing to compare with"))
  }

  @Test("A file that is no bundle, or a damaged one, is refused with 3 by every command")
  func refused() throws {
    let (author, reader) = try shared()
    var bytes = try author.bytes("x.bundle")
    bytes[bytes.count / 2] ^= 1
    try Data(bytes).write(to: URL(filePath: reader.folder + "/bad.bundle"))
    try reader.write("text.bundle", "rm -rf ~\n")
    for file in ["bad.bundle", "text.bundle"] {
      for command in ["open", "reproduce", "run", "plan"] {
        let result = try reader.run(command, file)
        #expect(result.status == 3, "\(command) \(file)")
        #expect(result.errors.hasPrefix("error: '\(file)' is refused: "))
      }
    }
    #expect(try reader.run("open", "none.bundle").status == 2)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: reader.folder).sorted() == [
        "bad.bundle", "text.bundle", "x.bundle",
      ])
  }

  @Test("A run leaves a lock that tells what everything was made of, and telemetry that no digest covers")
  func lock() throws {
    let (author, _) = try shared()
    let lock = try JSON(parsing: author.bytes("results/wave/lock.json"))
    #expect(lock["stages"]?.object?.keys.sorted().count == 8)
    let stage = lock["stages"]?["train/plain/seed=1"]
    #expect(stage?["seed"] == 1 && stage?["outputs"]?.array?.isEmpty == false)
    #expect(lock["numeric_classes"]?.array?.count == 1)
    let telemetry = try JSON(parsing: author.bytes("results/wave/telemetry.json"))
    #expect(telemetry["stages"]?["train/plain/seed=1"]?.array?.isEmpty == false)
    #expect("\(lock)".contains("seconds") == false)
    let before = try author.bytes("results/wave/lock.json")
    #expect(try author.run("run", "wave.yaml", "--force", "loss", "--quiet").status == 0)
    #expect(try author.bytes("results/wave/lock.json") == before)
  }
}

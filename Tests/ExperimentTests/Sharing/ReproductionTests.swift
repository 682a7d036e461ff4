import Foundation
import Glibc
import Pipeline
import Spec
import Testing

@testable import Experiment

@Suite("What was shared is made again, and compared")
struct ReproductionTests {
  /// A project somewhere, finished and bundled; whoever reproduces it has nothing but the file.
  private func shared(_ level: BundleLevel, spec: String = StudyFolder.spec) async throws -> StudyFolder {
    let folder = try StudyFolder()
    try folder.write(spec, to: "wave.yaml")
    _ = try await folder.run()
    try folder.bundle(level)
    for file in ["wave.yaml", "wave.csv", ".grokline", "results"] { try folder.remove(file) }
    return folder
  }

  private func perform(_ reproduction: Reproduction) async throws -> (Judgement, Plan) {
    var options = RunOptions()
    options.targets = reproduction.targets
    let run = try StudyRun(reproduction.study, options: options)
    let plan = try run.plan()
    let report = try await run.run(plan)
    if let failure = report.summary.failures.first {
      throw FailedReproduction(stage: failure.stage, message: failure.message)
    }
    return (try reproduction.judge(report.summary, in: run.store), plan)
  }

  @Test("A bundle of level figure is redrawn without data, store or project, to the same bytes")
  func redrawn() async throws {
    let folder = try await shared(.figure)
    let reproduction = try Reproduction(folder.opened(), from: .figure)
    let (judgement, files) = try await reproduction.redraw()
    #expect(judgement.verdict == .same)
    #expect(judgement.targets.map(\.stage) == ["figure/loss", "table/speed"])
    #expect(judgement.firstDifference == nil)
    #expect(files.map(\.name).sorted() == ["loss.csv", "loss.svg", "speed.csv", "speed.md"])
    let contents = try folder.contents()
    #expect(files.first { $0.name == "loss.svg" }?.bytes == contents["figure/loss.svg"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
        "grokline.yaml", "x.bundle",
      ])
  }

  @Test("A private folder is gone when nobody uses it")
  func nothingLeft() async throws {
    let folder = try await shared(.figure)
    var path = ""
    do {
      let unpacked = try UnpackedBundle(temporarily: folder.opened())
      path = unpacked.folder
      #expect(FileManager.default.fileExists(atPath: path + "/spec/wave.yaml"))
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o077 == 0)
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("Analyses are done again from what training gave, and only they")
  func fromAnalysis() async throws {
    let folder = try await shared(.training)
    let (judgement, plan) = try await perform(Reproduction(folder.opened(), from: .analysis))
    #expect(judgement.verdict == .same)
    #expect(plan.toDo.stages == ["analysis/low", "figure/loss", "table/speed"])
    #expect(plan.toDo.steps == 0)
  }

  @Test("Everything is trained again from step 0, with the data of a bundle that has them")
  func fromTrain() async throws {
    let folder = try await shared(.all)
    for start in [ReproductionStart.train, .scratch] {
      let (judgement, plan) = try await perform(Reproduction(folder.opened(), from: start))
      #expect(judgement.verdict == .same)
      #expect(plan.toDo.steps == 800)
    }
  }

  @Test("Without the data it says which file is missing, how large it is, and by which digest to know it")
  func missingData() async throws {
    let folder = try await shared(.training)
    let reproduction = try Reproduction(folder.opened(), from: .train)
    let plan = try StudyRun(reproduction.study).plan()
    let missing = reproduction.study.cost(of: plan).missingData
    #expect(missing.count == 1)
    #expect(missing.first?.hasPrefix("the data file 'wave.csv' is not here (") == true)
    #expect(missing.first?.contains("SHA-256") == true)
  }

  @Test(
    "A bundle is a starting point: what is unchanged is a hit, and longer runs go on from the last states")
  func startingPoint() async throws {
    let folder = try await shared(.training)
    let unpacked = try UnpackedBundle(folder.opened(), below: folder.path + "/store")
    func toDo(_ overrides: [String]) throws -> (stages: [String], steps: Int) {
      try StudyRun(unpacked.study(overrides, results: folder.path + "/results")).plan().toDo
    }
    #expect(try toDo([]).stages == [])
    #expect(try toDo(["figures.loss.title=Mine"]).stages == ["figure/loss"])
    #expect(try toDo(["analyses.low.falls_to=0.5"]).stages == ["analysis/low", "table/speed"])
    // Four runs go on for ten steps each.
    #expect(try toDo(["training.phases.late.until=210"]).steps == 40)
    #expect(try toDo(["runs.plain.training.optimizer.learning_rate=0.2"]).steps == 400)
    // It is found again, and what was done there is kept.
    let run = try StudyRun(unpacked.study(["figures.loss.title=Mine"], results: folder.path + "/results"))
    #expect(try await run.run(run.plan()).summary.ran == ["figure/loss"])
    let again = try UnpackedBundle(folder.opened(), below: folder.path + "/store")
    #expect(again.folder == unpacked.folder)
    #expect(try StudyRun(again.study(["figures.loss.title=Mine"])).plan().toDo.stages == [])
    #expect(FileManager.default.fileExists(atPath: folder.path + "/results/wave/loss.svg"))
  }

  @Test("A bundle of level figure is a starting point for other drawings")
  func restyled() async throws {
    let folder = try await shared(.figure)
    let unpacked = try UnpackedBundle(folder.opened(), below: folder.path + "/store")
    #expect(try StudyRun(unpacked.study()).plan().toDo.stages == [])
  }

  @Test("Results of a bundle stay in its own store: they are its author's word")
  func ownStore() async throws {
    let folder = try await shared(.training)
    _ = try UnpackedBundle(folder.opened(), below: folder.path + "/.grokline")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/.grokline") == ["bundles"])
  }

  @Test("Other numbers are different: the stage, the column and both values are told")
  func different() async throws {
    let folder = try await shared(.figure)
    try folder.forge(entries: { contents in
      let text = String(decoding: contents["figure/loss.csv"] ?? [], as: UTF8.self)
      var lines = text.split(separator: "\n").map(String.init)
      var cells = lines[3].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      cells[cells.count - 1] = "123.5"
      lines[3] = cells.joined(separator: ",")
      let changed = Array((lines.joined(separator: "\n") + "\n").utf8)
      let (before, after) = (Digest.of(contents["figure/loss.csv"] ?? []).hex, Digest.of(changed).hex)
      let size = contents["figure/loss.csv"]?.count ?? 0
      contents["figure/loss.csv"] = changed
      for name in ["lock.json", "expected.json"] {
        contents[name] = Array(
          String(decoding: contents[name] ?? [], as: UTF8.self).replacing(before, with: after)
            .replacing("\"bytes\":\(size),", with: "\"bytes\":\(changed.count),").utf8)
      }
    })
    let reproduction = try Reproduction(folder.opened("forged.bundle"), from: .figure)
    let judgement = try await reproduction.redraw().judgement
    #expect(judgement.verdict == .different)
    #expect(judgement.targets.map(\.verdict) == [.different, .same])
    let first = try #require(judgement.firstDifference)
    #expect(first.stage == "figure/loss" && first.output == "csv")
    #expect(first.numbers?.first?.row == 3)
    #expect(first.numbers?.first?.expected == "123.5")
  }

  @Test(
    "An exported picture is a recipe: hits come from the store here, else it says what it costs and does it")
  func pictures() async throws {
    let folder = try StudyFolder()
    _ = try await folder.run()
    let project = try Project.enclosing(folder.path + "/wave.yaml")
    let other = try StudyFolder()
    let elsewhere = try Project.enclosing(other.path + "/wave.yaml")
    for file in ["loss.svg", "loss.png"] {
      let picture = folder.path + "/results/wave/" + file
      let known = try Reproduction(picture: picture, in: project)
      let (judgement, plan) = try await perform(known)
      #expect(plan.toDo.stages == [] && judgement.verdict == .same)
      let unknown = try Reproduction(picture: picture, in: elsewhere, from: .train)
      let cost = unknown.study.cost(of: try StudyRun(unknown.study).plan())
      #expect(cost.trainings == 4 && cost.steps == 800 && cost.missingData == [])
      #expect(try await perform(unknown).0.verdict == .same)
    }
  }

  @Test("A picture whose inputs come out otherwise names the first stage that differs")
  func otherData() async throws {
    let folder = try StudyFolder()
    _ = try await folder.run()
    let picture = folder.path + "/results/wave/loss.svg"
    try folder.write(
      String(contentsOfFile: folder.path + "/wave.csv", encoding: .utf8).replacing(
        "-1.0,-1.0,", with: "-1.5,-1.0,"),
      to: "wave.csv")
    let reproduction = try Reproduction(picture: picture, in: .enclosing(folder.path + "/wave.yaml"))
    let (judgement, plan) = try await perform(reproduction)
    #expect(plan.toDo.steps == 800)
    #expect(judgement.verdict == .different)
    #expect(judgement.firstDifference?.stage.hasPrefix("train/") == true)
  }

  @Test("A picture that lost its recipe, or never had one, says so and what to ask for")
  func stripped() async throws {
    let folder = try StudyFolder()
    try folder.write("<svg xmlns='http://www.w3.org/2000/svg'></svg>", to: "plain.svg")
    let project = try Project.enclosing(folder.path + "/wave.yaml")
    let error = #expect(throws: NoRecipe.self) {
      try Reproduction(picture: folder.path + "/plain.svg", in: project)
    }
    #expect(error?.description.contains("carries no recipe") == true)
    #expect(error?.description.contains("ask for the original file, the SVG, or a bundle") == true)
  }

  @Test("rsvg-convert saves a picture without its metadata, and the message says what happened")
  func strippedByAProgram() async throws {
    let folder = try StudyFolder()
    _ = try await folder.run()
    let saved = folder.path + "/saved.svg"
    let drawn = folder.path + "/results/wave/loss.svg"
    let program = ChildProcess(
      "/usr/bin/env", ["rsvg-convert", "--format", "svg", "-o", saved, drawn],
      environment: ["PATH": "/usr/bin:/bin"])
    #expect(try program.run().ending == .exited(0))
    let project = try Project.enclosing(folder.path + "/wave.yaml")
    #expect(throws: NoRecipe.self) { try Reproduction(picture: saved, in: project) }
  }

  @Test("A picture is a recipe still after a program has saved it again and kept its metadata")
  func resaved() async throws {
    let folder = try StudyFolder()
    _ = try await folder.run()
    let text = try String(contentsOfFile: folder.path + "/results/wave/loss.svg", encoding: .utf8)
    let recipe = try #require(Provenance(anywhereIn: Array(text.utf8)))
    // As other programs spell it: a prefix, attributes, lines of 76 characters, another place.
    let start = try #require(text.range(of: "<metadata>"))
    let end = try #require(text.range(of: "</metadata>"))
    let words = text[start.upperBound..<end.lowerBound]
    let parts = words.split(separator: "\n", maxSplits: 1)
    var wrapped = ""
    for (index, letter) in parts[1].enumerated() {
      if index % 76 == 0 { wrapped += "\r\n    " }
      wrapped.append(letter)
    }
    let other =
      text[..<start.lowerBound] + "<svg:metadata id=\"m1\">\n    \(parts[0])\(wrapped)\n  </svg:metadata>"
      + text[end.upperBound...]
    #expect(Provenance(anywhereIn: Array(String(other).utf8)) == recipe)
    let png = Array(try Data(contentsOf: URL(filePath: folder.path + "/results/wave/loss.png")))
    #expect(Provenance(anywhereIn: png) == recipe)
  }

  @Test("A spec is compared with the lock beside its results; without one there is nothing to compare with")
  func specs() async throws {
    let folder = try StudyFolder()
    let spec = folder.path + "/wave.yaml"
    #expect(try !Reproduction(spec: spec, in: .enclosing(spec)).hasClaim)
    _ = try await folder.run()
    let (judgement, plan) = try await perform(Reproduction(spec: spec, in: .enclosing(spec)))
    #expect(plan.toDo.stages == [] && judgement.verdict == .same)
    let (again, whole) = try await perform(Reproduction(spec: spec, in: .enclosing(spec), from: .train))
    #expect(whole.toDo.steps == 800 && again.verdict == .same)
    let (other, _) = try await perform(
      Reproduction(spec: spec, in: .enclosing(spec), overrides: ["training.optimizer.learning_rate=0.11"]))
    #expect(other.verdict == .different)
    #expect(other.firstDifference?.stage.hasPrefix("train/") == true)
    #expect(other.firstDifference?.output?.hasPrefix("metrics") == true)
    #expect(other.firstDifference?.numbers?.first?.column == "train_loss")
    let figure = try #require(other.targets.first { $0.stage == "figure/loss" })
    #expect(figure.numbers?.first != nil)
  }
}

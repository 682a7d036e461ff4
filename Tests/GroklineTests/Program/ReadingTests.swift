import FoundationEssentials
import Pipeline
import Spec
import Testing

@Suite struct ReadingTests {
  @Test("plan --check and status --check return 4 while there is work, and 0 when all is done")
  func pending() throws {
    let place = try Workplace()
    #expect(try place.run("plan", "wave.yaml", "--check").status == 4)
    #expect(try place.run("plan", "wave.yaml").status == 0)
    #expect(try place.run("status", "wave.yaml", "--check").status == 4)
    #expect(try place.run("run", "wave.yaml").status == 0)
    #expect(try place.run("plan", "wave.yaml", "--check").status == 0)
    let status = try place.run("status", "wave.yaml", "--check")
    #expect(status.status == 0)
    #expect(status.output.hasPrefix("wave: up to date\ntrain     2 of 2  up to date\n"))
    #expect(status.errors == "")
  }

  @Test("A longer budget is planned as its tail, and why names the value that was changed")
  func why() throws {
    let place = try Workplace()
    #expect(try place.run("run", "wave.yaml").status == 0)
    try place.write("wave.yaml", Workplace.spec(until: 300))
    let plan = try place.run("plan", "wave.yaml", "plain/*")
    #expect(
      plan.output.hasPrefix(
        "train/plain/seed=0  restore 0…200, run 200…300  changed: training.phases.fit.until 200 → 300 (wave.yaml:10:18)"
      ))
    let why = try place.run("why", "wave.yaml", "plain/seed=0")
    #expect(
      why.output == """
        train/plain/seed=0: run, 1 value changed
          training.phases.fit.until  200 → 300  (wave.yaml:10:18)

        """)
    let json = try JSON(
      parsing: place.run("why", "wave.yaml", "plain/seed=0", "--json").output.dropLast(1).description)
    #expect(json["reason"]?["changes"]?.array?.count == 1)
    #expect(try place.run("why", "wave.yaml", "plane/seed=0").status == 2)
    #expect(try place.run("why", "wave.yaml").status == 2)
  }

  @Test("Every error of a spec is shown with its line and a caret, and the status is 3")
  func invalidSpec() throws {
    let place = try Workplace()
    try place.write(
      "wave.yaml",
      Workplace.spec().split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.hasPrefix("  loss:")
          ? "  loss: mean-square-error" : line.hasPrefix("model:") ? "modle: {kind: mlp}" : String(line)
      }.joined(separator: "\n"))
    for command in ["run", "plan", "status", "check", "show", "graph", "results"] {
      let result = try place.run(command, "wave.yaml")
      #expect(result.status == 3)
      #expect(result.output == "")
      #expect(
        result.errors.hasPrefix(
          """
          wave.yaml:3:1: error: unknown key 'modle'
            3 | modle: {kind: mlp}
              | ^
            hint: did you mean 'model'?
          """))
    }
    try place.write(
      "wave.yaml", Workplace.spec(rate: "fast", more: "labels: {plain: 3}\nfigures: {f: {kind: curve}}"))
    let check = try place.run("check", "wave.yaml")
    #expect(check.status == 3)
    #expect(check.errors.contains("'fast' is not a number"))
    #expect(check.errors.hasSuffix("errors\n") || check.errors.hasSuffix("1 error\n"))
    let json = try JSON(parsing: String(place.run("check", "wave.yaml", "--json").output.dropLast()))
    let error = json["specs"]?.array?.first?["errors"]?.array?.first
    #expect(error?["line"] == 7)
    #expect(error?["file"] == "wave.yaml")
  }

  @Test("A wrong --set is shown like any other error")
  func wrongOverride() throws {
    let result = try Workplace().run(
      "plan", "wave.yaml", "--set", "trainig.limit=3", "--set", "training.limit=x")
    #expect(result.status == 3)
    #expect(result.errors.contains("--set trainig.limit=3: error: unknown key 'trainig'"))
    #expect(result.errors.contains("hint: did you mean 'training'?"))
  }

  @Test("show names the place and the layer of every value; show --parameters the model's tensors")
  func show() throws {
    let place = try Workplace()
    let show = try place.run("show", "wave.yaml", "--origin", "--set", "training.phases.fit.until=9")
    #expect(show.status == 0)
    let rows = show.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(rows.contains("dataset.kind csv wave.yaml:2:17 file"))
    #expect(rows.contains("training.loss.kind mean-squared-error wave.yaml:5:9 file"))
    #expect(rows.contains("training.phases.fit.until 9 --set training.phases.fit.until=9 --set"))
    #expect(rows.contains("training.phases.fit.filter.gain 1 wave.yaml:13:86 run filtered"))
    #expect(rows.contains("training.phases.fit.filter.apply true default"))
    let parameters = try place.run("show", "wave.yaml", "--parameters")
    #expect(parameters.output.hasSuffix("  4 tensors, 65 numbers\n"))
    #expect(try JSON(parsing: String(place.run("show", "--json").output.dropLast()))["stages"] != nil)
  }

  @Test("results shows tables in columns, and says what is not there yet")
  func results() throws {
    let place = try Workplace()
    let before = try place.run("results", "wave.yaml")
    #expect(before.status == 0)
    #expect(before.output == "")
    #expect(before.errors == "not there yet: speed\n  to get them: grokline run wave.yaml table/speed\n")
    #expect(try place.run("run", "wave.yaml").status == 0)
    let after = try place.run("results", "wave.yaml")
    #expect(
      after.output == """
        speed
        run       ours
        plain        0
        filtered     0
        Median of 1 run each.

        """)
    let json = try JSON(parsing: String(place.run("results", "wave.yaml", "--json").output.dropLast()))
    #expect(json["tables"]?["speed"]?.array?.first?["run"] == "plain")
    #expect(try place.run("results", "wave.yaml", "sped").status == 2)
  }

  @Test("export writes plain files: metrics as CSV, parameters as safetensors by name")
  func export() throws {
    let place = try Workplace()
    let early = try place.run("export", "wave.yaml", "plain/seed=0", "-o", "out")
    #expect(early.status == 1)
    #expect(early.errors.contains("grokline run wave.yaml train/plain/seed=0"))
    #expect(try place.run("run", "wave.yaml").status == 0)
    let result = try place.run("export", "wave.yaml", "plain/seed=0", "-o", "out")
    #expect(result.status == 0)
    #expect(
      result.output.split(separator: "\n").sorted()
        == ["out/end.json", "out/metrics.csv", "out/parameters.safetensors"])
    let metrics = String(decoding: try place.bytes("out/metrics.csv"), as: UTF8.self)
    #expect(metrics.hasPrefix("step,train_loss,validation_loss\n0,"))
    let file = try TensorFile(decoding: place.bytes("out/parameters.safetensors"))
    #expect(file.tensors.count == 4)
    #expect(
      file.tensors.values.map(\.shape).sorted { $0.count < $1.count }.last == [1, 16]
        || file.tensors.values.contains { $0.shape == [16, 2] })
    #expect(file.metadata["step"] == "200")
    let again = try place.run("export", "wave.yaml", "plain/seed=0", "-o", "out")
    #expect(again.status == 2)
    #expect(again.errors.contains("add --overwrite"))
  }

  @Test("graph, kinds, schema and completion write what their readers accept")
  func documents() throws {
    let place = try Workplace()
    #expect(try place.run("graph", "wave.yaml").output.contains(/analysis\/low +← train\//))
    #expect(try place.run("graph", "wave.yaml", "--dot").output.hasPrefix("digraph grokline {"))
    #expect(try place.run("kinds", "adam").output.contains("learning_rate"))
    let unknown = try place.run("kinds", "adamm")
    #expect(unknown.status == 2)
    #expect(unknown.errors == "error: there is no kind or family 'adamm'\n  hint: did you mean 'adam'?\n")
    let schema = try JSON(parsing: String(place.run("schema").output.dropLast()))
    #expect(schema["properties"]?["training"] != nil)
    for shell in ["bash", "zsh", "fish"] {
      #expect(try place.run("completion", shell).output.contains("grokline"))
    }
    #expect(try place.run("completion", "tcsh").status == 2)
  }

  @Test("init writes a spec that is valid, and writes over nothing")
  func initialize() throws {
    let place = try Workplace()
    #expect(try place.run("init", "new").output == "wrote new/grokline.yaml\nwrote new/first.yaml\n")
    #expect(
      try place.run("check", "new/first.yaml").output
        == "first: 2 runs, 4 points, 7 stages, 1 figure, 1 table\n")
    try place.write("new/first.yaml", "mine\n")
    #expect(
      try place.run("init", "new").output
        == "kept new/grokline.yaml, which was there\nkept new/first.yaml, which was there\n")
    #expect(String(decoding: try place.bytes("new/first.yaml"), as: UTF8.self) == "mine\n")
  }

  @Test(
    "doctor finds that locks work, leaves nothing behind, and returns 1 with advice where something is missing"
  )
  func doctor() throws {
    let place = try Workplace()
    let result = try place.run("doctor")
    #expect(result.output.contains("a second process respects them"))
    #expect(!place.exists(".grokline"))
    #expect(try place.run("doctor", variables: ["PATH": "/nowhere"]).status == 1)
    let json = try JSON(
      parsing: String(place.run("doctor", "--json", "--store", "/proc/nowhere").output.dropLast()))
    #expect(json["healthy"] == false)
    let store = json["findings"]?.array?.first { $0["subject"] == "store" }
    #expect(store?["level"] == "problem")
    #expect(store?["advice"] == "choose another with --store or GROKLINE_STORE")
  }
}

import Pipeline
import Spec
import Testing

@Suite struct RunTests {
  @Test(
    "A run trains, tells a plain line per event, and ends with a table and where results are; the next does nothing"
  )
  func twice() throws {
    let place = try Workplace()
    let first = try place.run("run", "wave.yaml", "--jobs", "1")
    #expect(first.status == 0)
    #expect(
      first.errors.split(separator: "\n").map { $0.split(separator: " in ")[0] } == [
        "started   train/plain/seed=0 0…200", "finished  train/plain/seed=0 0…200",
        "started   train/filtered/seed=0 0…200", "finished  train/filtered/seed=0 0…200",
        "started   analysis/low", "finished  analysis/low", "started   table/speed", "finished  table/speed",
      ])
    let lines = first.output.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasPrefix("          hit  restored  ran  failed") == true)
    #expect(lines.contains { $0.hasPrefix("wave: 4 stages: 4 ran, 0 failed in ") })
    #expect(lines.suffix(2) == ["results: results/wave/", "  speed.{md,csv}  new"])
    #expect(place.exists("results/wave/speed.md"))
    let second = try place.run("run", "wave.yaml")
    #expect(second.status == 0)
    #expect(second.output == "wave: 4 stages, nothing to do\nresults: results/wave/\n  speed.{md,csv}\n")
    #expect(second.errors == "")
  }

  @Test("The only spec of a folder need not be named; among several, one must be")
  func implied() throws {
    let place = try Workplace()
    #expect(try place.run("plan").output.contains("plan: 4 stages: 4 run"))
    try place.write("other.yaml", Workplace.spec())
    let several = try place.run("plan")
    #expect(several.status == 2)
    #expect(
      several.errors
        == "error: there are several specs in this folder\n  hint: name one of other.yaml, wave.yaml\n")
  }

  @Test("--json writes JSON lines and nothing else, from the plan to the end")
  func json() throws {
    let place = try Workplace()
    let result = try place.run("run", "wave.yaml", "--json")
    #expect(result.status == 0)
    #expect(result.errors == "")
    let events = try result.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(events.first?["event"] == "plan")
    #expect(events.first?["counts"]?["run"] == 4)
    #expect(events.last?["event"] == "end")
    #expect(events.last?["complete"] == true)
    #expect(events.last?["written"]?.array?.isEmpty == false)
  }

  @Test("--quiet says nothing, --dry-run does nothing")
  func quiet() throws {
    let place = try Workplace()
    let dry = try place.run("run", "wave.yaml", "--dry-run")
    #expect(dry.status == 0)
    #expect(dry.output.contains("plan: 4 stages: 4 run"))
    #expect(!place.exists("results"))
    let quiet = try place.run("run", "wave.yaml", "--quiet")
    #expect(quiet.status == 0)
    #expect(quiet.output + quiet.errors == "")
    #expect(place.exists("results/wave/speed.md"))
  }

  @Test("Targets, --runs and --seeds choose; unknown ones are reported together, and nothing runs")
  func targets() throws {
    let place = try Workplace()
    let wrong = try place.run(
      "run", "wave.yaml", "speeed", "--runs", "plian", "--seeds", "4", "--force", "low/")
    #expect(wrong.status == 2)
    #expect(
      wrong.errors == """
        error: no stage is called 'speeed'
          hint: did you mean 'speed'?
        error: no stage is called 'low/'
          hint: did you mean 'low'?
        error: no run is called 'plian'
          hint: did you mean 'plain'?
        error: no run has the seed 4
          hint: the seeds are 0

        """)
    #expect(!place.exists(".grokline"))
    let one = try place.run("run", "wave.yaml", "--runs", "pl*")
    #expect(one.status == 0)
    #expect(one.output.contains("wave: 1 stage: 1 ran, 0 failed"))
  }

  @Test("--force does a known stage again, and the same bytes come out")
  func force() throws {
    let place = try Workplace()
    #expect(try place.run("run", "wave.yaml").status == 0)
    let table = try place.bytes("results/wave/speed.csv")
    let forced = try place.run("run", "wave.yaml", "--force", "low", "--json")
    #expect(forced.status == 0)
    let end = try JSON(parsing: String(forced.output.split(separator: "\n").last ?? ""))
    #expect(end["ran"] == ["analysis/low"])
    #expect(try place.bytes("results/wave/speed.csv") == table)
  }

  @Test("A stage that fails ends the run with 1, its message, and a line that tries again")
  func failure() throws {
    let place = try Workplace()
    try place.write("wave.yaml", Workplace.spec(rate: "1e30"))
    #expect(try place.run("run", "wave.yaml").status == 0)
    try place.write("results/wave/speed.csv", "mine\n")
    try place.write("wave.yaml", Workplace.spec(until: 100))
    let foreign = try place.run("run", "wave.yaml")
    #expect(foreign.status == 1)
    #expect(
      foreign.errors.contains("speed.csv' was edited after it was written: move it away to get the new one"))
    #expect(String(decoding: try place.bytes("results/wave/speed.csv"), as: UTF8.self) == "mine\n")
    // What was done is told all the same.
    #expect(foreign.output.contains("results: "))
  }

  @Test("A missing gnuplot is told before anything is trained")
  func missingPrograms() throws {
    let place = try Workplace()
    try place.write(
      "wave.yaml", Workplace.spec(more: "figures: {loss: {kind: curves, y: loss}}"))
    let result = try place.run("run", "wave.yaml", variables: ["PATH": "/nowhere"])
    #expect(result.status == 1)
    #expect(result.errors.contains("figures need the program 'gnuplot', which is not installed"))
    #expect(result.errors.contains("apt-get install gnuplot-nox"))
    #expect(!place.exists(".grokline/objects"))
  }

  /// Sends the signal that its name says half a second after the program has started a worker.
  private static let onceItWorks = """
    "$@" & program=$!
    while [ -e /proc/$program ] && [ -z "$(cat /proc/$program/task/*/children)" ]; do sleep 0.05; done
    sleep 0.5
    kill -s "$0" $program
    wait $program
    """

  @Test("SIGINT stops at a checkpoint with 130, SIGTERM and SIGHUP with 143; the next run goes on from there")
  func signals() throws {
    let place = try Workplace()
    try place.write("wave.yaml", Workplace.spec(until: 3_000_000))
    for (signal, status) in [("INT", Int32(130)), ("TERM", 143), ("HUP", 143)] {
      let stopped = try place.run(
        "run", "wave.yaml", "--runs", "plain", wrapper: ["bash", "-c", Self.onceItWorks, signal])
      #expect(stopped.status == status)
      #expect(stopped.errors.contains("stopped: what was trained is kept\ngo on: "))
    }
    let plan = try place.run("plan", "wave.yaml", "--runs", "plain").output
    let restored = try #require(plan.firstMatch(of: /restore 0…(\d+), run (\d+)…3000000/))
    #expect(restored.1 == restored.2)
    #expect(Int(restored.1) ?? 0 > 0)
  }

  @Test("A reader who leaves is nobody's error")
  func closedOutput() throws {
    let place = try Workplace()
    let head = try place.run(
      "kinds", "--markdown", wrapper: ["sh", "-c", #""$@" | head -n 1; exit 0"#, "sh"])
    #expect(head.output == "# Kinds\n")
    #expect(head.errors == "")
    // Whoever follows a run and leaves, ends it.
    try place.write("wave.yaml", Workplace.spec(until: 3_000_000))
    let followed = try place.run(
      "run", "wave.yaml", "--json",
      wrapper: ["bash", "-c", #""$@" | head -n 2; exit ${PIPESTATUS[0]}"#, "bash"])
    #expect(followed.status == 141)
    #expect(followed.output.split(separator: "\n").count == 2)
    #expect(followed.errors == "")
  }
}

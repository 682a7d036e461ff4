import Testing

@testable import grokline

@Suite struct StageNamesTests {
  var names = StageNames(
    stages: ["train/baseline/seed=0", "train/filtered/seed=0", "figure/accuracy", "table/speed"],
    runs: ["baseline", "filtered"], seeds: [0, 1])

  @Test("A stage is named in full, by a pattern, or by what stands after the slash")
  mutating func meanings() {
    #expect(names.stagePatterns(["figure/accuracy"]) == ["figure/accuracy"])
    #expect(names.stagePatterns(["train/*"]) == ["train/*"])
    #expect(names.stagePatterns(["accuracy"]) == ["figure/accuracy"])
    #expect(names.stagePatterns(["baseline/*"]) == ["train/baseline/seed=0"])
    #expect(names.problems.problems.isEmpty)
  }

  @Test("Every unknown name is reported, each with the nearest known one")
  mutating func unknown() {
    #expect(names.stagePatterns(["figure/acuracy", "sped"]).isEmpty)
    names.check(runs: ["basline", "filt*"])
    names.check(seeds: [1, 7])
    #expect(
      names.problems.text == """
        error: no stage is called 'figure/acuracy'
          hint: did you mean 'figure/accuracy'?
        error: no stage is called 'sped'
          hint: did you mean 'speed'?
        error: no run is called 'basline'
          hint: did you mean 'baseline'?
        error: no run has the seed 7
          hint: the seeds are 0, 1

        """)
  }

  @Test("Where one stage is wanted, a word for several is reported with them")
  mutating func ambiguous() {
    #expect(names.stage("speed") == "table/speed")
    #expect(names.stage("train/*") == nil)
    #expect(
      names.problems.text == """
        error: 'train/*' names 2 stages
          hint: name one of train/baseline/seed=0, train/filtered/seed=0

        """)
  }

  @Test("The first word is the spec if it names a YAML file")
  func spec() throws {
    #expect(SpecAndNames(["a.yaml", "b"]).spec == "a.yaml")
    #expect(SpecAndNames(["a.yaml", "b"]).names == ["b"])
    #expect(SpecAndNames(["figure/b"]).spec == nil)
    #expect(throws: UsageProblems.self) { try SpecAndNames(["figure/b"]).specOnly() }
  }

  @Test("Seeds are whole numbers between commas", arguments: [("0,1,12", [0, 1, 12]), ("3", [3])])
  func seeds(text: String, values: [Int]) {
    #expect(Seeds(argument: text)?.values == values)
  }

  @Test("Anything else is no list of seeds", arguments: ["", "a", "1,,2", "1;2", "0…4"])
  func badSeeds(text: String) {
    #expect(Seeds(argument: text) == nil)
  }
}

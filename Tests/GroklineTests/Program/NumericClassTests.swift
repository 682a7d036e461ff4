import Pipeline
import Spec
import Testing

@Suite("Numeric classes") struct NumericClassTests {
  private func classes(_ place: Workplace) throws -> JSON? {
    try JSON(parsing: place.bytes("results/wave/lock.json"))["numeric_classes"]
  }

  #if arch(x86_64)
    @Test(
      "The option, the variable and the project ask for a class; workers compute in it, and results say so")
    func asked() throws {
      let places = try (0..<3).map { _ in try Workplace() }
      #expect(try places[0].run("run", "wave.yaml", "--numeric-class", "v2").status == 0)
      let variables = ["GROKLINE_NUMERIC_CLASS": "v2"]
      #expect(try places[1].run("run", "wave.yaml", variables: variables).status == 0)
      try places[2].write("grokline.yaml", "grokline: 1\nnumeric_class: v2\n")
      #expect(try places[2].run("run", "wave.yaml").status == 0)
      let text = try #require(try classes(places[0])).description
      #expect(text.hasPrefix(#"["x86-64/Nehalem/OpenBLAS "#))
      for place in places {
        #expect(try classes(place)?.description == text)
        #expect(try place.bytes("results/wave/lock.json") == places[0].bytes("results/wave/lock.json"))
      }
      let known = try places[0].run("run", "wave.yaml")
      #expect(known.output.contains("nothing to do"))
    }

    @Test("doctor says the class in use and those that can be asked for")
    func doctor() throws {
      let place = try Workplace()
      let lowered = try place.run("doctor", "--numeric-class", "v2").output
      #expect(lowered.contains("x86-64/Nehalem/OpenBLAS "))
      #expect(lowered.contains("(asked for: v2); --numeric-class can be "))
      #expect(try !place.run("doctor").output.contains("asked for"))
      let unset = try place.run("doctor", variables: ["GROKLINE_NUMERIC_CLASS": ""])
      #expect(!unset.output.contains("asked for"))
    }

    @Test("The command line is stronger than the environment, and that than the project")
    func precedence() throws {
      let place = try Workplace()
      try place.write("grokline.yaml", "grokline: 1\nnumeric_class: v4\n")
      let variables = ["GROKLINE_NUMERIC_CLASS": "v2"]
      #expect(try place.run("doctor", variables: variables).output.contains("asked for: v2"))
      let both = try place.run("doctor", "--numeric-class", "v2", variables: ["GROKLINE_NUMERIC_CLASS": "v5"])
      #expect(both.output.contains("asked for: v2"))
    }
  #endif

  @Test(
    "A class that there is not is an error with the names that there are",
    arguments: ["run", "plan", "status", "show", "reproduce", "bundle"])
  func unknown(_ command: String) throws {
    let place = try Workplace()
    let rest = command == "bundle" ? ["-o", "wave.bundle"] : []
    let result = try place.run(all: [command, "wave.yaml", "--numeric-class", "V3"] + rest)
    #expect(result.status == 2)
    #expect(
      result.errors.hasPrefix(
        "error: --numeric-class is 'V3': expected v4, v3 or v2\n  hint: did you mean 'v"),
      "\(result.errors)")
  }

  @Test("The environment's class is checked in the same way, and the project's at its place")
  func unknownElsewhere() throws {
    let place = try Workplace()
    let variables = ["GROKLINE_NUMERIC_CLASS": "avx"]
    let variable = try place.run("doctor", variables: variables)
    #expect(variable.status == 2)
    #expect(variable.errors == "error: GROKLINE_NUMERIC_CLASS is 'avx': expected v4, v3 or v2\n")
    try place.write("grokline.yaml", "grokline: 1\nnumeric_class: v33\n")
    let project = try place.run("plan")
    #expect(project.status == 3)
    #expect(
      project.errors.contains("grokline.yaml:2:16: error: 'v33' is no numeric class: expected v4, v3 or v2"))
  }
}

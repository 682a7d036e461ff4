import ArgumentParser
import Spec
import Testing

@testable import Pipeline
@testable import grokline

@Suite struct FailureTests {
  static func failure(parsing arguments: [String]) -> Failure? {
    do {
      _ = try Grokline.parseAsRoot(arguments)
      return nil
    } catch {
      return Failure(error)
    }
  }

  @Test(
    "What the parser cannot use is a usage error, whatever it is",
    arguments: [
      ["bogus"], ["run", "--bogus"], ["run", "--jobs", "x"], ["run", "--jobs", "0"], ["run", "--seeds", "a"],
      ["completion"], ["graph", "--dot", "--mermaid"], ["export", "figure/f"], ["kinds", "a", "b"],
    ])
  func usage(arguments: [String]) throws {
    let failure = try #require(Self.failure(parsing: arguments))
    #expect(failure.status == 2)
    #expect(failure.text.contains("Usage: grokline"))
  }

  @Test(
    "Help and version are no failures",
    arguments: [["--help"], ["--version"], ["run", "--help"], ["help", "plan"]])
  func help(arguments: [String]) throws {
    do {
      var command = try Grokline.parseAsRoot(arguments)
      try command.run()
      Issue.record("\(arguments) asked for nothing")
    } catch {
      #expect(Failure(error).status == 0)
      #expect(!Failure(error).text.isEmpty)
    }
  }

  @Test("Every cause has its own status")
  func statuses() {
    let spec = InvalidSpec([Diagnostic("it is wrong", at: SourceLocation(file: "s.yaml", line: 2, column: 3))]
    )
    #expect(Failure(spec).status == 3)
    #expect(Failure(spec).text == "s.yaml:2:3: error: it is wrong\n")
    #expect(Failure(UsageProblems("no")).status == 2)
    #expect(Failure(InvalidGraph.noMatch("x", hint: nil)).status == 2)
    let damage = Damage(subject: .stray, path: "p", reason: "r", quarantine: nil)
    #expect(Failure(StoreError.damaged(damage)).status == 5)
    #expect(Failure(StoreError.busy(holder: "process 1")).status == 6)
    #expect(Failure(StoreError.notAStore(path: "p")).status == 1)
    #expect(Failure(Sandbox.Broken()).status == 1)
    #expect(Failure(Sandbox.Broken()).text == "error: it broke\n")
  }
}

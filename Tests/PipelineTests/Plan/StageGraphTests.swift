import Randomized
import Spec
import Testing

@testable import Pipeline

@Suite("Graphs of stages")
struct StageGraphTests {
  private func failure(_ stages: [Stage]) -> String? {
    do throws(InvalidGraph) {
      _ = try StageGraph(stages)
      return nil
    } catch { return "\(error)" }
  }

  @Test("stages come after what they read from, else in the order given")
  func order() throws {
    let graph = try StageGraph([
      .joining("d", from: ["c", "a"]), .joining("b"), .joining("c", from: ["a"]), .joining("a"),
    ])
    #expect(graph.stages.map(\.name) == ["b", "a", "c", "d"])
  }

  @Test("what cannot be a graph is refused in words")
  func refused() {
    #expect(
      failure([.joining("a"), .joining("a")]) == "two stages are called 'a': give them different names")
    #expect(
      failure([.joining("train"), .joining("b", from: ["trian"])])
        == "stage 'b' reads from 'trian', which does not exist: did you mean 'train'?")
    let bad = Stage(
      name: "b", kind: "x", parameters: .null, inputs: [StageInput("i", from: .output("oops", of: "a"))],
      outputs: []
    ) { _ in StageOutputs() }
    #expect(failure([.joining("a"), bad]) == "stage 'b' reads 'oops', which 'a' does not make")
    #expect(
      failure([
        .joining("z"), .joining("a", from: ["c"]), .joining("b", from: ["a"]), .joining("c", from: ["b"]),
      ])
        == "stages wait for each other in a circle: a reads from c reads from b reads from a")
    let doubled = Stage(name: "a", kind: "x", parameters: .null, outputs: ["o", "o"]) { _ in StageOutputs() }
    #expect(failure([doubled]) == "stage 'a' has two outputs of the same name")
  }

  @Test("a pattern that names nothing is an error with a suggestion")
  func patterns() throws {
    let graph = try StageGraph([.joining("train/one"), .joining("train/two"), .joining("plot")])
    #expect(try graph.matching(["train/*", "plot"]) == [0, 1, 2])
    #expect(throws: InvalidGraph.noMatch("plto", hint: "did you mean 'plot'?")) {
      try graph.matching(["plto"])
    }
  }

  @Test(
    "globs",
    arguments: [
      ("*", "", true), ("*", "a/b", true), ("a*", "b", false), ("a?c", "abc", true), ("a?c", "ac", false),
      ("*b*d", "abcd", true), ("*b*d", "abcde", false), ("a**c", "abbc", true), ("abc", "abc", true),
      ("", "", true),
      ("*aab", "aaaaab", true), ("seed-?", "seed-12", false),
    ])
  func globs(pattern: String, name: String, matches: Bool) {
    #expect(Glob(pattern).matches(name) == matches)
  }

  @Test("many stages are planned in time that grows as their number does")
  func large() throws {
    func seconds(_ count: Int) throws -> Double {
      let stages = (0..<count).map { index in
        Stage.joining(
          "s\(index)", .integer(index), from: index < 10 ? [] : ["s\(index - 10)", "s\(index / 2)"])
      }
      let home = try TemporaryStore()
      let began = processorSeconds()
      let plan = try Plan(StageGraph(stages), store: home.store)
      #expect(plan.count(.run) == count)
      return processorSeconds() - began
    }
    // The least of several: other threads take the cache now and then.
    let small = try #require(try (0..<5).map { _ in try seconds(500) }.min())
    let large = try #require(try (0..<3).map { _ in try seconds(4000) }.min())
    // Eight times as many; quadratic work would take sixty-four times as long.
    #expect(large < small * 30, "\(small) s for 500 stages, \(large) s for 4000")
  }
}

import Pipeline
import Spec
import Testing

@testable import grokline

@Suite struct GraphTextTests {
  let graph: GraphText

  init() throws { graph = GraphText(try StageGraph(Sandbox.stages())) }

  @Test("As text, each stage stands with what it reads, folded")
  func text() {
    #expect(
      graph.text(.plain) == """
        train/a/seed=0,1
        analysis/time     ← train/a/seed=0,1
        figure/f          ← analysis/time

        """)
  }

  @Test("For Graphviz, names are quoted, and what folds is one box unless all are asked for")
  func dot() throws {
    #expect(
      graph.dot == """
        digraph grokline {
          rankdir=LR;
          node [shape=box, fontname="Inter"];
          "train/a/seed=0,1";
          "analysis/time";
          "figure/f";
          "train/a/seed=0,1" -> "analysis/time";
          "analysis/time" -> "figure/f";
        }

        """)
    #expect(
      GraphText(try StageGraph(Sandbox.stages()), isFolded: false).dot == """
        digraph grokline {
          rankdir=LR;
          node [shape=box, fontname="Inter"];
          "train/a/seed=0";
          "train/a/seed=1";
          "analysis/time";
          "figure/f";
          "train/a/seed=0" -> "analysis/time";
          "train/a/seed=1" -> "analysis/time";
          "analysis/time" -> "figure/f";
        }

        """)
  }

  @Test("For Mermaid, nodes have numbers and names are labels")
  func mermaid() {
    #expect(
      graph.mermaid == """
        flowchart LR
          n0["train/a/seed=0,1"]
          n1["analysis/time"]
          n2["figure/f"]
          n0 --> n1
          n1 --> n2

        """)
  }

  @Test("The JSON lists inputs and outputs")
  func json() throws {
    let json = try JSON(parsing: graph.json.description)
    #expect(
      json["stages"]?.array?.last == [
        "stage": "figure/f", "kind": "figure", "inputs": ["analysis/time"], "outputs": ["text"],
      ])
  }
}

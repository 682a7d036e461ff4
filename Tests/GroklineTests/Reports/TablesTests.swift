import Spec
import Testing

@testable import Experiment
@testable import grokline

@Suite struct TablesTests {
  @Test("A Markdown table is laid out in columns, without its line of dashes")
  func aligned() {
    let markdown = """
      | run | ours | published |
      | :--- | ---: | ---: |
      | baseline | 39890 | — |
      | a\\|b | 790 (700 to 910) | 2940 |

      Median of 3 runs each.
      """
    #expect(
      MarkdownTable.aligned(markdown, .plain) == """
        run                   ours  published
        baseline             39890          —
        a|b       790 (700 to 910)       2940
        Median of 3 runs each.

        """)
  }

  @Test("Parameters that runs share are shown once, with their groups and a sum")
  func parameters() {
    let parameters = [
      ShownParameter(name: "layers.0.weight", shape: [4, 2], group: nil),
      ShownParameter(name: "layers.0.bias", shape: [4], group: "vectors"),
    ]
    let text = ParametersText(
      sections: [("train/a/seed=0", parameters), ("train/a/seed=1", parameters)])
    #expect(
      text.text(.plain) == """
        train/a/seed=0,1
          layers.0.weight  [4, 2]  8
          layers.0.bias    [4]     4  vectors
          2 tensors, 12 numbers

        """)
  }

  @Test("Values that all runs share are shown once, with origin where it is asked for")
  func settings() {
    func setting(_ path: String, _ value: JSON, _ line: Int?, _ layer: SpecLayer?) -> Setting {
      Setting(
        path: path, value: value, location: line.map { SourceLocation(file: "s.yaml", line: $0, column: 7) },
        layer: layer)
    }
    let shared = setting("model.width", 16, 4, .file)
    let sections: [(stage: String, settings: [Setting])] = [
      ("train/a/seed=0", [shared]),
      ("train/b/seed=0", [shared, setting("training.filter.gain", 5.0, 9, .run("b"))]),
      ("figure/f", [setting("figures.f.band", "none", nil, nil)]),
    ]
    #expect(
      ShowText(sections: sections, showsOrigin: true).text(.plain) == """
        every train/…
          model.width  16  s.yaml:4:7  file

        train/a/seed=0
          nothing of its own

        train/b/seed=0
          training.filter.gain  5  s.yaml:9:7  run b

        figure/f
          figures.f.band  none    default

        """)
    #expect(!ShowText(sections: sections, showsOrigin: false).text(.plain).contains("s.yaml"))
  }

  @Test("The reference of kinds names every kind with its example")
  func kinds() {
    let families = specFamilies
    let text = KindsMarkdown(families).text
    for kind in families.flatMap(\.kinds) {
      #expect(text.contains("### \(kind.kind)\n\n\(kind.summary)"))
      #expect(text.contains("```yaml\n\(kind.example)\n```"))
    }
    #expect(text.contains("| `learning_rate` | a number, at least 0 | required |"))
  }
}

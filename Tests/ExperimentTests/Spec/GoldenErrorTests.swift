import FoundationEssentials
import Testing

@Suite("Errors of whole specs")
struct GoldenErrorTests {
  @Test("every error of a wrong spec is shown with its place and what to do", arguments: GoldenErrors.blocks)
  func golden(block: String) throws {
    let isRecording = ProcessInfo.processInfo.environment["GROKLINE_RECORD"] == "1"
    var found: [(GoldenError, errors: String)] = []
    for golden in try GoldenErrors(block).cases {
      let bench = try Workbench()
      for file in golden.files { try bench.write(file.name, file.text) }
      let errors = try bench.errors("spec.yaml", set: golden.overrides)
      #expect(!errors.isEmpty, "\(block): \(golden.title): nothing is reported")
      if !isRecording { #expect(errors == golden.expected, "\(block): \(golden.title)") }
      found.append((golden, errors))
    }
    if isRecording {
      try Data(GoldenErrors.text(found).utf8).write(to: URL(filePath: GoldenErrors.folder + "/\(block).txt"))
    }
  }

  @Test("errors point at a line, begin in lower case and have no full stop")
  func style() throws {
    var count = 0
    for block in GoldenErrors.blocks {
      for golden in try GoldenErrors(block).cases {
        count += 1
        for line in golden.expected.split(separator: "\n") where line.contains(": error: ") {
          let parts = line.split(separator: ": error: ", maxSplits: 1)
          let isPlaced = parts[0].hasPrefix("--set ") || parts[0].split(separator: ":").count == 3
          #expect(isPlaced, "\(line)")
          #expect(parts[1].first?.isUppercase == false && parts[1].last != ".", "\(line)")
        }
      }
    }
    #expect(count >= 60)
  }
}

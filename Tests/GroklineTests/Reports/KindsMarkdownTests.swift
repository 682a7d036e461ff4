import Experiment
import FoundationEssentials
import Testing

@testable import grokline

@Suite("The reference of kinds")
struct KindsMarkdownTests {
  @Test("Documentation/kinds.md is what the kinds say of themselves; if not, run make docs")
  func current() throws {
    let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let written = try String(contentsOfFile: root + "/Documentation/kinds.md", encoding: .utf8)
    #expect(written == KindsMarkdown(specFamilies).text)
  }
}

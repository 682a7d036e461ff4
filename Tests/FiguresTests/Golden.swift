import Foundation
import Testing

/// Compares a text with the committed file of that name in `Golden/`.
///
/// `GROKLINE_RECORD=1 swift test --filter FiguresTests` writes the files anew; look at the change before committing it.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Golden/\(name)")
  if ProcessInfo.processInfo.environment["GROKLINE_RECORD"] != nil {
    try text.write(to: file, atomically: true, encoding: .utf8)
    return
  }
  let wanted = try String(contentsOf: file, encoding: .utf8)
  #expect(text == wanted, "differs from Golden/\(name)", sourceLocation: sourceLocation)
}

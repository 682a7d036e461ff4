internal import Spec

/// Texts and the name of the label of each.
struct LabelledTexts {
  private(set) var texts: [String] = []
  private(set) var labels: [String] = []

  /// Rows of a CSV file with a header; reads no further than `limit`.
  init(
    table bytes: [UInt8], text textColumn: String, label labelColumn: String, limit: Int?, in file: DataFile
  ) throws {
    try locating(file) {
      var reader = CSVReader(bytes)
      guard try reader.next() else {
        throw MalformedTable(message: "the file is empty", line: 1, column: 1, hint: "expected a header")
      }
      var names: [String] = []
      for field in reader.fields { names.append(try reader.text(field)) }
      func position(_ name: String) throws(MalformedTable) -> Int {
        if let position = names.firstIndex(of: name) { return position }
        throw MalformedTable(
          message: "there is no column '\(name)'", line: 1, column: 1,
          hint: suggestion(for: name, among: names))
      }
      let (textPlace, labelPlace) = (try position(textColumn), try position(labelColumn))
      while limit.map({ texts.count < $0 }) ?? true, try reader.next() {
        let row = reader.fields
        guard row.count == names.count else {
          throw row[0].malformed("\(row.count) cells under \(names.count) names")
        }
        if row[labelPlace].isEmpty { throw row[labelPlace].malformed("a text without a label") }
        texts.append(try reader.text(row[textPlace]))
        labels.append(try reader.text(row[labelPlace]))
      }
      try checkCount(limit) { MalformedTable(message: $0, line: 1, column: 1) }
    }
  }

  private static let longestText = 1 << 20

  /// The labelled reviews of aclImdb: `…/train/pos/0_9.txt` and so on, sorted as train/pos, train/neg, test/pos,
  /// test/neg, each by the number before the underscore.
  init(archive bytes: [UInt8], limit: Int?, in file: DataFile) throws {
    var found: [(part: Int, number: Int, text: String)] = []
    let parts = ["train/pos", "train/neg", "test/pos", "test/neg"]
    try locating(file) {
      var archive = try TarReader(bytes)
      while let member = try archive.nextMember() {
        let path = member.name.split(separator: "/")
        guard path.count >= 3, member.name.hasSuffix(".txt"),
          let part = parts.firstIndex(of: path[path.count - 3] + "/" + path[path.count - 2])
        else { continue }
        guard let number = member.file.split(separator: "_").first.flatMap({ Int($0) }) else {
          throw MalformedBytes("'\(member.name)' does not begin with a number", at: member.start)
        }
        let content = try archive.content(of: member, atMost: LabelledTexts.longestText)
        guard let text = String(validating: content, as: UTF8.self) else {
          throw MalformedBytes("'\(member.name)' is not UTF-8", at: member.start)
        }
        found.append((part, number, text))
      }
    }
    found.sort { ($0.part, $0.number) < ($1.part, $1.number) }
    for (part, _, text) in found.prefix(limit ?? found.count) {
      texts.append(text)
      labels.append(part % 2 == 0 ? "positive" : "negative")
    }
    try locating(file) { try checkCount(limit) { MalformedBytes($0, at: 0) } }
  }

  private func checkCount(_ limit: Int?, _ flaw: (String) -> any Error) throws {
    if let limit, texts.count < limit {
      throw flaw("there are \(texts.count) texts, fewer than the limit of \(limit)")
    }
    if texts.isEmpty { throw flaw("there are no texts") }
  }
}

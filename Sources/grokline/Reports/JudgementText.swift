internal import Experiment
internal import Spec

/// How a reproduction ended.
struct JudgementText {
  let judgement: Judgement
  /// Files that were written.
  let files: [String]
  let seconds: Double

  func text(_ style: Style) -> String {
    var text = ""
    var table = TextTable(indent: 2)
    for target in judgement.targets {
      table.add([.init(target.stage), .init(target.verdict.words, target.verdict.color), .init(note(target))])
    }
    text += table.text(style)
    if let difference = judgement.firstDifference, judgement.verdict != .same {
      text += "first difference: \(difference.stage)"
      if let output = difference.output { text += ", \(output)" }
      if let numbers = difference.numbers { text += ": \(JudgementText.words(numbers))" }
      text += "\n"
    }
    if judgement.verdict != .same, !judgement.otherClasses.isEmpty {
      text +=
        "the published numbers come from another class of machines (\(judgement.otherClasses.joined(separator: ", "))): "
        + "bytes may differ, and tolerances decide\n"
    }
    for file in files { text += "wrote \(file)\n" }
    return text + style(judgement.verdict.words, judgement.verdict.color)
      + " (\(readable(seconds: seconds)))\n"
  }

  var json: JSON {
    [
      "schema": 1, "verdict": .string(judgement.verdict.words), "seconds": .milliseconds(seconds),
      "targets": .array(
        judgement.targets.map { target in
          [
            "stage": .string(target.stage), "verdict": .string(target.verdict.words),
            "drawingOnly": .bool(target.differsInDrawingOnly), "numbers": target.numbers.map(json) ?? .null,
          ]
        }),
      "firstDifference": judgement.firstDifference.map { difference in
        [
          "stage": .string(difference.stage), "output": difference.output.map(JSON.string) ?? .null,
          "numbers": difference.numbers.map(json) ?? .null,
        ]
      } ?? .null,
      "otherClasses": .array(judgement.otherClasses.map(JSON.string)),
      "files": .array(files.map(JSON.string)),
    ]
  }

  private func note(_ target: Judgement.Target) -> String {
    if target.differsInDrawingOnly { return "the same numbers, drawn by other versions of programs" }
    return target.numbers.map(JudgementText.words) ?? ""
  }

  /// The largest deviation, or what no tolerance covers.
  static func words(_ numbers: NumbersComparison) -> String {
    if let mismatch = numbers.mismatch { return mismatch }
    guard let shown = numbers.first ?? numbers.largest else { return "the same numbers, spelt otherwise" }
    let size = shown.size.isFinite ? ", off by \(percent(shown.size))" : ""
    let head = numbers.first == nil ? "largest deviation: " : ""
    return
      "\(head)column '\(shown.column)', row \(shown.row): \(shown.expected) published, \(shown.found) here\(size)"
      .onOneLine
  }

  /// Two digits of a share: `0.013 %`.
  private static func percent(_ share: Double) -> String {
    var value = share * 100
    var exponent = 0
    while value < 1, value > 0, exponent < 12 {
      value *= 10
      exponent += 1
    }
    let digits = Int((value * 10).rounded())
    if exponent > 3 { return "\(digits / 10).\(digits % 10)e-\(exponent) %" }
    var scaled = Double(digits) / 10
    for _ in 0..<exponent { scaled /= 10 }
    return "\(Double(Int((scaled * 100_000).rounded())) / 100_000) %"
  }

  private func json(_ numbers: NumbersComparison) -> JSON {
    func described(_ deviation: NumbersComparison.Deviation?) -> JSON {
      guard let deviation else { return .null }
      return [
        "column": .string(deviation.column), "row": .integer(deviation.row),
        "published": .string(deviation.expected), "here": .string(deviation.found),
        "relative": deviation.size.isFinite ? .number(deviation.size) : .null,
      ]
    }
    return [
      "withinTolerance": .bool(numbers.isWithinTolerance), "largest": described(numbers.largest),
      "first": described(numbers.first), "mismatch": numbers.mismatch.map(JSON.string) ?? .null,
    ]
  }
}

extension Verdict {
  var color: Style.Color {
    switch self {
    case .same: .green
    case .withinTolerance: .yellow
    case .different: .red
    }
  }
}

public import Spec

/// A stretch of training: `500`, `500 steps` or `3 epochs`.
public enum StepSpan: Sendable, Hashable {
  case steps(Int)
  case epochs(Int)

  /// In optimiser steps; nil for epochs where an epoch is not defined.
  public func steps(perEpoch: Int?) -> Int? {
    switch self {
    case .steps(let count): count
    case .epochs(let count):
      perEpoch.flatMap { perEpoch in
        let (product, overflow) = count.multipliedReportingOverflow(by: perEpoch)
        return overflow ? nil : product
      }
    }
  }

  /// nil if the text is not a span.
  init?(_ text: String) {
    let words = text.split(separator: " ")
    guard let first = words.first, words.count <= 2, let count = Int(first), count >= 0 else { return nil }
    switch words.count == 2 ? words[1] : "steps" {
    case "step", "steps": self = .steps(count)
    case "epoch", "epochs": self = .epochs(count)
    default: return nil
    }
  }
}

extension StepSpan: SpecValue {
  public static var expectation: String { "a duration such as 500 or 3 epochs" }
  public static var schema: JSON { ["type": ["integer", "string"]] }
  public static func decode(_ node: Node, _ diagnostics: Diagnostics) -> StepSpan? {
    if let text = node.text {
      if let span = StepSpan(text) { return span }
      // `1e4` is a whole number, however it is spelt.
      if let count = Int.decode(node, Diagnostics()), count >= 0 { return .steps(count) }
    }
    diagnostics.report("\(node.kindOfValue) is not \(expectation)", at: node.location)
    return nil
  }
  public var canonical: JSON {
    switch self {
    case .steps(let count): .integer(count)
    case .epochs(let count): .string("\(count) epochs")
    }
  }
}

/// The record names of a trajectory's group: what they are and for which steps.
enum PieceName: Hashable {
  /// A state to keep.
  case state(Int)
  /// A state that goes when later ones make it useless.
  case checkpoint(Int)
  /// What an observer remembered when the state at that step was saved.
  case memory(Digest, Int)
  case piece(Digest, StepRange)
  case final(Digest, Int)

  init?(_ name: String) {
    let words = name.split(separator: "-", omittingEmptySubsequences: false)
    let steps = words.dropFirst().compactMap { Int($0) }
    switch (words.first, words.count) {
    case ("state", 2) where steps.count == 1: self = .state(steps[0])
    case ("checkpoint", 2) where steps.count == 1: self = .checkpoint(steps[0])
    case ("memory", 3), ("final", 3):
      guard let id = Digest(hex: String(words[1])), let step = Int(words[2]) else { return nil }
      self = words[0] == "memory" ? .memory(id, step) : .final(id, step)
    case ("piece", 4):
      guard let id = Digest(hex: String(words[1])), let from = Int(words[2]), let to = Int(words[3]),
        from >= 0, from < to
      else { return nil }
      self = .piece(id, StepRange(from, to))
    default: return nil
    }
  }

  var text: String {
    switch self {
    case .state(let step): "state-" + PieceName.padded(step)
    case .checkpoint(let step): "checkpoint-" + PieceName.padded(step)
    case .memory(let id, let step): "memory-\(id.hex)-" + PieceName.padded(step)
    case .piece(let id, let range):
      "piece-\(id.hex)-" + PieceName.padded(range.from) + "-" + PieceName.padded(range.to)
    case .final(let id, let step): "final-\(id.hex)-" + PieceName.padded(step)
    }
  }

  /// Nine digits, so that names sort as steps do.
  private static func padded(_ step: Int) -> String {
    let digits = String(step)
    return String(repeating: "0", count: max(0, 9 - digits.count)) + digits
  }
}

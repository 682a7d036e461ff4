import Spec
import Testing

@Suite("Suggestions")
struct SuggestionTests {
  /// Closed mappings of the language with the keys that they know.
  static let mappings: [[String]] = [
    [
      "grokline", "name", "extends", "rng", "dataset", "model", "training", "sweep", "seeds", "runs",
      "moments",
      "analyses", "figures", "tables", "labels", "budgets", "budget",
    ],
    [
      "loss", "batch_size", "order", "precision", "seed", "limit", "evaluate", "record", "phases",
      "optimizer",
      "schedule", "filter", "clip", "constraint",
    ],
    [
      "kind", "learning_rate", "betas", "epsilon", "weight_decay", "groups", "momentum", "dampening",
      "nesterov",
    ],
    ["kind", "window", "gain", "apply", "mode", "initial", "parameters", "warmup"],
    ["kind", "operation", "modulus", "second_operand", "train_fraction", "split", "seed", "limit"],
    ["kind", "layers", "width", "heads", "residual", "scale", "seed", "dropout", "activation"],
    ["every", "splits", "over", "measures", "weights", "extra"],
    ["kind", "metric", "reaches", "falls_to", "sustained", "read", "along", "of", "select"],
  ]

  @Test("at least nine in ten one-edit typos of known keys are told what was meant")
  func typos() {
    let letters = Array("aeinst_")
    var (made, right) = (0, 0)
    for keys in Self.mappings {
      for key in keys {
        let word = Array(key)
        var typos: Set<String> = []
        for index in 0...word.count {
          for letter in letters {
            typos.insert(String(word[..<index] + [letter] + word[index...]))
            if index < word.count { typos.insert(String(word[..<index] + [letter] + word[(index + 1)...])) }
          }
          if index < word.count { typos.insert(String(word[..<index] + word[(index + 1)...])) }
          if index + 1 < word.count {
            var swapped = word
            swapped.swapAt(index, index + 1)
            typos.insert(String(swapped))
          }
        }
        for typo in typos.subtracting(keys) where !typo.isEmpty {
          made += 1
          if hint(for: typo, among: keys) == "did you mean '\(key)'?" { right += 1 }
        }
      }
    }
    #expect(made > 5_000)
    #expect(Double(right) >= 0.9 * Double(made), "\(right) of \(made)")
  }

  /// The hint that a user gets for an unknown key.
  private func hint(for key: String, among known: [String]) -> String? {
    suggestion(for: key, among: known)
  }

  @Test("a word near to nothing lists what is known, and nothing known gives no hint")
  func far() {
    #expect(suggestion(for: "elephant", among: ["b", "a"]) == "known here: a, b")
    #expect(suggestion(for: "elephant", among: []) == nil)
    #expect(nearest(to: "optimiser", among: ["optimizer", "order"]) == "optimizer")
    #expect(nearest(to: "wiegth_decay", among: ["weight_decay", "width"]) == "weight_decay")
  }
}

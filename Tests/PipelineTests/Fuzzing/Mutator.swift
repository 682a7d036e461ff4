import Foundation
import Randomized

/// Changes bytes at random, the same way for the same seed.
struct Mutator {
  var random: SeededGenerator
  /// Words that mean something in the format.
  var words: [[UInt8]] = []

  init(seed: UInt64, words: [String] = []) {
    random = SeededGenerator(seed: seed)
    self.words = words.map { Array($0.utf8) }
  }

  /// One to eight changes.
  mutating func mutate(_ bytes: [UInt8], with others: [[UInt8]] = []) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...8, using: &random) { change(&result, others) }
    return result
  }

  private mutating func change(_ bytes: inout [UInt8], _ others: [[UInt8]]) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    let end = min(bytes.count, place + Int.random(in: 0...64, using: &random))
    switch Int.random(in: 0..<10, using: &random) {
    case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
    case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
    case 4: bytes.removeLast(bytes.count - place)
    case 5: bytes.insert(contentsOf: words.randomElement(using: &random) ?? [0], at: place)
    case 6:
      let word = words.randomElement(using: &random) ?? [0xFF]
      bytes.replaceSubrange(place..<min(bytes.count, place + word.count), with: word)
    case 7:
      let other = others.randomElement(using: &random) ?? bytes
      let start = Int.random(in: 0...other.count, using: &random)
      bytes.replaceSubrange(place..., with: other[start...])
    case 8:
      let number =
        [0, 1, 127, 255, 256, 65_535, 1 << 31, 1 << 32, Int.max, Int.min].randomElement(using: &random) ?? 0
      let width = [1, 2, 4, 8].randomElement(using: &random) ?? 8
      let spelt = (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
      bytes.replaceSubrange(place..<min(bytes.count, place + width), with: spelt)
    default:
      for index in place..<end { bytes[index] = UInt8.random(in: 0...255, using: &random) }
    }
    if bytes.count > 1 << 16 { bytes.removeLast(bytes.count - 1 << 16) }
  }
}

/// How long to look: some hundred inputs, or as many seconds as `GROKLINE_FUZZ_SECONDS` says; the seed is
/// `GROKLINE_FUZZ_SEED`.
struct FuzzBudget {
  private static let inputs = 300
  private let deadline: ContinuousClock.Instant?
  private let name: String
  let seed: UInt64
  private(set) var done = 0
  private(set) var accepted = 0

  init(_ name: String) {
    let environment = ProcessInfo.processInfo.environment
    let seconds = environment["GROKLINE_FUZZ_SECONDS"].flatMap(Double.init)
    deadline = seconds.map { ContinuousClock.now + .seconds($0) }
    seed = environment["GROKLINE_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    self.name = name
    print("fuzzing \(name) from seed \(seed)")
  }

  /// Whether there is time for another input.
  mutating func next() -> Bool {
    if let deadline {
      // Whoever meets a crash finds the last round in the output, and it again by the seed.
      if done.isMultiple(of: 10_000), done > 0 { print("\(name): \(done) inputs, \(accepted) accepted") }
      if ContinuousClock.now >= deadline {
        print("\(name): \(done) inputs, \(accepted) accepted, seed \(seed)")
        return false
      }
    } else if done >= FuzzBudget.inputs {
      return false
    }
    done += 1
    return true
  }

  mutating func accept() { accepted += 1 }
}

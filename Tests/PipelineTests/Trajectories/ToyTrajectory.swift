import Spec

@testable import Pipeline

/// A trajectory whose state is one number: at each step x becomes 5x + rule + step, modulo 2⁶⁴.
struct Toy: Sendable {
  var origin = 1
  /// The addend in force after each step.
  var rules: [(from: Int, add: UInt64)] = [(0, 3)]
  var until = 2000
  var observers: [Observer] = [Toy.value]
  var finals: [Observer] = []
  /// Ends the run `then` steps after the first row of `value` that is divisible by the number.
  var stop: (divisor: UInt64, then: Int)?
  var keep = Demand.StateKeeping.final
  /// Where checkpoints are written.
  var checkpointEvery = Int.max
  /// Throws when it gets to this step for the first time.
  var mishap: Mishap?
  /// Added to x at step 1000, as no key knows.
  var disturbance: UInt64 = 0

  /// Writes x every 7 steps.
  static let value = observer("value")
  /// Writes x every 10 steps.
  static let coarse = observer("coarse")
  /// Writes the sum of all x so far every 9 steps, and so has to remember it.
  static let sum = observer("sum", needsMemory: true)
  /// Stores x as an object every 800 steps, and names it.
  static let snapshots = observer("snapshots")
  /// Says x at the end.
  static let last = observer("last")

  private static func observer(_ name: String, needsMemory: Bool = false) -> Observer {
    Observer(id: .of(Array(name.utf8)), name: name, needsMemory: needsMemory)
  }

  var trajectory: Trajectory {
    Trajectory(
      origin: .of("origin", parts: [.integer(origin)]),
      rules: rules.map { Trajectory.Rule(from: $0.from, .of("add", parts: [.integer(Int($0.add))])) })
  }

  func stage(_ name: String, inputs: [StageInput] = []) -> Stage {
    Stage(
      name: name, kind: "train", parameters: ["origin": .integer(origin)],
      leaves: [Fields.Leaf(path: "training.until", value: .integer(until), location: nil)], inputs: inputs,
      demand: demand)
  }

  var demand: Demand {
    Demand(
      trajectory: trajectory, until: until, observers: observers, finals: finals,
      stop: stop.map { divisor, then in
        Demand.Stop(parameters: [.integer(Int(divisor)), .integer(then)], reads: ["value"]) { text in
          Toy.firstMultiple(of: divisor, in: text("value")).map { $0 + then }
        }
      }, keep: keep, train: train)
  }

  static func firstMultiple(of divisor: UInt64, in text: String) -> Int? {
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",")
      if let x = UInt64(fields[1]), x.isMultiple(of: divisor) { return Int(fields[0]) }
    }
    return nil
  }

  @Sendable
  private func train(_ segment: Segment, _ context: SegmentContext) throws {
    let start = try context.startState().map { String(decoding: $0, as: UTF8.self) }
    var x = try start.map { try number($0) } ?? UInt64(origin)
    var sum: UInt64 = 0
    if let memory = try context.startMemory(of: Toy.sum) {
      sum = try number(String(decoding: memory, as: UTF8.self))
    }
    let columns = Dictionary(uniqueKeysWithValues: segment.observers.map { ($0.id, "step,\($0.name)\n") })
    var rows = columns
    var valueText = try segment.demands.contains { $0.stop != nil } ? context.earlierRows(of: Toy.value) : ""
    if valueText.isEmpty { valueText = "step,value\n" }

    func observe(_ step: Int) throws {
      if step % 800 == 0, rows[Toy.snapshots.id] != nil {
        let snapshot = try context.stage.write(Array(String(repeating: "\(x) ", count: 20).utf8))
        rows[Toy.snapshots.id]?.append("\(step),\(snapshot.digest.hex),\(snapshot.size)\n")
      }
      for (observer, every) in [(Toy.value, 7), (Toy.coarse, 10), (Toy.sum, 9)] where step % every == 0 {
        let shown = observer == Toy.sum ? sum : x
        rows[observer.id]?.append("\(step),\(shown)\n")
        if observer == Toy.value { valueText.append("\(step),\(shown)\n") }
      }
    }

    if segment.range.from == 0, !segment.range.isEmpty { try observe(0) }
    var step = segment.range.from
    let earlier = valueText
    var end = try segment.end { _ in earlier }
    while step < segment.range.to {
      step += 1
      let add = rules.last { $0.from < step }?.add ?? 0
      x = x &* 5 &+ add &+ UInt64(step)
      if step == 1000 { x &+= disturbance }
      sum &+= x
      try observe(step)
      if let mishap, mishap.happens(at: step), mishap.isCrash { throw Crash(step: step) }
      if context.stage.isCancelled { throw Cancelled() }
      // Where a stop rule has ended everybody, the segment ends too.
      let text = valueText
      if end == nil, step % 7 == 0 { end = try segment.end { _ in text } }
      if let end, end <= step { break }
      if step % checkpointEvery == 0, step < segment.range.to {
        try context.checkpoint(at: step, state(x), memories: memories(sum, segment), rows: encoded(rows))
        rows = columns
      }
    }
    if !segment.range.isEmpty {
      try context.finish(at: step, state(x), memories: memories(sum, segment), rows: encoded(rows))
    }
    for final in segment.finals { try context.publishFinal(final, at: step, Array("\(x)".utf8)) }
  }

  private func memories(_ sum: UInt64, _ segment: Segment) -> [Digest: [UInt8]] {
    segment.observers.contains(Toy.sum) ? [Toy.sum.id: Array("\(sum)".utf8)] : [:]
  }

  private func state(_ x: UInt64) -> StateContent { .bytes(Array("\(x)".utf8), as: .bytes) }

  private func encoded(_ rows: [Digest: String]) -> [Digest: [UInt8]] { rows.mapValues { Array($0.utf8) } }
}

struct Crash: Error, Equatable { let step: Int }

/// Something that goes wrong once, at one of some steps.
final class Mishap: Sendable {
  private let happened = Notebook<Int>()
  private let steps: Set<Int>
  private let action: (@Sendable () -> Void)?

  /// - Parameter action: what happens instead of a crash.
  init(at steps: Set<Int>, then action: (@Sendable () -> Void)? = nil) {
    self.steps = steps
    self.action = action
  }

  var isCrash: Bool { action == nil }

  func happens(at step: Int) -> Bool {
    guard steps.contains(step), !happened.all.contains(step) else { return false }
    happened.append(step)
    action?()
    return true
  }
}

private struct NotANumber: Error {}

private func number(_ text: String) throws -> UInt64 {
  guard let value = UInt64(text) else { throw NotANumber() }
  return value
}

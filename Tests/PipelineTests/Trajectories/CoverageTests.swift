import Randomized
import Testing

@testable import Pipeline

@Suite("Pieces of trajectories")
struct CoverageTests {
  @Test("ranges that touch become one, and gaps are what is left")
  func ranges() {
    let ranges = StepRanges([
      StepRange(5, 8), StepRange(0, 3), StepRange(3, 4), StepRange(7, 9), StepRange(2, 2),
    ])
    #expect(ranges.all == [StepRange(0, 4), StepRange(5, 9)])
    #expect(ranges.missing(from: StepRange(2, 12)).all == [StepRange(4, 5), StepRange(9, 12)])
    #expect(ranges.missing(from: StepRange(6, 8)).isEmpty)
    #expect(StepRanges().missing(from: StepRange(0, 1)).all == [StepRange(0, 1)])
  }

  @Test("random sets of ranges agree with sets of steps")
  func rangesAgainstSets() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<200 {
      let ranges = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        let from = Int.random(in: 0...30, using: &generator)
        return StepRange(from, from + Int.random(in: 0...9, using: &generator))
      }
      let steps = Set(ranges.flatMap { Array(($0.from + 1)..<($0.to + 1)) })
      let asked = StepRange(
        Int.random(in: 0...15, using: &generator), Int.random(in: 15...45, using: &generator))
      let missing = StepRanges(ranges).missing(from: asked).all.flatMap { Array(($0.from + 1)..<($0.to + 1)) }
      #expect(missing == (asked.from..<asked.to).map { $0 + 1 }.filter { !steps.contains($0) })
    }
  }

  @Test("a key at n knows the rules before n and nothing else")
  func keys() {
    let (a, b) = (Digest.of(Array("a".utf8)), Digest.of(Array("b".utf8)))
    func trajectory(_ rules: [(Int, Digest)]) -> Trajectory {
      Trajectory(origin: a, rules: rules.map { Trajectory.Rule(from: $0.0, $0.1) })
    }
    let baseline = trajectory([(0, a)])
    let arm = trajectory([(0, a), (1000, b)])
    #expect(baseline.key(at: 1000) == arm.key(at: 1000))
    #expect(baseline.key(at: 1001) != arm.key(at: 1001))
    #expect(trajectory([(0, a), (500, a)]) == baseline)
    #expect(baseline.key(at: 1) == baseline.key(at: 9_999_999))
    #expect(baseline.key(at: 0) != baseline.key(at: 1))
    #expect(trajectory([(0, b)]).key(at: 0) == baseline.key(at: 0))
    #expect(arm.stretches(until: 1500).map(\.range) == [StepRange(0, 1000), StepRange(1000, 1500)])
  }

  @Test("names of pieces are read back, and other names are not taken for them")
  func names() {
    let id = Digest.of([1])
    for name: PieceName in [
      .state(7), .checkpoint(1_234_567_890), .memory(id, 0), .piece(id, StepRange(0, 12)), .final(id, 9),
    ] {
      #expect(PieceName(name.text) == name)
      #expect(RecordAddress.accepts(name.text))
    }
    for text in [
      "state", "state-x", "state-1-2", "piece-\(id.hex)-5-5", "piece-\(id.hex)-9-5", "memory-12-3", id.hex,
    ] {
      #expect(PieceName(text) == nil)
    }
  }

  @Test(
    "text that is not rows of steps is refused",
    arguments: [
      "x,y\n1,2\n", "step,y\n1,2", "step,y\nx,2\n", "step,y\n2,2\n1,2\n", "step,y\n1,2\n1,2\n", "steps\n",
    ])
  func malformed(text: String) {
    #expect(throws: MalformedObservation.self) { try ObservationText(Array(text.utf8)) }
  }

  @Test("text cut anywhere and put together again is the same text")
  func cuts() throws {
    let text = "step,y\n" + stride(from: 0, through: 90, by: 10).map { "\($0),\"v \($0)\"\n" }.joined()
    let whole = try ObservationText(Array(text.utf8))
    for cut in 0...95 {
      var parts = try whole.sliced(to: StepRange(0, cut))
      try parts.append(whole.sliced(to: StepRange(cut, 95)))
      // Step 0 belongs to both halves of a cut at 0; nobody cuts there.
      if cut > 0 { #expect(parts == whole) }
    }
    var other = try ObservationText(Array("step,z\n".utf8))
    #expect(throws: MalformedObservation.self) { try other.append(whole) }
  }

  @Test("rows outside of their range are refused")
  func outside() throws {
    let home = try TemporaryStore()
    let pieces = TrajectoryStore(home.store, Toy().trajectory)
    #expect(throws: MalformedObservation.self) {
      try pieces.publishPiece(Toy.value, StepRange(10, 20), Array("step,value\n10,1\n".utf8))
    }
  }
}

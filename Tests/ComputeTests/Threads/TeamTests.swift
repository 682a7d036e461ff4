import Synchronization
import Testing

@testable import Compute

@Suite struct TeamTests {
  /// Counts how often each task ran, without a lock: two runs of one task would show as a wrong count.
  private final class Tally: TeamWork {
    let counts: [Counter]
    init(_ tasks: Int) { counts = (0..<tasks).map { _ in Counter() } }
    func run(task: Int) { counts[task].value.add(1, ordering: .relaxed) }
  }

  private final class Counter: Sendable {
    let value = Atomic<Int>(0)
  }

  @Test(arguments: [1, 2, 3, 5]) func everyTaskRunsOncePerRound(_ threads: Int) {
    let team = Team(threads: threads)
    for round in 0..<300 {
      let tally = Tally(round % 9)
      team.run(tally, tasks: tally.counts.count)
      #expect(tally.counts.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
    }
  }

  @Test func manyTeamsComeAndGo() {
    for _ in 0..<50 {
      let team = Team(threads: 3)
      let tally = Tally(4)
      team.run(tally, tasks: 4)
      #expect(tally.counts.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
    }
  }

  @Test func aTeamLetsGoOfItsWork() {
    let team = Team(threads: 2)
    weak var remembered: Tally?
    do {
      let tally = Tally(6)
      remembered = tally
      team.run(tally, tasks: 6)
    }
    #expect(remembered == nil)
  }
}

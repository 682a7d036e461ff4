import Foundation
import Randomized
import Testing

/// `GROKLINE_TEST_SEED` and `GROKLINE_TEST_KILLS` choose other and longer runs.
@Suite("A killed run leaves nothing that the next one stumbles over")
struct KillTests {
  private static let kills = setting("GROKLINE_TEST_KILLS", default: 20)
  /// What `timeout` says if time was up just when the program had ended.
  private static let endedByItself: Int32 = 124
  private static let seed = setting("GROKLINE_TEST_SEED", default: 2024)

  @Test(
    "After kill -9 at random moments and a rerun, everything is as if nothing had happened, and no worker is left"
  )
  func killed() throws {
    let undisturbed = try Workplace()
    try undisturbed.write("wave.yaml", Workplace.study(until: 1500))
    let began = ContinuousClock.now
    #expect(try undisturbed.run("run", "wave.yaml").status == 0)
    let whole = (ContinuousClock.now - began) / .seconds(1)
    let expected = try undisturbed.remains()

    var moments = SeededGenerator(seed: UInt64(KillTests.seed))
    var killed = 0
    var place = try Workplace()
    try place.write("wave.yaml", Workplace.study(until: 1500))
    while killed < KillTests.kills {
      let moment = Double.random(in: 0.01...whole, using: &moments)
      let delay = String(Int(moment * 1000)) + "e-3"
      let result = try place.run(
        "run", "wave.yaml", "--jobs", "2", wrapper: ["timeout", "--foreground", "--signal=KILL", delay])
      if result.status == 0 || result.status == KillTests.endedByItself {
        // It was faster this time: the next kills hit a new store.
        #expect(try place.remains() == expected, "after \(killed) kills")
        place = try Workplace()
        try place.write("wave.yaml", Workplace.study(until: 1500))
        continue
      }
      try #require(result.status == 137 || result.status == -1, "\(result.status): \(result.errors)")
      killed += 1
      print("seed \(KillTests.seed), kill \(killed) after \(delay) s")
      let patience = ContinuousClock.now + .seconds(60)
      while !place.workers().isEmpty, ContinuousClock.now < patience { usleep(10_000) }
      #expect(place.workers().isEmpty, "a worker outlived its run")
    }
    #expect(try place.run("run", "wave.yaml").status == 0)
    #expect(try place.remains() == expected)
  }
}

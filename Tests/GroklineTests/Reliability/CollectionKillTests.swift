import Foundation
import Randomized
import Testing

/// `GROKLINE_TEST_SEED` and `GROKLINE_TEST_KILLS` choose other and longer runs.
@Suite("A collection that is killed") struct CollectionKillTests {
  private static let kills = setting("GROKLINE_TEST_KILLS", default: 12)
  private static let seed = setting("GROKLINE_TEST_SEED", default: 2024)

  @Test(
    "leaves a store in which all is sound, nothing that is needed is missing, and the rest can be had back")
  func killed() throws {
    let place = try Workplace()
    try place.write("wave.yaml", Workplace.study(until: 300))
    #expect(try place.run("run", "wave.yaml").status == 0)
    try place.write("old.yaml", try String(contentsOfFile: place.folder + "/wave.yaml", encoding: .utf8))
    try place.write("wave.yaml", Workplace.study(until: 300).replacing("1e-2", with: "2e-2"))
    #expect(try place.run("run", "wave.yaml").status == 0)
    let began = ContinuousClock.now
    #expect(try place.run("store", "gc", "wave.yaml", "--runs", "0").status == 0)
    let whole = (ContinuousClock.now - began) / .seconds(1)
    #expect(try place.run("store", "undelete").status == 0)

    var killed = 0
    var moments = SeededGenerator(seed: UInt64(Self.seed))
    for trial in 0..<Self.kills {
      // Some are killed while they delete, which comes last.
      let isEmptying = trial % 3 == 2
      let moment = whole * Double.random(in: isEmptying ? 0.6...1.3 : 0.1...1, using: &moments)
      let delay = "\(Int(moment * 1e6))e-6"
      let result = try place.run(
        all: ["store", "gc", "wave.yaml", "--runs", "0"] + (isEmptying ? ["--empty"] : []),
        wrapper: ["timeout", "--foreground", "--signal=KILL", delay])
      if result.status != 0 { killed += 1 }
      #expect(try place.run("store", "verify").status == 0, "killed after \(delay) s")
      #expect(try place.run("plan", "wave.yaml", "--check").status == 0, "killed after \(delay) s")
      #expect(try place.run("store", "undelete").status == 0)
      if !isEmptying {
        #expect(try place.run("plan", "old.yaml", "--check").status == 0, "killed after \(delay) s")
      }
      #expect(try place.run("store", "verify").status == 0, "killed after \(delay) s")
      // What was deleted for good is made again for the next trials.
      if isEmptying { #expect(try place.run("run", "old.yaml").status == 0) }
    }
    print("seed \(Self.seed): \(killed) of \(Self.kills) were killed")
  }
}

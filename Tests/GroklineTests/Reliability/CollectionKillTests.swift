import Foundation
import Testing

@Suite("A collection that is killed") struct CollectionKillTests {
  private static let kills = 12

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
    for trial in 0..<Self.kills {
      let delay = "\(Int(whole * 1e6 * Double(trial % 8 + 1) / 8))e-6"
      // Some are killed while they delete.
      let isEmptying = trial >= 8
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
      #expect(try place.run("store", "verify").status == 0)
    }
    print("\(killed) of \(Self.kills) were killed")
  }
}

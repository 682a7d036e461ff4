import Spec
import Testing

@testable import Experiment

@Suite("Points of one run")
struct RankTests {
  @Test("stand in the order of their numbers, however these are written")
  func order() throws {
    let folder = try StudyFolder()
    let values = ["1e-05", "0.001", "0.25", "1", "1.58", "2", "10", "10.5", "200"]
    let list = values.reversed().joined(separator: ", ")
    try folder.write(
      StudyFolder.spec.replacing(
        "filtered: {training:",
        with: "filtered: {sweep: {training.optimizer.weight_decay: [\(list)]}, training:"), to: "wave.yaml")
    let points = try folder.study().points.filter { $0.coordinates["run"] == .text("filtered") }
    let sorted = points.sorted { $0.rank < $1.rank }.compactMap { $0.coordinates["weight_decay"]?.number }
    #expect(sorted == values.compactMap { Double($0) }.flatMap { [$0, $0] })
  }
}

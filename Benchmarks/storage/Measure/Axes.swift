import Compute
import Experiment
import Spec

/// The first two principal axes of snapshots in memory: how long it takes, and where the snapshots lie.
func measureAxes(_ snapshots: Snapshots, threads: Int) throws -> JSON {
  let analysis = TrajectoryPCA(components: 2)
  let inputs = AnalysisInputs(
    table: Table(axes: [], columns: []), snapshots: RunInMemory(snapshots: snapshots),
    moments: Moments([:], crossings: [:]), stepsPerEpoch: { _ in nil },
    random: { CounterRandom(seed: UInt64($0), stream: "analysis") }, threads: threads)
  var table = Table(axes: [], columns: [])
  let took = try Took { table = try analysis.run(inputs) }
  return ["took": took.json, "table": .string(String(decoding: table.csv(), as: UTF8.self))]
}

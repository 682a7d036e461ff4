// Measures the store with the project's own code; Benchmarks/storage/run drives it.
//
//   collect STORE LIST RAW WIDTH        reads the snapshots that LIST names, and writes them to RAW as they are
//   series  RAW COUNT WIDTH FOLDER      stores them and reads them again
//   decode  STORE LIST WIDTH THREADS    reads the snapshots that LIST names, each thread a part, and keeps none
//   forms   RAW COUNT WIDTH SKIP COUNT  compares ways to store some of them
//   pca     RAW COUNT WIDTH THREADS     finds their principal axes in memory
//
// One line of JSON goes to the standard output.

import Experiment
import Pipeline
import Spec

let arguments = CommandLine.arguments.dropFirst().map { $0 }

func number(_ index: Int) throws -> Int {
  guard arguments.indices.contains(index), let number = Int(arguments[index]) else {
    throw Trouble("argument \(index + 1) is no number")
  }
  return number
}

guard arguments.count >= 4 else { throw Trouble("too few arguments") }
switch arguments[0] {
case "collect":
  let references = try listed(in: arguments[2], width: number(4))
  let found = try collect(references, from: ArtifactStore(root: arguments[1]), width: number(4))
  try found.save(as: arguments[3])
  print(JSON.object(["snapshots": .integer(found.count)]))
case "series":
  let snapshots = try Snapshots(file: arguments[1], count: number(2), width: number(3))
  print(try measureSeries(snapshots, in: arguments[4]))
case "forms":
  let some = try Snapshots(file: arguments[1], count: number(5), width: number(3), skipping: number(4))
  print(try measureForms(some))
case "decode":
  let references = try listed(in: arguments[2], width: number(3))
  print(try measureDecoding(references, from: ArtifactStore(root: arguments[1]), threads: number(4)))
case "pca":
  let snapshots = try Snapshots(file: arguments[1], count: number(2), width: number(3))
  print(try measureAxes(snapshots, threads: number(4)))
default: throw Trouble("unknown measurement '\(arguments[0])'")
}

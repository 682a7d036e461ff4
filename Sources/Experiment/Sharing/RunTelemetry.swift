internal import FoundationEssentials
internal import Spec

/// Times, memory and attempts of the stages of an experiment, each as it was when its work was last done: the file
/// `telemetry.json` beside results. No key, digest or bundle covers it.
struct RunTelemetry {
  let json: JSON

  /// What a run told, over what earlier runs left in the folder of results.
  init(_ lines: [JSON], addedTo folder: String) {
    let bytes = FileManager.default.contents(atPath: folder + "/" + StudyLock.telemetryFile).map { Array($0) }
    var stages = bytes.flatMap { try? JSON(parsing: $0) }?["stages"]?.object ?? [:]
    var fresh: [String: [JSON]] = [:]
    for line in lines {
      guard let stage = line["stage"]?.string, var members = line.object else { continue }
      members["stage"] = nil
      fresh[stage, default: []].append(.object(members))
    }
    for (stage, parts) in fresh { stages[stage] = .array(parts) }
    json = ["schema": 1, "stages": .object(stages)]
  }
}

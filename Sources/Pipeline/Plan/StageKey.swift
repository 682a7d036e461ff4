import Spec

/// The identity of a stage's work, and where its record lies.
///
/// Records of a function stage share a group per kind and parameters, so that "never done with these parameters"
/// can be told from "not done with these inputs" before the inputs are known.
struct StageKey: Sendable, Hashable {
  let digest: Digest
  let address: RecordAddress

  /// The group of every record with these parameters, known before any input is.
  static func group(of stage: Stage) -> Digest {
    Digest.of("stage", parts: [.text(stage.kind), .text(stage.parameters.description)])
  }

  /// The key of a function stage whose inputs have these contents, in the order of `stage.inputs`.
  init(_ stage: Stage, group: Digest, contents: [Digest]) {
    precondition(
      contents.count == stage.inputs.count, "\(contents.count) contents for \(stage.inputs.count) inputs")
    var parts: [Digest.Part] = [.digest(group)]
    for (input, content) in zip(stage.inputs, contents) { parts += [.text(input.name), .digest(content)] }
    digest = Digest.of("stage inputs", parts: parts)
    address = RecordAddress(group: group, name: digest.hex)
  }

  /// The key of a stretch of a trajectory, which no input's content is part of.
  init(_ demand: Demand, group: Digest) {
    digest = Digest.of("trajectory stage", parts: [.digest(group), .digest(demand.key)])
    address = RecordAddress(group: group, name: digest.hex)
  }
}

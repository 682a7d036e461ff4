public import Spec

/// One piece of work of an experiment: from named inputs to named outputs, with settings that decide the rest.
public final class Stage: Sendable {
  /// How the work is done.
  public enum Work: Sendable {
    case function(@Sendable (StageContext) throws -> StageOutputs)
    /// A stretch of a trajectory, put together from what is stored and what has to be trained.
    case trajectory(Demand)
  }

  /// What people call it. It is a label: no key contains it.
  public let name: String
  public let kind: String
  /// Every setting that decides the result, the versions of the kinds involved included.
  public let parameters: JSON
  /// The settings once more, each with where it was written, for explanations only.
  public let leaves: [Fields.Leaf]
  public let inputs: [StageInput]
  public let outputs: [String]
  /// The most cores that it can use.
  public let cores: Int
  /// Bytes that it needs at its peak, as far as that is known.
  public let memory: Int
  public let work: Work

  public convenience init(
    name: String, kind: String, parameters: JSON, leaves: [Fields.Leaf] = [], inputs: [StageInput] = [],
    outputs: [String], cores: Int = 1, memory: Int = 0,
    run: @escaping @Sendable (StageContext) throws -> StageOutputs
  ) {
    self.init(
      name: name, kind: kind, parameters: parameters, leaves: leaves, inputs: inputs, outputs: outputs,
      cores: cores, memory: memory, work: .function(run))
  }

  /// A stage whose outputs are a trajectory's observations.
  ///
  /// There is one output per observer and per end observation, named like it, and `end`, which says the last step.
  /// The contents of `inputs` are not in its key: the trajectory's origin stands for them.
  public convenience init(
    name: String, kind: String, parameters: JSON, leaves: [Fields.Leaf] = [], inputs: [StageInput] = [],
    cores: Int = 1, memory: Int = 0, demand: Demand
  ) {
    self.init(
      name: name, kind: kind, parameters: parameters, leaves: leaves, inputs: inputs,
      outputs: demand.observers.map(\.name) + demand.finals.map(\.name) + [Demand.endOutput],
      cores: cores, memory: memory, work: .trajectory(demand))
  }

  private init(
    name: String, kind: String, parameters: JSON, leaves: [Fields.Leaf], inputs: [StageInput],
    outputs: [String], cores: Int, memory: Int, work: Work
  ) {
    self.name = name
    self.kind = kind
    self.parameters = parameters
    self.leaves = leaves
    self.inputs = inputs
    self.outputs = outputs
    self.cores = max(cores, 1)
    self.memory = memory
    self.work = work
  }

  var demand: Demand? {
    if case .trajectory(let demand) = work { demand } else { nil }
  }
}

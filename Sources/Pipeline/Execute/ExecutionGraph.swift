/// What a plan leaves to do, as nodes that wait for each other.
struct ExecutionGraph {
  struct Node {
    /// What is trained, by its position in the plan's segments.
    let segment: Int?
    /// Whether the stage's result is made; a segment that serves several stages, or a part of one, makes none.
    let makesResult: Bool
    /// The stage that it belongs to, by its position in the plan's steps.
    let step: Int
    var waitsFor: [Int] = []
    var users: [Int] = []
  }

  /// In launch order: a segment comes before the first stage that needs it.
  private(set) var nodes: [Node] = []

  init(_ plan: Plan) {
    let steps = Dictionary(uniqueKeysWithValues: plan.steps.enumerated().map { ($1.position, $0) })
    let trainers = Dictionary(uniqueKeysWithValues: plan.trainers.enumerated().map { ($1, $0) })
    var needed = [[Int]](repeating: [], count: plan.trainers.count)
    for (number, planned) in plan.segments.enumerated() {
      for trainer in planned.needers { needed[trainer].append(number) }
    }
    /// Whether one segment is all that a stage lacks, and nobody else wants it: then both are done in one go.
    func isAlone(_ number: Int) -> Bool {
      let planned = plan.segments[number]
      return planned.needers.count == 1 && planned.after == nil
        && planned.needers.allSatisfy { needed[$0].count == 1 }
    }
    var stageNodes: [Int: Int] = [:]
    var segmentNodes: [Int: Int] = [:]

    func inputs(of step: Int) -> [Int] {
      let position = plan.steps[step].position
      let twin = plan.steps[step].state == .run ? plan.steps[step].twin : nil
      return (plan.graph.makers[position] + [twin]).compactMap {
        $0.flatMap { steps[$0] }.flatMap { stageNodes[$0] }
      }
    }

    for (index, step) in plan.steps.enumerated() where step.hasWork {
      var waits = inputs(of: index)
      var alone: Int?
      if let trainer = trainers[index] {
        for number in needed[trainer] {
          if isAlone(number) {
            alone = number
            continue
          }
          let planned = plan.segments[number]
          if segmentNodes[number] == nil {
            let owner = planned.needers.min().map { plan.trainers[$0] } ?? index
            segmentNodes[number] = nodes.count
            nodes.append(
              Node(
                segment: number, makesResult: false, step: owner,
                waitsFor: inputs(of: owner) + (planned.after.flatMap { segmentNodes[$0] }.map { [$0] } ?? []))
            )
          }
          if let node = segmentNodes[number] { waits.append(node) }
        }
      }
      stageNodes[index] = nodes.count
      nodes.append(Node(segment: alone, makesResult: true, step: index, waitsFor: waits))
    }
    for index in nodes.indices {
      nodes[index].waitsFor = Set(nodes[index].waitsFor).sorted()
      for before in nodes[index].waitsFor { nodes[before].users.append(index) }
    }
  }
}

extension Plan.Step {
  /// Whether a run has to do anything about it.
  var hasWork: Bool { state == .run || state == .maybe || (state == .restore && trajectory != nil) }
}

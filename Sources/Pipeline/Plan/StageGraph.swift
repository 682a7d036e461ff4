import Spec

/// Stages and their edges, checked: names are unique, every edge leads somewhere, nothing runs in a circle.
public struct StageGraph: Sendable {
  /// Every stage after those it reads from, otherwise in the order given.
  public let stages: [Stage]
  /// For each stage and each of its inputs, the position of the stage that makes it; `nil` for a source.
  let makers: [[Int?]]
  /// For each stage, who reads from it, in order.
  let users: [[Int]]
  private let positions: [String: Int]

  public init(_ given: [Stage]) throws(InvalidGraph) {
    let named = try StageGraph.positions(of: given)
    var waiting = [Int](repeating: 0, count: given.count)
    var readers = [[Int]](repeating: [], count: given.count)
    for (index, stage) in given.enumerated() {
      for input in stage.inputs {
        guard case .output(let output, of: let name) = input.origin else { continue }
        guard let maker = named[name] else {
          throw .unknownStage(
            name, neededBy: stage.name, hint: suggestion(for: name, among: Array(named.keys)))
        }
        guard given[maker].outputs.contains(output) else {
          throw .unknownOutput(output, of: name, neededBy: stage.name)
        }
        readers[maker].append(index)
        waiting[index] += 1
      }
    }

    var ready = ReadyQueue()
    for index in given.indices where waiting[index] == 0 { ready.insert(index) }
    var order: [Int] = []
    while let next = ready.removeFirst() {
      order.append(next)
      for reader in readers[next] {
        waiting[reader] -= 1
        if waiting[reader] == 0 { ready.insert(reader) }
      }
    }
    guard order.count == given.count else {
      throw .circle(StageGraph.circle(in: given, named, among: waiting))
    }

    let stages = order.map { given[$0] }
    let positions = Dictionary(stages.enumerated().map { ($1.name, $0) }) { first, _ in first }
    makers = stages.map { stage in stage.inputs.map { $0.stage.flatMap { positions[$0] } } }
    var users = [[Int]](repeating: [], count: stages.count)
    for (index, makers) in makers.enumerated() {
      for case let maker? in makers where users[maker].last != index { users[maker].append(index) }
    }
    self.stages = stages
    self.users = users
    self.positions = positions
  }

  public subscript(name: String) -> Stage? { positions[name].map { stages[$0] } }

  func position(of name: String) -> Int? { positions[name] }

  /// The stages that patterns name, in order; `InvalidGraph.noMatch` for a pattern that names none.
  func matching(_ patterns: [String]) throws(InvalidGraph) -> [Int] {
    var found: Set<Int> = []
    for pattern in patterns {
      let glob = Glob(pattern)
      let matches =
        glob.isLiteral
        ? positions[pattern].map { [$0] } ?? [] : stages.indices.filter { glob.matches(stages[$0].name) }
      if matches.isEmpty {
        throw .noMatch(pattern, hint: suggestion(for: pattern, among: stages.prefix(1000).map(\.name)))
      }
      found.formUnion(matches)
    }
    return found.sorted()
  }

  /// Some stages and everything that they are made from, as one flag per stage.
  func withAncestors(_ targets: [Int]) -> [Bool] {
    var wanted = [Bool](repeating: false, count: stages.count)
    for target in targets { wanted[target] = true }
    for index in stages.indices.reversed() where wanted[index] {
      for case let maker? in makers[index] { wanted[maker] = true }
    }
    return wanted
  }

  private static func positions(of stages: [Stage]) throws(InvalidGraph) -> [String: Int] {
    var positions: [String: Int] = [:]
    for (index, stage) in stages.enumerated() {
      guard positions.updateValue(index, forKey: stage.name) == nil else { throw .sameName(stage.name) }
      guard !hasTwice(stage.outputs) else { throw .sameOutput(of: stage.name) }
      guard !hasTwice(stage.inputs.map(\.name)) else { throw .sameInput(of: stage.name) }
    }
    return positions
  }

  private static func hasTwice(_ names: [String]) -> Bool {
    // Most stages have a handful, which are compared faster than hashed.
    if names.count > 16 { return Set(names).count < names.count }
    return names.indices.contains { names[..<$0].contains(names[$0]) }
  }

  /// One circle among the stages that still wait, first stage repeated at the end.
  private static func circle(in stages: [Stage], _ named: [String: Int], among waiting: [Int]) -> [String] {
    guard var current = waiting.firstIndex(where: { $0 > 0 }) else { return [] }
    var path: [Int] = []
    while !path.contains(current) {
      path.append(current)
      let makers = stages[current].inputs.compactMap { $0.stage.flatMap { named[$0] } }
      guard let next = makers.first(where: { waiting[$0] > 0 }) else { break }
      current = next
    }
    let start = path.firstIndex(of: current) ?? 0
    return (path[start...] + [current]).map { stages[$0].name }
  }
}

/// Stages that cannot be put in order, or a pattern that names none of them.
public enum InvalidGraph: Error, Sendable, Hashable, CustomStringConvertible {
  case sameName(String)
  case sameOutput(of: String)
  case sameInput(of: String)
  case unknownStage(String, neededBy: String, hint: String?)
  case unknownOutput(String, of: String, neededBy: String)
  /// Each reads from the next.
  case circle([String])
  case noMatch(String, hint: String?)

  public var description: String {
    switch self {
    case .sameName(let name): "two stages are called '\(name)': give them different names"
    case .sameOutput(of: let stage): "stage '\(stage)' has two outputs of the same name"
    case .sameInput(of: let stage): "stage '\(stage)' has two inputs of the same name"
    case .unknownStage(let name, neededBy: let user, let hint):
      "stage '\(user)' reads from '\(name)', which does not exist" + (hint.map { ": \($0)" } ?? "")
    case .unknownOutput(let output, of: let stage, neededBy: let user):
      "stage '\(user)' reads '\(output)', which '\(stage)' does not make"
    case .circle(let names):
      "stages wait for each other in a circle: " + names.joined(separator: " reads from ")
    case .noMatch(let pattern, let hint):
      "no stage is called '\(pattern)'" + (hint.map { ": \($0)" } ?? "")
    }
  }
}

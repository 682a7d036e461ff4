public import Pipeline
public import Spec

/// What two sets of stages differ in: the values that they are made of, and what came out.
public struct Comparison: Sendable {
  /// A value that differs, and in which stages.
  public struct Value: Sendable, Hashable {
    public let path: String
    /// `nil` where there is none.
    public let old: JSON?
    public let new: JSON?
    /// Where they are written; `nil` for a kind's own default.
    public let oldPlace: SourceLocation?
    public let newPlace: SourceLocation?
    public internal(set) var stages: [String]
  }

  /// A column of numbers that both sides have.
  public struct Column: Sendable, Hashable {
    public let stage: String
    public let name: String
    /// The last values of the two.
    public let old: Double
    public let new: Double
    /// The last steps, or rows, of the two.
    public let oldEnd: Int
    public let newEnd: Int
    /// The first step, or row, where they differ; `nil` where one goes on like the other.
    public let firstDifference: Int?
  }

  public private(set) var values: [Value] = []
  public private(set) var columns: [Column] = []
  public let onlyInFirst: [String]
  public let onlyInSecond: [String]
  /// Stages of both that gave the same bytes.
  public private(set) var same: [String] = []
  /// Stages of both whose result is not there on one side, or both.
  public private(set) var unknown: [String] = []

  /// Whether nothing that is known differs.
  public var isEmpty: Bool {
    values.isEmpty && onlyInFirst.isEmpty && onlyInSecond.isEmpty
      && columns.allSatisfy { $0.firstDifference == nil && $0.oldEnd == $0.newEnd }
  }

  /// - Parameter store: where the results of both are.
  public init(_ first: Ledger, _ second: Ledger, in store: ArtifactStore) throws {
    let (before, after) = (Set(first.stages), Set(second.stages))
    onlyInFirst = first.stages.filter { !after.contains($0) }
    onlyInSecond = second.stages.filter { !before.contains($0) }
    for stage in first.stages where after.contains(stage) {
      guard let old = first[stage], let new = second[stage] else { continue }
      addValues(old, new, of: stage)
      try addResults(old, new, of: stage, in: store)
    }
  }

  private mutating func addValues(_ old: Ledger.Entry, _ new: Ledger.Entry, of stage: String) {
    let before = Dictionary(old.leaves.map { ($0.path, $0) }) { first, _ in first }
    let after = Dictionary(new.leaves.map { ($0.path, $0) }) { first, _ in first }
    let paths = new.leaves.map(\.path) + old.leaves.map(\.path).filter { after[$0] == nil }
    for path in paths where before[path]?.value != after[path]?.value {
      let value = Value(
        path: path, old: before[path]?.value, new: after[path]?.value, oldPlace: before[path]?.location,
        newPlace: after[path]?.location, stages: [stage])
      let place = values.firstIndex { known in
        (known.path, known.old, known.new) == (value.path, value.old, value.new)
          && (known.oldPlace, known.newPlace) == (value.oldPlace, value.newPlace)
      }
      if let place { values[place].stages.append(stage) } else { values.append(value) }
    }
  }

  private mutating func addResults(
    _ old: Ledger.Entry, _ new: Ledger.Entry, of stage: String, in store: ArtifactStore
  ) throws {
    guard let before = try store.record(of: old), let after = try store.record(of: new) else {
      unknown.append(stage)
      return
    }
    if before.agrees(with: after) || before.outputs.map(\.reference) == after.outputs.map(\.reference) {
      same.append(stage)
      return
    }
    for output in after.outputs {
      guard let other = before[output: output.name] else { continue }
      let (one, two) = (try NumberColumns(store.content(other)), try NumberColumns(store.content(output)))
      for (name, numbers) in two.columns {
        guard let earlier = one.columns.first(where: { $0.name == name })?.numbers, let last = earlier.last,
          let end = numbers.last
        else { continue }
        let differing = zip(earlier, numbers).first { $0 != $1 }
        columns.append(
          Column(
            stage: stage, name: name, old: last.value, new: end.value, oldEnd: last.step, newEnd: end.step,
            firstDifference: differing.map { min($0.step, $1.step) }))
      }
    }
  }
}

/// The columns of a CSV that hold nothing but numbers, row by row; rows without one are left out.
private struct NumberColumns {
  struct Row: Equatable {
    /// The value of the column `step`; the number of the row where there is none.
    let step: Int
    let value: Double

    static func == (one: Row, other: Row) -> Bool {
      one.step == other.step && (one.value == other.value || one.value.isNaN && other.value.isNaN)
    }
  }

  private(set) var columns: [(name: String, numbers: [Row])] = []

  init(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    func fields(_ line: ArraySlice<UInt8>) -> [String] {
      line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
    }
    guard let header = lines.first.map(fields), header.count > 1 else { return }
    let rows = lines.dropFirst().map(fields)
    // Quoted fields would shift the columns.
    guard rows.allSatisfy({ $0.count == header.count }) else { return }
    let step = header.firstIndex(of: "step")
    for (index, name) in header.enumerated() where index != step {
      var numbers: [Row] = []
      var isNumeric = true
      for (row, fields) in rows.enumerated() where !fields[index].isEmpty {
        guard let value = Double(fields[index]) else {
          isNumeric = false
          break
        }
        numbers.append(Row(step: step.flatMap { Int(fields[$0]) } ?? row + 1, value: value))
      }
      if isNumeric, !numbers.isEmpty { columns.append((name, numbers)) }
    }
  }
}

extension ArtifactStore {
  /// The record of what a stage gave; `nil` where it has none.
  func record(of entry: Ledger.Entry) throws -> Record? {
    guard let key = entry.key else { return nil }
    return try record(at: RecordAddress(group: entry.group, name: key.hex))
  }
}

public import Compute
public import Spec

/// A question asked of finished runs, answered by a table.
///
/// Conformers decode one entry of `analyses:`; the keys `of` and `select`, common to all, are read by
/// `AnalysisDeclaration`.
public protocol Analysis: SpecKind {
  /// What must be there before it can run.
  var needs: AnalysisNeeds { get }
  /// The columns of its table, given those of its input; reports what its settings name and the input lacks.
  ///
  /// An analysis that reads snapshots is given the axes of its points and no columns.
  func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline
  /// Answers the question. The rows follow the order of the input's rows or points.
  func run(_ inputs: AnalysisInputs) throws -> Table
}

/// What an analysis reads.
public enum AnalysisNeeds: Sendable, Hashable {
  /// Nothing but its own settings.
  case nothing
  /// A table: the metrics of its points, or the analyses that `of` names.
  case table
  /// Weights of its points: every snapshot, or those of certain moments only.
  case snapshots(SnapshotDemand)
  /// Gradients and updates of watched parameters, step by step; the moments are those that it names.
  case gradients(moments: [MomentReference])

  /// The moments that it names.
  var moments: [MomentReference] {
    switch self {
    case .nothing, .table: []
    case .snapshots(let demand): demand.moments
    case .gradients(let moments): moments
    }
  }
}

/// Which snapshots an analysis reads.
public struct SnapshotDemand: Sendable, Hashable {
  /// The moments that it names; each must have a snapshot.
  public let moments: [MomentReference]
  /// Whether it reads every other snapshot too.
  public let all: Bool
  /// The one parameter tensor that it looks for in them; nil if it takes the numbers as they come.
  public let parameter: Name?

  public init(moments: [MomentReference], all: Bool, parameter: Name? = nil) {
    self.moments = moments
    self.all = all
    self.parameter = parameter
  }
}

/// What an analysis is given; nothing of it is in memory but what it asks for.
public struct AnalysisInputs {
  /// The input table, already restricted to the selected points.
  public var table: Table
  /// The weights of the selected points.
  public var snapshots: any SnapshotSource
  /// What the selected points wrote down of their updates.
  public var gradients: any GradientSource
  /// What the names of moments stand for.
  public var moments: Moments
  /// Optimiser steps in an epoch, for the point at these coordinates; nil where an epoch is not defined.
  public var stepsPerEpoch: @Sendable (Coordinates) -> Int?
  /// A fresh stream of random numbers for a seed of the analysis itself.
  public var random: @Sendable (_ seed: Int) -> any RandomSource
  /// How many threads it may use. They change no byte of the answer.
  public var threads: Int

  public init(
    table: Table, snapshots: any SnapshotSource, gradients: any GradientSource = NoGradients(),
    moments: Moments,
    stepsPerEpoch: @escaping @Sendable (Coordinates) -> Int?,
    random: @escaping @Sendable (_ seed: Int) -> any RandomSource, threads: Int = 1
  ) {
    self.table = table
    self.snapshots = snapshots
    self.gradients = gradients
    self.moments = moments
    self.stepsPerEpoch = stepsPerEpoch
    self.random = random
    self.threads = threads
  }
}

/// Weights recorded during runs, loaded one at a time.
public protocol SnapshotSource: Sendable {
  /// Where the runs lie, in the order in which they were written.
  var points: [Coordinates] { get }
  /// How many numbers a snapshot of that point has.
  func parameterCount(of point: Int) -> Int
  /// The steps that have a snapshot, ascending; the last is the final state if that was recorded.
  func steps(of point: Int) -> [Int]
  /// Where a parameter tensor lies in a snapshot of that point; nil if it has none of that name.
  func part(_ name: String, of point: Int) -> SnapshotPart?
  /// Fills `destination`, which has `parameterCount` elements, with the weights after `step` updates.
  func load(point: Int, step: Int, into destination: UnsafeMutableBufferPointer<Float>) throws
  /// Fills `tile`, whose rows start `stride` elements apart, with the numbers `columns` of some snapshots of as many
  /// numbers, one per row.
  ///
  /// `columns` starts at a multiple of 16,384, and ends at one or with the snapshots.
  func load(
    _ rows: [SnapshotRow], columns: Range<Int>, into tile: UnsafeMutablePointer<Float>, stride: Int
  ) throws
}

/// One parameter tensor inside a snapshot.
public struct SnapshotPart: Sendable, Hashable {
  public let range: Range<Int>
  /// Row-major.
  public let shape: [Int]

  public init(range: Range<Int>, shape: [Int]) {
    self.range = range
    self.shape = shape
  }
}

/// One snapshot of one point.
public struct SnapshotRow: Sendable, Hashable {
  public let point: Int
  public let step: Int

  public init(point: Int, step: Int) {
    self.point = point
    self.step = step
  }
}

extension SnapshotSource {
  /// Numbers without names.
  public func part(_ name: String, of point: Int) -> SnapshotPart? { nil }

  /// Loads one snapshot after the other, and keeps the columns.
  public func load(
    _ rows: [SnapshotRow], columns: Range<Int>, into tile: UnsafeMutablePointer<Float>, stride: Int
  ) throws {
    for (index, row) in rows.enumerated() {
      var whole = [Float](repeating: 0, count: parameterCount(of: row.point))
      try whole.withUnsafeMutableBufferPointer { try load(point: row.point, step: row.step, into: $0) }
      for (place, column) in columns.enumerated() { tile[index * stride + place] = whole[column] }
    }
  }
}

/// No snapshots, for analyses that read none.
public struct NoSnapshots: SnapshotSource {
  public init() {}
  public var points: [Coordinates] { [] }
  public func parameterCount(of point: Int) -> Int { 0 }
  public func steps(of point: Int) -> [Int] { [] }
  public func load(point: Int, step: Int, into destination: UnsafeMutableBufferPointer<Float>) throws {
    throw AnalysisFailure("no snapshots were recorded")
  }
}

/// Why an analysis cannot answer, given data that its settings allowed.
public struct AnalysisFailure: Error, Sendable, Hashable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

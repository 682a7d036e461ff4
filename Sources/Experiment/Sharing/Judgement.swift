internal import Pipeline
internal import Spec

/// Whether a result was reproduced.
public enum Verdict: Int, Sendable, Comparable {
  /// The same bytes.
  case same
  /// Other bytes, and no number further off than its tolerance.
  case withinTolerance
  case different

  public static func < (left: Verdict, right: Verdict) -> Bool { left.rawValue < right.rawValue }

  public var words: String {
    switch self {
    case .same: "same"
    case .withinTolerance: "within tolerance"
    case .different: "different"
    }
  }
}

/// What came out here, beside what was claimed.
public struct Judgement: Sendable {
  /// One figure or table.
  public struct Target: Sendable {
    public let stage: String
    public let verdict: Verdict
    /// Of its numbers; nil where they are equal, or only their digest is known.
    public let numbers: NumbersComparison?
    /// Whether only the drawing differs, and the numbers are the same.
    public let differsInDrawingOnly: Bool
  }

  /// The first stage that gave something else, inputs before users.
  public struct Difference: Sendable {
    public let stage: String
    /// Which output, where the claim names them.
    public let output: String?
    public let numbers: NumbersComparison?
  }

  public let targets: [Target]
  public let firstDifference: Difference?
  /// The classes of machines that the claim comes from, where they are others than this one.
  public let otherClasses: [String]

  public var verdict: Verdict { targets.map(\.verdict).max() ?? .different }
}

extension Claim {
  /// Compares with what stages gave here.
  ///
  /// - Parameters:
  ///   - found: the outputs of stages that were done, at least of the targets.
  ///   - order: the names of stages, inputs before users.
  ///   - here: the class of this machine.
  func judge(
    _ found: [String: [Output]], in store: ArtifactStore, order: [String], here: String
  ) throws -> Judgement {
    var judged: [Judgement.Target] = []
    for target in targets { judged.append(try judge(target, found[target] ?? [], in: store)) }
    return Judgement(
      targets: judged, firstDifference: try firstDifference(found, in: store, order),
      otherClasses: numericClasses.filter { $0 != here })
  }

  private func judge(
    _ target: String, _ found: [Output], in store: ArtifactStore
  ) throws -> Judgement.Target {
    func result(_ verdict: Verdict, _ numbers: NumbersComparison? = nil, drawing: Bool = false)
      -> Judgement.Target
    {
      Judgement.Target(stage: target, verdict: verdict, numbers: numbers, differsInDrawingOnly: drawing)
    }
    guard let wanted = expected[target], !found.isEmpty else { return result(.different) }
    let differing = found.filter { $0.reference != wanted.outputs[$0.name] }
    if differing.isEmpty, found.count == wanted.outputs.count { return result(.same) }
    // A figure is its numbers; how they are drawn depends on the version of gnuplot, too.
    guard let numbers = differing.first(where: { $0.name == FigureStage.csv }) else {
      return result(.withinTolerance, drawing: true)
    }
    guard let reference = wanted.outputs[numbers.name], let before = try content(reference.digest) else {
      return result(.different)
    }
    let comparison = NumbersComparison(
      expected: before, found: try store.content(numbers), tolerance: wanted.tolerance)
    return result(comparison.isWithinTolerance ? .withinTolerance : .different, comparison)
  }

  private func firstDifference(
    _ found: [String: [Output]], in store: ArtifactStore, _ order: [String]
  ) throws -> Judgement.Difference? {
    for stage in order {
      guard let present = found[stage] else { continue }
      if let names = named[stage] {
        for output in present {
          guard let before = names[output.name], before != output.reference.digest else { continue }
          var numbers: NumbersComparison?
          if let bytes = try content(before) {
            numbers = NumbersComparison(
              expected: bytes, found: try store.content(output),
              tolerance: expected[stage]?.tolerance ?? Tolerance())
          }
          return Judgement.Difference(stage: stage, output: output.name, numbers: numbers)
        }
      } else if let read = outputs[stage] {
        if !read.isSubset(of: present.map(\.reference.digest)) {
          return Judgement.Difference(stage: stage, output: nil, numbers: nil)
        }
      }
    }
    return nil
  }
}

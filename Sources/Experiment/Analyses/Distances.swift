public import Spec

/// Measures how far the weights moved: from one moment to every snapshot, or between pairs of moments.
public struct Distances: Analysis {
  public static let kind = "distances"
  public static let summary = "How far the weights lie from a moment, or between pairs of moments."
  public static let example = """
    kind: distances
    between: [[start, 500], [500, end]]
    measure: mean-square
    """

  /// How the change of all parameters becomes one number; sums are in double.
  public enum Measure: String, NamedChoice {
    /// The mean over parameters of the squared change: the number of Grokfast's Table 2, which is no distance.
    case meanSquare = "mean-square"
    /// The Euclidean distance.
    case l2

    func callAsFunction(_ a: UnsafeMutableBufferPointer<Float>, _ b: UnsafeMutableBufferPointer<Float>)
      -> Double
    {
      var sum = 0.0
      for index in a.indices {
        let change = Double(a[index]) - Double(b[index])
        sum += change * change
      }
      return switch self {
      case .meanSquare: a.isEmpty ? 0 : sum / Double(a.count)
      case .l2: sum.squareRoot()
      }
    }
  }

  let from: MomentReference?
  let between: [[MomentReference]]
  let measure: Measure

  public init(from fields: Fields) throws(InvalidSpec) {
    from = fields.readOptional("from", "The moment that every snapshot is compared with.")
    between = fields.read("between", "Pairs of moments, each a leg named like A-B.", default: [])
    measure = fields.read(
      "measure", "The mean of squared changes, or their Euclidean length.", default: .meanSquare)
    fields.check(
      (from == nil) != between.isEmpty, "distances need either 'from' or 'between'",
      at: from == nil ? "kind" : "between")
    fields.check(between.allSatisfy { $0.count == 2 }, "a leg is a pair of moments", at: "between")
  }

  private var pairs: [(MomentReference, MomentReference)] {
    between.compactMap { $0.count == 2 ? ($0[0], $0[1]) : nil }
  }

  public var needs: AnalysisNeeds {
    let moments = (from.map { [$0] } ?? []) + between.flatMap(\.self)
    return .snapshots(SnapshotDemand(moments: moments, all: from != nil))
  }

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    TableOutline(axes: input.axes + [from == nil ? "leg" : "step"], columns: ["distance"])
  }

  /// A leg that ends at a moment which a run never reached is missing.
  public func run(_ inputs: AnalysisInputs) throws -> Table {
    let source = inputs.snapshots
    var axes: [String] = []
    for axis in source.points.flatMap(\.axes) where !axes.contains(axis) { axes.append(axis) }
    var result = Table(axes: axes + [from == nil ? "leg" : "step"], columns: ["distance"])
    for (point, coordinates) in source.points.enumerated() {
      let cells = axes.map { coordinates[$0] ?? .absent }
      let steps = source.steps(of: point)
      let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: 2 * source.parameterCount(of: point))
      defer { memory.deallocate() }
      let first = UnsafeMutableBufferPointer(rebasing: memory[..<source.parameterCount(of: point)])
      let second = UnsafeMutableBufferPointer(rebasing: memory[source.parameterCount(of: point)...])
      func place(_ reference: MomentReference) throws -> Moments.Place {
        try inputs.moments.place(
          of: reference, at: coordinates, steps: steps, stepsPerEpoch: inputs.stepsPerEpoch(coordinates))
      }
      if let from {
        guard case .step(let origin) = try place(from) else { continue }
        try source.load(point: point, step: origin, into: first)
        for step in steps {
          try source.load(point: point, step: step, into: second)
          result.append(cells + [.number(step)], [.number(measure(first, second))])
        }
      }
      for (a, b) in pairs {
        let leg = AxisValue.text("\(a.text)-\(b.text)")
        guard case .step(let start) = try place(a), case .step(let end) = try place(b) else {
          result.append(cells + [leg], [.missing])
          continue
        }
        try source.load(point: point, step: start, into: first)
        try source.load(point: point, step: end, into: second)
        result.append(cells + [leg], [.number(measure(first, second))])
      }
    }
    return result
  }
}

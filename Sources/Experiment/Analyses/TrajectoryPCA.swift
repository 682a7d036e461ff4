internal import Compute
public import Spec

/// Draws paths of weights in the plane in which the paths of some runs spread most.
///
/// Exact principal components: with X the snapshots of the fitted runs less their mean, the eigenvectors u of the
/// Gram matrix X Xᵀ give the coordinates √λ u of the fitted snapshots, and a snapshot y of another run lies at
/// X(y − mean) · u / √λ. Other points are matched with the fitted ones by the axes that both have, so that each seed
/// is seen in the plane of its own baseline.
public struct TrajectoryPCA: Analysis {
  public static let kind = "trajectory-pca"
  public static let version = 2
  public static let summary = "Weight snapshots in the principal axes of some runs' snapshots."
  public static let example = """
    kind: trajectory-pca
    fit: {run: baseline}
    components: 2
    """

  /// Components whose variance is below this share of the greatest are rounding of the inner products, and have no
  /// direction.
  private static let negligible = 1e-7

  let fit: Selection
  let components: Int

  public init(from fields: Fields) throws(InvalidSpec) {
    fit = fields.read("fit", "The runs whose snapshots define the axes.", default: Selection.all)
    components = fields.read("components", "How many axes.", default: 2, .between(1, 64))
  }

  /// The axes of all runs together.
  public init(components: Int) {
    fit = .all
    self.components = components
  }

  public var needs: AnalysisNeeds { .snapshots(SnapshotDemand(moments: [], all: true)) }

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    for axis in fit.axes where !input.axes.contains(axis) {
      diagnostics.report(
        "no point has an axis '\(axis)'", at: fit.location(of: axis),
        hint: suggestion(for: axis, among: input.axes))
    }
    return TableOutline(axes: input.axes + ["step"], columns: columns)
  }

  /// `pc1 … pcK`, then `pc1_explained … pcK_explained`, the shares of the fitted snapshots' variance.
  private var columns: [String] {
    (1...components).map { "pc\($0)" } + (1...components).map { "pc\($0)_explained" }
  }

  public func run(_ inputs: AnalysisInputs) throws -> Table {
    let source = inputs.snapshots
    let points = source.points
    var axes: [String] = []
    for axis in points.flatMap(\.axes) where !axes.contains(axis) { axes.append(axis) }

    let fitted = points.indices.filter { fit.accepts(points[$0]) }
    let ignored = Set(fit.axes)
    var groups: [(fitted: [Int], members: [Int])] = []
    for point in points.indices {
      let partners = fitted.filter { points[point].pairs(with: points[$0], ignoring: ignored) }
      guard !partners.isEmpty else { throw AnalysisFailure("no run of 'fit' goes with \(points[point])") }
      if let group = groups.firstIndex(where: { $0.fitted == partners }) {
        groups[group].members.append(point)
      } else {
        groups.append((partners, [point]))
      }
    }

    var scores: [SnapshotGram.Row: [Outcome]] = [:]
    for group in groups {
      try scores.merge(project(group.members, onto: group.fitted, source, inputs.threads)) { $1 }
    }
    var result = Table(axes: axes + ["step"], columns: columns)
    for (point, coordinates) in points.enumerated() {
      for step in source.steps(of: point) {
        let cells = axes.map { coordinates[$0] ?? .absent } + [.number(step)]
        result.append(cells, scores[SnapshotGram.Row(point: point, step: step)] ?? [])
      }
    }
    return result
  }

  private func project(
    _ members: [Int], onto fitted: [Int], _ source: any SnapshotSource, _ threads: Int
  ) throws -> [SnapshotGram.Row: [Outcome]] {
    func rows(_ points: [Int]) -> [SnapshotGram.Row] {
      points.flatMap { point in source.steps(of: point).map { SnapshotGram.Row(point: point, step: $0) } }
    }
    for point in members + fitted
    where source.parameterCount(of: point) != source.parameterCount(of: fitted[0]) {
      throw AnalysisFailure(
        "\(source.points[point]) has \(source.parameterCount(of: point)) parameters, \(source.points[fitted[0]]) has "
          + "\(source.parameterCount(of: fitted[0])): they share no axes")
    }
    let basis = rows(fitted)
    guard basis.count > components, let origin = basis.first else {
      throw AnalysisFailure(
        "\(basis.count) snapshots of 'fit' cannot give \(components) axes; record more snapshots")
    }
    let gram = SnapshotGram(source, relativeTo: origin, threads: threads)
    let axes = try PrincipalAxes(gram.products(basis), count: basis.count, components: components)
    var result: [SnapshotGram.Row: [Outcome]] = [:]
    for (index, row) in basis.enumerated() { result[row] = axes.outcomes(ofFitted: index) }
    let others = rows(members).filter { result[$0] == nil }
    let products = try gram.products(others, basis)
    for (index, row) in others.enumerated() {
      result[row] = axes.outcomes(of: products[(index * basis.count)..<((index + 1) * basis.count)])
    }
    return result
  }

  /// The axes that a Gram matrix defines.
  private struct PrincipalAxes {
    private let n: Int
    private let components: Int
    private let means: [Double]
    private let mean: Double
    private let values: [Double]
    private let vectors: [Double]
    private let total: Double

    init(_ gram: [Double], count n: Int, components: Int) throws {
      let means = (0..<n).map { row in gram[(row * n)..<((row + 1) * n)].reduce(0, +) / Double(n) }
      let mean = means.reduce(0, +) / Double(n)
      var centered = gram
      for i in 0..<n {
        for j in 0..<n { centered[i * n + j] = gram[i * n + j] - means[i] - means[j] + mean }
      }
      let eigen = try SymmetricEigen(centered, size: n)
      total = (0..<n).reduce(0) { $0 + centered[$1 * n + $1] }
      let floor = TrajectoryPCA.negligible * max(eigen.values[0], 0)
      values = eigen.values.prefix(components).map { $0 > floor ? $0 : 0 }
      vectors = (0..<components).flatMap { k in
        PrincipalAxes.oriented(eigen.vectors[(k * n)..<((k + 1) * n)])
      }
      (self.n, self.components, self.means, self.mean) = (n, components, means, mean)
    }

    /// The sign with which the fitted path ends further along the axis than it starts; if it ends where it starts,
    /// the one that makes its furthest coordinate positive.
    private static func oriented(_ vector: ArraySlice<Double>) -> [Double] {
      let values = Array(vector)
      let travelled = (values.last ?? 0) - (values.first ?? 0)
      let furthest = values.max { abs($0) < abs($1) } ?? 0
      let direction = abs(travelled) > 1e-9 * abs(furthest) ? travelled : furthest
      return direction < 0 ? values.map { -$0 } : values
    }

    func outcomes(ofFitted index: Int) -> [Outcome] {
      outcomes { k in values[k].squareRoot() * vectors[k * n + index] }
    }

    /// `products` are those of one snapshot with every fitted one.
    func outcomes(of products: ArraySlice<Double>) -> [Outcome] {
      let own = products.reduce(0, +) / Double(n)
      let centered = zip(products, means).map { $0 - own - $1 + mean }
      return outcomes { k in
        let sum = centered.indices.reduce(0) { $0 + centered[$1] * vectors[k * n + $1] }
        return sum / values[k].squareRoot()
      }
    }

    private func outcomes(_ score: (Int) -> Double) -> [Outcome] {
      (0..<components).map { values[$0] > 0 ? .number(score($0)) : .missing }
        + (0..<components).map { .number(total > 0 ? values[$0] / total : 0) }
    }
  }
}

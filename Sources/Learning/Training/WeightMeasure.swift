internal import Compute
public import Spec

/// What measures of the parameters look at.
public struct WeightReading {
  /// `[parameters]`, now.
  let parameters: UnsafeBufferPointer<Float>
  /// `[parameters]` as the run began with them.
  let initial: UnsafeBufferPointer<Float>
  /// `[parameters]` before the last update, and the gradient that it started from; nil at step 0.
  let last: (parameters: UnsafeBufferPointer<Float>, gradient: UnsafeBufferPointer<Float>)?
}

/// A number that is read off the parameters, not off predictions.
public protocol WeightMeasure: SpecKind {
  /// Whether it looks at the last update, which then has to be kept.
  static var needsLastUpdate: Bool { get }
  /// Finds the selected parameters; throws if a selector matches nothing.
  mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec)
  /// nil where there is no value, as for an update at step 0.
  func value(_ reading: WeightReading) -> Double?
}

/// Every measure of the parameters that a spec can name.
public let weightMeasures = Registry<any WeightMeasure>(
  "weights-measure",
  [
    .init(WeightNorm.self) { fields throws(InvalidSpec) in try WeightNorm(from: fields) },
    .init(WeightDistance.self) { fields throws(InvalidSpec) in try WeightDistance(from: fields) },
    .init(GradientNorm.self) { fields throws(InvalidSpec) in try GradientNorm(from: fields) },
    .init(UpdateNorm.self) { fields throws(InvalidSpec) in try UpdateNorm(from: fields) },
    .init(Messiness.self) { fields throws(InvalidSpec) in try Messiness(from: fields) },
  ])

/// √Σθ² over the selected parameters.
public struct WeightNorm: WeightMeasure {
  public static let kind = "norm"
  public static let summary = "The l2 norm of the parameters."
  public static let example = """
    kind: norm
    parameters: matrices
    """
  public static let needsLastUpdate = false

  private var chosen: ChosenWeights

  public init(from fields: Fields) throws(InvalidSpec) { chosen = ChosenWeights(from: fields) }

  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) { try chosen.prepare(layout) }
  public func value(_ reading: WeightReading) -> Double? { chosen.norm(reading.parameters) }
}

/// How far the selected parameters are from where they began.
public struct WeightDistance: WeightMeasure {
  public static let kind = "distance"
  public static let summary = "The distance of the parameters from their initial values."
  public static let example = """
    kind: distance
    measure: l2
    """
  public static let needsLastUpdate = false

  enum Form: String, NamedChoice {
    /// √Σ(θ − θ₀)².
    case l2
    /// The mean of (θ − θ₀)², as Grokfast's Table 2 has it.
    case meanSquare = "mean-square"
  }

  private let form: Form
  private var chosen: ChosenWeights

  public init(from fields: Fields) throws(InvalidSpec) {
    form = fields.read("measure", "l2: length of the change; mean-square: mean squared change.", default: .l2)
    chosen = ChosenWeights(from: fields)
  }

  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) { try chosen.prepare(layout) }

  public func value(_ reading: WeightReading) -> Double? {
    let sum = chosen.squareDistance(reading.parameters, reading.initial)
    return form == .l2 ? sum.squareRoot() : sum / Double(chosen.selection.count)
  }
}

/// The l2 norm of the gradient of the last update, before clipping and filters.
public struct GradientNorm: WeightMeasure {
  public static let kind = "gradient-norm"
  public static let summary = "The l2 norm of the last batch's gradient, before clipping and filters."
  public static let example = "kind: gradient-norm\n"
  public static let needsLastUpdate = true

  private var chosen: ChosenWeights

  public init(from fields: Fields) throws(InvalidSpec) { chosen = ChosenWeights(from: fields) }

  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) { try chosen.prepare(layout) }
  public func value(_ reading: WeightReading) -> Double? { reading.last.map { chosen.norm($0.gradient) } }
}

/// The l2 norm of the last change of the parameters, decay and constraint included.
public struct UpdateNorm: WeightMeasure {
  public static let kind = "update-norm"
  public static let summary = "The l2 norm of the last change of the parameters."
  public static let example = "kind: update-norm\n"
  public static let needsLastUpdate = true

  private var chosen: ChosenWeights

  public init(from fields: Fields) throws(InvalidSpec) { chosen = ChosenWeights(from: fields) }

  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) { try chosen.prepare(layout) }

  public func value(_ reading: WeightReading) -> Double? {
    reading.last.map { chosen.squareDistance(reading.parameters, $0.parameters).squareRoot() }
  }
}

/// The parameters that a measure looks at.
private struct ChosenWeights: Sendable {
  private let selector: LocatedSelector
  private(set) var selection = Selection.none

  init(from fields: Fields) { selector = LocatedSelector(from: fields, "Which parameters are measured.") }

  mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) {
    selection = Selection(try selector.parameters(in: layout))
  }

  func norm(_ vector: UnsafeBufferPointer<Float>) -> Double {
    selection.pieces.reduce(0) { $0 + squareSum(.init(rebasing: vector[$1.vector])) }.squareRoot()
  }

  func squareDistance(_ one: UnsafeBufferPointer<Float>, _ other: UnsafeBufferPointer<Float>) -> Double {
    selection.pieces.reduce(0) {
      $0 + Compute.squareDistance(.init(rebasing: one[$1.vector]), .init(rebasing: other[$1.vector]))
    }
  }
}

public import Spec

/// What a filter of training makes of each frequency of the gradient, once its memory is full.
public struct TrainedFilter: Sendable {
  /// nil where no closed form is known, or where the filter acts on some parameters only.
  private let system: (any LinearFilter)?
  private let replaces: Bool
  private let factor: Double

  /// - Parameter settings: a filter of training with all defaults; nil if it is not applied.
  public init?(_ settings: JSON) {
    if settings == .null || settings["apply"] == .bool(false) { return nil }
    replaces = settings["mode"]?.string == "replace"
    let sums = settings["aggregate"]?.string == "sum"
    factor = sums ? settings["window"]?.number ?? 1 : 1
    let known = (try? readYAML(settings.description, file: "filter")).flatMap {
      linearFilters.decode(Fields($0, diagnostics: Diagnostics()))
    }
    system = settings["parameters"]?.string == "all" ? known : nil
  }

  /// By how much the power at a frequency, in radians per step, is multiplied: |1 + H|², or |H|² for a filter that
  /// replaces the gradient.
  public func amplification(_ frequency: Double) -> Double? {
    guard let system else { return nil }
    let filtered = factor * system.transfer(frequency)
    let magnitude = (replaces ? filtered : Complex(1) + filtered).magnitude
    return magnitude * magnitude
  }
}

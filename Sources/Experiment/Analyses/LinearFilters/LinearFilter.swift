public import Spec

/// A gradient filter as a linear time-invariant system, for the analyses of formulas.
///
/// It is the ideal filter, at rest before time 0: a trained filter that switches on when its window is full, or
/// starts its average at the first gradient, differs from it at the beginning.
public protocol LinearFilter: SpecKind {
  /// The strength λ, which the response below includes.
  var gain: Double { get }
  /// `h(0) … h(length − 1)`, the answer to a single gradient of 1 at time 0.
  func impulseResponse(length: Int) -> [Double]
  /// `H(ω) = Σ_t h(t) e^{−iωt}` in closed form, for ω from 0 to π.
  func transfer(_ frequency: Double) -> Complex
}

/// Every filter of which the response is known.
public let linearFilters = Registry<any LinearFilter>(
  "linear filter",
  [
    .init(ExponentialAverageFilter.self, ExponentialAverageFilter.init(from:)),
    .init(FiniteFilter.self, FiniteFilter.init(from:)),
    .init(MovingAverageFilter.self, MovingAverageFilter.init(from:)),
    .init(RecursiveFilter.self, RecursiveFilter.init(from:)),
  ])

extension Fields {
  /// Reads `filters: {NAME: {kind: …}, …}`; sorted by name, so that the order of keys changes nothing.
  func readLinearFilters(_ purpose: String) -> [(name: String, filter: any LinearFilter)] {
    let filters = readNamedKinds("filters", purpose, from: linearFilters).sorted { $0.name < $1.name }
    check(
      node["filters"]?.entries?.isEmpty == false, "at least one filter is needed under 'filters'",
      at: "filters")
    return filters.map { (name: $0.name, filter: $0.value) }
  }

  /// The strength of a filter.
  func readGain() -> Double {
    read("gain", "The strength λ with which the filtered gradient is added.", default: 1)
  }
}

public import Spec

/// A linear filter of the gradient over time: it remembers past gradients and adds their slow part.
public protocol Filter: Transform, SpecKind {}

/// What a filter does with its memory; may change from phase to phase without touching the memory.
public struct FilterUse: Sendable, Hashable {
  enum Mode: String, NamedChoice { case add, replace }
  enum Fill: String, NamedChoice {
    case fromStart = "from-start"
    case fromTrigger = "from-trigger"
  }

  let gain: Double
  let applies: Bool
  let mode: Mode
  let fill: Fill

  /// `gain` is what a kind takes if none is written; nil asks for one.
  init(from fields: Fields, gain standard: Double? = nil) {
    let purpose = "Factor on the filter's output before it joins the gradient."
    if let standard {
      gain = fields.read("gain", purpose, default: standard)
    } else {
      gain = fields.read("gain", purpose, standIn: 1)
    }
    applies = fields.read(
      "apply", "Whether the gradient is changed; if not, the filter is only fed.", default: true)
    mode = fields.read("mode", "Whether the output is added to the gradient or replaces it.", default: .add)
    fill = fields.read(
      "fill", "Whether memory fills from the first step, or only once the filter applies.",
      default: .fromStart)
  }

  /// Whether gradients enter the memory now.
  var feeds: Bool { applies || fill == .fromStart }

  /// What the use adds to a rule: settings that do not act now are left out, so that runs share what is the same.
  func identity(_ more: [String: JSON] = [:]) -> JSON {
    guard applies else { return feeds ? "fed" : .null }
    return .object(
      more.merging(["gain": gain.canonical, "mode": mode.canonical]) { first, _ in first })
  }
}

/// The key that every filter has besides its use.
func readFilterParameters(_ fields: Fields) -> LocatedSelector {
  LocatedSelector(from: fields, "Which parameters are filtered.")
}

/// Every filter that a spec can name.
public let filters = Registry<any Filter>(
  "filter",
  [
    .init(MovingAverage.self) { fields throws(InvalidSpec) in try MovingAverage(from: fields) },
    .init(ExponentialMovingAverage.self) { fields throws(InvalidSpec) in
      try ExponentialMovingAverage(from: fields)
    },
    .init(FiniteImpulseResponse.self) { fields throws(InvalidSpec) in try FiniteImpulseResponse(from: fields)
    },
    .init(InfiniteImpulseResponse.self) { fields throws(InvalidSpec) in
      try InfiniteImpulseResponse(from: fields)
    },
    .init(FilterChain.self) { fields throws(InvalidSpec) in try FilterChain(from: fields) },
  ])

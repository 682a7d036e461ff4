public import Spec

/// Moves the parameters along the update that the filters left.
public protocol Optimizer: Transform, SpecKind {}

/// Learning rate and weight decay of every parameter: the optimiser's own values and the groups that override them.
struct Rates: Sendable {
  struct Group: Sendable {
    let name: String
    let parameters: LocatedSelector
    let learningRate: Double
    let weightDecay: Double
    let location: SourceLocation
  }

  /// A stretch of the flat vector with one rate and one decay.
  struct Piece: Sendable {
    let range: Range<Int>
    let learningRate: Double
    let weightDecay: Double
  }

  let learningRate: Double
  let weightDecay: Double
  let groups: [Group]
  private(set) var pieces: [Piece] = []

  init(from fields: Fields, weightDecay standard: Double) {
    let rate: Double = fields.read(
      "learning_rate", "Step size; 0 freezes the parameters.", standIn: 0, .atLeast(0))
    let decay = fields.read("weight_decay", "Pull towards zero.", default: standard, .atLeast(0))
    learningRate = rate
    weightDecay = decay
    groups = fields.readNamed("groups", "Named groups of parameters with values of their own.") { group in
      (
        parameters: LocatedSelector(from: group, "Which parameters are in the group."),
        learningRate: group.read("learning_rate", "Step size in this group.", default: rate, .atLeast(0)),
        weightDecay: group.read(
          "weight_decay", "Pull towards zero in this group.", default: decay, .atLeast(0)),
        location: group.node.location
      )
    }.map { name, group in
      Group(
        name: name, parameters: group.parameters, learningRate: group.learningRate,
        weightDecay: group.weightDecay, location: group.location)
    }
  }

  /// Settings that decide an update. Group names are labels; groups are disjoint, so their order means nothing.
  var identity: JSON {
    let described = groups.map { group -> JSON in
      [
        "parameters": group.parameters.selector.canonical, "learning_rate": group.learningRate.canonical,
        "weight_decay": group.weightDecay.canonical,
      ]
    }
    return [
      "learning_rate": learningRate.canonical, "weight_decay": weightDecay.canonical,
      "groups": .array(described.sorted { $0.description < $1.description }),
    ]
  }

  /// Finds the parameters of each group; throws if a selector matches nothing or two groups share a parameter.
  mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) {
    var owner: [String: Group] = [:]
    for group in groups {
      for parameter in try group.parameters.parameters(in: layout) {
        if let other = owner.updateValue(group, forKey: parameter.name) {
          throw InvalidSpec([
            Diagnostic(
              "parameter '\(parameter.name)' is in two groups, '\(other.name)' and '\(group.name)'",
              at: group.location, hint: "make their selectors disjoint")
          ])
        }
      }
    }
    pieces = []
    for parameter in layout.parameters where parameter.count > 0 {
      let group = owner[parameter.name]
      let rate = group?.learningRate ?? learningRate
      let decay = group?.weightDecay ?? weightDecay
      if let last = pieces.last, last.range.upperBound == parameter.offset, last.learningRate == rate,
        last.weightDecay == decay
      {
        pieces[pieces.count - 1] = Piece(
          range: last.range.lowerBound..<parameter.range.upperBound, learningRate: rate, weightDecay: decay)
      } else {
        pieces.append(Piece(range: parameter.range, learningRate: rate, weightDecay: decay))
      }
    }
  }
}

/// Every optimiser that a spec can name.
public let optimizers = Registry<any Optimizer>(
  "optimizer",
  [
    .init(StochasticGradientDescent.self) { fields throws(InvalidSpec) in
      try StochasticGradientDescent(from: fields)
    },
    .init(Adam.self) { fields throws(InvalidSpec) in try Adam(from: fields) },
    .init(AdamW.self) { fields throws(InvalidSpec) in try AdamW(from: fields) },
  ])

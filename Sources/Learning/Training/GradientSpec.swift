internal import Compute
public import Spec

/// Which gradients and updates are written down, of which parameters, and when.
public struct GradientSpec: Sendable {
  public let every: Cadence
  /// How many numbers of each parameter are drawn.
  let sample: Int
  /// Which ones; the run's seed has no part in it, so that all runs of one model show the same.
  let seed: Int
  let parameters: LocatedSelector

  init(from fields: Fields) {
    every = fields.read("every", "At which steps the update is written down.", default: .everyStep)
    sample = fields.read(
      "sample", "How many numbers of each parameter tensor are watched.", default: 8, .between(1, 4096))
    seed = fields.read("seed", "Which numbers these are.", default: 0, .atLeast(0))
    parameters = LocatedSelector(from: fields, "Which parameters are watched.")
    fields.check(
      !every.includesEnd, "updates are written down as they happen: 'end' is none", at: "every",
      hint: "leave 'end' out")
  }

  /// Everything that decides what is written down, and when.
  public var identity: JSON {
    [
      "every": every.canonical, "sample": sample.canonical, "seed": seed.canonical,
      "parameters": parameters.selector.canonical, "version": 1,
    ]
  }

  /// Draws the numbers that are watched; throws if the selector matches nothing.
  public func sample(of layout: ParameterLayout) throws(InvalidSpec) -> GradientSample {
    var parts: [GradientSample.Part] = []
    var places: [Int] = []
    for parameter in try parameters.parameters(in: layout) where parameter.count > 0 {
      // A stream for each, so that what is drawn of one depends on no other.
      var random = CounterRandom(seed: UInt64(seed), stream: "gradients of " + parameter.name)
      let drawn = GradientSpec.draw(min(sample, parameter.count), of: parameter.count, &random)
      parts.append(
        GradientSample.Part(
          name: parameter.name, size: parameter.count, range: places.count..<(places.count + drawn.count)))
      places += drawn.map { parameter.offset + $0 }
    }
    return GradientSample(parts: parts, places: places)
  }

  /// `count` of the numbers below `size`, each set of them equally likely, ascending. Source: R. Floyd, in J. Bentley,
  /// Programming pearls: a sample of brilliance, CACM 30 (1987).
  private static func draw(_ count: Int, of size: Int, _ random: inout CounterRandom) -> [Int] {
    var drawn: Set<Int> = []
    for last in (size - count)..<size {
      let number = random.below(last + 1)
      drawn.insert(drawn.contains(number) ? last : number)
    }
    return drawn.sorted()
  }
}

/// Numbers of the flat vector of parameters that are watched one by one.
public struct GradientSample: Sendable, Hashable {
  /// What is watched of one parameter tensor.
  public struct Part: Sendable, Hashable {
    public let name: String
    /// How many numbers the tensor has.
    public let size: Int
    /// Which of the watched numbers are its.
    public let range: Range<Int>

    public init(name: String, size: Int, range: Range<Int>) {
      self.name = name
      self.size = size
      self.range = range
    }
  }

  public let parts: [Part]
  /// `[sample]`: where each watched number lies in the flat vector.
  public let places: [Int]
}

extension Cadence {
  /// After every update.
  fileprivate static let everyStep = Cadence([.every(.steps(1), from: .steps(0), until: nil)])
}

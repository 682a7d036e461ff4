public import Compute
public import Learning
public import Spec

/// Every unordered pair of p symbols, i ≤ j, with a random template for the sum as its target.
///
/// Inputs are the two symbols, targets vectors from N(0, I), one per sum. Pairs are enumerated with i outside; some of
/// them, drawn at random, train, in the order in which they were drawn. The published code draws by NumPy's rules,
/// p unused templates first; so does this data set under `rng: pytorch`.
/// Source: Liu et al., Omnigrok, arXiv 2210.01117, Figure 6.
public struct AdditionPairs: DatasetKind {
  public static let kind = "addition-pairs"
  public static let summary = "Every unordered pair of symbols; the target is a random vector for their sum."
  public static let example = """
    kind: addition-pairs
    modulus: 10
    train_size: 45
    template_dimension: 30
    """

  /// Which pairs share a template.
  public enum Variant: String, NamedChoice {
    /// Those whose sums are equal modulo p, as in the published code.
    case code
    /// Those whose sums are equal, as in the paper's text.
    case paper
  }

  let modulus: Int
  let trainSize: Int
  let dimension: Int
  let variant: Variant
  public let seed: BlockSeed?

  public init(from fields: Fields) throws(InvalidSpec) {
    modulus = fields.read("modulus", "How many symbols p there are.", default: 10, .between(2, 4096))
    trainSize = fields.read(
      "train_size", "How many pairs train; the others validate.", standIn: 1, .atLeast(1))
    dimension = fields.read(
      "template_dimension", "How many numbers a target has.", default: 30, .between(1, 65536))
    variant = fields.read(
      "variant", "code: one template per sum modulo p, as published; paper: one per sum.", default: .code)
    seed = fields.readSeed()
    let pairs = modulus * (modulus + 1) / 2
    fields.check(
      trainSize < pairs,
      "'\(trainSize)' of \(pairs) pairs cannot train: expected from 1 to \(pairs - 1)", at: "train_size")
  }

  private var pairs: [(first: Int, second: Int)] {
    (0..<modulus).flatMap { first in (first..<modulus).map { (first, $0) } }
  }

  public var shape: DatasetShape {
    DatasetShape(
      input: .tokens(vocabulary: modulus, length: 2), target: .values(width: dimension),
      trainCount: trainSize, validationCount: modulus * (modulus + 1) / 2 - trainSize)
  }

  public func prepare(
    _ random: inout any RandomSource, read: (DataFile) throws -> [UInt8]
  ) throws -> PreparedData {
    let pairs = pairs
    let (templates, train) = draw(pairs.count, &random)
    let trains = Set(train)
    func examples(_ chosen: [Int]) -> Examples {
      let tokens = chosen.flatMap { [Int32(pairs[$0].first), Int32(pairs[$0].second)] }
      let values = chosen.flatMap { row in
        let sum = pairs[row].first + pairs[row].second
        let template = variant == .code ? sum % modulus : sum
        return templates[(template * dimension)..<((template + 1) * dimension)]
      }
      return Examples(
        count: chosen.count, inputs: .tokens(tokens, length: 2, vocabulary: modulus),
        targets: .values(values, width: dimension))
    }
    return PreparedData(
      train: examples(train), validation: examples(pairs.indices.filter { !trains.contains($0) }))
  }

  /// The templates `[sums, dimension]` and the pairs that train.
  private func draw(_ pairs: Int, _ random: inout any RandomSource) -> (templates: [Float], train: [Int]) {
    let sums = variant == .code ? modulus : 2 * modulus - 1
    var templates = [Float](repeating: 0, count: sums * dimension)
    if let twister = random as? MersenneTwister {
      var numbers = NumPyRandom(twister)
      // Templates of the symbols, for an encoder that is not used.
      for _ in 0..<(modulus * dimension) { _ = numbers.nextNormal() }
      for index in templates.indices { templates[index] = Float(numbers.nextNormal()) }
      let train = numbers.choice(trainSize, of: pairs)
      random = numbers.words
      return (templates, train)
    }
    templates.withUnsafeMutableBufferPointer { random.fillNormal($0, mean: 0, deviation: 1) }
    return (templates, random.permutation(pairs).prefix(trainSize).map(Int.init))
  }
}

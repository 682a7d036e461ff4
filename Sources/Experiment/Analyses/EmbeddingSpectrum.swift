public import Spec

/// Finds waves in how a model writes numbers: the Fourier power of the token embeddings over the tokens.
///
/// Rows 0…p−1 of the embedding are the residues modulo p. A network that adds modulo p keeps few of the waves
/// e^{2πikn/p} over the residues n; one that multiplies keeps few over the exponents j of n = g^j, where g is a
/// primitive root, because there multiplication is addition modulo p − 1.
public struct EmbeddingSpectrum: Analysis {
  public static let kind = "embedding-spectrum"
  public static let summary = "The Fourier power of token embeddings over the tokens, at every snapshot."
  public static let example = """
    kind: embedding-spectrum
    modulus: 5
    """

  /// Along what the waves run.
  enum Order: String, NamedChoice {
    /// Residues 0, 1, …, p − 1.
    case residues
    /// 1, g, g², …, for the least primitive root g of a prime p.
    case powers
  }

  let modulus: Int
  let parameter: Name
  let order: Order

  public init(from fields: Fields) throws(InvalidSpec) {
    modulus = fields.read(
      "modulus", "How many of the first tokens are residues.", standIn: 2, .between(2, 100_000))
    parameter = fields.read(
      "parameter", "Which parameter holds an embedding per token.",
      default: Name("token_embeddings.weight", at: fields.node.location))
    order = fields.read(
      "order", "Residues in their order, for addition; powers of a primitive root, for multiplication.",
      default: .residues)
    fields.check(
      order == .residues || EmbeddingSpectrum.isPrime(modulus),
      "only a prime has a primitive root whose powers are all residues but 0", at: "modulus")
  }

  public var needs: AnalysisNeeds {
    .snapshots(SnapshotDemand(moments: [], all: true, parameter: parameter))
  }

  private static let columns = ["share", "power"]

  public func outline(of input: TableOutline, _ diagnostics: Diagnostics) -> TableOutline {
    TableOutline(axes: input.axes + ["step", "wave"], columns: EmbeddingSpectrum.columns)
  }

  /// `power` at k is what the wave k contributes to the mean square length of an embedding, `share` its part of that.
  public func run(_ inputs: AnalysisInputs) throws -> Table {
    let source = inputs.snapshots
    var axes: [String] = []
    for axis in source.points.flatMap(\.axes) where !axes.contains(axis) { axes.append(axis) }
    var result = Table(axes: axes + ["step", "wave"], columns: EmbeddingSpectrum.columns)
    let tokens = tokens
    for (point, coordinates) in source.points.enumerated() {
      guard let part = source.part(parameter.text, of: point) else {
        throw AnalysisFailure("the snapshots of \(coordinates) have no '\(parameter.text)'")
      }
      guard part.shape.count == 2, part.shape[0] >= modulus else {
        throw AnalysisFailure("'\(parameter.text)' of \(coordinates) has no \(modulus) rows: \(part.shape)")
      }
      let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: source.parameterCount(of: point))
      defer { memory.deallocate() }
      for step in source.steps(of: point) {
        try source.load(point: point, step: step, into: memory)
        let embedding = UnsafeBufferPointer(rebasing: memory[part.range])
        let power = EmbeddingSpectrum.power(embedding, width: part.shape[1], along: tokens)
        let total = power.reduce(0, +)
        guard total.isFinite else {
          throw AnalysisFailure("an embedding of \(coordinates) at step \(step) is not a finite number")
        }
        for (k, value) in power.enumerated() {
          result.append(
            axes.map { coordinates[$0] ?? .absent } + [.number(step), .number(k)],
            [total > 0 ? .number(value / total) : .missing, .number(value)])
        }
      }
    }
    return result
  }

  /// `P_k = c_k Σ_d |Σ_j W[t_j, d] e^{−2πikj/n}|² / n²` for k = 0…n/2, with c = 1 at 0 and n/2 and 2 between.
  private static func power(_ embedding: UnsafeBufferPointer<Float>, width: Int, along tokens: [Int])
    -> [Double]
  {
    let count = tokens.count
    let turns = (0..<count).map { Complex(angle: -2 * Double.pi * Double($0) / Double(count)) }
    return (0...(count / 2)).map { k in
      var sums = [Complex](repeating: Complex(0), count: width)
      sums.withUnsafeMutableBufferPointer { sums in
        for (j, token) in tokens.enumerated() {
          let turn = turns[j * k % count]
          for d in 0..<width {
            let weight = Double(embedding[token * width + d])
            sums[d].real += weight * turn.real
            sums[d].imaginary += weight * turn.imaginary
          }
        }
      }
      let square = sums.reduce(0) { $0 + $1.real * $1.real + $1.imaginary * $1.imaginary }
      return (k == 0 || 2 * k == count ? 1 : 2) * square / Double(count * count)
    }
  }

  /// The tokens in the order along which waves run.
  private var tokens: [Int] {
    if order == .residues { return Array(0..<modulus) }
    for root in 1..<modulus {
      var powers = [1]
      while let last = powers.last, last * root % modulus != 1 { powers.append(last * root % modulus) }
      if powers.count == modulus - 1 { return powers }
    }
    preconditionFailure("\(modulus) is no prime")
  }

  private static func isPrime(_ number: Int) -> Bool {
    number > 1 && !(2..<number).prefix { $0 * $0 <= number }.contains { number.isMultiple(of: $0) }
  }
}

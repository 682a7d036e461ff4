public import Compute
public import Learning
public import Spec

/// All equations of two permutations of n things and a third, each as the tokens `[x, op, y, eq]` with target r.
///
/// Permutations are numbered in lexicographic order, from the identity 0 to n! − 1; `eq` is n! and `op` n! + 1.
/// Products apply their right factor first: `(x · y)(i) = x(y(i))`. Equations are enumerated with x outside and y
/// inside; one permutation of them is drawn, and the first `train_fraction · n!²`, rounded, train.
/// Source: Power et al., Grokking, arXiv 2201.02177, the operations on S5.
public struct PermutationGroup: DatasetKind {
  public static let kind = "permutation-group"
  public static let summary = "Every equation of two permutations, as tokens and an answer."
  public static let example = """
    kind: permutation-group
    degree: 4
    operation: xy
    train_fraction: 0.5
    """

  public enum Operation: String, NamedChoice {
    case product = "xy"
    case conjugate = "xyx^-1"
    case sandwich = "xyx"
  }

  private let degree: Int
  private let operation: Operation
  private let cut: Cut
  public let seed: BlockSeed?

  public init(from fields: Fields) throws(InvalidSpec) {
    degree = fields.read("degree", "How many things n are permuted.", default: 5, .between(2, 6))
    operation = fields.read("operation", "What is made of x and y.", default: .product)
    cut = Cut(from: fields)
    seed = fields.readSeed()
    table.check(fields)
  }

  private var order: Int { (1...degree).reduce(1, *) }
  private var table: EquationTable {
    EquationTable(count: order * order, length: 4, vocabulary: order + 2, cut: cut)
  }

  public var shape: DatasetShape { table.shape }

  public func prepare(
    _ random: inout any RandomSource, read: (DataFile) throws -> [UInt8]
  ) throws -> PreparedData {
    let elements = PermutationGroup.elements(degree)
    let numbers = Dictionary(zip(elements, Int32(0)...).map { ($0, $1) }, uniquingKeysWith: { $1 })
    let order = order
    let results = elements.flatMap { x in
      let inverse = PermutationGroup.inverse(x)
      return elements.map { y -> Int32 in
        let product = PermutationGroup.product(x, y)
        let result =
          switch operation {
          case .product: product
          case .conjugate: PermutationGroup.product(product, inverse)
          case .sandwich: PermutationGroup.product(product, x)
          }
        return numbers[result] ?? 0
      }
    }
    return table.divided(results, &random) {
      [Int32($0 / order), Int32(order + 1), Int32($0 % order), Int32(order)]
    }
  }

  /// All permutations of 0..<degree in lexicographic order.
  static func elements(_ degree: Int) -> [[Int]] {
    func continued(_ start: [Int]) -> [[Int]] {
      start.count == degree
        ? [start] : (0..<degree).filter { !start.contains($0) }.flatMap { continued(start + [$0]) }
    }
    return continued([])
  }

  private static func product(_ x: [Int], _ y: [Int]) -> [Int] { y.map { x[$0] } }

  private static func inverse(_ x: [Int]) -> [Int] {
    var inverse = x
    for (index, image) in x.enumerated() { inverse[image] = index }
    return inverse
  }
}

public import Compute
public import Learning
public import Spec

/// All equations `x ∘ y = r (mod p)`, each as the tokens `[x, op, y, eq]` or `[x, y, eq]` with target r.
///
/// Numbers are their own tokens, `eq` is p and `op`, if there, p + 1; targets are classes among all tokens. Equations
/// are enumerated with x outside and y inside; one permutation of them is drawn, and the first `train_fraction · n`,
/// rounded, train. With modulus 97, `multiply` and a second operand that is not zero these are the 9,312 equations of
/// Grokfast's published code; with modulus 113, `add`, all second operands, `tokens: x-y-eq` and `rounding: down` the
/// 12,769 of Omnigrok's.
public struct ModularArithmetic: DatasetKind {
  public static let kind = "modular-arithmetic"
  public static let summary = "Every equation of one operation modulo a prime, as tokens and an answer."
  public static let example = """
    kind: modular-arithmetic
    operation: multiply
    modulus: 97
    train_fraction: 0.5
    """

  /// The operations of Power et al., 2022 (Grokking), polynomials as they are written.
  public enum Operation: String, NamedChoice {
    case add, subtract, multiply, divide
    case sumOfSquares = "x^2+y^2"
    case squaresAndProduct = "x^2+xy+y^2"
    case squaresProductAndX = "x^2+xy+y^2+x"
    case cubeAndProduct = "x^3+xy"
    case cubeProductAndY = "x^3+xy^2+y"

    /// `x ∘ y` modulo p; for division the `r` with `r y = x`.
    func callAsFunction(_ x: Int, _ y: Int, modulo p: Int) -> Int {
      switch self {
      case .add: (x + y) % p
      case .subtract: (x - y + p) % p
      case .multiply: x * y % p
      case .divide: x * Operation.power(y, p - 2, modulo: p) % p
      case .sumOfSquares: (x * x + y * y) % p
      case .squaresAndProduct: (x * x + x * y + y * y) % p
      case .squaresProductAndX: (x * x + x * y + y * y + x) % p
      case .cubeAndProduct: (x * x % p * x + x * y) % p
      case .cubeProductAndY: (x * x % p * x + x * y % p * y + y) % p
      }
    }

    /// By Fermat's little theorem `y^(p−2)` is the inverse of y modulo a prime p.
    private static func power(_ base: Int, _ exponent: Int, modulo p: Int) -> Int {
      var result = 1 % p
      var square = base % p
      var rest = exponent
      while rest > 0 {
        if rest & 1 == 1 { result = result * square % p }
        square = square * square % p
        rest >>= 1
      }
      return result
    }
  }

  /// The values that y takes; x takes all.
  public enum SecondOperand: String, NamedChoice {
    case all, nonzero
  }

  /// How an equation is written.
  public enum Form: String, NamedChoice {
    case withOperation = "x-op-y-eq"
    case operandsOnly = "x-y-eq"

    var length: Int { self == .withOperation ? 4 : 3 }

    /// Tokens beyond the numbers.
    var signs: Int { length - 2 }

    func tokens(_ x: Int32, _ y: Int32, modulus: Int32) -> [Int32] {
      self == .withOperation ? [x, modulus + 1, y, modulus] : [x, y, modulus]
    }
  }

  let operation: Operation
  let modulus: Int
  let secondOperand: SecondOperand
  let form: Form
  let cut: Cut
  public let seed: BlockSeed?

  public init(from fields: Fields) throws(InvalidSpec) {
    operation = fields.read("operation", "What is done to x and y.", standIn: .multiply)
    modulus = fields.read("modulus", "The prime p.", default: 97, .between(2, 4093))
    secondOperand = fields.read("second_operand", "Whether y may be 0.", default: .nonzero)
    form = fields.read("tokens", "How an equation is written.", default: .withOperation)
    cut = Cut(from: fields)
    seed = fields.readSeed()
    fields.check(
      ModularArithmetic.isPrime(modulus), "modulus \(modulus) is not a prime", at: "modulus",
      hint: "the nearest is \(ModularArithmetic.nearestPrime(to: modulus))")
    fields.check(
      operation != .divide || secondOperand == .nonzero, "division needs a second operand that is not zero",
      at: "second_operand", hint: "write second_operand: nonzero")
    table.check(fields)
  }

  private static func isPrime(_ number: Int) -> Bool {
    number >= 2 && !(2..<max(2, number)).prefix { $0 * $0 <= number }.contains { number % $0 == 0 }
  }

  private static func nearestPrime(to number: Int) -> Int {
    (1...number).lazy.flatMap { [number - $0, number + $0] }.first(where: isPrime) ?? 2
  }

  /// The values of y are the numbers from here on.
  private var least: Int { secondOperand == .all ? 0 : 1 }

  private var table: EquationTable {
    EquationTable(
      count: modulus * (modulus - least), length: form.length, vocabulary: modulus + form.signs, cut: cut)
  }

  public var shape: DatasetShape { table.shape }

  public func prepare(
    _ random: inout any RandomSource, read: (DataFile) throws -> [UInt8]
  ) throws -> PreparedData {
    let columns = modulus - least
    func operands(_ equation: Int) -> (x: Int, y: Int) { (equation / columns, least + equation % columns) }
    let results = (0..<(modulus * columns)).map { equation in
      let (x, y) = operands(equation)
      return Int32(operation(x, y, modulo: modulus))
    }
    return table.divided(results, &random) { equation in
      let (x, y) = operands(equation)
      return form.tokens(Int32(x), Int32(y), modulus: Int32(modulus))
    }
  }
}

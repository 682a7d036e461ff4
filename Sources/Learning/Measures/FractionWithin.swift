public import Spec

/// The share of samples whose squared error, averaged over the outputs, is below a tolerance.
public struct FractionWithin: Measure {
  public static let kind = "fraction-within"
  public static let summary =
    "the share of samples whose mean squared error over the outputs is below a tolerance"
  public static let example = """
    kind: fraction-within
    tolerance: 0.01
    """
  public static let best = Extreme.highest

  private let tolerance: Double
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    tolerance = fields.read(
      "tolerance", "bound of the mean squared error over outputs", standIn: 1, .above(0))
    location = fields.node.location
  }

  public func check(_ signature: Signature, _ loss: any Loss) throws(InvalidSpec) {
    try signature.checkOneTarget(Self.kind, location)
  }

  public func sum(
    of predictions: UnsafePointer<Float>, outputs: Int, examples: Examples, rows: UnsafeBufferPointer<Int32>,
    loss: any Loss
  ) -> Double {
    var within = 0
    var squares = 0.0
    forEachError(predictions, outputs: outputs, targets: examples.targets, rows: rows) { _, output, error in
      squares += Double(error) * Double(error)
      if output == outputs - 1 {
        if squares / Double(outputs) < tolerance { within += 1 }
        squares = 0
      }
    }
    return Double(within)
  }
}

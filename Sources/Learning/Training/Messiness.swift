public import Spec

/// How far a table of places `E_k` is from an even line: `√(Σ|E_k − c − k v|² / Σ|E_k − mean|²)` for the best c and v.
///
/// 0 for symbols that lie in order at equal distances, 1 for those without any trend. Omnigrok (arXiv 2210.01117)
/// names the coordinate along which it mixes initial places messiness, and gives no measure of it for trained ones.
public struct Messiness: WeightMeasure {
  public static let kind = "messiness"
  public static let summary = "How far a table of representations is from an even line, from 0 to 1."
  public static let example = """
    kind: messiness
    parameters: representation.weight
    """
  public static let needsLastUpdate = false

  private let selector: LocatedSelector
  private var table: Parameter?

  public init(from fields: Fields) throws(InvalidSpec) {
    selector = LocatedSelector(from: fields, "The table, one row per symbol.")
  }

  public mutating func prepare(_ layout: ParameterLayout) throws(InvalidSpec) {
    let chosen = try selector.parameters(in: layout)
    guard chosen.count == 1, let table = chosen.first, table.shape.count == 2, table.shape[0] >= 2 else {
      throw InvalidSpec([
        Diagnostic(
          "'\(Self.kind)' looks at one table, but \(chosen.count) parameters are chosen",
          at: selector.location, hint: "write parameters: representation.weight")
      ])
    }
    self.table = table
  }

  public func value(_ reading: WeightReading) -> Double? {
    guard let table else { return nil }
    let (rows, width) = (table.shape[0], table.shape[1])
    let middle = Double(rows - 1) / 2
    let spread = (0..<rows).reduce(0) { $0 + (Double($1) - middle) * (Double($1) - middle) }
    var (total, explained) = (0.0, 0.0)
    for column in 0..<width {
      let values = (0..<rows).map { Double(reading.parameters[table.offset + $0 * width + column]) }
      let mean = values.reduce(0, +) / Double(rows)
      let slope = values.enumerated().reduce(0) { $0 + (Double($1.0) - middle) * ($1.1 - mean) } / spread
      total += values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      explained += slope * slope * spread
    }
    return total > 0 ? (max(0, total - explained) / total).squareRoot() : nil
  }
}

internal import Spec

/// Two CSV files compared cell by cell.
public struct NumbersComparison: Sendable, Hashable {
  /// Two numbers that are not the same.
  public struct Deviation: Sendable, Hashable {
    public let column: String
    /// Counts from 1 below the header.
    public let row: Int
    public let expected: String
    public let found: String
    /// Relative to the larger of the two; infinite where one of them is no number.
    public let size: Double
  }

  /// The largest deviation; nil if all cells are equal.
  public private(set) var largest: Deviation?
  /// The first cell that no tolerance covers.
  public private(set) var first: Deviation?
  /// Why the files cannot be compared cell by cell.
  public private(set) var mismatch: String?

  public var isWithinTolerance: Bool { first == nil && mismatch == nil }

  init(expected: [UInt8], found: [UInt8], tolerance: Tolerance) {
    do {
      try compare(expected, found, tolerance)
    } catch {
      mismatch = "the numbers cannot be read: \(error)"
    }
  }

  private mutating func compare(
    _ expected: [UInt8], _ found: [UInt8], _ tolerance: Tolerance
  ) throws(MalformedTable) {
    var (left, right) = (CSVReader(expected), CSVReader(found))
    guard try left.next(), try right.next() else {
      mismatch = "there are no columns"
      return
    }
    let columns = try NumbersComparison.texts(left)
    let others = try NumbersComparison.texts(right)
    guard columns == others else {
      mismatch =
        "the columns are \(others.joined(separator: ", ")) instead of \(columns.joined(separator: ", "))"
      return
    }
    var row = 0
    while true {
      let (hasLeft, hasRight) = (try left.next(), try right.next())
      guard hasLeft == hasRight else {
        mismatch = "there are \(hasLeft ? "fewer" : "more") rows than the \(row) that both have"
        return
      }
      if !hasLeft { return }
      row += 1
      guard left.fields.count == right.fields.count else {
        mismatch = "row \(row) has \(right.fields.count) cells instead of \(left.fields.count)"
        return
      }
      for (index, (one, other)) in zip(left.fields, right.fields).enumerated() {
        let (before, now) = (try left.text(one), try right.text(other))
        if before == now { continue }
        let column = columns.indices.contains(index) ? columns[index] : "\(index + 1)"
        note(before, now, left.number(one), right.number(other), column, row, tolerance)
      }
    }
  }

  private mutating func note(
    _ before: String, _ now: String, _ expected: Double?, _ found: Double?, _ column: String, _ row: Int,
    _ tolerance: Tolerance
  ) {
    var size = Double.infinity
    var isAccepted = false
    if let expected, let found {
      if expected == found { return }
      size = abs(expected - found) / max(abs(expected), abs(found))
      isAccepted = tolerance.accepts(found, for: expected, in: column)
    }
    let deviation = Deviation(column: column, row: row, expected: before, found: now, size: size)
    if size > largest?.size ?? -1 { largest = deviation }
    if !isAccepted, first == nil { first = deviation }
  }

  private static func texts(_ reader: CSVReader) throws(MalformedTable) -> [String] {
    var texts: [String] = []
    for field in reader.fields { texts.append(try reader.text(field)) }
    return texts
  }
}

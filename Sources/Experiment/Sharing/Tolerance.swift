internal import Spec

/// How far numbers may be from those that were published and still count as reproduced.
///
/// Two numbers agree if they differ by at most `absolute`, or by at most `relative` times the larger of the two.
public struct Tolerance: Sendable, Hashable {
  public var relative: Double
  public var absolute: Double
  /// Other relative tolerances, by column.
  public var columns: [String: Double]

  /// Within one class of machines results are equal bit for bit. Elsewhere rounding differs, and training makes more of
  /// it; a thousandth is what a reader of the figure could not see.
  public init(relative: Double = 1e-3, absolute: Double = 1e-6, columns: [String: Double] = [:]) {
    (self.relative, self.absolute, self.columns) = (relative, absolute, columns)
  }

  func accepts(_ found: Double, for expected: Double, in column: String) -> Bool {
    if found == expected || (found.isNaN && expected.isNaN) { return true }
    guard found.isFinite, expected.isFinite else { return false }
    let distance = abs(found - expected)
    return distance <= absolute
      || distance <= (columns[column] ?? relative) * max(abs(found), abs(expected))
  }
}

extension Tolerance {
  var json: JSON {
    [
      "relative": .number(relative), "absolute": .number(absolute),
      "columns": .object(columns.mapValues(JSON.number)),
    ]
  }

  /// nil for anything but what ``json`` gives.
  init?(_ json: JSON) {
    guard let relative = json["relative"]?.number, let absolute = json["absolute"]?.number, relative >= 0,
      absolute >= 0, let columns = json["columns"]?.object
    else { return nil }
    self.init(relative: relative, absolute: absolute, columns: columns.compactMapValues(\.number))
  }
}

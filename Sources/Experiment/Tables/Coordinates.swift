/// Where a run or a row lies: a value on each of its axes, in order.
public struct Coordinates: Sendable, Hashable {
  public private(set) var axes: [String]
  public private(set) var values: [AxisValue]

  /// Axes on which the value is absent are left out.
  public init(_ pairs: [(axis: String, value: AxisValue)] = []) {
    let present = pairs.filter { $0.value != .absent }
    axes = present.map(\.axis)
    values = present.map(\.value)
  }

  /// The value on an axis; nil if there is none.
  public subscript(axis: String) -> AxisValue? {
    axes.firstIndex(of: axis).map { values[$0] }
  }

  /// Whether two places agree on every axis that both have, apart from `ignored`: the rule that pairs each run with
  /// its baseline, its seed with the same seed.
  public func pairs(with other: Coordinates, ignoring ignored: Set<String> = []) -> Bool {
    zip(axes, values).allSatisfy { axis, value in
      ignored.contains(axis) || other[axis].map { $0 == value } ?? true
    }
  }
}

extension Coordinates: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, AxisValue)...) {
    self.init(elements.map { (axis: $0.0, value: $0.1) })
  }
}

extension Coordinates: CustomStringConvertible {
  /// `baseline/gain=5/seed=0`: the run bare, every other axis with its name.
  public var description: String {
    zip(axes, values).map { $0 == "run" ? $1.description : "\($0)=\($1)" }.joined(separator: "/")
  }
}

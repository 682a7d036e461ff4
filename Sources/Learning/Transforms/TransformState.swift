/// Goes through the memory of a transform: to allocate it, save it, restore it or hand it on.
public protocol StateVisitor {
  /// `count` is the length that the values have, or shall get.
  mutating func visit(_ name: String, _ values: inout [Float], count: Int)
  mutating func visit(_ name: String, _ values: inout [Double], count: Int)
  mutating func visit(_ name: String, _ values: inout [Int], count: Int)
  /// Opens a level of names, such as `filter`, for what `body` visits.
  mutating func enter(_ name: String, _ body: (inout Self) -> Void)
}

extension StateVisitor {
  /// A single whole number.
  public mutating func visit(_ name: String, _ value: inout Int) {
    var values = [value]
    visit(name, &values, count: 1)
    value = values.first ?? 0
  }

  /// Whole numbers that are kept in fewer bits.
  public mutating func visit<Narrow: FixedWidthInteger>(_ name: String, _ values: inout [Narrow], count: Int)
  {
    var wide = values.map { Int($0) }
    visit(name, &wide, count: count)
    values = wide.map { Narrow(truncatingIfNeeded: $0) }
  }
}

/// A named piece of a saved state.
public struct NamedTensor: Sendable, Hashable {
  public enum Values: Sendable, Hashable {
    case floats([Float])
    case doubles([Double])
    case integers([Int])
  }

  /// Dotted: `filter.queue`.
  public let name: String
  public let values: Values

  public init(_ name: String, _ values: Values) {
    self.name = name
    self.values = values
  }

  public var count: Int {
    switch values {
    case .floats(let values): values.count
    case .doubles(let values): values.count
    case .integers(let values): values.count
    }
  }
}

/// A saved state that does not fit what it is restored into.
public struct UnfitState: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

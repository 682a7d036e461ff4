/// Goes through the memory of a transform: to allocate it, save it, restore it or hand it on.
public protocol StateVisitor {
  /// `count` is the length that the values have, or shall get.
  mutating func visit(_ name: String, _ values: inout [Float], count: Int)
  mutating func visit(_ name: String, _ values: inout [Double], count: Int)
  mutating func visit(_ name: String, _ value: inout Int)
  /// Opens a level of names, such as `filter`, for what `body` visits.
  mutating func enter(_ name: String, _ body: (inout Self) -> Void)
}

/// A named piece of a saved state.
public struct NamedTensor: Sendable, Hashable {
  public enum Values: Sendable, Hashable {
    case floats([Float])
    case doubles([Double])
    case integers([Int64])
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

/// Sizes all memory and sets it to zero.
public struct StateAllocator: StateVisitor {
  public init() {}

  public mutating func visit(_ name: String, _ values: inout [Float], count: Int) {
    values = [Float](repeating: 0, count: count)
  }

  public mutating func visit(_ name: String, _ values: inout [Double], count: Int) {
    values = [Double](repeating: 0, count: count)
  }

  public mutating func visit(_ name: String, _ value: inout Int) { value = 0 }

  public mutating func enter(_ name: String, _ body: (inout Self) -> Void) { body(&self) }
}

/// Shows memory piece by piece without copying it, in a fixed order.
public struct StateReader: StateVisitor {
  private let show: (String, NamedTensor.Values) -> Void
  private var prefix = ""

  /// `show` gets a full name and values that share their storage with the transform; whoever keeps them makes
  /// the next step copy them.
  public init(_ show: @escaping (String, NamedTensor.Values) -> Void) { self.show = show }

  public mutating func visit(_ name: String, _ values: inout [Float], count: Int) {
    show(prefix + name, .floats(values))
  }

  public mutating func visit(_ name: String, _ values: inout [Double], count: Int) {
    show(prefix + name, .doubles(values))
  }

  public mutating func visit(_ name: String, _ value: inout Int) {
    show(prefix + name, .integers([Int64(value)]))
  }

  public mutating func enter(_ name: String, _ body: (inout Self) -> Void) {
    let outer = prefix
    prefix += name + "."
    body(&self)
    prefix = outer
  }
}

/// Puts saved values back, and notes the first one that is missing or does not fit.
public struct StateRestorer: StateVisitor {
  private var tensors: [String: NamedTensor.Values]
  private var prefix = ""
  public private(set) var problem: UnfitState?

  public init(_ tensors: some Sequence<NamedTensor>) {
    self.tensors = Dictionary(tensors.map { ($0.name, $0.values) }) { _, last in last }
  }

  public mutating func visit(_ name: String, _ values: inout [Float], count: Int) {
    if case .floats(let saved)? = take(name), saved.count == count {
      values = saved
    } else {
      miss(name, count)
    }
  }

  public mutating func visit(_ name: String, _ values: inout [Double], count: Int) {
    if case .doubles(let saved)? = take(name), saved.count == count {
      values = saved
    } else {
      miss(name, count)
    }
  }

  public mutating func visit(_ name: String, _ value: inout Int) {
    if case .integers(let saved)? = take(name), saved.count == 1 {
      value = Int(saved[0])
    } else {
      miss(name, 1)
    }
  }

  public mutating func enter(_ name: String, _ body: (inout Self) -> Void) {
    let outer = prefix
    prefix += name + "."
    body(&self)
    prefix = outer
  }

  /// Throws what was missing, or names what nobody asked for.
  public func finish() throws(UnfitState) {
    if let problem { throw problem }
    if let name = tensors.keys.min() {
      throw UnfitState("the saved state has '\(name)', which this run does not")
    }
  }

  private mutating func take(_ name: String) -> NamedTensor.Values? {
    tensors.removeValue(forKey: prefix + name)
  }

  private mutating func miss(_ name: String, _ count: Int) {
    if problem == nil { problem = UnfitState("the saved state has no '\(prefix + name)' of \(count) values") }
  }
}

/// Carries memory from one transform to another that means the same, without copying it.
struct StateMover: StateVisitor {
  private var floats: [String: [Float]] = [:]
  private var doubles: [String: [Double]] = [:]
  private var integers: [String: Int] = [:]
  private var prefix = ""
  /// False while memory is taken out, true while it is put in.
  var isFilling = false

  mutating func visit(_ name: String, _ values: inout [Float], count: Int) {
    if isFilling {
      values = floats.removeValue(forKey: prefix + name) ?? []
      precondition(values.count == count, "'\(prefix + name)' has \(values.count) values, not \(count)")
    } else {
      floats[prefix + name] = values
      values = []
    }
  }

  mutating func visit(_ name: String, _ values: inout [Double], count: Int) {
    if isFilling {
      values = doubles.removeValue(forKey: prefix + name) ?? []
      precondition(values.count == count, "'\(prefix + name)' has \(values.count) values, not \(count)")
    } else {
      doubles[prefix + name] = values
      values = []
    }
  }

  mutating func visit(_ name: String, _ value: inout Int) {
    if isFilling { value = integers[prefix + name] ?? 0 } else { integers[prefix + name] = value }
  }

  mutating func enter(_ name: String, _ body: (inout Self) -> Void) {
    let outer = prefix
    prefix += name + "."
    body(&self)
    prefix = outer
  }
}

/// Sizes all memory and sets it to zero.
public struct StateAllocator: StateVisitor {
  public init() {}

  public mutating func visit(_ name: String, _ values: inout [Float], count: Int) {
    values = [Float](repeating: 0, count: count)
  }

  public mutating func visit(_ name: String, _ values: inout [Double], count: Int) {
    values = [Double](repeating: 0, count: count)
  }

  public mutating func visit(_ name: String, _ values: inout [Int], count: Int) {
    values = [Int](repeating: 0, count: count)
  }

  public mutating func enter(_ name: String, _ body: (inout Self) -> Void) { body(&self) }
}

/// Adds up how many bytes all memory takes, or will take.
struct StateSize: StateVisitor {
  private(set) var bytes = 0

  mutating func visit(_ name: String, _ values: inout [Float], count: Int) { bytes += 4 * count }
  mutating func visit(_ name: String, _ values: inout [Double], count: Int) { bytes += 8 * count }
  mutating func visit(_ name: String, _ values: inout [Int], count: Int) { bytes += 8 * count }
  mutating func enter(_ name: String, _ body: (inout Self) -> Void) { body(&self) }
}

/// Shows memory piece by piece without copying it, in a fixed order.
public struct StateReader: StateVisitor {
  private let show: (String, NamedTensor.Values) -> Void
  private var path = StatePath()

  /// `show` gets a full name and values that share their storage with the transform; whoever keeps them makes
  /// the next step copy them.
  public init(_ show: @escaping (String, NamedTensor.Values) -> Void) { self.show = show }

  public mutating func visit(_ name: String, _ values: inout [Float], count: Int) {
    show(path.prefix + name, .floats(values))
  }

  public mutating func visit(_ name: String, _ values: inout [Double], count: Int) {
    show(path.prefix + name, .doubles(values))
  }

  public mutating func visit(_ name: String, _ values: inout [Int], count: Int) {
    show(path.prefix + name, .integers(values))
  }

  public mutating func enter(_ name: String, _ body: (inout Self) -> Void) {
    let outer = path.open(name)
    body(&self)
    path = outer
  }
}

/// Puts saved values back where they belong, and notes the first one that is missing or does not fit.
public struct StateRestorer: StateVisitor {
  private let saved: any SavedState
  private var left: Set<String>
  private var path = StatePath()
  private var problem: (any Error)?

  public init(_ saved: any SavedState) {
    self.saved = saved
    left = Set(saved.names)
  }

  public mutating func visit(_ name: String, _ values: inout [Float], count: Int) {
    restore(name, &values, count, saved.read)
  }

  public mutating func visit(_ name: String, _ values: inout [Double], count: Int) {
    restore(name, &values, count, saved.read)
  }

  public mutating func visit(_ name: String, _ values: inout [Int], count: Int) {
    restore(name, &values, count, saved.read)
  }

  public mutating func enter(_ name: String, _ body: (inout Self) -> Void) {
    let outer = path.open(name)
    body(&self)
    path = outer
  }

  /// Throws what was missing or could not be read, or names what nobody asked for.
  public func finish() throws {
    if let problem { throw problem }
    if let name = left.min() {
      throw UnfitState("the saved state has '\(name)', which this run has not")
    }
  }

  private mutating func restore<Number: Numeric>(
    _ name: String, _ values: inout [Number], _ count: Int,
    _ read: (String, UnsafeMutableBufferPointer<Number>) throws -> Bool
  ) {
    let name = path.prefix + name
    if values.count != count { values = [Number](repeating: 0, count: count) }
    left.remove(name)
    guard problem == nil else { return }
    do {
      guard try values.withUnsafeMutableBufferPointer({ try read(name, $0) }) else {
        throw UnfitState("the saved state has no '\(name)' of \(count) values")
      }
    } catch {
      problem = error
    }
  }
}

/// Carries memory from one transform to another that means the same, without copying it.
struct StateMover: StateVisitor {
  private var floats: [String: [Float]] = [:]
  private var doubles: [String: [Double]] = [:]
  private var integers: [String: [Int]] = [:]
  private var path = StatePath()
  /// False while memory is taken out, true while it is put in.
  var isFilling = false

  mutating func visit(_ name: String, _ values: inout [Float], count: Int) {
    move(&values, count, in: &floats, name)
  }

  mutating func visit(_ name: String, _ values: inout [Double], count: Int) {
    move(&values, count, in: &doubles, name)
  }

  mutating func visit(_ name: String, _ values: inout [Int], count: Int) {
    move(&values, count, in: &integers, name)
  }

  mutating func enter(_ name: String, _ body: (inout Self) -> Void) {
    let outer = path.open(name)
    body(&self)
    path = outer
  }

  private func move<Value>(
    _ values: inout [Value], _ count: Int, in store: inout [String: [Value]], _ name: String
  ) {
    let name = path.prefix + name
    if isFilling {
      values = store.removeValue(forKey: name) ?? []
      precondition(values.count == count, "'\(name)' has \(values.count) values, not \(count)")
    } else {
      store[name] = values
      values = []
    }
  }
}

/// Where in the names of a state a visitor stands.
private struct StatePath {
  private(set) var prefix = ""

  /// Goes one level down and returns where it was.
  mutating func open(_ name: String) -> StatePath {
    defer { prefix += name + "." }
    return self
  }
}

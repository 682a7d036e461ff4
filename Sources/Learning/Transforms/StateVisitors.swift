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

/// Puts saved values back, and notes the first one that is missing or does not fit.
public struct StateRestorer: StateVisitor {
  private var tensors: [String: NamedTensor.Values]
  private var path = StatePath()
  private var problem: UnfitState?

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

  public mutating func visit(_ name: String, _ values: inout [Int], count: Int) {
    if case .integers(let saved)? = take(name), saved.count == count {
      values = saved
    } else {
      miss(name, count)
    }
  }

  public mutating func enter(_ name: String, _ body: (inout Self) -> Void) {
    let outer = path.open(name)
    body(&self)
    path = outer
  }

  /// Throws what was missing, or names what nobody asked for.
  public func finish() throws(UnfitState) {
    if let problem { throw problem }
    if let name = tensors.keys.min() {
      throw UnfitState("the saved state has '\(name)', which this run has not")
    }
  }

  private mutating func take(_ name: String) -> NamedTensor.Values? {
    tensors.removeValue(forKey: path.prefix + name)
  }

  private mutating func miss(_ name: String, _ count: Int) {
    if problem == nil {
      problem = UnfitState("the saved state has no '\(path.prefix + name)' of \(count) values")
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

/// A saved state, whose values are read into the memory that they belong to, one tensor at a time.
public protocol SavedState {
  /// The names of all its tensors.
  var names: [String] { get }
  /// Fills `values` with a tensor; false if there is none of that name, type and number of elements.
  func read(_ name: String, into values: UnsafeMutableBufferPointer<Float>) throws -> Bool
  func read(_ name: String, into values: UnsafeMutableBufferPointer<Double>) throws -> Bool
  func read(_ name: String, into values: UnsafeMutableBufferPointer<Int>) throws -> Bool
}

/// A state in memory.
extension [NamedTensor]: SavedState {
  public var names: [String] { map(\.name) }

  public func read(_ name: String, into values: UnsafeMutableBufferPointer<Float>) -> Bool {
    guard case .floats(let saved)? = self[name] else { return false }
    return fill(values, saved)
  }

  public func read(_ name: String, into values: UnsafeMutableBufferPointer<Double>) -> Bool {
    guard case .doubles(let saved)? = self[name] else { return false }
    return fill(values, saved)
  }

  public func read(_ name: String, into values: UnsafeMutableBufferPointer<Int>) -> Bool {
    guard case .integers(let saved)? = self[name] else { return false }
    return fill(values, saved)
  }

  private subscript(name: String) -> NamedTensor.Values? { last { $0.name == name }?.values }

  private func fill<Number>(_ values: UnsafeMutableBufferPointer<Number>, _ saved: [Number]) -> Bool {
    guard values.count == saved.count else { return false }
    _ = values.update(fromContentsOf: saved)
    return true
  }
}

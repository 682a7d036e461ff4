/// Decides, before step 0, which memory holds the gradient of each value, and who begins to write it.
///
/// Operations are asked in the order of the backward pass. The first contribution overwrites, later ones accumulate,
/// and a gradient that is handed on whole (through a sum) is shared instead of copied as long as it can be.
struct GradientPlan {
  private enum State {
    /// Equal to another gradient so far.
    case shared(Buffer)
    case own(Buffer)
  }

  private var states: [Int: State] = [:]
  private var sealed: Set<Int> = []
  private(set) var buffers: Int

  private(set) var added: [Buffer] = []

  init(buffers: Int) { self.buffers = buffers }

  /// Where an operation writes its contribution to the gradient of x; nil if nobody needs it.
  mutating func claim(_ x: Value) -> GradientTarget? {
    precondition(
      !sealed.contains(x.data.index), "value \(x.data.index) has a second reader but is overwritten")
    guard x.needsGradient else { return nil }
    switch states[x.data.index] {
    case nil: return GradientTarget(buffer: own(x), start: .overwrite)
    case .shared(let source): return GradientTarget(buffer: own(x), start: .copy(source))
    case .own(let buffer): return GradientTarget(buffer: buffer, start: .accumulate)
    }
  }

  /// Hands the gradient of y on to x unchanged; returns a target if that takes an addition.
  mutating func pass(_ y: Value, to x: Value) -> GradientTarget? {
    guard x.needsGradient else { return nil }
    if states[x.data.index] == nil {
      states[x.data.index] = .shared(gradient(of: y))
      return nil
    }
    return claim(x)
  }

  /// As `claim` for an operation that overwrites x's data: x must have no other reader.
  ///
  /// Where it can, the gradient of x takes over the memory of the gradient of the operation's result y.
  mutating func claimOnly(_ x: Value, insteadOf y: Value) -> GradientTarget? {
    precondition(states[x.data.index] == nil, "value \(x.data.index) has a second reader but is overwritten")
    defer { sealed.insert(x.data.index) }
    if x.needsGradient, case .own(let buffer) = states[y.data.index] {
      states[x.data.index] = .own(buffer)
      return GradientTarget(buffer: buffer, start: .overwrite)
    }
    return claim(x)
  }

  /// As `claim` for the only reader of x, which overwrites x's data: the gradient takes over this memory.
  mutating func claimInPlace(_ x: Value) -> Buffer {
    precondition(states[x.data.index] == nil, "value \(x.data.index) has a second reader but is overwritten")
    sealed.insert(x.data.index)
    states[x.data.index] = .own(x.data)
    return x.data
  }

  /// The memory of a gradient to which all contributions have been planned.
  func gradient(of y: Value) -> Buffer {
    switch states[y.data.index] {
    case .shared(let buffer), .own(let buffer): return buffer
    case nil: preconditionFailure("value \(y.data.index) of width \(y.width) does not reach the loss")
    }
  }

  /// As `gradient`, for an operation that adds to it: no other value may have it too.
  func ownGradient(of y: Value) -> Buffer {
    guard case .own(let buffer) = states[y.data.index] else {
      preconditionFailure("the gradient of value \(y.data.index) is another's too")
    }
    return buffer
  }

  private mutating func own(_ x: Value) -> Buffer {
    let buffer = Buffer(index: buffers, rows: x.rows, width: x.width)
    buffers += 1
    added.append(buffer)
    states[x.data.index] = .own(buffer)
    return buffer
  }
}

/// Where a contribution to a gradient goes, and what is there before.
struct GradientTarget: Sendable {
  enum Start: Sendable {
    /// Nothing yet.
    case overwrite
    /// Earlier contributions.
    case accumulate
    /// Nothing yet, but another gradient belongs into the sum.
    case copy(Buffer)
  }

  let buffer: Buffer
  let start: Start

  /// What the contribution at `row` is to be added to; nil for nothing.
  func base(_ row: Int, _ pass: Pass) -> UnsafePointer<Float>? {
    switch start {
    case .overwrite: nil
    case .accumulate: UnsafePointer(pass.row(buffer, row))
    case .copy(let source): UnsafePointer(pass.row(source, row))
    }
  }

  /// Brings rows to the state in which a product can be accumulated; false if it must overwrite.
  func prepare(_ rows: Range<Int>, _ pass: Pass) -> Bool {
    switch start {
    case .overwrite: return false
    case .accumulate: return true
    case .copy(let source):
      pass.row(buffer, rows.lowerBound).update(
        from: pass.row(source, rows.lowerBound), count: rows.count * buffer.width)
      return true
    }
  }
}

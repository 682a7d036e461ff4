internal import CKernels

// Loops over a flat update vector and the memory that filters and optimisers keep of it. Memory is passed whole,
// with the place where the piece in hand begins, because a transform may cover several pieces of the vector. A team
// shares out the elements, each of which is computed by itself.

/// Whether a filter's output joins the gradient or takes its place.
public enum Blending: Sendable {
  case adding, replacing

  fileprivate var code: ck_blending { self == .replacing ? ck_replacing : ck_adding }
}

/// gradient += gain · x, or = gain · x, where x starts at `offset`.
public func blend(
  _ x: [Float], at offset: Int, gain: Float, _ blending: Blending,
  into gradient: UnsafeMutableBufferPointer<Float>, _ team: Team
) {
  typealias Arguments = (
    gradient: UnsafeMutablePointer<Float>, x: UnsafePointer<Float>, gain: Float, blending: ck_blending
  )
  x.withUnsafeBufferPointer { x in
    guard let target = gradient.baseAddress, let x = x.piece(offset, gradient.count).baseAddress else {
      return
    }
    var arguments: Arguments = (target, x, gain, blending.code)
    team.run(elements: gradient.count, &arguments) { context, first, count in
      let all = context.load(as: Arguments.self)
      ck_blend(all.gradient + first, all.x + first, all.gain, all.blending, Int64(count))
    }
  }
}

/// sum += gradient − queue[slot], queue[slot] = gradient, and the gradient takes scale · sum as `blending` says, or stays.
///
/// `sum` is `[width]`, `queue` is `[window, width]`.
public func pushWindow(
  _ gradient: UnsafeMutableBufferPointer<Float>, sum: inout [Double], queue: inout [Float], slot: Int,
  at offset: Int, scale: Double, _ blending: Blending?, _ team: Team
) {
  typealias Arguments = (
    sum: UnsafeMutablePointer<Double>, slot: UnsafeMutablePointer<Float>,
    gradient: UnsafeMutablePointer<Float>,
    scale: Double, blending: ck_blending
  )
  let start = slot * sum.count + offset
  sum.withUnsafeMutableBufferPointer { sum in
    queue.withUnsafeMutableBufferPointer { queue in
      guard let sum = sum.piece(offset, gradient.count).baseAddress,
        let slot = queue.piece(start, gradient.count).baseAddress, let target = gradient.baseAddress
      else { return }
      var arguments: Arguments = (sum, slot, target, scale, blending?.code ?? ck_feeding)
      team.run(elements: gradient.count, &arguments) { context, first, count in
        let all = context.load(as: Arguments.self)
        ck_window_push(
          all.sum + first, all.slot + first, all.gradient + first, all.scale, all.blending, Int64(count))
      }
    }
  }
}

/// sum[range] = the sum of queue[·][range] over the window, added anew.
public func refreshWindow(_ sum: inout [Double], range: Range<Int>, queue: [Float]) {
  guard !range.isEmpty else { return }
  let width = sum.count
  sum.withUnsafeMutableBufferPointer { sum in
    queue.withUnsafeBufferPointer { queue in
      let slots = queue.piece(range.lowerBound, queue.count - range.lowerBound)
      ck_window_refresh(
        sum.piece(range.lowerBound, range.count).baseAddress, slots.baseAddress, Int64(width),
        Int64(queue.count / width), Int64(range.count))
    }
  }
}

/// gradient += gain · x, or = gain · x, where x is kept in double.
public func blend(
  _ x: [Double], at offset: Int, gain: Double, _ blending: Blending,
  into gradient: UnsafeMutableBufferPointer<Float>, _ team: Team
) {
  typealias Arguments = (
    gradient: UnsafeMutablePointer<Float>, x: UnsafePointer<Double>, gain: Double, blending: ck_blending
  )
  x.withUnsafeBufferPointer { x in
    guard let target = gradient.baseAddress, let x = x.piece(offset, gradient.count).baseAddress else {
      return
    }
    var arguments: Arguments = (target, x, gain, blending.code)
    team.run(elements: gradient.count, &arguments) { context, first, count in
      let all = context.load(as: Arguments.self)
      ck_blend_wide(all.gradient + first, all.x + first, all.gain, all.blending, Int64(count))
    }
  }
}

/// mean = decay · mean + (1 − decay) · gradient, and the gradient takes gain · mean as `blending` says, or stays.
public func pushMean(
  _ gradient: UnsafeMutableBufferPointer<Float>, decay: Double, mean: inout [Float], at offset: Int,
  gain: Float,
  _ blending: Blending?, _ team: Team
) {
  typealias Arguments = (
    mean: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>, decay: Double, gain: Float,
    blending: ck_blending
  )
  mean.withUnsafeMutableBufferPointer { mean in
    guard let mean = mean.piece(offset, gradient.count).baseAddress, let target = gradient.baseAddress else {
      return
    }
    var arguments: Arguments = (mean, target, decay, gain, blending?.code ?? ck_feeding)
    team.run(elements: gradient.count, &arguments) { context, first, count in
      let all = context.load(as: Arguments.self)
      ck_mean_push(all.mean + first, all.gradient + first, all.decay, all.gain, all.blending, Int64(count))
    }
  }
}

/// y += coefficient · x for `count` elements that start at the two offsets.
public func addProduct(
  _ coefficient: Float, _ x: [Float], at xOffset: Int, into y: inout [Float], at yOffset: Int, count: Int
) {
  x.withUnsafeBufferPointer { x in
    y.withUnsafeMutableBufferPointer { y in
      ck_axpy(
        y.piece(yOffset, count).baseAddress, x.piece(xOffset, count).baseAddress, coefficient, Int64(count))
    }
  }
}

/// One step of a recursive filter in transposed direct form II.
///
/// y = b₀x + s₀, then sᵢ = bᵢ₊₁x + sᵢ₊₁ − aᵢ₊₁y. `output` is `[width]`, `state` is `[order, width]`; `feedback` is a
/// with a₀ = 1, as long as `feedforward`, order + 1.
public func pushRecurrence(
  _ gradient: UnsafeBufferPointer<Float>, feedforward b: [Double], feedback a: [Double],
  state: inout [Double],
  output: inout [Double], at offset: Int
) {
  let (width, order, count) = (output.count, b.count - 1, gradient.count)
  output.withUnsafeMutableBufferPointer { output in
    state.withUnsafeMutableBufferPointer { state in
      let y = output.piece(offset, count).baseAddress
      let x = gradient.baseAddress
      let first = order > 0 ? state.piece(offset, count).baseAddress : nil
      ck_recurrence_output(y, x, first, b[0], Int64(count))
      for i in 0..<order {
        let next = i + 1 < order ? state.piece((i + 1) * width + offset, count).baseAddress : nil
        ck_recurrence_state(
          state.piece(i * width + offset, count).baseAddress, next, x, y, b[i + 1], a[i + 1], Int64(count))
      }
    }
  }
}

/// Σ x², in double and in a fixed order.
public func squareSum(_ x: UnsafeBufferPointer<Float>) -> Double {
  ck_square_sum(x.baseAddress, Int64(x.count))
}

/// Σ (x − y)², in double and in a fixed order.
public func squareDistance(_ x: UnsafeBufferPointer<Float>, _ y: UnsafeBufferPointer<Float>) -> Double {
  precondition(x.count == y.count, "\(x.count) elements have no distance to \(y.count)")
  return ck_square_distance(x.baseAddress, y.baseAddress, Int64(x.count))
}

/// x ← factor · x.
public func scale(_ x: UnsafeMutableBufferPointer<Float>, by factor: Float) {
  ck_scale(x.baseAddress, factor, Int64(x.count))
}

extension UnsafeBufferPointer {
  fileprivate func piece(_ start: Int, _ count: Int) -> UnsafeBufferPointer {
    UnsafeBufferPointer(rebasing: self[start..<(start + count)])
  }
}

extension UnsafeMutableBufferPointer {
  fileprivate func piece(_ start: Int, _ count: Int) -> UnsafeMutableBufferPointer {
    UnsafeMutableBufferPointer(rebasing: self[start..<(start + count)])
  }
}

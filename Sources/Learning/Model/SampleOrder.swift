internal import Compute

/// Puts samples that begin alike next to each other, so that the parts of a long evaluation share prefixes.
final class SampleOrder {
  struct Sorted {
    let rows: UnsafeBufferPointer<Int32>
    /// Where each stood before.
    let places: UnsafeBufferPointer<Int32>
  }

  private let arena: Arena
  private let rows, places, starts: UnsafeMutablePointer<Int32>
  private let vocabulary: Int

  init(capacity: Int, inputs: Signature.Inputs) {
    if case .tokens(let size, _) = inputs { vocabulary = size } else { vocabulary = 0 }
    var plan = Arena.Plan()
    let offsets = [capacity, capacity, vocabulary + 1].map { plan.reserve($0, of: Int32.self) }
    arena = Arena(plan)
    rows = arena.pointer(offsets[0], to: Int32.self)
    places = arena.pointer(offsets[1], to: Int32.self)
    starts = arena.pointer(offsets[2], to: Int32.self)
  }

  /// The samples by first token, otherwise in the order given; nil for features, which share nothing.
  func sort(_ samples: UnsafeBufferPointer<Int32>, _ inputs: InputMemory) -> Sorted? {
    guard let tokens = inputs.tokens else { return nil }
    starts.update(repeating: 0, count: vocabulary + 1)
    for sample in samples { starts[Int(tokens[Int(sample) * inputs.stride]) + 1] += 1 }
    for token in 0..<vocabulary { starts[token + 1] += starts[token] }
    for (place, sample) in samples.enumerated() {
      let token = Int(tokens[Int(sample) * inputs.stride])
      rows[Int(starts[token])] = sample
      places[Int(starts[token])] = Int32(truncatingIfNeeded: place)
      starts[token] += 1
    }
    return Sorted(
      rows: UnsafeBufferPointer(start: rows, count: samples.count),
      places: UnsafeBufferPointer(start: places, count: samples.count))
  }
}

internal import Compute

/// All that a network's passes write to, reserved at once.
struct NetworkMemory {
  private let arena: Arena
  /// Where each buffer begins, `[rows, width]`.
  let buffers: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  /// Where the memory of operations begins that has nothing to do with rows.
  let memories: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  /// `[predicted samples, outputs]`.
  let predictions: UnsafeMutablePointer<Float>
  /// `[batch, outputs]`.
  let predictionGradient: UnsafeMutablePointer<Float>

  /// How large everything is.
  struct Plan {
    let buffers: [Buffer]
    let memories: [Int]
    let outputs: Int
    let batch: Int
    let predictions: Int
  }

  init(_ sizes: Plan, rows: BatchRows) {
    var plan = Arena.Plan()
    let offsets = sizes.buffers.map { plan.reserve(rows.capacity(of: $0.rows) * $0.width, of: Float.self) }
    let memoryOffsets = sizes.memories.map { plan.reserve($0, of: Float.self) }
    let memoryTable = plan.reserve(memoryOffsets.count, of: UnsafeMutablePointer<Float>.self)
    let table = plan.reserve(offsets.count, of: UnsafeMutablePointer<Float>.self)
    let predictionOffset = plan.reserve(sizes.predictions * sizes.outputs, of: Float.self)
    let gradientOffset = plan.reserve(sizes.batch * sizes.outputs, of: Float.self)
    arena = Arena(plan)
    buffers = arena.pointer(table, to: UnsafeMutablePointer<Float>.self)
    for (index, offset) in offsets.enumerated() { buffers[index] = arena.pointer(offset, to: Float.self) }
    memories = arena.pointer(memoryTable, to: UnsafeMutablePointer<Float>.self)
    for (index, offset) in memoryOffsets.enumerated() {
      memories[index] = arena.pointer(offset, to: Float.self)
    }
    predictions = arena.pointer(predictionOffset, to: Float.self)
    predictionGradient = arena.pointer(gradientOffset, to: Float.self)
  }
}

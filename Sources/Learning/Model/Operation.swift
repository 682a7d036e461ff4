internal import Compute

/// One step of a model's computation, on handles; memory comes with the pass.
///
/// Forward overwrites, backward contributes to gradients as its `GradientTarget`s say. An operation works on any
/// range of rows by itself, so that rows can be shared out; parameter gradients are sums over all rows and are
/// shared out by output columns instead, so no sum ever depends on how rows were cut.
protocol Operation: Sendable {
  /// The rows that `forward` computes; nil if it has nothing to do.
  var forwardRows: RowSet? { get }
  /// The rows that `backward` computes; nil if it has nothing to do.
  var backwardRows: RowSet? { get }
  /// Whether a row needs other rows of the same set, which must be complete.
  var mixesRows: Bool { get }
  /// Multiply-adds per row of `forward`.
  var work: Int { get }
  /// How many numbers of the flat gradient it writes.
  var parameterCount: Int { get }

  /// How many numbers `prepare` lays out.
  var preparation: Int { get }

  /// Decides where gradients go; called in the order of the backward pass.
  mutating func plan(_ plan: inout GradientPlan)
  /// Lays out parameters as `forward` and `backward` like them; called before these whenever parameters have changed.
  func prepare(_ pass: Pass)
  func forward(_ rows: Range<Int>, _ pass: Pass)
  func backward(_ rows: Range<Int>, _ pass: Pass)
  /// Into how many pieces the parameter gradient falls, a function of the number of rows alone.
  func parameterPieces(rows: Int) -> Int
  /// Overwrites one piece of the parameter gradient.
  func parameterGradient(_ piece: Int, of pieces: Int, _ pass: Pass)
  /// Whether it shares a parameter with another operation, and adds to the gradient that the other one overwrites.
  var addsToGradient: Bool { get }
  /// Adds to the gradient of parameters that are another operation's too; called when all that overwrites is done.
  func addParameterGradient(_ pass: Pass)
}

extension Operation {
  var mixesRows: Bool { false }
  var parameterCount: Int { 0 }
  var preparation: Int { 0 }
  func prepare(_ pass: Pass) {}
  func parameterPieces(rows: Int) -> Int { 0 }
  func parameterGradient(_ piece: Int, of pieces: Int, _ pass: Pass) {}
  var addsToGradient: Bool { false }
  func addParameterGradient(_ pass: Pass) {}
}

/// All masks of one update.
struct MaskSeries {
  let seed: UInt64
  let step: Int

  func mask(_ dropped: Dropped) -> DropoutMask {
    DropoutMask(rate: dropped.rate, seed: seed, step: step, place: dropped.place)
  }
}

/// The memory and the rows of one forward or backward pass; its addresses are valid during that pass only.
struct Pass {
  let parameters: UnsafePointer<Float>
  /// nil in a pass that only predicts.
  let gradient: UnsafeMutablePointer<Float>?
  let buffers: UnsafePointer<UnsafeMutablePointer<Float>>
  /// What operations lay out for themselves, by the handles of `ModelBuilder.memory`.
  let memories: UnsafePointer<UnsafeMutablePointer<Float>>
  let rows: BatchRows
  /// The data set's features, if it has any, and the samples of this pass.
  let features: FeatureTable?
  let samples: UnsafeBufferPointer<Int32>
  /// The numbers of the data set's graphs, if it has any.
  let graphs: GraphTables?
  /// Of which masks dropout takes its own; nil where nothing is dropped, as in every pass that only predicts.
  let masks: MaskSeries?

  /// What the batch before has left, with room for so many samples; nil if nothing precedes.
  let carried: UnsafeMutablePointer<Float>?
  let places: Int

  /// Whether a backward pass follows, so that what it needs must be kept.
  var keeps: Bool { gradient != nil }

  func row(_ buffer: Buffer, _ row: Int) -> UnsafeMutablePointer<Float> {
    buffers[buffer.index] + row * buffer.width
  }

  func row(_ value: Value, _ row: Int) -> UnsafeMutablePointer<Float> { self.row(value.data, row) }
}

internal import CKernels

/// The memory of a long short-term memory at one length of sequences; rows count from that length's first.
///
/// Of the four gates, i f g o, a row has `hidden` numbers side by side. Several rows may have the same parent, the row that
/// is shorter by one token; they then stand side by side.
public struct LSTMRows {
  private let rows: gk_lstm_rows

  /// - Parameters:
  ///   - inputs: `[., 4 hidden]`: what inputs contribute to the gates' arguments; may be the gates themselves.
  ///   - inputRows: Which of these each row uses, or its own without such a list.
  ///   - recurrent: `[parents, 4 hidden]`: what the outputs before contribute.
  ///   - parents: The parent of each row, `firstParent` being row 0 of `recurrent` and `cellsBefore`.
  ///   - cellsBefore: `[parents, hidden]`.
  ///   - gates: `[rows, 4 hidden]`; cells and outputs are `[rows, hidden]`.
  public init(
    hidden: Int, inputs: UnsafePointer<Float>, inputRows: UnsafePointer<Int32>?,
    recurrent: UnsafePointer<Float>, parents: UnsafePointer<Int32>, firstParent: Int,
    cellsBefore: UnsafePointer<Float>, gates: UnsafeMutablePointer<Float>, cells: UnsafeMutablePointer<Float>,
    outputs: UnsafeMutablePointer<Float>
  ) {
    rows = gk_lstm_rows(
      hidden: hidden, inputs: inputs, input_rows: inputRows, recurrent: recurrent, parents: parents,
      first_parent: firstParent, cells_before: cellsBefore, gates: gates, cells: cells, outputs: outputs)
  }

  /// For some of the hidden columns: `i, f, o = σ(·)`, `g = tanh(·)`, `cells = f · before + i · g`, `outputs = o tanh(cells)`.
  public func forward(_ count: Int, columns: Range<Int>) {
    var rows = rows
    gk_lstm(&rows, count, columns.lowerBound, columns.upperBound)
  }

  /// The gradients that a backward pass reads and writes.
  public struct Gradients {
    private let gradients: gk_lstm_gradients

    /// - Parameters:
    ///   - outputs: `[rows, hidden]`, complete.
    ///   - cells: `[rows, hidden]`, from the rows' children; nil for none.
    ///   - cellsBefore: `[parents, hidden]`, overwritten; nil where nobody asks.
    ///   - sums: `[parents, 4 hidden]`, overwritten with the sums of the gates' over siblings; nil where nobody asks.
    ///   - bias: `[4 hidden]`, added to.
    ///   - inputs: As `inputs` of the rows, added to; nil where the gates' gradient is theirs.
    public init(
      outputs: UnsafePointer<Float>, cells: UnsafePointer<Float>?, cellsBefore: UnsafeMutablePointer<Float>?,
      sums: UnsafeMutablePointer<Float>?, bias: UnsafeMutablePointer<Float>,
      inputs: UnsafeMutablePointer<Float>?
    ) {
      gradients = gk_lstm_gradients(
        outputs: outputs, cells: cells, cells_before: cellsBefore, sums: sums, bias: bias, inputs: inputs)
    }

    fileprivate func apply(_ rows: gk_lstm_rows, _ count: Int, _ columns: Range<Int>) {
      var (rows, gradients) = (rows, gradients)
      gk_lstm_backward(&rows, &gradients, count, columns.lowerBound, columns.upperBound)
    }
  }

  /// For some of the hidden columns: the gradients of the gates' arguments take the place of the gates.
  public func backward(_ count: Int, columns: Range<Int>, _ gradients: Gradients) {
    gradients.apply(rows, count, columns)
  }
}

/// `y = 1 / (1 + e⁻ˣ)`, elementwise, within 2 units in the last place.
public func sigmoid(_ count: Int, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) {
  gk_sigmoid(count, x, y)
}

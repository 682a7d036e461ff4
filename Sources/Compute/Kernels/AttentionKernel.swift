internal import CKernels

/// The memory that one pass of causal attention works on.
///
/// A row of the output asks the key rows on its path: its own position and all earlier ones.
public struct AttentionRows {
  public var heads: Int
  public var headWidth: Int
  /// The largest number of positions; the stride of `paths`, `probabilities` and `slopes`.
  public var positions: Int
  /// `[., queryStride]`; output row i asks with row `queryRows[i]`, or i without such a list.
  public var queries: UnsafePointer<Float>
  public var queryStride: Int
  public var queryRows: UnsafePointer<Int32>?
  /// Keys and values, both `[., keyStride]`.
  public var keys: UnsafePointer<Float>
  public var values: UnsafePointer<Float>
  public var keyStride: Int
  /// `[rows, positions]` key rows, of which each row uses its first `lengths[row]`.
  public var paths: UnsafePointer<Int32>
  public var lengths: UnsafePointer<Int32>
  /// Both `[rows, positions, heads]`. A probability that was dropped has a minus sign.
  public var probabilities: UnsafeMutablePointer<Float>
  public var slopes: UnsafeMutablePointer<Float>
  /// Which probabilities are dropped; nil for none.
  public var mask: DropoutMask?

  public init(
    heads: Int, headWidth: Int, positions: Int, queries: UnsafePointer<Float>, queryStride: Int,
    queryRows: UnsafePointer<Int32>?, keys: UnsafePointer<Float>, values: UnsafePointer<Float>,
    keyStride: Int,
    paths: UnsafePointer<Int32>, lengths: UnsafePointer<Int32>, probabilities: UnsafeMutablePointer<Float>,
    slopes: UnsafeMutablePointer<Float>, mask: DropoutMask? = nil
  ) {
    self.heads = heads
    self.headWidth = headWidth
    self.positions = positions
    self.queries = queries
    self.queryStride = queryStride
    self.queryRows = queryRows
    self.keys = keys
    self.values = values
    self.keyStride = keyStride
    self.paths = paths
    self.lengths = lengths
    self.probabilities = probabilities
    self.slopes = slopes
    self.mask = mask
  }

  /// Calls `body` with the shape as the kernels take it.
  private func withShape(_ body: (UnsafePointer<gk_attention_rows>) -> Void) {
    guard var mask = mask?.kernel else {
      var shape = shape(nil)
      return body(&shape)
    }
    withUnsafePointer(to: &mask) { mask in
      var shape = shape(mask)
      body(&shape)
    }
  }

  private func shape(_ mask: UnsafePointer<gk_mask>?) -> gk_attention_rows {
    gk_attention_rows(
      heads: heads, head_width: headWidth, positions: positions, scale: 1 / Float(headWidth).squareRoot(),
      queries: queries, query_stride: queryStride, query_rows: queryRows, keys: keys, values: values,
      key_stride: keyStride, paths: paths, lengths: lengths, probabilities: probabilities, slopes: slopes,
      mask: mask)
  }

  /// `output[i] = Σₜ maskₜ softmax(q · k / √headWidth)ₜ vₜ`, `[rows, heads * headWidth]`.
  public func forward(_ rows: Range<Int>, into output: UnsafeMutablePointer<Float>) {
    withShape { gk_attention($0, rows.lowerBound, rows.upperBound, output) }
  }

  /// The query gradients of output rows, and `slopes`, which `backwardKeys` needs.
  public func backward(
    _ rows: Range<Int>, doutput: UnsafePointer<Float>, into dqueries: UnsafeMutablePointer<Float>, stride: Int
  ) {
    withShape { gk_attention_backward($0, rows.lowerBound, rows.upperBound, doutput, dqueries, stride) }
  }

  /// The gradients of key rows: sums over the output rows that attend to each.
  ///
  /// - Parameters:
  ///   - linkStarts: `[keys + 1]`, delimits each key row's part of `links`, the output rows that attend to it.
  ///   - positions: Each key row's position.
  ///   - dqueries: `[rows, heads * headWidth]` if queries are shared as keys are; they are summed into `dqueriesHere`.
  public func backwardKeys(
    _ rows: Range<Int>, linkStarts: UnsafePointer<Int32>, links: UnsafePointer<Int32>,
    positions: UnsafePointer<Int32>, doutput: UnsafePointer<Float>, dqueries: UnsafePointer<Float>?,
    dqueriesHere: UnsafeMutablePointer<Float>?, dkeys: UnsafeMutablePointer<Float>,
    dvalues: UnsafeMutablePointer<Float>, stride: Int
  ) {
    withShape {
      gk_attention_keys_backward(
        $0, rows.lowerBound, rows.upperBound, linkStarts, links, positions, doutput, dqueries, dqueriesHere,
        dkeys, dvalues, stride)
    }
  }
}

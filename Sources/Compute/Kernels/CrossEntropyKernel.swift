internal import CKernels

/// `Σ -log softmax(logits[i])[classes[rows[i]]]` over the samples, and `scale` times its gradient, overwritten.
///
/// logits and gradient `[samples, outputs]`; natural logarithm. Without rows, sample i has class i.
public func crossEntropy(
  samples: Int, outputs: Int, logits: UnsafePointer<Float>, classes: UnsafePointer<Int32>,
  rows: UnsafePointer<Int32>?, scale: Float, gradient: UnsafeMutablePointer<Float>?
) -> Double {
  gk_cross_entropy(samples, outputs, logits, classes, rows, scale, gradient)
}

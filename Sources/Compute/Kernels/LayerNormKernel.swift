internal import CKernels

/// `y = gain (x - mean) / √(variance + ε) + bias` for each row, biased variance.
///
/// x and y `[rows, width]`; gain and bias `[width]`, a missing bias is zero; statistics `[rows, 2]`: mean and 1/√(…), for the way back.
public func layerNorm(
  rows: Int, width: Int, epsilon: Float, _ x: UnsafePointer<Float>, gain: UnsafePointer<Float>,
  bias: UnsafePointer<Float>?, into y: UnsafeMutablePointer<Float>, statistics: UnsafeMutablePointer<Float>?
) { gk_layer_norm(rows, width, epsilon, x, gain, bias, y, statistics) }

/// `dx = base + (∂y/∂x)ᵀ dy`; a missing base is zero, and it may be dx itself.
public func layerNormBackward(
  rows: Int, width: Int, x: UnsafePointer<Float>, statistics: UnsafePointer<Float>,
  gain: UnsafePointer<Float>,
  dy: UnsafePointer<Float>, adding base: UnsafePointer<Float>?, into dx: UnsafeMutablePointer<Float>
) { gk_layer_norm_backward(rows, width, x, statistics, gain, dy, base, dx) }

/// `dgain = Σ dy (x - mean) / √(…)` and, if there is one, `dbias = Σ dy` over the rows.
public func layerNormParameterGradients(
  rows: Int, width: Int, x: UnsafePointer<Float>, statistics: UnsafePointer<Float>, dy: UnsafePointer<Float>,
  gain: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>?
) { gk_layer_norm_parameters(rows, width, x, statistics, dy, gain, bias) }

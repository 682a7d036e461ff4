import Testing

@testable import Compute

/// Small whole numbers, whose float32 products and sums are exact.
@Suite("Products with panels")
struct WeightPanelsTests {
  private func number(_ row: Int, _ column: Int, _ salt: Int) -> Float {
    Float((row * 31 + column * 17 + salt) % 13 - 6)
  }

  @Test(arguments: Array(1...30) + [97], [(32, 7), (45, 20), (70, 3), (5, 33), (48, 16), (16, 35), (40, 50)])
  func productsFollowTheDefinition(_ m: Int, _ shape: (n: Int, k: Int)) {
    let (n, k) = shape
    let a = (0..<(m * k)).map { number($0 / k, $0 % k, 1) }
    let b = (0..<(k * n)).map { number($0 / n, $0 % n, 2) }
    let transposed = (0..<(n * k)).map { b[$0 % k * n + $0 / k] }
    let bias = (0..<n).map { Float($0) }
    var plain = [Float](repeating: 0, count: m * n)
    for i in 0..<m {
      for j in 0..<n { plain[i * n + j] = (0..<k).reduce(0) { $0 + a[i * k + $1] * b[$1 * n + j] } }
    }
    #expect(product(a, b, m, n, k, stride: n, transpose: false, from: nil, bias: nil) == plain)
    let biased = plain.indices.map { plain[$0] + bias[$0 % n] }
    #expect(product(a, transposed, m, n, k, stride: k, transpose: true, from: nil, bias: bias) == biased)
    let sum = plain.indices.map { biased[$0] + plain[$0] }
    #expect(product(a, b, m, n, k, stride: n, transpose: false, from: plain, bias: bias) == sum)
  }

  @Test(
    arguments: [1, 5, 127, 128, 129, 300, 768, 1000],
    [(1, 32), (14, 7), (15, 45), (97, 64), (20, 48), (9, 16)])
  func outerProductsFollowTheDefinition(_ rows: Int, _ shape: (m: Int, n: Int)) {
    let (m, n) = shape
    let a = (0..<(rows * m)).map { number($0 / m, $0 % m, 1) }
    let b = (0..<(rows * n)).map { number($0 / n, $0 % n, 2) }
    var c = [Float](repeating: .nan, count: m * n)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          WeightPanels.outer(a, strideA: m, b, strideB: n, rows: rows, m: m, n: n, into: c, strideC: n)
        }
      }
    }
    for i in 0..<m {
      for j in 0..<n {
        #expect(c[i * n + j] == (0..<rows).reduce(0) { $0 + a[$1 * m + i] * b[$1 * n + j] })
      }
    }
  }

  @Test(arguments: [1, 130, 900], [(14, 32), (20, 7)])
  func outerProductsFindRowsAnywhere(_ rows: Int, _ shape: (m: Int, n: Int)) {
    let (m, n) = shape
    let a = (0..<(rows * m)).map { number($0 / m, $0 % m, 1) }
    let b = (0..<(50 * n)).map { number($0 / n, $0 % n, 2) }
    let chosen = (0..<rows).map { Int32($0 / 3 * 7 % 50) }
    var panels = [Float](repeating: .nan, count: m * n)
    var either = panels
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        chosen.withUnsafeBufferPointer { chosen in
          guard let a = a.baseAddress, let b = b.baseAddress, let chosen = chosen.baseAddress else { return }
          panels.withUnsafeMutableBufferPointer { c in
            guard let c = c.baseAddress else { return }
            WeightPanels.outer(
              a, strideA: m, b, strideB: n, rowsB: chosen, rows: rows, m: m, n: n, into: c, strideC: n)
          }
          either.withUnsafeMutableBufferPointer { c in
            guard let c = c.baseAddress else { return }
            weightGradient(
              a, strideA: m, b, strideB: n, rowsB: chosen, rows: rows, m: m, n: n, into: c, strideC: n)
          }
        }
      }
    }
    for i in 0..<m {
      for j in 0..<n {
        let sum = (0..<rows).reduce(0) { $0 + a[$1 * m + i] * b[Int(chosen[$1]) * n + j] }
        #expect(panels[i * n + j] == sum)
        #expect(either[i * n + j] == sum)
      }
    }
  }

  /// With `from`, the product is added to it in place.
  private func product(
    _ a: [Float], _ b: [Float], _ m: Int, _ n: Int, _ k: Int, stride: Int, transpose: Bool, from: [Float]?,
    bias: [Float]?
  ) -> [Float] {
    var panels = [Float](repeating: .nan, count: WeightPanels.size(k: k, n: n))
    var c = from ?? [Float](repeating: .nan, count: m * n)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        panels.withUnsafeMutableBufferPointer { panels in
          c.withUnsafeMutableBufferPointer { c in
            guard let a = a.baseAddress, let b = b.baseAddress, let panels = panels.baseAddress,
              let c = c.baseAddress
            else { return }
            WeightPanels.lay(b, stride: stride, transpose: transpose, k: k, n: n, into: panels)
            func run(_ bias: UnsafePointer<Float>?) {
              WeightPanels.multiply(
                a, panels, m: m, n: n, k: k, base: from == nil ? nil : UnsafePointer(c), bias: bias, into: c)
            }
            if let bias { bias.withUnsafeBufferPointer { run($0.baseAddress) } } else { run(nil) }
          }
        }
      }
    }
    return c
  }
}

import Testing

@testable import Compute

@Suite struct MultiplyTests {
  @Test(arguments: [(false, false), (true, false), (false, true), (true, true)], [false, true])
  func productsFollowTheDefinition(_ transposed: (a: Bool, b: Bool), _ accumulate: Bool) {
    let (m, n, k) = (5, 7, 11)
    // Small whole numbers: float32 sums of their products are exact.
    func number(_ row: Int, _ column: Int, _ salt: Int) -> Float {
      Float((row * 31 + column * 17 + salt) % 13 - 6)
    }
    let strideA = (transposed.a ? m : k) + 2
    let strideB = (transposed.b ? k : n) + 1
    let strideC = n + 3
    var a = [Float](repeating: 99, count: 20 * strideA)
    var b = [Float](repeating: 99, count: 20 * strideB)
    var c = [Float](repeating: 1, count: m * strideC)
    for i in 0..<m {
      for l in 0..<k { a[transposed.a ? l * strideA + i : i * strideA + l] = number(i, l, 1) }
    }
    for l in 0..<k {
      for j in 0..<n { b[transposed.b ? j * strideB + l : l * strideB + j] = number(l, j, 2) }
    }
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          multiply(
            a, strideA: strideA, transposeA: transposed.a, b, strideB: strideB, transposeB: transposed.b,
            m: m,
            n: n, k: k, accumulate: accumulate, into: c, strideC: strideC)
        }
      }
    }
    for i in 0..<m {
      for j in 0..<strideC {
        let product = (0..<k).reduce(Float(0)) { $0 + number(i, $1, 1) * number($1, j, 2) }
        #expect(c[i * strideC + j] == (j < n ? product + (accumulate ? 1 : 0) : 1))
      }
    }
  }
}

import Glibc
import Testing

@testable import Compute

/// The gates' loops against plain ones in double, with siblings, shared inputs and columns that fill no block.
@Suite struct LSTMKernelTests {
  private static let hidden = 70
  /// Three parents from row 5 on, of which the middle one has one child.
  private static let parents: [Int32] = [5, 5, 6, 7, 7, 7]
  private static let inputRows: [Int32] = [3, 0, 2, 2, 1, 3]

  private static func numbers(_ count: Int, _ seed: UInt64) -> [Float] {
    var values = [Float](repeating: 0, count: count)
    var random = MersenneTwister(seed: seed)
    values.withUnsafeMutableBufferPointer { random.fillNormal($0, mean: 0, deviation: 1) }
    return values
  }

  private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  private let inputs = numbers(4 * 4 * hidden, 1)
  private let recurrent = numbers(3 * 4 * hidden, 2)
  private let before = numbers(3 * hidden, 3)
  private let doutputs = numbers(6 * hidden, 4)
  private let dcells = numbers(6 * hidden, 5)

  /// A unit's gates, cell and output, and its parent.
  private func unit(_ row: Int, _ column: Int) -> (
    i: Double, f: Double, g: Double, o: Double, c: Double, h: Double
  ) {
    let (width, parent) = (Self.hidden, Int(Self.parents[row] - 5))
    func argument(_ gate: Int) -> Double {
      Double(inputs[Int(Self.inputRows[row]) * 4 * width + gate * width + column])
        + Double(recurrent[parent * 4 * width + gate * width + column])
    }
    let (i, f, o) = (Self.sigmoid(argument(0)), Self.sigmoid(argument(1)), Self.sigmoid(argument(3)))
    let g = Glibc.tanh(argument(2))
    let c = f * Double(before[parent * width + column]) + i * g
    return (i, f, g, o, c, o * Glibc.tanh(c))
  }

  private func close(_ value: Float, _ expected: Double) -> Bool { abs(Double(value) - expected) <= 2e-6 }

  @Test func gatesFollowTheirFormulas() {
    let width = Self.hidden
    var gates = [Float](repeating: .nan, count: 6 * 4 * width)
    var cells = [Float](repeating: .nan, count: 6 * width)
    var outputs = cells
    withRows(&gates, &cells, &outputs) { rows in
      rows.forward(6, columns: 0..<33)
      rows.forward(6, columns: 33..<width)
    }
    for row in 0..<6 {
      for column in 0..<width {
        let unit = unit(row, column)
        for (gate, value) in [unit.i, unit.f, unit.g, unit.o].enumerated() {
          #expect(close(gates[row * 4 * width + gate * width + column], value))
        }
        #expect(close(cells[row * width + column], unit.c))
        #expect(close(outputs[row * width + column], unit.h))
      }
    }
  }

  @Test func gradientsAreSummedOverSiblingsAndSharedInputs() {
    let width = Self.hidden
    var gates = [Float](repeating: .nan, count: 6 * 4 * width)
    var cells = [Float](repeating: .nan, count: 6 * width)
    var outputs = cells
    var dbefore = [Float](repeating: .nan, count: 3 * width)
    var sums = [Float](repeating: .nan, count: 3 * 4 * width)
    var bias = [Float](repeating: 1, count: 4 * width)
    var dinputs = [Float](repeating: 2, count: 4 * 4 * width)
    withRows(&gates, &cells, &outputs) { rows in
      rows.forward(6, columns: 0..<width)
      withGradients(&dbefore, &sums, &bias, &dinputs) { gradients in
        rows.backward(6, columns: 0..<20, gradients)
        rows.backward(6, columns: 20..<width, gradients)
      }
    }
    for column in 0..<width {
      var expectedBefore = [Double](repeating: 0, count: 3)
      var expectedSums = [Double](repeating: 0, count: 12)
      var expectedBias = [Double](repeating: 1, count: 4)
      var expectedInputs = [Double](repeating: 2, count: 16)
      for row in 0..<6 {
        let (unit, parent) = (unit(row, column), Int(Self.parents[row] - 5))
        let (dh, t) = (Double(doutputs[row * width + column]), Glibc.tanh(unit.c))
        let dc = Double(dcells[row * width + column]) + dh * unit.o * (1 - t * t)
        let arguments = [
          dc * unit.g * unit.i * (1 - unit.i),
          dc * Double(before[parent * width + column]) * unit.f * (1 - unit.f),
          dc * unit.i * (1 - unit.g * unit.g), dh * t * unit.o * (1 - unit.o),
        ]
        expectedBefore[parent] += dc * unit.f
        for (gate, value) in arguments.enumerated() {
          #expect(close(gates[row * 4 * width + gate * width + column], value))
          expectedSums[parent * 4 + gate] += value
          expectedBias[gate] += value
          expectedInputs[Int(Self.inputRows[row]) * 4 + gate] += value
        }
      }
      for parent in 0..<3 { #expect(close(dbefore[parent * width + column], expectedBefore[parent])) }
      for (index, value) in expectedSums.enumerated() { #expect(close(sums[index * width + column], value)) }
      for (index, value) in expectedBias.enumerated() { #expect(close(bias[index * width + column], value)) }
      for (index, value) in expectedInputs.enumerated() {
        #expect(close(dinputs[index * width + column], value))
      }
    }
  }

  private func withRows(
    _ gates: inout [Float], _ cells: inout [Float], _ outputs: inout [Float], _ body: (LSTMRows) -> Void
  ) {
    inputs.withUnsafeBufferPointer { inputs in
      recurrent.withUnsafeBufferPointer { recurrent in
        before.withUnsafeBufferPointer { before in
          Self.parents.withUnsafeBufferPointer { parents in
            Self.inputRows.withUnsafeBufferPointer { inputRows in
              gates.withUnsafeMutableBufferPointer { gates in
                cells.withUnsafeMutableBufferPointer { cells in
                  outputs.withUnsafeMutableBufferPointer { outputs in
                    guard let inputs = inputs.baseAddress, let recurrent = recurrent.baseAddress,
                      let before = before.baseAddress, let parents = parents.baseAddress,
                      let gates = gates.baseAddress, let cells = cells.baseAddress,
                      let outputs = outputs.baseAddress
                    else { return }
                    body(
                      LSTMRows(
                        hidden: Self.hidden, inputs: inputs, inputRows: inputRows.baseAddress,
                        recurrent: recurrent, parents: parents, firstParent: 5, cellsBefore: before,
                        gates: gates, cells: cells, outputs: outputs))
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  private func withGradients(
    _ before: inout [Float], _ sums: inout [Float], _ bias: inout [Float], _ inputs: inout [Float],
    _ body: (LSTMRows.Gradients) -> Void
  ) {
    doutputs.withUnsafeBufferPointer { doutputs in
      dcells.withUnsafeBufferPointer { dcells in
        before.withUnsafeMutableBufferPointer { before in
          sums.withUnsafeMutableBufferPointer { sums in
            bias.withUnsafeMutableBufferPointer { bias in
              inputs.withUnsafeMutableBufferPointer { inputs in
                guard let doutputs = doutputs.baseAddress, let bias = bias.baseAddress else { return }
                body(
                  LSTMRows.Gradients(
                    outputs: doutputs, cells: dcells.baseAddress, cellsBefore: before.baseAddress,
                    sums: sums.baseAddress, bias: bias, inputs: inputs.baseAddress))
              }
            }
          }
        }
      }
    }
  }
}

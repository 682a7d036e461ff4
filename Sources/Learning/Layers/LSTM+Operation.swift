internal import Compute

/// The part of an LSTM layer that goes from token to token.
struct LSTMOperation: Recurrence {
  let hidden: Int
  /// Products of inputs, `[tokens or prefixes, 4 hidden]`.
  let x: Value
  let y: Value
  /// Of U and both biases in the flat vector.
  let weight, inputBias, recurrentBias: Int
  /// `[prefixes, 4 hidden]`; x itself if that has such rows. Backward, the gradient of the gates' arguments.
  let gates: Buffer
  /// `[prefixes, hidden]`.
  let cells: Buffer
  /// Of the parents at one depth, of which there are no more than samples: `[ends, 4 hidden]`.
  let recurrent: Buffer
  /// Gradients of one depth and the next, by turns: `[ends, hidden]` and `[ends, 4 hidden]`.
  let cellGradients, sums: [Buffer]
  /// The sum of both biases, its gradient, and what comes before the first token.
  let bias, biasGradient, zeros: Int
  /// Memory of Uᵀ and U in panels, where these suit.
  let panels, backwardPanels: Int?
  /// What precedes the first token instead of zeros.
  let carried: CarriedState?
  var gradient: Buffer
  /// Nil where the gates' gradient is that of x.
  var dx: GradientTarget?

  private var gateWidth: Int { 4 * hidden }
  private var sharesInputs: Bool { x.rows == .tokens }

  var work: Int { gateWidth * hidden }
  var parameterCount: Int { gateWidth * (hidden + 2) }
  var preparation: Int { gateWidth + (panels == nil ? 0 : 2 * gateWidth * hidden) }

  mutating func plan(_ plan: inout GradientPlan) {
    gradient = plan.ownGradient(of: y)
    if sharesInputs {
      dx = plan.claim(x)
    } else {
      _ = plan.claimInPlace(x)
    }
  }

  func prepare(_ pass: Pass) {
    let sum = pass.memories[bias]
    sum.update(from: pass.parameters + inputBias, count: gateWidth)
    add(gateWidth, pass.parameters + recurrentBias, into: sum)
    let weight = pass.parameters + weight
    if let panels {
      WeightPanels.lay(
        weight, stride: hidden, transpose: true, k: hidden, n: gateWidth, into: pass.memories[panels])
    }
    if let backwardPanels, pass.keeps {
      WeightPanels.lay(weight, stride: hidden, k: gateWidth, n: hidden, into: pass.memories[backwardPanels])
    }
  }

  /// Few rows cost as much as some, because all weights are read for them.
  private static let cheapestRows = 16

  func pieces(rows: Int) -> Int {
    let work = max(rows, Self.cheapestRows) * self.work
    guard hidden % (2 * WeightPanels.width) == 0, work >= Program.smallestSharedWork else { return 1 }
    var pieces = 2
    while pieces < 8, hidden % (4 * WeightPanels.width * pieces) == 0 { pieces *= 2 }
    return pieces
  }

  private func columns(_ piece: Int, of pieces: Int) -> Range<Int> {
    (hidden * piece / pieces)..<(hidden * (piece + 1) / pieces)
  }

  func forward(depth: Int, piece: Int, of pieces: Int, _ pass: Pass) {
    let columns = columns(piece, of: pieces)
    let before = before(depth, pass)
    if let outputs = before.outputs {
      // All four gates of the columns; they lie side by side if there is one piece.
      for gate in 0..<(pieces == 1 ? 1 : 4) {
        let first = gate * hidden + columns.lowerBound
        affine(
          outputs, panels: panels.map { UnsafePointer(pass.memories[$0]) },
          weight: pass.parameters + weight, isTransposed: true, n: gateWidth,
          columns: first..<(pieces == 1 ? gateWidth : first + columns.count), m: before.count, k: hidden,
          base: nil, bias: pass.memories[bias], into: pass.row(recurrent, 0), stride: gateWidth)
      }
    }
    rows(atDepth: depth, pass).forward(pass.rows.rows(atDepth: depth).count, columns: columns)
  }

  func backward(depth: Int, piece: Int, of pieces: Int, _ pass: Pass) {
    let columns = columns(piece, of: pieces)
    let rows = pass.rows.rows(atDepth: depth)
    let last = pass.rows.positions - 1
    if depth == last { clear(columns, pass) } else { addFromChildren(depth, columns, pass) }
    let parents = depth == 0 ? 1 : pass.rows.rows(atDepth: depth - 1).count
    let asks = depth > 0
    self.rows(atDepth: depth, pass).backward(
      rows.count, columns: columns,
      LSTMRows.Gradients(
        outputs: pass.row(gradient, rows.lowerBound),
        cells: depth == last ? nil : UnsafePointer(pass.row(cellGradients[depth % 2], 0)),
        cellsBefore: asks ? pass.row(cellGradients[(depth + 1) % 2], 0) : nil,
        sums: asks && parents < rows.count ? pass.row(sums[depth % 2], 0) : nil,
        bias: pass.memories[biasGradient], inputs: dx.map { pass.row($0.buffer, 0) }))
  }

  private func rows(atDepth depth: Int, _ pass: Pass) -> LSTMRows {
    let rows = pass.rows.rows(atDepth: depth)
    let first = rows.lowerBound
    let before = before(depth, pass)
    let table = pass.rows
    return LSTMRows(
      hidden: hidden, inputs: pass.row(x, sharesInputs ? 0 : first),
      inputRows: sharesInputs ? UnsafePointer(table.tokenRowOfPrefix + first) : nil,
      recurrent: before.outputs == nil ? pass.memories[bias] : pass.row(recurrent, 0),
      parents: table.parentOfPrefix + first, firstParent: before.first, cellsBefore: before.cells,
      gates: pass.row(gates, first), cells: pass.row(cells, first), outputs: pass.row(y, first))
  }

  /// The states that the rows of a depth begin with; no outputs stand for zeros.
  private func before(
    _ depth: Int, _ pass: Pass
  ) -> (outputs: UnsafePointer<Float>?, cells: UnsafePointer<Float>, first: Int, count: Int) {
    if depth > 0 {
      let parents = pass.rows.rows(atDepth: depth - 1)
      let first = parents.lowerBound
      return (UnsafePointer(pass.row(y, first)), UnsafePointer(pass.row(cells, first)), first, parents.count)
    }
    guard let state = carried?.addresses(pass) else {
      return (nil, UnsafePointer(pass.memories[zeros]), 0, 1)
    }
    return (UnsafePointer(state.outputs), UnsafePointer(state.cells), 0, pass.rows.samples)
  }

  /// Nothing has been added yet.
  private func clear(_ columns: Range<Int>, _ pass: Pass) {
    for gate in 0..<4 {
      let first = gate * hidden + columns.lowerBound
      (pass.memories[biasGradient] + first).update(repeating: 0, count: columns.count)
      guard let dx else { continue }
      for row in 0..<pass.rows.count(.tokens) {
        (pass.row(dx.buffer, row) + first).update(repeating: 0, count: columns.count)
      }
    }
  }

  /// Outputs' gradients receive what the gates one token later say, of which siblings are summed before.
  private func addFromChildren(_ depth: Int, _ columns: Range<Int>, _ pass: Pass) {
    let rows = pass.rows.rows(atDepth: depth)
    let children = pass.rows.rows(atDepth: depth + 1)
    let gradients = pass.row(gradient, rows.lowerBound)
    affine(
      rows.count == children.count
        ? pass.row(gates, children.lowerBound) : pass.row(sums[(depth + 1) % 2], 0),
      panels: backwardPanels.map { UnsafePointer(pass.memories[$0]) }, weight: pass.parameters + weight,
      isTransposed: false, n: hidden, columns: columns, m: rows.count, k: gateWidth, base: gradients,
      bias: nil, into: gradients, stride: hidden)
  }

  func parameterPieces(rows: Int) -> Int { WeightGrid.pieces(rows: rows, outputs: gateWidth, inputs: hidden) }

  func parameterGradient(_ piece: Int, of pieces: Int, _ pass: Pass) {
    guard let flat = pass.gradient else { return }
    let part = WeightGrid(piece, of: pieces, outputs: gateWidth, inputs: hidden)
    let (output, input) = (part.outputs.lowerBound, part.inputs.lowerBound)
    let first = pass.rows.rows(atDepth: 0).upperBound
    weightGradient(
      pass.row(gates, first) + output, strideA: gateWidth, pass.row(y, 0) + input, strideB: hidden,
      rowsB: pass.rows.parentOfPrefix + first, rows: pass.rows.prefixes - first, m: part.outputs.count,
      n: part.inputs.count, into: flat + weight + output * hidden + input, strideC: hidden)
    if let state = carried?.addresses(pass) {
      // At the first depth row i belongs to sample i.
      multiply(
        pass.row(gates, 0) + output, strideA: gateWidth, transposeA: true, state.outputs + input,
        strideB: hidden, m: part.outputs.count, n: part.inputs.count, k: first, accumulate: true,
        into: flat + weight + output * hidden + input, strideC: hidden)
    }
    guard part.isFirst else { return }
    for bias in [inputBias, recurrentBias] {
      (flat + bias + output).update(from: pass.memories[biasGradient] + output, count: part.outputs.count)
    }
  }
}

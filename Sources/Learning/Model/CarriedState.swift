/// What a recurrence leaves behind a batch and finds before the next: an output and a cell for each sample in its place.
///
/// Nothing is learned through it. All recurrences' states lie one after the other, each `[places, width]`.
struct CarriedState: Sendable {
  let outputs: Buffer
  let cells: Buffer
  /// How many numbers a sample has in the states before it.
  let offset: Int

  var width: Int { outputs.width + cells.width }

  /// Where outputs and cells lie, `[places, width]` each; nil if nothing precedes the pass.
  func addresses(
    _ pass: Pass
  ) -> (outputs: UnsafeMutablePointer<Float>, cells: UnsafeMutablePointer<Float>)? {
    guard let first = pass.carried.map({ $0 + offset * pass.places }) else { return nil }
    return (first, first + outputs.width * pass.places)
  }

  /// Copies the rows of whole inputs to where the next batch finds them.
  func keep(_ pass: Pass) {
    guard let (h, c) = addresses(pass) else { return }
    for sample in 0..<pass.rows.samples {
      let row = pass.rows.firstEnd + Int(pass.rows.endOfSample[sample])
      (h + sample * outputs.width).update(from: pass.row(outputs, row), count: outputs.width)
      (c + sample * cells.width).update(from: pass.row(cells, row), count: cells.width)
    }
  }
}

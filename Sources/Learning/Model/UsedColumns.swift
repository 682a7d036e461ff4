/// The columns of a table of features in which not every number is zero, as runs.
///
/// A picture's border changes no prediction, and no weight that reads it has a gradient: products leave it out.
struct UsedColumns: Sendable, Hashable {
  let runs: [Range<Int>]
  let count: Int
  /// How many columns the table has.
  let width: Int

  init(_ features: [Float], width: Int) {
    var used = [Bool](repeating: false, count: width)
    var unseen = width
    features.withUnsafeBufferPointer { features in
      for row in stride(from: 0, to: features.count, by: width) {
        for column in 0..<width where features[row + column] != 0 && !used[column] {
          used[column] = true
          unseen -= 1
        }
        if unseen == 0 { break }
      }
    }
    var runs: [Range<Int>] = []
    for column in 0..<width where used[column] {
      if let last = runs.last, last.upperBound == column {
        runs[runs.count - 1] = last.lowerBound..<(column + 1)
      } else {
        runs.append(column..<(column + 1))
      }
    }
    self.runs = runs
    self.width = width
    count = width - unseen
  }

  /// Whether there is anything to leave out.
  var areAll: Bool { count == width }

  /// Copies the used columns of a row side by side.
  func gather(_ row: UnsafePointer<Float>, into compact: UnsafeMutablePointer<Float>) {
    var place = 0
    for run in runs {
      (compact + place).update(from: row + run.lowerBound, count: run.count)
      place += run.count
    }
  }

  /// Sets what lies between the runs of a row to zero.
  func clearUnused(_ row: UnsafeMutablePointer<Float>) {
    var end = 0
    for run in runs {
      (row + end).update(repeating: 0, count: run.lowerBound - end)
      end = run.upperBound
    }
    (row + end).update(repeating: 0, count: width - end)
  }

  /// Copies some of the numbers of a compact row, `part`, to where they belong.
  func scatter(_ compact: UnsafePointer<Float>, _ part: Range<Int>, into row: UnsafeMutablePointer<Float>) {
    var place = 0
    for run in runs {
      let here = part.clamped(to: place..<(place + run.count))
      (row + run.lowerBound + here.lowerBound - place).update(
        from: compact + here.lowerBound - part.lowerBound, count: here.count)
      place += run.count
    }
  }
}

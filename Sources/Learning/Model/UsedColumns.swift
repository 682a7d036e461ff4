internal import Compute

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

  /// Copies the used columns of some rows side by side.
  func gather(rows: Int, _ table: UnsafePointer<Float>, into compact: UnsafeMutablePointer<Float>) {
    var place = 0
    for run in runs {
      copyBlock(
        rows: rows, columns: run.count, from: table + run.lowerBound, stride: width, into: compact + place,
        stride: count)
      place += run.count
    }
  }

  /// Copies `part` of the columns of some compact rows to where they belong.
  func scatter(
    rows: Int, _ compact: UnsafePointer<Float>, part: Range<Int>, into table: UnsafeMutablePointer<Float>
  ) {
    var place = 0
    for run in runs {
      let here = part.clamped(to: place..<(place + run.count))
      if !here.isEmpty {
        copyBlock(
          rows: rows, columns: here.count, from: compact + here.lowerBound, stride: count,
          into: table + run.lowerBound + here.lowerBound - place, stride: width)
      }
      place += run.count
    }
  }

  /// Sets what lies between the runs of some rows to zero.
  func clearUnused(rows: Int, of table: UnsafeMutablePointer<Float>) {
    var end = 0
    for run in runs {
      copyBlock(
        rows: rows, columns: run.lowerBound - end, from: nil, stride: 0, into: table + end, stride: width)
      end = run.upperBound
    }
    copyBlock(rows: rows, columns: width - end, from: nil, stride: 0, into: table + end, stride: width)
  }
}

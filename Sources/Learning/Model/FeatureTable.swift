/// A data set's features `[count, width]`, for the duration of one pass.
struct FeatureTable {
  let start: UnsafePointer<Float>
  let width: Int
  let used: Range<Int>

  /// The used columns of a sample.
  func row(_ sample: Int32) -> UnsafePointer<Float> { start + Int(sample) * width + used.lowerBound }
}

/// The columns of a table of features between the first and the last in which not every number is zero.
///
/// A picture's border changes no prediction, and no weight that reads it has a gradient: products leave out the columns
/// before and after. Zero columns further inside take part, because gathering the others would cost what that saves.
func usedColumns(_ features: [Float], width: Int) -> Range<Int> {
  var (first, end) = (width, 0)
  features.withUnsafeBufferPointer { features in
    for row in stride(from: 0, to: features.count, by: width) {
      var column = 0
      while column < first, features[row + column] == 0 { column += 1 }
      first = column
      column = width
      while column > end, features[row + column - 1] == 0 { column -= 1 }
      end = column
      if first == 0, end == width { break }
    }
  }
  return first < end ? first..<end : 0..<0
}

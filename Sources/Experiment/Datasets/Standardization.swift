public import Spec

/// Whether inputs are shifted and scaled to mean 0 and variance 1.
public enum Standardize: String, NamedChoice {
  /// By the mean and the population variance of the training rows, for both splits.
  case train
  case none
}

extension Fields {
  func readStandardize() -> Standardize {
    read(
      "standardize", "Scale inputs to mean 0 and variance 1 as seen in training, or leave them.",
      default: .none)
  }
}

/// The mean and spread of each input column over the training rows.
struct Standardization {
  private let means: [Double]
  private let deviations: [Double]

  /// A column that does not vary is only shifted.
  init(_ values: [Float], width: Int, rows: [Int]) {
    let count = Double(rows.count)
    means = (0..<width).map { column in
      rows.reduce(0) { $0 + Double(values[$1 * width + column]) } / count
    }
    let means = means
    deviations = (0..<width).map { column in
      let squares = rows.reduce(0.0) { sum, row in
        let difference = Double(values[row * width + column]) - means[column]
        return sum + difference * difference
      }
      return squares > 0 ? (squares / count).squareRoot() : 1
    }
  }

  func apply(to values: inout [Float]) {
    for index in values.indices {
      let column = index % means.count
      values[index] = Float((Double(values[index]) - means[column]) / deviations[column])
    }
  }
}

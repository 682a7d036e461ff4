internal import Glibc
public import Spec

/// `-(t log p + (1 - t) log(1 - p))` with `p = 1 / (1 + exp(-z))`, averaged over outputs: the model predicts logits z,
/// targets t lie between 0 and 1.
public struct BinaryCrossEntropy: Loss {
  public static let kind = "binary-cross-entropy"
  public static let summary = "the cross entropy of yes-or-no answers, of which the model predicts the logits"
  public static let example = """
    kind: binary-cross-entropy
    of: logits
    """
  public static let measures = [LossMeasure.kind, Accuracy.kind]
  public static let boundary: Float? = 0

  /// What enters the logarithms.
  enum Argument: String, NamedChoice {
    /// `max(z, 0) - t z + log(1 + exp(-|z|))`, which no logit takes beyond its range.
    case logits
    /// p rounded to float32, logarithms bounded at -100, and a slope that vanishes where p rounds to 0 or 1: what
    /// torch.nn.BCELoss makes of a sigmoid's outputs, as in Grokfast's published code.
    case probabilities
  }

  private let argument: Argument
  private let location: SourceLocation

  public init(from fields: Fields) throws(InvalidSpec) {
    argument = fields.read(
      "of",
      "logits: exact everywhere; probabilities: of rounded ones, logarithms bounded at -100, as torch.nn.BCELoss",
      default: Argument.logits)
    location = fields.node.location
  }

  public func check(_ signature: Signature) throws(InvalidSpec) {
    switch signature.targets {
    case .values: return
    case .classes:
      throw InvalidSpec([
        Diagnostic(
          "'\(Self.kind)' compares with values between 0 and 1, but the targets of this data set are classes",
          at: location, hint: "try cross-entropy")
      ])
    case .positions:
      throw InvalidSpec([
        Diagnostic(
          "'\(Self.kind)' compares one target per example, but this data set has one per position",
          at: location)
      ])
    }
  }

  public func sum(
    of predictions: UnsafePointer<Float>, outputs: Int, targets: Examples.Targets,
    rows: UnsafeBufferPointer<Int32>, scale: Float, gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    guard case .values(let values, _) = targets else { return 0 }
    let scale = scale / Float(outputs)
    let argument = argument
    return values.withUnsafeBufferPointer { values in
      var total = 0.0
      for (sample, row) in rows.enumerated() {
        for output in 0..<outputs {
          let logit = predictions[sample * outputs + output]
          let target = values[Int(row) * outputs + output]
          let (loss, slope) =
            argument == .logits ? ofLogit(logit, target) : ofProbability(logit, target)
          total += loss
          if let gradient { gradient[sample * outputs + output] = scale * slope }
        }
      }
      return total / Double(outputs)
    }
  }
}

/// The loss of one answer and its derivative by the logit.
private func ofLogit(_ logit: Float, _ target: Float) -> (Double, Float) {
  let (z, t) = (Double(logit), Double(target))
  let small = exp(-abs(z))
  let probability = z >= 0 ? 1 / (1 + small) : small / (1 + small)
  return (max(z, 0) - t * z + log1p(small), Float(probability - t))
}

/// The same in the roundings of torch.nn.BCELoss behind torch.sigmoid.
private func ofProbability(_ logit: Float, _ target: Float) -> (Double, Float) {
  let p = 1 / (1 + Float(exp(-Double(logit))))
  let q = 1 - p
  func bounded(_ x: Float) -> Double { max(log(Double(x)), -100) }
  let loss = -(Double(target) * bounded(p) + Double(1 - target) * bounded(q))
  return (loss, (p - target) / max(q * p, 1e-12) * (q * p))
}

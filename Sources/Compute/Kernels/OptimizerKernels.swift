internal import CKernels

/// One step of stochastic gradient descent as PyTorch computes it.
///
/// d = g + λθ; m ← μm + (1 − τ)d, or m ← d the first time; θ ← θ − η(nesterov ? d + μm : m).
public struct DescentStep: Sendable {
  public var rate, weightDecay, momentum, dampening: Double
  public var nesterov: Bool
  /// Whether there is no momentum yet.
  public var isFirst: Bool

  public init(
    rate: Double, weightDecay: Double, momentum: Double, dampening: Double, nesterov: Bool, isFirst: Bool
  ) {
    self.rate = rate
    self.weightDecay = weightDecay
    self.momentum = momentum
    self.dampening = dampening
    self.nesterov = nesterov
    self.isFirst = isFirst
  }

  /// `momenta` has the whole vector's length, or is empty if there is no momentum.
  public func apply(
    _ gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutableBufferPointer<Float>,
    momenta: inout [Float], at offset: Int, _ team: Team
  ) {
    typealias Arguments = (
      parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
      momenta: UnsafeMutablePointer<Float>?, rule: ck_sgd
    )
    let rule = ck_sgd(
      rate: Float(rate), decay: Float(weightDecay), momentum: Float(momentum), rest: Float(1 - dampening),
      nesterov: nesterov ? 1 : 0, first: isFirst ? 1 : 0)
    momenta.withUnsafeMutableBufferPointer { momenta in
      let piece = momenta.isEmpty ? nil : momenta.baseAddress?.advanced(by: offset)
      guard let target = parameters.baseAddress, let source = gradient.baseAddress else { return }
      var arguments: Arguments = (target, source, piece, rule)
      team.run(elements: gradient.count, &arguments) { context, first, count in
        let all = context.load(as: Arguments.self)
        ck_sgd_step(
          all.parameters + first, all.gradient + first, all.momenta.map { $0 + first }, all.rule, Int64(count)
        )
      }
    }
  }
}

/// One step of Adam as PyTorch computes it, with coupled (L2) and decoupled decay.
///
/// θ ← θ(1 − decoupled); d = g + coupled·θ; m ← m + (1 − β₁)(d − m); v ← β₂v + (1 − β₂)d²;
/// θ ← θ − [η/(1 − β₁ᵗ)] · m / (√v/√(1 − β₂ᵗ) + ε), where t counts from 1.
public struct AdamStep: Sendable {
  public var rate, coupledDecay, decoupledDecay, beta1, beta2, epsilon: Double
  /// 1 − βᵗ for both betas.
  public var correction1, correction2: Double

  public init(
    rate: Double, coupledDecay: Double, decoupledDecay: Double, beta1: Double, beta2: Double, epsilon: Double,
    correction1: Double, correction2: Double
  ) {
    self.rate = rate
    self.coupledDecay = coupledDecay
    self.decoupledDecay = decoupledDecay
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.correction1 = correction1
    self.correction2 = correction2
  }

  /// Both moments have the whole vector's length.
  public func apply(
    _ gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutableBufferPointer<Float>,
    first: inout [Float], second: inout [Float], at offset: Int, _ team: Team
  ) {
    typealias Arguments = (
      parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
      first: UnsafeMutablePointer<Float>, second: UnsafeMutablePointer<Float>, rule: ck_adam
    )
    let rule = ck_adam(
      step: Float(rate / correction1), second_scale: Float(correction2.squareRoot()),
      coupled: Float(coupledDecay), shrink: Float(decoupledDecay), beta1_rest: Float(1 - beta1),
      beta2: Float(beta2), beta2_rest: Float(1 - beta2), epsilon: Float(epsilon))
    first.withUnsafeMutableBufferPointer { first in
      second.withUnsafeMutableBufferPointer { second in
        guard let target = parameters.baseAddress, let source = gradient.baseAddress,
          let first = first.baseAddress, let second = second.baseAddress
        else { return }
        var arguments: Arguments = (target, source, first + offset, second + offset, rule)
        team.run(elements: gradient.count, &arguments) { context, first, count in
          let all = context.load(as: Arguments.self)
          ck_adam_step(
            all.parameters + first, all.gradient + first, all.first + first, all.second + first, all.rule,
            Int64(count))
        }
      }
    }
  }
}

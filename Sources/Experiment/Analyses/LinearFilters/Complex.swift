internal import Glibc

/// A complex number in double, as far as frequency responses need it.
public struct Complex: Sendable, Hashable {
  public var real: Double
  public var imaginary: Double

  public init(_ real: Double, _ imaginary: Double = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  /// `e^{iθ}`.
  public init(angle: Double) { self.init(cos(angle), sin(angle)) }

  public var magnitude: Double { hypot(real, imaginary) }
  /// From −π to π.
  public var phase: Double { atan2(imaginary, real) }

  public static func + (a: Complex, b: Complex) -> Complex {
    Complex(a.real + b.real, a.imaginary + b.imaginary)
  }
  public static func - (a: Complex, b: Complex) -> Complex {
    Complex(a.real - b.real, a.imaginary - b.imaginary)
  }
  public static func * (a: Complex, b: Complex) -> Complex {
    Complex(a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }
  public static func * (factor: Double, a: Complex) -> Complex {
    Complex(factor * a.real, factor * a.imaginary)
  }
  public static func / (a: Complex, b: Complex) -> Complex {
    let square = b.real * b.real + b.imaginary * b.imaginary
    let product = a * Complex(b.real, -b.imaginary)
    return Complex(product.real / square, product.imaginary / square)
  }

  /// `Σ_k coefficients[k] e^{−iωk}`: the discrete Fourier sum of a finite sequence.
  static func fourierSum(_ coefficients: [Double], _ frequency: Double) -> Complex {
    var sum = Complex(0)
    for (time, coefficient) in coefficients.enumerated() where coefficient != 0 {
      sum = sum + coefficient * Complex(angle: -frequency * Double(time))
    }
    return sum
  }
}

internal import Spec
internal import Glibc

/// How a decoder learns where in its sequence a token stands.
enum PositionKind: String, NamedChoice {
  /// A table of its own, one row per position.
  case learned
  /// Sines and cosines of the position.
  case sinusoidal
  case absent
}

/// `[positions, width]`: column i of position t is `sin(t / 10000^(i/width))` for even i and
/// `cos(t / 10000^((i-1)/width))` for odd i.
///
/// Source: A. Vaswani et al., Attention is all you need, arXiv 1706.03762, section 3.5.
func sinusoids(positions: Int, width: Int) -> [Float] {
  (0..<positions).flatMap { position in
    (0..<width).map { column in
      let angle = Double(position) / pow(10000, Double(column - column % 2) / Double(width))
      return Float(column % 2 == 0 ? sin(angle) : cos(angle))
    }
  }
}

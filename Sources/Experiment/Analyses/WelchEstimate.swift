internal import Glibc

/// The power spectra of many signals that arrive side by side, averaged in groups; memory holds one segment.
///
/// Welch's method: segments of n values that overlap by half, each under a periodic Hann window w; the one-sided
/// density `P_k = c_k |Σ_t w_t x_t e^{−2πikt/n}|² / (2π Σ w²)`, with c = 1 at k = 0 and n/2 and 2 between, is averaged
/// over segments and signals. Its integral over 0…π, in radians per value, is the mean square.
/// Source: P. Welch, IEEE Trans. Audio Electroacoust. 15 (1967).
struct WelchEstimate {
  /// Signals and how much each counts.
  struct Group {
    let signals: [(index: Int, weight: Double)]
  }

  let segment: Int
  private let groups: [Group]
  private let removesMean: Bool
  private let transform: FourierTransform
  private let window: [Double]
  /// `[segment, signals]`, a ring of the last values.
  private var ring: [Float]
  private let signals: Int
  private var filled = 0
  /// Values since the last segment was taken.
  private var fresh = 0
  private var next = 0
  /// `[groups, segment / 2 + 1]`: sums over segments.
  private var sums: [[Double]]
  private var scratch: [Complex]
  /// How many segments were averaged.
  private(set) var segments = 0

  init(segment: Int, signals: Int, groups: [Group], removesMean: Bool) {
    self.segment = segment
    self.groups = groups
    self.removesMean = removesMean
    self.signals = signals
    transform = FourierTransform(count: segment)
    window = (0..<segment).map { 0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(segment)) }
    ring = [Float](repeating: 0, count: segment * signals)
    sums = groups.map { _ in [Double](repeating: 0, count: segment / 2 + 1) }
    scratch = [Complex](repeating: Complex(0), count: segment)
  }

  /// Takes the next value of every signal.
  mutating func append(_ values: UnsafeBufferPointer<Float>) {
    for (signal, value) in values.enumerated() { ring[next * signals + signal] = value }
    next = (next + 1) % segment
    filled = min(filled + 1, segment)
    fresh += 1
    guard filled == segment, segments == 0 || fresh == segment / 2 else { return }
    takeSegment()
    fresh = 0
    segments += 1
  }

  private mutating func takeSegment() {
    let sides = 2 * Double.pi * window.reduce(0) { $0 + $1 * $1 }
    for (group, members) in groups.enumerated() {
      for (signal, weight) in members.signals {
        load(signal)
        scratch.withUnsafeMutableBufferPointer { transform($0) }
        for k in 0...(segment / 2) {
          let value = scratch[k]
          let square = value.real * value.real + value.imaginary * value.imaginary
          let isOwnMirror = k == 0 || k == segment / 2
          sums[group][k] += weight * (isOwnMirror ? 1 : 2) * square / sides
        }
      }
    }
  }

  /// The oldest value first, under the window.
  private mutating func load(_ signal: Int) {
    var mean = 0.0
    if removesMean {
      for time in 0..<segment { mean += Double(ring[time * signals + signal]) }
      mean /= Double(segment)
    }
    for time in 0..<segment {
      let value = Double(ring[(next + time) % segment * signals + signal])
      scratch[time] = Complex(window[time] * (value - mean))
    }
  }

  /// `[segment / 2 + 1]`: the density at 2πk / segment radians per value; nil before the first whole segment.
  func power(of group: Int) -> [Double]? {
    guard segments > 0 else { return nil }
    let weight = groups[group].signals.reduce(0) { $0 + $1.weight }
    return sums[group].map { $0 / (weight * Double(segments)) }
  }
}

import Glibc

/// What an axis shows and how: its name, scale and limits.
public struct Axis: Sendable, Hashable {
  public enum Scale: Sendable, Hashable {
    case linear
    /// Base 10. Values that are not positive are not drawn.
    case log
    /// Values are positions 0, 1, 2, … and these are the names at them.
    case index([String])
  }

  /// The column heading in the data file.
  public var name: String
  /// What the reader sees; empty for none.
  public var label: String
  public var scale: Scale
  /// Fixed ends; nil is taken from the data.
  public var lower: Double?
  public var upper: Double?
  /// Where ticks stand, such as at the few values of a sweep; nil to choose round numbers.
  public var ticks: [Double]?
  /// Values grow downwards or leftwards.
  public var reversed = false
  /// Whether the numbers at the ticks are written; false for the inner axes of facets.
  public var showsNumbers = true

  public init(
    _ name: String, label: String? = nil, scale: Scale = .linear, lower: Double? = nil, upper: Double? = nil,
    reversed: Bool = false, ticks: [Double]? = nil
  ) {
    self.name = name
    self.label = label ?? name
    self.scale = scale
    self.lower = lower
    self.upper = upper
    self.reversed = reversed
    self.ticks = ticks
  }

  var isLog: Bool { scale == .log }

  /// Whether a value has a place on this axis.
  func shows(_ value: Double) -> Bool { value.isFinite && (!isLog || value > 0) }
}

/// An axis with its ends and ticks settled for a given length.
struct ScaledAxis {
  struct Tick {
    var value: Double
    /// nil for a tick without a number.
    var text: TickText?
  }

  let axis: Axis
  let lower: Double
  let upper: Double
  private(set) var major: [Tick] = []
  private(set) var minor: [Double] = []

  /// - Parameters:
  ///   - extent: The smallest and largest value to show; nil if there are none.
  ///   - length: In units.
  ///   - padding: The share of the length left free at each end that is taken from the data.
  init(_ axis: Axis, extent: (Double, Double)?, length: Double, horizontal: Bool, padding: Double) {
    self.axis = axis
    if case .index(let names) = axis.scale {
      lower = -0.5
      upper = Double(max(names.count, 1)) - 0.5
    } else {
      (lower, upper) = ScaledAxis.ends(axis, extent, padding)
    }
    let style = TextStyle.tick
    // Along the axis a number takes its width or its height, and some air.
    let room: (TickText) -> Double = { horizontal ? $0.width(style) + 12 : style.size + 13 }
    if let ticks = axis.ticks, axis.scale == .linear || axis.isLog {
      major = givenTicks(ticks.filter { $0 >= lower && $0 <= upper }, length: length, room: room)
      return
    }
    switch axis.scale {
    case .linear: major = linearTicks(lower, upper, length: length, room: room)
    case .log: (major, minor) = logTicks(lower, upper, length: length, room: room)
    case .index(let names): major = indexTicks(names, length: length, room: room)
    }
  }

  private static func ends(_ axis: Axis, _ extent: (Double, Double)?, _ padding: Double) -> (Double, Double) {
    var (low, high) = extent ?? (axis.isLog ? (1, 10) : (0, 1))
    let fixed = (
      axis.lower.flatMap { axis.shows($0) ? $0 : nil }, axis.upper.flatMap { axis.shows($0) ? $0 : nil }
    )
    low = fixed.0 ?? min(low, fixed.1 ?? low)
    high = fixed.1 ?? max(high, fixed.0 ?? high)
    if low > high { swap(&low, &high) }
    if axis.isLog {
      if low == high { (low, high) = (low / 2, high * 2) }
      let stretch = Glibc.pow(high / low, padding)
      return (fixed.0 ?? low / stretch, fixed.1 ?? high * stretch)
    }
    // A share shows its whole range: how far from 0 and 1 it stays is the message.
    if low >= 0, high <= 1, high - low > 0.4 { (low, high) = (fixed.0 ?? 0, fixed.1 ?? 1) }
    if low == high {
      let reach = low == 0 ? 1 : low.magnitude / 2
      (low, high) = (low - reach, high + reach)
    }
    let margin = (high - low) * padding
    return (fixed.0 ?? low - margin, fixed.1 ?? high + margin)
  }

  /// A tick at every value given; numbers only where there is room beside the one before.
  private func givenTicks(_ values: [Double], length: Double, room: (TickText) -> Double) -> [Tick] {
    var end = -Double.infinity
    return values.compactMap { value in place(value).map { (value, $0 * length) } }.sorted { $0.1 < $1.1 }
      .map { value, middle in
        let text = TickText.plain(readable(value))
        let half = room(text) / 2
        guard middle - half >= end else { return Tick(value: value, text: nil) }
        end = middle + half
        return Tick(value: value, text: text)
      }
  }

  /// The place of a value: 0 at the start of the axis, 1 at its end; nil if it has none.
  func place(_ value: Double) -> Double? {
    guard axis.shows(value) else { return nil }
    let share =
      axis.isLog
      ? Glibc.log10(value / lower) / Glibc.log10(upper / lower) : (value - lower) / (upper - lower)
    return axis.reversed ? 1 - share : share
  }

  /// The widest number at a tick, in units.
  var numberWidth: Double {
    axis.showsNumbers ? major.compactMap { $0.text?.width(.tick) }.max() ?? 0 : 0
  }

  /// gnuplot's range, from start to end.
  var range: String { axis.reversed ? "[\(upper):\(lower)]" : "[\(lower):\(upper)]" }
}

/// A place on the sheet in units, from the lower left corner.
struct Position: Hashable {
  var x: Double
  var y: Double
}

/// An upright box on the sheet in units, from the lower left corner.
///
/// One unit is a CSS pixel (1/96 inch) at the figure's natural size.
public struct Box: Sendable, Hashable {
  public var left: Double
  public var bottom: Double
  public var width: Double
  public var height: Double

  public init(left: Double, bottom: Double, width: Double, height: Double) {
    self.left = left
    self.bottom = bottom
    self.width = width
    self.height = height
  }

  var right: Double { left + width }
  var top: Double { bottom + height }

  func inset(by space: Insets) -> Box {
    Box(
      left: left + space.left, bottom: bottom + space.bottom, width: max(width - space.left - space.right, 1),
      height: max(height - space.bottom - space.top - space.legend, 1))
  }

  func grown(by margin: Double) -> Box {
    Box(left: left - margin, bottom: bottom - margin, width: width + 2 * margin, height: height + 2 * margin)
  }

  func contains(_ other: Box) -> Bool {
    other.left >= left && other.right <= right && other.bottom >= bottom && other.top <= top
  }

  func overlaps(_ other: Box) -> Bool {
    left < other.right && other.left < right && bottom < other.top && other.bottom < top
  }

  /// Whether the straight line from `a` to `b` passes through this box.
  func touches(_ a: Position, _ b: Position) -> Bool {
    var enters = 0.0
    var leaves = 1.0
    for (start, change, low, high) in [(a.x, b.x - a.x, left, right), (a.y, b.y - a.y, bottom, top)] {
      if change == 0 {
        if start < low || start > high { return false }
      } else {
        let first = (low - start) / change
        let second = (high - start) / change
        enters = max(enters, min(first, second))
        leaves = min(leaves, max(first, second))
      }
    }
    return enters <= leaves
  }
}

/// The space that a plot needs around its axes, in units.
public struct Insets: Sendable, Hashable {
  public var left = 0.0
  public var right = 0.0
  public var top = 0.0
  public var bottom = 0.0
  /// Height kept free above `top` for a legend; zero if the legend stands inside the axes or there is none.
  public var legend = 0.0

  public init(left: Double = 0, right: Double = 0, top: Double = 0, bottom: Double = 0, legend: Double = 0) {
    self.left = left
    self.right = right
    self.top = top
    self.bottom = bottom
    self.legend = legend
  }

  /// The space that suits both, so that neighbours line up.
  func union(_ other: Insets) -> Insets {
    Insets(
      left: max(left, other.left), right: max(right, other.right), top: max(top, other.top),
      bottom: max(bottom, other.bottom), legend: max(legend, other.legend))
  }
}

/// A ramp of colours for numbers, given by stops at equal distances.
public struct ColorMap: Sendable, Hashable {
  public let name: String
  let stops: [Color]

  /// Perceptually even from dark violet to yellow.
  public static let viridis = ColorMap(
    "viridis", 0x440154, 0x472C7A, 0x3B518B, 0x2C718E, 0x21908D, 0x27AD81, 0x5CC863, 0xAADC32, 0xFDE725)
  /// Like viridis, and the same for readers with and without red-green blindness.
  public static let cividis = ColorMap(
    "cividis", 0x00224E, 0x123570, 0x3B496C, 0x575D6D, 0x707173, 0x8A8678, 0xA59C74, 0xC3B369, 0xFEE838)
  /// White to dark red.
  public static let reds = ColorMap(
    "reds", 0xFFF5F0, 0xFEE0D2, 0xFCBBA1, 0xFC9272, 0xFB6A4A, 0xEF3B2C, 0xCB181D, 0xA50F15, 0x67000D)
  /// White to dark blue.
  public static let blues = ColorMap(
    "blues", 0xF7FBFF, 0xDEEBF7, 0xC6DBEF, 0x9ECAE1, 0x6BAED6, 0x4292C6, 0x2171B5, 0x08519C, 0x08306B)
  /// White to black.
  public static let greys = ColorMap("greys", 0xFFFFFF, 0xD9D9D9, 0x969696, 0x525252, 0x111111)

  public static let all = [viridis, cividis, reds, blues, greys]

  private init(_ name: String, _ stops: UInt32...) {
    self.name = name
    self.stops = stops.map { Color($0) }
  }

  /// The colour at a place in 0…1; places outside take the nearest end.
  func color(at place: Double) -> Color {
    let scaled = min(max(place, 0), 1) * Double(stops.count - 1)
    let index = min(Int(scaled), stops.count - 2)
    return stops[index].mixed(with: stops[index + 1], scaled - Double(index))
  }

  /// The argument of gnuplot's `set palette defined`.
  var gnuplot: String {
    stops.enumerated().map { "\($0) '\($1.hex)'" }.joined(separator: ", ")
  }
}

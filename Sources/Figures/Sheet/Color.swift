/// A colour in sRGB, eight bits a channel.
public struct Color: Sendable, Hashable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8

  public init(_ hex: UInt32) {
    red = UInt8(hex >> 16 & 255)
    green = UInt8(hex >> 8 & 255)
    blue = UInt8(hex & 255)
  }

  static let ink = Color(0x222222)
  static let muted = Color(0x6B6B6B)
  static let hairline = Color(0xE3E3E3)
  static let white = Color(0xFFFFFF)

  /// `#rrggbb`.
  var hex: String {
    let digits = String(packed, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  var packed: UInt32 { UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }

  /// Whether white text reads better on this colour than black.
  var isDark: Bool { 299 * Int(red) + 587 * Int(green) + 114 * Int(blue) < 140_000 }

  /// This colour moved towards another: 0 is this one, 1 the other.
  func mixed(with other: Color, _ share: Double) -> Color {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt32 {
      UInt32((Double(a) + (Double(b) - Double(a)) * min(max(share, 0), 1)).rounded())
    }
    return Color(mix(red, other.red) << 16 | mix(green, other.green) << 8 | mix(blue, other.blue))
  }
}

/// What colour a series has, before its weight lightens it.
public enum Ink: Sendable, Hashable {
  /// One of the Okabe–Ito colours, which stay apart for colour-blind readers and in print.
  case category(Int)
  /// A place in 0…1 on the ramp for ordered values, such as the points of a sweep.
  case ramp(Double)
  /// Dark grey: a reference that is no member of the compared family.
  case neutral

  var color: Color {
    switch self {
    case .category(let index): Ink.okabeIto[index % Ink.okabeIto.count]
    case .ramp(let place): ColorMap.viridis.color(at: 0.88 * (1 - place))
    case .neutral: Color(0x3A3A3A)
    }
  }

  /// How many categories look different.
  static var categories: Int { okabeIto.count }

  // Okabe and Ito's yellow is too pale for a line on white; its place is taken by grey.
  private static let okabeIto: [Color] = [
    Color(0x0072B2), Color(0xD55E00), Color(0x009E73), Color(0xCC79A7), Color(0xE69F00), Color(0x56B4E9),
    Color(0x000000), Color(0x8C8C8C),
  ]
}

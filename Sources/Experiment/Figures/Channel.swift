import Figures
import Spec

/// What one direction or the colour of a figure shows: `x: step` or `x: {axis: step, scale: log}`.
struct Channel: Sendable, Hashable {
  enum Scale: String, NamedChoice {
    case linear, log
    /// The values that there are, at equal distances.
    case index
  }

  /// One axis or column, or several for lines in one picture; empty if the channel is not used.
  var names: [Name]
  var scale: Scale
  var limits: [Double]
  /// Added to every value, so that zeros show on a logarithmic scale.
  var offset: Double
  var reverse: Bool

  var isUsed: Bool { !names.isEmpty }
  var first: String { names.first?.text ?? "" }

  /// How a channel looks to a reader.
  func axis(_ labels: Labels, name: String? = nil, ticks: [Double]? = nil, index: [String]? = nil) -> Axis {
    let name = name ?? first
    let scale: Axis.Scale =
      switch self.scale {
      case .linear: .linear
      case .log: .log
      case .index: index.map(Axis.Scale.index) ?? .linear
      }
    let isIndex = self.scale == .index
    return Axis(
      name, label: labels.title(name), scale: scale, lower: isIndex ? nil : limits.first,
      upper: isIndex ? nil : limits.last, reversed: reverse, ticks: ticks)
  }
}

extension Fields {
  /// Reads a channel in its short or long form; unused if it is absent and has no default.
  func readChannel(_ key: String, _ purpose: String, default standard: String? = nil) -> Channel {
    let location = location(of: key)
    let channel = readGroup(key, purpose, short: "axis") { fields in
      let names = fields.readOptional(
        "axis", "An axis or a column, or a list of columns.", as: OneOrMore<Name>.self)
      let scale = fields.read("scale", "How values are spaced.", default: Channel.Scale.linear)
      let limits = fields.read("limits", "The first and the last value shown.", default: [Double]())
      let offset = fields.read("offset", "Added to every value.", default: 0.0)
      let reverse = fields.read("reverse", "Whether values run backwards.", default: false)
      fields.check(
        limits.isEmpty || (limits.count == 2 && limits[0] < limits[1]),
        "limits are two ascending numbers, such as [0, 1]", at: "limits")
      fields.check(
        scale != .log || limits.allSatisfy { $0 > 0 }, "limits of a logarithmic scale are positive",
        at: "limits")
      return Channel(
        names: names?.values ?? standard.map { [Name($0, at: location)] } ?? [], scale: scale,
        limits: limits.count == 2 ? limits : [], offset: offset, reverse: reverse)
    }
    return channel ?? Channel(names: [], scale: .linear, limits: [], offset: 0, reverse: false)
  }

  /// Reads a channel that names exactly one axis or column.
  func readSingleChannel(
    _ key: String, _ purpose: String, default standard: String? = nil, required: Bool = false
  )
    -> Channel
  {
    let channel = readChannel(key, purpose, default: standard)
    check(channel.names.count <= 1, "'\(key)' takes one axis or column", at: key)
    check(!required || channel.isUsed, "missing '\(key)': expected an axis or a column", at: key)
    return channel
  }

  /// Reads the name of an axis that facets or colours follow.
  func readAxis(_ key: String, _ purpose: String) -> Name? { readSingleChannel(key, purpose).names.first }
}

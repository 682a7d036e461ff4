extension Curves {
  /// One line per name in its colour, then one grey line per variant; with a single name its variants in colour.
  public var legend: Legend {
    var names: [Series] = []
    var variants: [Series] = []
    for series in series where series.weight != .faint {
      if !names.contains(where: { $0.name == series.name }) { names.append(series) }
      if !series.variant.isEmpty, !variants.contains(where: { $0.variant == series.variant }) {
        variants.append(series)
      }
    }
    if variants.count < 2 { variants = [] }
    if names.count == 1 {
      if variants.isEmpty { return .none }
      names = []
    }
    let single = names.isEmpty
    return Legend(
      entries: names.map { series in
        var strong = series
        if !variants.isEmpty { (strong.weight, strong.dashed) = (.strong, false) }
        return Legend.Entry(label: series.name, strokes: [strong.stroke], hasPoint: series.hasPoints)
      }
        + variants.map { series in
          var grey = series
          if !single { grey.ink = .neutral }
          return Legend.Entry(label: series.variant, strokes: [grey.stroke], hasPoint: series.hasPoints)
        })
  }
}

extension Curves.Series {
  var hasPoints: Bool { shape == .linePoints || shape == .points }

  /// The line as it is drawn.
  var stroke: Stroke {
    let dashes: [Double] = dashed ? [4.5, 4] : []
    return switch weight {
    case .strong: Stroke(color: ink.color, width: 1.7, dashes: dashes)
    case .light: Stroke(color: ink.color.mixed(with: .white, 0.45), width: 1.1, dashes: dashes)
    case .faint: Stroke(color: ink.color.mixed(with: .white, 0.72), width: 0.7, dashes: dashes)
    }
  }
}

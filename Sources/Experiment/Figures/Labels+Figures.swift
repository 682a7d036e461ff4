extension Labels {
  /// What stands beside an axis: `validation_accuracy` is "Validation accuracy", `pc1` is "PC 1".
  func title(_ name: String) -> String {
    if let label = texts[name] { return label }
    if name == "step" { return "Optimisation step" }
    if name.hasPrefix("pc"), let number = Int(name.dropFirst(2)) { return "PC \(number)" }
    let words = self[name]
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// A point on an axis: "gain = 5"; of runs, splits and other named things the name alone.
  func value(_ value: AxisValue, on axis: String) -> String {
    switch value {
    case .absent: ""
    case .number: "\(self[axis]) = \(self[value])"
    case .text: self[value]
    }
  }
}

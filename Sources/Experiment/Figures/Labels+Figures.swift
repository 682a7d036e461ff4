extension Labels {
  /// What stands beside an axis: `validation_accuracy` is "Validation accuracy", `pc1` is "PC 1".
  ///
  /// A label of one's own stands in legends as it is written; here, too, but for a first word in small letters.
  func title(_ name: String) -> String {
    if texts[name] == nil {
      if name == "step" { return "Optimisation step" }
      if name.hasPrefix("pc"), let number = Int(name.dropFirst(2)) { return "PC \(number)" }
    }
    let words = self[name]
    let isWord = words.prefix { $0 != " " }.count > 1 && words.dropFirst().first?.isLowercase == true
    return isWord ? words.prefix(1).uppercased() + words.dropFirst() : words
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

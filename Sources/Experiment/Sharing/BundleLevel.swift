/// How much of an experiment a bundle holds.
public enum BundleLevel: String, Sendable, CaseIterable {
  /// What figures and tables are drawn from.
  case figure
  /// Besides, all that trainings and analyses gave, and the states in which trainings ended: for going on.
  case training
  /// Besides, the data files.
  case all
}

/// The names of the entries of a bundle.
enum BundleEntry {
  /// The author's files, at their places from the project's root.
  static let spec = "spec/"
  /// Project settings of the bundle's own, so that its files are found.
  static let settings = "spec/grokline.yaml"
  static let data = "bundled-data"
  static let resolved = "resolved.json"
  static let lock = "lock.json"
  static let environment = "env.json"
  static let knownData = "data.json"
  static let expected = "expected.json"
  /// Short texts by their SHA-256.
  static let contents = "contents.json"
  static let objects = "objects/"
  static let figures = "figure/"
  static let tables = "table/"

  static let documents: Set<String> = [resolved, lock, environment, knownData, expected, contents]
  static let settingsText = "grokline: 1\nmirrors: [\(data)]\n"

  /// The entry that holds an output of a figure or table; nil for other stages.
  static func path(stage: String, output: String) -> String? {
    let endings = [
      (FigureStage.name(""), figures, [FigureStage.svg: ".svg", FigureStage.csv: ".csv"]),
      (TableStage.name(""), tables, [TableStage.markdown: ".md", TableStage.csv: ".csv"]),
    ]
    for (prefix, folder, endings) in endings where stage.hasPrefix(prefix) {
      return endings[output].map { folder + stage.dropFirst(prefix.count) + $0 }
    }
    return nil
  }
}

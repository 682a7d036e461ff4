internal import Spec

/// The chosen columns of a CSV file, checked cell by cell.
struct CSVRows {
  private(set) var count = 0
  /// `[count, inputs]`, with 0 for categories.
  private(set) var inputs: [Float] = []
  /// The names in columns of categories, by their place among the inputs, `[count]` each.
  private var categories: [Int: [String]] = [:]
  /// Whether a row trains; `[count]`, or empty if no column says so.
  private var trains: [Bool] = []
  /// `[count, targets]`; empty if the target names classes.
  private(set) var targets: [Float] = []
  /// `[count]`; empty if the target is values.
  private var labels: [String] = []

  /// Reads no further than the data set's `limit`.
  init(_ bytes: [UInt8], of dataset: CSVDataset) throws(MalformedData) {
    do throws(MalformedTable) {
      var reader = CSVReader(bytes, separator: dataset.separator.byte)
      guard try reader.next() else {
        throw MalformedTable(message: "the file is empty", line: 1, column: 1, hint: "expected a header")
      }
      let columns = try Columns(&reader, dataset)
      while dataset.cut.limit.map({ count < $0 }) ?? true, try reader.next() {
        try append(reader, columns, dataset.meaning)
      }
      if count == 0 {
        throw MalformedTable(message: "there are no rows under the header", line: 1, column: 1)
      }
      if dataset.meaning == .classes, Set(labels).count < 2 {
        throw columns.header[columns.targets[0]].malformed("every row has class '\(labels[0])'")
      }
    } catch {
      throw MalformedData(error, in: .inProject(dataset.file))
    }
  }

  private mutating func append(
    _ reader: CSVReader, _ columns: Columns, _ meaning: CSVDataset.Meaning
  ) throws(MalformedTable) {
    let row = reader.fields
    if row.count == 1, columns.names.count > 1, row[0].isEmpty { throw row[0].malformed("an empty line") }
    guard row.count == columns.names.count else {
      throw row[0].malformed("\(row.count) cells under \(columns.names.count) names")
    }
    for (place, column) in columns.inputs.enumerated() {
      if columns.categories.contains(place) {
        try columns.checkFilled(row[column], column)
        categories[place, default: []].append(try reader.text(row[column]))
        inputs.append(0)
      } else {
        inputs.append(try columns.number(row[column], column, reader))
      }
    }
    if let column = columns.split { trains.append(try columns.isTraining(row[column], column, reader)) }
    for column in columns.targets {
      switch meaning {
      case .values: targets.append(try columns.number(row[column], column, reader))
      case .classes:
        try columns.checkFilled(row[column], column)
        labels.append(try reader.text(row[column]))
      }
    }
    count += 1
  }

  /// Where the chosen columns stand.
  private struct Columns {
    let header: [CSVField]
    let names: [String]
    private(set) var inputs: [Int] = []
    private(set) var targets: [Int] = []
    /// Places among the inputs.
    let categories: Set<Int>
    private(set) var split: Int?

    init(_ reader: inout CSVReader, _ dataset: CSVDataset) throws(MalformedTable) {
      header = reader.fields
      var names: [String] = []
      for field in header {
        let name = try reader.text(field)
        if names.contains(name) { throw field.malformed("a second column '\(name)'") }
        names.append(name)
      }
      self.names = names
      categories = Set(dataset.categories.compactMap { dataset.inputs.firstIndex(of: $0) })
      if let name = dataset.splitColumn { split = try position(name) }
      for name in dataset.inputs { inputs.append(try position(name)) }
      for name in dataset.target { targets.append(try position(name)) }
    }

    private func position(_ name: String) throws(MalformedTable) -> Int {
      if let position = names.firstIndex(of: name) { return position }
      throw MalformedTable(
        message: "there is no column '\(name)'", line: 1, column: 1, hint: suggestion(for: name, among: names)
      )
    }

    func checkFilled(_ field: CSVField, _ column: Int) throws(MalformedTable) {
      if field.isEmpty { throw field.malformed("an empty cell in column '\(names[column])'") }
    }

    func isTraining(_ field: CSVField, _ column: Int, _ reader: CSVReader) throws(MalformedTable) -> Bool {
      let text = try reader.text(field)
      guard text == "train" || text == "validation" else {
        throw field.malformed("'\(text)' in column '\(names[column])' is neither 'train' nor 'validation'")
      }
      return text == "train"
    }

    func number(_ field: CSVField, _ column: Int, _ reader: CSVReader) throws(MalformedTable) -> Float {
      try checkFilled(field, column)
      guard let value = reader.number(field) else {
        throw field.malformed("'\(try reader.text(field))' in column '\(names[column])' is not a number")
      }
      let narrow = Float(value)
      guard narrow.isFinite else {
        throw field.malformed(
          "'\(try reader.text(field))' in column '\(names[column])' is too large for float32")
      }
      return narrow
    }
  }

  /// The class of each row; nil if the target is values.
  var numberedLabels: (numbers: [Int32], count: Int)? { labels.isEmpty ? nil : CSVRows.numbered(labels) }

  /// The rows of either split as their column says, in the order of the file.
  var division: (train: [Int], validation: [Int]) {
    (trains.indices.filter { trains[$0] }, trains.indices.filter { !trains[$0] })
  }

  /// The inputs of some rows with each category as one number per name.
  func spelledOut(_ inputs: [Float], of rows: [Int]) -> [Float] {
    if categories.isEmpty { return inputs }
    let numbered = categories.mapValues(CSVRows.numbered)
    let width = inputs.count / max(rows.count, 1)
    return rows.enumerated().flatMap { index, row in
      (0..<width).flatMap { place -> [Float] in
        guard let names = numbered[place] else { return [inputs[index * width + place]] }
        return (0..<names.count).map { $0 == Int(names.numbers[row]) ? 1 : 0 }
      }
    }
  }

  /// Names as numbers in their order: by size if all of them are numbers, else by their scalars.
  private static func numbered(_ names: [String]) -> (numbers: [Int32], count: Int) {
    let distinct = Set(names)
    let areNumbers = distinct.allSatisfy { CSVText.number($0) != nil }
    let sorted = distinct.sorted { a, b in
      let sizes = areNumbers ? (CSVText.number(a) ?? 0, CSVText.number(b) ?? 0) : (0, 0)
      return sizes.0 != sizes.1
        ? sizes.0 < sizes.1 : a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars)
    }
    let positions = Dictionary(zip(sorted, 0...).map { ($0, Int32($1)) }, uniquingKeysWith: { $1 })
    return (names.map { positions[$0] ?? 0 }, sorted.count)
  }
}

internal import Spec

/// The chosen columns of a CSV file, checked cell by cell.
struct CSVRows {
  private(set) var count = 0
  /// `[count, inputs]`.
  private(set) var inputs: [Float] = []
  /// `[count, targets]`; empty if the target names classes.
  private(set) var targets: [Float] = []
  /// `[count]`; empty if the target is values.
  private var labels: [String] = []

  /// Reads no further than the data set's `limit`.
  init(_ bytes: [UInt8], of dataset: CSVDataset) throws(MalformedData) {
    let file = dataset.file
    func malformed(_ message: String, _ field: CSVField?, hint: String? = nil) -> MalformedData {
      MalformedData(
        message: message, file: file, line: field?.line ?? 1, column: field?.column ?? 1, hint: hint)
    }
    var reader = CSVReader(bytes, separator: dataset.separator.byte)
    func nextRow() throws(MalformedData) -> [CSVField]? {
      do throws(MalformedTable) { return try reader.row() } catch {
        throw MalformedData(
          message: error.message, file: file, line: error.line, column: error.column, hint: nil)
      }
    }
    guard let header = try nextRow() else {
      throw malformed("the file is empty", nil, hint: "expected a header")
    }
    let names = header.map(\.text)
    for (index, field) in header.enumerated() where names[..<index].contains(field.text) {
      throw malformed("a second column '\(field.text)'", field)
    }
    func position(_ name: String) throws(MalformedData) -> Int {
      if let position = names.firstIndex(of: name) { return position }
      throw malformed("there is no column '\(name)'", header.first, hint: suggestion(for: name, among: names))
    }
    var inputPositions: [Int] = []
    for name in dataset.inputs { inputPositions.append(try position(name)) }
    var targetPositions: [Int] = []
    for name in dataset.target { targetPositions.append(try position(name)) }

    func number(_ field: CSVField, _ column: Int) throws(MalformedData) -> Float {
      if field.text.isEmpty { throw malformed("an empty cell in column '\(names[column])'", field) }
      guard let value = CSVField.number(field.text) else {
        throw malformed("'\(field.text)' in column '\(names[column])' is not a number", field)
      }
      let narrow = Float(value)
      guard narrow.isFinite else {
        throw malformed("'\(field.text)' in column '\(names[column])' is too large for float32", field)
      }
      return narrow
    }
    while dataset.cut.limit.map({ count < $0 }) ?? true, let row = try nextRow() {
      if row.count == 1, names.count > 1, row[0].text.isEmpty { throw malformed("an empty line", row[0]) }
      guard row.count == names.count else {
        throw malformed("\(row.count) cells under \(names.count) names", row[0])
      }
      for column in inputPositions { inputs.append(try number(row[column], column)) }
      for column in targetPositions {
        switch dataset.meaning {
        case .values: targets.append(try number(row[column], column))
        case .classes:
          if row[column].text.isEmpty {
            throw malformed("an empty cell in column '\(names[column])'", row[column])
          }
          labels.append(row[column].text)
        }
      }
      count += 1
    }
    if count == 0 { throw malformed("there are no rows under the header", header.first) }
    if dataset.meaning == .classes, Set(labels).count < 2 {
      throw malformed("every row has class '\(labels[0])'", header[targetPositions[0]])
    }
  }

  /// The class of each row; nil if the target is values. Labels that are all numbers are sorted by size, others by
  /// their scalars.
  var numberedLabels: (numbers: [Int32], count: Int)? {
    guard !labels.isEmpty else { return nil }
    let distinct = Set(labels)
    let areNumbers = distinct.allSatisfy { CSVField.number($0) != nil }
    let sorted = distinct.sorted { a, b in
      let sizes = areNumbers ? (CSVField.number(a) ?? 0, CSVField.number(b) ?? 0) : (0, 0)
      return sizes.0 != sizes.1
        ? sizes.0 < sizes.1 : a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars)
    }
    let positions = Dictionary(zip(sorted, 0...).map { ($0, Int32($1)) }, uniquingKeysWith: { $1 })
    return (labels.map { positions[$0] ?? 0 }, sorted.count)
  }
}

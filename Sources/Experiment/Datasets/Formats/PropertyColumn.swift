internal import Spec

/// One column of a table whose rows are named by their first cell.
struct PropertyColumn {
  private var reader: CSVReader
  private let place: Int

  init(_ bytes: [UInt8], _ column: String) throws(MalformedTable) {
    reader = CSVReader(bytes)
    guard try reader.next() else { throw MalformedTable(message: "the file is empty", line: 1, column: 1) }
    var names: [String] = []
    for field in reader.fields { names.append(try reader.text(field)) }
    guard let place = names.dropFirst().firstIndex(of: column) else {
      throw MalformedTable(
        message: "there is no column '\(column)'", line: 1, column: 1,
        hint: suggestion(for: column, among: Array(names.dropFirst())))
    }
    self.place = place
  }

  func values(of names: [String]) throws(MalformedTable) -> [Float] {
    var reader = reader
    var values: [Float] = []
    for name in names {
      while true {
        guard try reader.next() else {
          throw MalformedTable(message: "no row is called '\(name)'", line: 1, column: 1)
        }
        if try reader.text(reader.fields[0]) == name { break }
      }
      let row = reader.fields
      guard row.count > place else { throw row[0].malformed("\(row.count) cells, and no property \(place)") }
      guard let value = reader.number(row[place]), Float(value).isFinite else {
        throw row[place].malformed("'\(try reader.text(row[place]))' is not a number")
      }
      values.append(Float(value))
    }
    return values
  }
}

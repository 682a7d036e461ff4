/// The rows that an observer wrote: CSV whose first column is `step`, in ascending order, under one header line.
///
/// Only whole lines are moved about, never a byte inside one, so that text put together from pieces equals the
/// text of a run that was never cut.
struct ObservationText: Sendable, Equatable {
  /// The first line with its line feed; empty if nothing was written at all.
  private(set) var header: [UInt8] = []
  /// Everything below the header.
  private(set) var rows: [UInt8] = []

  init() {}

  /// Throws `MalformedObservation` unless the header starts with `step`, steps ascend and the last line ends.
  init(_ bytes: some Sequence<UInt8>) throws {
    let bytes = Array(bytes)
    guard !bytes.isEmpty else { return }
    guard bytes.last == lineFeed, let end = bytes.firstIndex(of: lineFeed) else {
      throw MalformedObservation("the last line does not end in a line feed")
    }
    header = Array(bytes[...end])
    guard header.starts(with: Array("step".utf8)), [comma, lineFeed].contains(header[4]) else {
      throw MalformedObservation("the first column is not 'step'")
    }
    rows = Array(bytes[(end + 1)...])
    var last = -1
    try forEachRow { step, _ in
      guard step > last else { throw MalformedObservation("step \(step) follows step \(last)") }
      last = step
    }
  }

  var bytes: [UInt8] { header + rows }

  /// The objects that fields name by 64 hexadecimal digits, each once, in ascending order.
  var objects: [Digest] {
    var found: Set<Digest> = []
    for field in rows.split(whereSeparator: { $0 == comma || $0 == lineFeed }) where field.count == 64 {
      if let digest = Digest(hex: String(decoding: field, as: UTF8.self)) { found.insert(digest) }
    }
    return found.sorted()
  }

  /// Only the rows whose step is in `range`.
  func sliced(to range: StepRange) throws -> ObservationText {
    var slice = ObservationText()
    slice.header = header
    try forEachRow { step, line in
      if range.contains(step) { slice.rows.append(contentsOf: rows[line]) }
    }
    return slice
  }

  /// Puts the rows of a later piece behind these.
  mutating func append(_ later: ObservationText) throws {
    guard !later.header.isEmpty else { return }
    if header.isEmpty { header = later.header }
    guard header == later.header else { throw MalformedObservation("two pieces have different columns") }
    rows.append(contentsOf: later.rows)
  }

  private func forEachRow(_ body: (_ step: Int, _ line: Range<Int>) throws -> Void) throws {
    var start = 0
    while start < rows.count {
      guard let end = rows[start...].firstIndex(of: lineFeed) else { return }
      var step = 0
      var digits = 0
      for byte in rows[start...] {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), digits < 18 else { break }
        step = step * 10 + Int(byte - UInt8(ascii: "0"))
        digits += 1
      }
      guard digits > 0, [comma, lineFeed].contains(rows[start + digits]) else {
        throw MalformedObservation("a row does not start with its step")
      }
      try body(step, start..<end + 1)
      start = end + 1
    }
  }
}

/// An observer wrote something that is not rows of steps.
public struct MalformedObservation: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ reason: String) { description = "an observation is malformed: \(reason)" }
}

private let lineFeed = UInt8(ascii: "\n")
private let comma = UInt8(ascii: ",")

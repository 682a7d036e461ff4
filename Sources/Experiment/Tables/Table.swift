/// Rows of measurements: axis columns say where each row lies, value columns what was found there.
///
/// Every analysis yields one, and so do the metrics of runs. Storage is by column, eight bytes or fewer per cell and
/// a dictionary per axis, so that the metrics of a whole sweep fit. Rows keep the order in which they were appended.
/// A metrics table has the axes of its points and `step`, and one value column per metric.
public struct Table: Sendable {
  public private(set) var axes: [AxisColumn]
  public private(set) var columns: [ValueColumn]
  /// The number of rows.
  public private(set) var count = 0

  /// An empty table. No name may occur twice.
  public init(axes: [String], columns: [String]) {
    precondition(
      Set(axes + columns).count == axes.count + columns.count, "two of \(axes + columns) are equal")
    self.axes = axes.map(AxisColumn.init)
    self.columns = columns.map(ValueColumn.init)
  }

  public var outline: TableOutline { TableOutline(axes: axes.map(\.name), columns: columns.map(\.name)) }

  /// The axis of that name.
  public func axis(_ name: String) -> AxisColumn? { axes.first { $0.name == name } }

  /// The value column of that name.
  public func column(_ name: String) -> ValueColumn? { columns.first { $0.name == name } }

  /// Where a row lies.
  public func coordinates(_ row: Int) -> Coordinates {
    Coordinates(axes.map { (axis: $0.name, value: $0[row]) })
  }

  /// Adds a row at the end; one cell per column, in order.
  public mutating func append(_ axisValues: [AxisValue], _ outcomes: [Outcome]) {
    precondition(
      axisValues.count == axes.count && outcomes.count == columns.count,
      "\(axisValues.count) + \(outcomes.count) cells for \(axes.count) + \(columns.count) columns")
    for index in axes.indices { axes[index].append(axisValues[index]) }
    for index in columns.indices { columns[index].append(outcomes[index]) }
    count += 1
  }

  /// Adds a row that lies at `coordinates`; axes that it lacks are absent.
  public mutating func append(at coordinates: Coordinates, _ outcomes: [Outcome]) {
    append(axes.map { coordinates[$0.name] ?? .absent }, outcomes)
  }
}

extension Table {
  /// An axis, stored as one small number per row into the distinct values.
  public struct AxisColumn: Sendable {
    public let name: String
    /// The distinct values in order of first appearance.
    public private(set) var distinct: [AxisValue] = []
    /// For each row the position of its value in `distinct`.
    public private(set) var codes: [Int32] = []
    private var positions: [AxisValue: Int32] = [:]

    init(_ name: String) { self.name = name }

    public subscript(row: Int) -> AxisValue { distinct[Int(codes[row])] }

    mutating func append(_ value: AxisValue) {
      var value = value
      if case .number(let number) = value {
        precondition(number.isFinite, "\(number) on axis '\(name)'")
        if number == 0 { value = .number(0.0) }
      }
      if let last = codes.last, distinct[Int(last)] == value { return codes.append(last) }
      if let position = positions[value] { return codes.append(position) }
      let position = Int32(distinct.count)
      positions[value] = position
      distinct.append(value)
      codes.append(position)
    }
  }

  /// A value column: a number per row, and whether it stands for a measurement, `never` or nothing.
  public struct ValueColumn: Sendable {
    private enum State: UInt8 { case number, never, missing }

    public let name: String
    /// Of a censored row the last place looked at, or NaN; of a missing one NaN.
    private var numbers: [Double] = []
    private var states: [State] = []

    init(_ name: String) { self.name = name }

    public var count: Int { numbers.count }

    public subscript(row: Int) -> Outcome {
      switch states[row] {
      case .number: .number(numbers[row])
      case .never: .never(after: numbers[row].isNaN ? nil : numbers[row])
      case .missing: .missing
      }
    }

    mutating func append(_ outcome: Outcome) {
      switch outcome {
      case .number(let value):
        numbers.append(value)
        states.append(.number)
      case .never(let after):
        numbers.append(after ?? .nan)
        states.append(.never)
      case .missing:
        numbers.append(.nan)
        states.append(.missing)
      }
    }

    func named(_ name: String) -> ValueColumn {
      var copy = ValueColumn(name)
      copy.numbers = numbers
      copy.states = states
      return copy
    }
  }
}

extension Table: Equatable {
  /// The same columns, rows and cells, in the same order; two cells that are not a number are equal.
  public static func == (a: Table, b: Table) -> Bool {
    guard a.outline == b.outline, a.count == b.count else { return false }
    return (0..<a.count).allSatisfy { row in
      zip(a.axes, b.axes).allSatisfy { $0[row] == $1[row] }
        && zip(a.columns, b.columns).allSatisfy { $0[row].description == $1[row].description }
    }
  }
}

/// The names of a table's columns, known before there are any rows.
public struct TableOutline: Sendable, Hashable {
  public var axes: [String]
  public var columns: [String]

  public init(axes: [String], columns: [String]) {
    self.axes = axes
    self.columns = columns
  }

  /// Axes and columns together.
  public var names: [String] { axes + columns }
}

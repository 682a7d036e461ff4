/// One molecule of an SDF file (V2000): its atoms and bonds.
struct Molecule: Hashable {
  enum Element: Int, CaseIterable {
    case hydrogen = 1
    case carbon = 6
    case nitrogen = 7
    case oxygen = 8
    case fluorine = 9

    init?(symbol: some Collection<UInt8>) {
      guard let known = Element.symbols.first(where: { $0.symbol.utf8.elementsEqual(symbol) }) else {
        return nil
      }
      self = known.element
    }

    static let symbols: [(symbol: String, element: Element)] = [
      ("H", .hydrogen), ("C", .carbon), ("N", .nitrogen), ("O", .oxygen), ("F", .fluorine),
    ]
  }

  struct Bond: Hashable {
    enum Order: Int {
      case single = 1
      case double, triple, aromatic
    }

    let from: Int
    let to: Int
    let order: Order
  }

  let name: String
  let atoms: [Element]
  let bonds: [Bond]
}

/// Reads the molecules of an SDF file line by line.
struct MoleculeReader {
  /// The next line; nil at the end.
  typealias Lines = () throws(MalformedBytes) -> [UInt8]?

  /// Counts from 1.
  private(set) var line = 0
  private let lines: Lines

  init(_ lines: @escaping Lines) { self.lines = lines }

  /// Something wrong with the SDF file, at a line and a column that count from 1.
  enum Flaw: Error {
    case text(MalformedTable)
    case bytes(MalformedBytes)
  }

  /// The next molecule; nil at the end of the file.
  mutating func next() throws(Flaw) -> Molecule? {
    guard let title = try read() else { return nil }
    _ = try expected("the second line of a header")
    _ = try expected("the third line of a header")
    let counts = try expected("the counts of atoms and bonds")
    guard let atomCount = MoleculeReader.number(counts, 0), let bondCount = MoleculeReader.number(counts, 3)
    else {
      throw flaw("the counts of atoms and bonds are no numbers")
    }
    guard String(decoding: counts, as: UTF8.self).contains("V2000") else {
      throw flaw("not a V2000 table", column: 34)
    }
    var atoms: [Molecule.Element] = []
    for _ in 0..<atomCount { atoms.append(try atom()) }
    var bonds: [Molecule.Bond] = []
    for _ in 0..<bondCount { bonds.append(try bond(among: atomCount)) }
    while true {
      let text = try expected("'$$$$'")
      if text.starts(with: "$$$$".utf8) { break }
    }
    return Molecule(name: String(decoding: title, as: UTF8.self), atoms: atoms, bonds: bonds)
  }

  private mutating func atom() throws(Flaw) -> Molecule.Element {
    let text = try expected("an atom")
    // Three coordinates of ten characters and a blank stand before it.
    let symbol = text.dropFirst(31).prefix(3).filter { $0 != UInt8(ascii: " ") }
    guard !symbol.isEmpty else { throw flaw("an atom without an element", column: 32) }
    guard let element = Molecule.Element(symbol: symbol) else {
      throw flaw("unknown element '\(String(decoding: symbol, as: UTF8.self))'", column: 32)
    }
    return element
  }

  private mutating func bond(among atoms: Int) throws(Flaw) -> Molecule.Bond {
    let text = try expected("a bond")
    guard let from = MoleculeReader.number(text, 0), let to = MoleculeReader.number(text, 3),
      let kind = MoleculeReader.number(text, 6)
    else { throw flaw("a bond that is not three numbers") }
    for (place, end) in [from, to].enumerated() where !(1...max(atoms, 1) ~= end) {
      throw flaw("a bond to atom \(end) of \(atoms)", column: 3 * place + 1)
    }
    guard from != to else { throw flaw("a bond from atom \(from) to itself") }
    guard let order = Molecule.Bond.Order(rawValue: kind) else {
      throw flaw("unknown kind of bond '\(kind)'", column: 7)
    }
    return Molecule.Bond(from: from - 1, to: to - 1, order: order)
  }

  /// The number in the three columns from `column` on.
  private static func number(_ text: [UInt8], _ column: Int) -> Int? {
    let digits = text.dropFirst(column).prefix(3).drop { $0 == UInt8(ascii: " ") }
    return digits.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      ? Int(String(decoding: digits, as: UTF8.self)) : nil
  }

  private mutating func read() throws(Flaw) -> [UInt8]? {
    do {
      guard let text = try lines() else { return nil }
      line += 1
      return text
    } catch { throw .bytes(error) }
  }

  private mutating func expected(_ what: String) throws(Flaw) -> [UInt8] {
    guard let text = try read() else {
      throw .text(MalformedTable(message: "the file ends before \(what)", line: line + 1, column: 1))
    }
    return text
  }

  private func flaw(_ message: String, column: Int = 1) -> Flaw {
    .text(MalformedTable(message: message, line: line, column: column))
  }
}

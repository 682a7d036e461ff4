public import Compute
public import Learning
public import Spec

/// Small organic molecules as graphs, and one of their computed properties, in its own unit.
///
/// Atoms have 11 features: a one-hot vector over H, C, N, O, F, the atomic number, four flags (aromatic, sp, sp2, sp3)
/// that are always 0 because molecules are read as they are written, and the number of hydrogens bonded to it. Every
/// bond is an edge in both directions with 4 features, one-hot: single, double, triple, aromatic. Edges are sorted by
/// their source, then by their target.
/// Source: the encoding of PyTorch Geometric; Ramakrishnan et al., Scientific Data 1:140022, 2014.
public struct QM9: DatasetKind {
  public static let kind = "qm9"
  public static let summary = "Small organic molecules as graphs, and a property to be predicted."
  public static let example = """
    kind: qm9
    target: alpha
    limit: 20
    """

  static let nodeWidth = 11
  static let edgeWidth = 4
  /// The whole table of properties has 28 MB.
  private static let largestTable = 1 << 27

  private let file: DataFile
  private let target: String
  private let exclude: String?
  private let cut: Cut
  public let seed: BlockSeed?

  public init(from fields: Fields) throws(InvalidSpec) {
    file = fields.readOrigin(role: "archive", default: "qm9")
    target = fields.read(
      "target", "The column of the property: alpha, mu, homo, lumo, gap, r2, zpve, u0, …", default: "alpha")
    exclude = fields.readOptional(
      "exclude", "A file of the project with the numbers of molecules to leave out, one a line.")
    cut = Cut(from: fields)
    seed = fields.readSeed()
    fields.check(
      cut.split != .stratified, "a stratified split needs classes", at: "split", hint: "write split: random")
  }

  public var shape: DatasetShape {
    let train = cut.limit.map { _ in cut.trainCount(.max) }
    return DatasetShape(
      input: .graphs(nodeWidth: QM9.nodeWidth, edgeWidth: QM9.edgeWidth), target: .values(width: 1),
      trainCount: train, validationCount: train.flatMap { train in cut.limit.map { $0 - train } })
  }

  public var files: [DataFile] { [file] + (exclude.map { [.inProject($0)] } ?? []) }

  public func prepare(
    _ random: inout any RandomSource, read: (DataFile) throws -> [UInt8]
  ) throws -> PreparedData {
    let excluded = try exclude.map { try QM9.numbers(read(.inProject($0)), in: .inProject($0)) } ?? []
    let bytes = try read(file)
    let (graphs, names) = try molecules(bytes, without: excluded)
    if let limit = cut.limit, names.count < limit {
      throw MalformedData(
        "there are \(names.count) molecules, fewer than the limit of \(limit)", file: file.description,
        at: .byte(0))
    }
    let values = try properties(bytes, of: names)
    let (train, validation) = cut.divide(graphs.count, &random)
    guard !train.isEmpty, !validation.isEmpty else {
      throw MalformedData.undivided(graphs.count, train.count, file: file)
    }
    func examples(_ rows: [Int]) -> Examples {
      Examples(
        count: rows.count, inputs: .graphs(graphs.selecting(rows)),
        targets: .values(rows.map { values[$0] }, width: 1))
    }
    return PreparedData(train: examples(train), validation: examples(validation))
  }

  /// The molecules that are used, and what each is called.
  private func molecules(_ bytes: [UInt8], without excluded: Set<Int>) throws -> (Graphs, [String]) {
    var graphs = Graphs(nodeWidth: QM9.nodeWidth, edgeWidth: QM9.edgeWidth)
    var names: [String] = []
    try eachMolecule(bytes) { molecule in
      if !excluded.isEmpty, let number = QM9.number(of: molecule.name), excluded.contains(number) {
        return true
      }
      graphs.append(molecule)
      names.append(molecule.name)
      return cut.limit.map { names.count < $0 } ?? true
    }
    return (graphs, names)
  }

  /// Reads molecules for as long as `body` wants more.
  private func eachMolecule(_ bytes: [UInt8], _ body: (Molecule) -> Bool) throws {
    var archive = try locating(file) { try TarReader(bytes) }
    while let member = try locating(file, { try archive.nextMember() }) {
      guard member.file.hasSuffix(".sdf") else { continue }
      var molecules = MoleculeReader { () throws(MalformedBytes) in
        try archive.line(of: member, longest: 1000)
      }
      do throws(MoleculeReader.Flaw) {
        while let molecule = try molecules.next(), body(molecule) {}
        return
      } catch {
        switch error {
        case .bytes(let flaw): throw MalformedData(flaw, in: file)
        case .text(let flaw):
          throw MalformedData(
            flaw.message, file: "\(file): \(member.file)", at: .line(flaw.line, column: flaw.column))
        }
      }
    }
    throw MalformedData("the archive has no .sdf file", file: file.description, at: .byte(0))
  }

  /// The property of each molecule: the rows of the table whose first cell is its name, which stand in the same order.
  private func properties(_ bytes: [UInt8], of names: [String]) throws -> [Float] {
    var archive = try locating(file) { try TarReader(bytes) }
    while let member = try locating(file, { try archive.nextMember() }) {
      guard member.file.hasSuffix(".csv") else { continue }
      let table = try locating(file) { try archive.content(of: member, atMost: QM9.largestTable) }
      do throws(MalformedTable) {
        return try PropertyColumn(table, target).values(of: names)
      } catch {
        throw MalformedData(
          error.message, file: "\(file): \(member.file)", at: .line(error.line, column: error.column),
          hint: error.hint)
      }
    }
    throw MalformedData("the archive has no .csv file", file: file.description, at: .byte(0))
  }

  /// The N of `gdb_N`.
  private static func number(of name: String) -> Int? { name.split(separator: "_").last.flatMap { Int($0) } }

  /// The first words of lines that begin with a number; other lines are headings.
  private static func numbers(_ bytes: [UInt8], in file: DataFile) throws -> Set<Int> {
    let lines = try decodeText(bytes, file: file.description).split(whereSeparator: \.isNewline)
    let numbers = lines.compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
    guard !numbers.isEmpty else {
      throw MalformedData("no line begins with a number", file: file.description, at: .line(1, column: 1))
    }
    return Set(numbers)
  }
}

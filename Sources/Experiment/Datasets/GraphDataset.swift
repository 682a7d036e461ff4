public import Compute
public import Learning
public import Spec

/// Graphs from a file with one JSON object a line.
///
/// `{"nodes": [[…], …], "edges": [[source, target], …], "edge_features": [[…], …], "target": …}`: every node has as
/// many numbers as every other, and so has every edge; nodes count from 0. Without `edge_features`, an edge has the
/// single number 1. A target is a number, a list of numbers, or for classes a whole number from 0 on.
public struct GraphDataset: DatasetKind {
  public static let kind = "graphs"
  public static let summary = "Graphs from a file with one JSON object a line."
  public static let example = """
    kind: graphs
    file: data/graphs.jsonl
    undirected: true
    """

  private let file: DataFile
  private let meaning: CSVDataset.Meaning
  private let undirected: Bool
  private let cut: Cut
  public let seed: BlockSeed?

  public init(from fields: Fields) throws(InvalidSpec) {
    file = fields.readOrigin(role: "graphs", default: nil)
    meaning = fields.read("target_is", "Whether the target is values or a class.", default: .values)
    undirected = fields.read("undirected", "Whether every edge also runs back.", default: false)
    cut = Cut(from: fields)
    seed = fields.readSeed()
    fields.check(
      cut.split != .stratified || meaning == .classes, "a stratified split needs classes", at: "split",
      hint: "write target_is: classes, or split: random")
  }

  public var shape: DatasetShape {
    DatasetShape(input: nil, target: nil, trainCount: nil, validationCount: nil)
  }

  public var files: [DataFile] { [file] }

  public func prepare(
    _ random: inout any RandomSource, read: (DataFile) throws -> [UInt8]
  ) throws -> PreparedData {
    let bytes = try read(file)
    let lines = try locating(file) { try GraphLines(bytes, limit: cut.limit, undirected: undirected) }
    guard let graphs = lines.graphs, let width = lines.targetWidth else {
      throw MalformedData("there are no graphs", file: file.description, at: .line(1, column: 1))
    }
    let classes = meaning == .classes ? try locating(file) { try lines.classes() } : nil
    let (train, validation) = cut.divide(graphs.count, classes: classes, &random)
    guard !train.isEmpty, !validation.isEmpty else {
      throw MalformedData.undivided(graphs.count, train.count, file: file)
    }
    func examples(_ rows: [Int]) -> Examples {
      let targets: Examples.Targets =
        if let classes {
          .classes(rows.map { classes[$0] }, classes: Int(classes.max() ?? 0) + 1)
        } else {
          .values(rows.flatMap { lines.targets[($0 * width)..<(($0 + 1) * width)] }, width: width)
        }
      return Examples(count: rows.count, inputs: .graphs(graphs.selecting(rows)), targets: targets)
    }
    return PreparedData(train: examples(train), validation: examples(validation))
  }
}

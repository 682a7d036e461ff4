internal import Learning
internal import Spec

/// The graphs of a file with one JSON object a line, and their targets.
struct GraphLines {
  private static let longestLine = 1 << 24
  private static let keys: Set<String> = ["nodes", "edges", "edge_features", "target"]

  /// nil if there are none.
  private(set) var graphs: Graphs?
  /// `[graphs, targetWidth]`.
  private(set) var targets: [Float] = []
  private(set) var targetWidth: Int?
  /// Where each graph stands.
  private var lines: [Int] = []

  init(_ bytes: [UInt8], limit: Int?, undirected: Bool) throws {
    var reader = try ByteReader(bytes)
    var number = 0
    while limit.map({ lines.count < $0 }) ?? true,
      let text = try reader.line(before: .max, longest: GraphLines.longestLine)
    {
      number += 1
      func flaw(_ message: String) -> MalformedTable {
        MalformedTable(message: message, line: number, column: 1)
      }
      if text.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) {
        throw flaw("an empty line")
      }
      let json: JSON
      do { json = try JSON(parsing: text) } catch { throw flaw("not JSON: \(error)") }
      guard let object = json.object else { throw flaw("not a JSON object") }
      if let key = object.keys.sorted().first(where: { !GraphLines.keys.contains($0) }) {
        throw flaw("unknown key '\(key)': expected nodes, edges, edge_features and target")
      }
      try append(json, undirected: undirected, flaw)
      lines.append(number)
    }
  }

  private mutating func append(_ json: JSON, undirected: Bool, _ flaw: (String) -> MalformedTable) throws {
    guard let nodes = json["nodes"].flatMap(GraphLines.rows), let nodeWidth = nodes.first?.count,
      nodeWidth > 0
    else {
      throw flaw("'nodes' is not a list of lists of numbers")
    }
    guard let ends = json["edges"].flatMap(GraphLines.pairs) else {
      throw flaw("'edges' is not a list of pairs of whole numbers")
    }
    let given = json["edge_features"].map(GraphLines.rows)
    if let given, given == nil { throw flaw("'edge_features' is not a list of lists of numbers") }
    let edges = (given ?? nil) ?? ends.map { _ in [1] }
    guard edges.count == ends.count else { throw flaw("\(ends.count) edges, and features of \(edges.count)") }
    let edgeWidth = edges.first?.count ?? graphs?.edgeWidth ?? 1
    if let end = ends.flatMap({ [$0.source, $0.target] }).first(where: { !(0..<nodes.count ~= $0) }) {
      throw flaw("an edge to node \(end) of \(nodes.count)")
    }
    let expected = graphs ?? Graphs(nodeWidth: nodeWidth, edgeWidth: max(edgeWidth, 1))
    if let node = nodes.first(where: { $0.count != expected.nodeWidth }) {
      throw flaw("a node of \(node.count) numbers among nodes of \(expected.nodeWidth)")
    }
    if let edge = edges.first(where: { $0.count != expected.edgeWidth }) {
      throw flaw("an edge of \(edge.count) numbers among edges of \(expected.edgeWidth)")
    }
    guard let target = json["target"].flatMap({ GraphLines.numbers($0.array == nil ? .array([$0]) : $0) }),
      !target.isEmpty
    else { throw flaw("'target' is neither a number nor a list of numbers") }
    guard target.count == targetWidth ?? target.count else {
      throw flaw("a target of \(target.count) numbers after targets of \(targetWidth ?? 0)")
    }
    var all = expected
    let back = undirected ? ends.map { (source: $0.target, target: $0.source) } : []
    all.append(
      nodes: nodes.flatMap { $0 }, edges: (edges + (undirected ? edges : [])).flatMap { $0 },
      ends: ends + back)
    graphs = all
    targets += target
    targetWidth = target.count
  }

  /// The targets as classes from 0 on.
  func classes() throws(MalformedTable) -> [Int32] {
    var classes: [Int32] = []
    for (index, value) in targets.enumerated() {
      guard targetWidth == 1, let label = Int32(exactly: value), 0..<65536 ~= label else {
        throw MalformedTable(
          message: "'target' is not a class: expected a whole number from 0 on",
          line: lines[index / (targetWidth ?? 1)],
          column: 1)
      }
      classes.append(label)
    }
    return classes
  }

  private static func numbers(_ json: JSON) -> [Float]? {
    guard let items = json.array else { return nil }
    let numbers = items.compactMap { $0.number.map(Float.init) }
    return numbers.count == items.count && numbers.allSatisfy(\.isFinite) ? numbers : nil
  }

  private static func rows(_ json: JSON) -> [[Float]]? {
    guard let items = json.array else { return nil }
    let rows = items.compactMap(numbers)
    return rows.count == items.count ? rows : nil
  }

  private static func pairs(_ json: JSON) -> [(source: Int, target: Int)]? {
    guard let items = json.array else { return nil }
    let pairs = items.compactMap { item -> (source: Int, target: Int)? in
      guard let ends = item.array?.compactMap(\.integer), ends.count == 2, item.array?.count == 2 else {
        return nil
      }
      return (ends[0], ends[1])
    }
    return pairs.count == items.count ? pairs : nil
  }
}

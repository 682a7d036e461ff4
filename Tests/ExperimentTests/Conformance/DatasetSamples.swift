@testable import Experiment

/// What the files that the examples of data sets name hold, in conformance tests.
enum DatasetSamples {
  static func content(of file: DataFile) -> [UInt8] {
    switch file.description {
    case "mnist/train-images", "mnist/validation-images":
      Packing.gzip(Packing.idx([100, 28, 28], (0..<78_400).map { UInt8($0 * 31 % 251) }))
    case "mnist/train-labels", "mnist/validation-labels":
      Packing.idx([100], (0..<100).map { UInt8($0 * 7 % 10) })
    case "imdb/table": Array(reviews.utf8)
    case "qm9/archive": molecules
    case "tiny-shakespeare/text":
      Array(String(repeating: "Speak, speak. You are all resolved? ", count: 30).utf8)
    case "data/graphs.jsonl": Array(graphs.utf8)
    case "data/x.npy": inputs
    case "data/y.npy": targets
    case "data/xy.npz": Packing.zip([("x.npy", inputs), ("y.npy", targets)])
    case "data/xy.safetensors": tensors
    default: Array(table.utf8)
    }
  }

  private static var table: String {
    var rows = "angle,speed,length,drag,energy\n"
    for row in 0..<20 { rows += (0..<5).map { "\((row * 7 + $0 * 3) % 11)" }.joined(separator: ",") + "\n" }
    return rows
  }

  private static var reviews: String {
    let words = (0..<40).map { "w" + String(repeating: "ab", count: $0) }
    var rows = "review,sentiment\n"
    for row in 0..<100 {
      let text = (0..<(10 + row % 40)).map { words[($0 * $0 + row * 3) % 40] }.joined(separator: " ")
      rows += "\"The \(text), 1 <br />\",\(row * 3 % 7 < 4 ? "positive" : "negative")\n"
    }
    return rows
  }

  private static var molecules: [UInt8] {
    let elements = ["C", "N", "O", "F", "H"]
    var table = "mol_id,A,alpha\n"
    var sdf = ""
    for number in 1...20 {
      sdf += Packing.methane("gdb_\(number)", atoms: (0..<5).map { elements[(number * $0) % 5] })
      table += "gdb_\(number),1,\(Double(number) / 8)\n"
    }
    return Packing.qm9(sdf, table)
  }

  private static var graphs: String {
    (1...8).map { count in
      let nodes = (0..<count).map { "[\($0), \(Double(count) / 4)]" }.joined(separator: ",")
      let edges = (1..<count).map { "[0, \($0)]" }.joined(separator: ",")
      return #"{"nodes": [\#(nodes)], "edges": [\#(edges)], "target": \#(count)}"# + "\n"
    }.joined()
  }

  private static let inputs = Packing.npy(
    "<f4", "(10, 3)", Packing.floats((0..<30).map { Float($0 * 7 % 11) / 4 }))
  private static let targets = Packing.npy("|u1", "(10,)", (0..<10).map { UInt8($0 * $0 % 7) })

  private static let tensors = Packing.safetensors(
    #"{"x":{"dtype":"F32","shape":[6,2],"data_offsets":[0,48]},"y":{"dtype":"F32","shape":[6],"data_offsets":[48,72]}}"#,
    Packing.floats((0..<18).map { Float($0 * 5 % 13) }))
}

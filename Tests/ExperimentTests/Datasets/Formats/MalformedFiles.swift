import Testing

@testable import Experiment

/// A data set, what its files hold, by a part of their names, and what it says about them.
struct MalformedCase: Sendable, CustomTestStringConvertible {
  let dataset: String
  let files: [(name: String, content: [UInt8])]
  let message: String

  init(_ dataset: String, _ files: [(String, [UInt8])], _ message: String) {
    self.dataset = dataset
    self.files = files.map { (name: $0.0, content: $0.1) }
    self.message = message
  }

  init(_ dataset: String, _ text: String, _ message: String) {
    self.init(dataset, [("", Array(text.utf8))], message)
  }

  var testDescription: String { message }
}

/// Files of every format, each with one flaw, and right ones to be damaged at random.
enum MalformedFiles {
  static let digits = "{kind: mnist, limit: 2, validation_limit: 2}"
  static let images = Packing.idx([2, 28, 28], [UInt8](repeating: 7, count: 2 * 784))
  static let labels = Packing.idx([2], [3, 4])

  static func digitCase(images: [UInt8] = images, labels: [UInt8] = labels, _ message: String)
    -> MalformedCase
  {
    MalformedCase(digits, [("images", images), ("labels", labels)], message)
  }

  static let molecules = "{kind: qm9, limit: 2, split: first}"
  static let table = "mol_id,A,alpha\ngdb_1,1,13.21\ngdb_2,1,9.46\n"

  static func moleculeCase(_ sdf: String, rows: String = table, _ message: String) -> MalformedCase {
    MalformedCase(molecules, [("", Packing.qm9(sdf, rows))], message)
  }

  static func archiveCase(_ archive: [UInt8], _ message: String) -> MalformedCase {
    MalformedCase(molecules, [("", archive)], message)
  }

  static let reviews =
    "{kind: text-labels, file: r.csv, vocabulary: {size: 1}, length: 3, split: first, limit: 2}"
  static let arrays = "{kind: npy, inputs: x.npy, target: y.npy, split: first}"
  static let x = Packing.npy("<f4", "(2, 2)", Packing.floats([1, 2, 3, 4]))
  static let y = Packing.npy("<i8", "(2,)", Packing.little(0, 8) + Packing.little(1, 8))

  static func arrayCase(x: [UInt8] = x, y: [UInt8] = y, options: String = "", _ message: String)
    -> MalformedCase
  {
    MalformedCase(
      arrays.dropLast() + options + "}", [("x.npy", x), ("y.npy", y)], message)
  }

  static let archive = "{kind: npz, file: xy.npz, inputs: x, target: y, split: first}"
  static let tensors = "{kind: safetensors, file: xy.safetensors, inputs: x, target: y, split: first}"
  static let graphs = "{kind: graphs, file: g.jsonl, split: first}"

  static func graphCase(_ line: String, _ message: String) -> MalformedCase {
    MalformedCase(graphs, line + "\n", message)
  }

  static func flipped(_ bytes: [UInt8], at offset: Int) -> [UInt8] {
    var bytes = bytes
    bytes[offset < 0 ? bytes.count + offset : offset] ^= 1
    return bytes
  }

  static let gzipCases: [MalformedCase] = [
    digitCase(images: [0x1F, 0x8B, 8], "mnist/train-images, byte 3: the file ends inside of gzip's header"),
    digitCase(
      images: [0x1F, 0x8B, 9, 0, 0, 0, 0, 0, 0, 3],
      "mnist/train-images, byte 2: gzip's method 9 is not deflate, 8"),
    digitCase(
      images: [0x1F, 0x8B, 8, 128, 0, 0, 0, 0, 0, 3],
      "mnist/train-images, byte 3: gzip's header has unknown flags"),
    digitCase(
      images: [0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3, 65],
      "mnist/train-images, byte 11: the file ends inside of gzip's header"),
    digitCase(
      images: Array(Packing.gzip(images).prefix(100)),
      "mnist/train-images, byte 100: the compressed data end too early"),
    digitCase(
      images: Array(Packing.gzip(images).dropLast(3)),
      "mnist/train-images, byte 1604: the file ends inside of gzip's checksum"),
    digitCase(
      images: flipped(Packing.gzip(images), at: -8),
      "mnist/train-images, byte 1599: gzip's checksum does not fit what was compressed"),
    digitCase(
      images: flipped(Packing.gzip(images), at: -1),
      "mnist/train-images, byte 1603: gzip's length does not fit what was compressed"),
    digitCase(
      images: Packing.gzip(images) + [7],
      "mnist/train-images, byte 1608: the file ends inside of gzip's header"
    ),
    digitCase(
      images: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 7], "mnist/train-images, byte 11: a block of unknown type"),
    digitCase(
      images: flipped(Packing.gzip(images), at: 13),
      "mnist/train-images, byte 15: a stored block whose length is contradicted"),
  ]

  static let idxCases: [MalformedCase] = [
    digitCase(images: [0, 0, 8], "mnist/train-images, byte 3: the file ends inside of the magic number"),
    digitCase(images: labels, "mnist/train-images, byte 0: the magic number is 2049, not 2051"),
    digitCase(images: [0, 0, 8, 3, 0, 0], "mnist/train-images, byte 6: the file ends inside of the lengths"),
    digitCase(
      images: Packing.idx([1, 28, 28], [UInt8](repeating: 0, count: 784)),
      "mnist/train-images, byte 4: there are 1 items, fewer than the 2 that are wanted"),
    digitCase(
      images: Packing.idx([2, 1 << 30, 1 << 30], []),
      "mnist/train-images, byte 8: an item of 1073741824 x 1073741824 bytes"),
    digitCase(
      images: Packing.idx([2, 32, 32], [UInt8](repeating: 0, count: 2048)),
      "mnist/train-images, byte 8: images of 32 x 32 bytes, not 28 x 28"),
    digitCase(
      images: images.dropLast(1) + [], "mnist/train-images, byte 1583: the file ends inside of item data"),
    digitCase(images: images + [0], "mnist/train-images, byte 1584: there are more bytes than 2 items have"),
    digitCase(labels: Packing.idx([2], [3, 10]), "mnist/train-labels, byte 9: label 10 is not among 0 to 9"),
  ]

  static let moleculeCases: [MalformedCase] = [
    archiveCase(
      Packing.gzip([UInt8](repeating: 1, count: 100)),
      "qm9/archive, byte 100: the file ends inside of a header of the archive"),
    archiveCase(
      Packing.tar([("a.txt", [])], end: false), "qm9/archive, byte 512: the archive ends without its mark"),
    archiveCase(
      flipped(Packing.tar([("a.sdf", [1])]), at: 3),
      "qm9/archive, byte 148: a header of the archive does not fit its checksum"),
    archiveCase(Packing.tar([("a.txt", [1])]), "qm9/archive, byte 0: the archive has no .sdf file"),
    archiveCase(
      Packing.tar([("gdb9.sdf", Array((Packing.methane() + Packing.methane("gdb_2")).utf8))]),
      "qm9/archive, byte 0: the archive has no .csv file"),
    archiveCase(
      Array(Packing.tar([("gdb9.sdf", Array(Packing.methane().utf8))]).prefix(600)),
      "qm9/archive, byte 600: the file ends inside of 'gdb9.sdf'"),
    moleculeCase(Packing.methane(), "qm9/archive, byte 0: there are 1 molecules, fewer than the limit of 2"),
    moleculeCase("gdb_1\n", "qm9/archive: gdb9.sdf:2:1: the file ends before the second line of a header"),
    moleculeCase(
      "gdb_1\n\n\nxyz\n", "qm9/archive: gdb9.sdf:4:1: the counts of atoms and bonds are no numbers"),
    moleculeCase("gdb_1\n\n\n  1  0  0  0 V3000\n", "qm9/archive: gdb9.sdf:4:34: not a V2000 table"),
    moleculeCase(
      Packing.methane(atoms: ["C", "H", "Xx", "H", "H"]), "qm9/archive: gdb9.sdf:7:32: unknown element 'Xx'"),
    moleculeCase(
      Packing.methane(atoms: ["C", "", "H", "H", "H"]),
      "qm9/archive: gdb9.sdf:6:32: an atom without an element"
    ),
    moleculeCase(
      Packing.methane().replacing("  1  5  1", with: "  1  6  1"),
      "qm9/archive: gdb9.sdf:13:4: a bond to atom 6 of 5"),
    moleculeCase(
      Packing.methane().replacing("  1  5  1", with: "  0  5  1"),
      "qm9/archive: gdb9.sdf:13:1: a bond to atom 0 of 5"),
    moleculeCase(
      Packing.methane().replacing("  1  5  1", with: "  5  5  1"),
      "qm9/archive: gdb9.sdf:13:1: a bond from atom 5 to itself"),
    moleculeCase(
      Packing.methane().replacing("  1  5  1", with: "  1  5  9"),
      "qm9/archive: gdb9.sdf:13:7: unknown kind of bond '9'"),
    moleculeCase(
      Packing.methane().replacing("  1  5  1", with: "  1  x  1"),
      "qm9/archive: gdb9.sdf:13:1: a bond that is not three numbers"),
    moleculeCase(
      Packing.methane().replacing("$$$$\n", with: ""),
      "qm9/archive: gdb9.sdf:15:1: the file ends before '$$$$'"
    ),
    moleculeCase(
      Packing.methane() + Packing.methane("gdb_3"), "qm9/archive: gdb9.sdf.csv:1:1: no row is called 'gdb_3'"),
    moleculeCase(
      Packing.methane() + Packing.methane("gdb_2"), rows: "mol_id,A,alfa\n",
      "qm9/archive: gdb9.sdf.csv:1:1: there is no column 'alpha'; known here: A, alfa"),
    moleculeCase(
      Packing.methane() + Packing.methane("gdb_2"), rows: "mol_id,A,alpha\ngdb_1,1,much\n",
      "qm9/archive: gdb9.sdf.csv:2:9: 'much' is not a number"),
  ]

  static let textCases: [MalformedCase] = [
    MalformedCase(reviews, "", "r.csv:1:1: the file is empty; expected a header"),
    MalformedCase(
      reviews, "review,mood\na,b\n", "r.csv:1:1: there is no column 'sentiment'; known here: mood, review"),
    MalformedCase(reviews, "review,sentiment\na b\n", "r.csv:2:1: 1 cells under 2 names"),
    MalformedCase(reviews, "review,sentiment\na,\n", "r.csv:2:3: a text without a label"),
    MalformedCase(reviews, "review,sentiment\n\"a,b\n", "r.csv:2:1: a quote that is never closed"),
    MalformedCase(
      reviews, [("", Array("review,sentiment\n".utf8) + [0xFF, 0x2C, 0x61, 0x0A])], "r.csv:2:1: not UTF-8"),
    MalformedCase(
      reviews, "review,sentiment\nfilm,good\n", "r.csv:1:1: there are 1 texts, fewer than the limit of 2"),
    MalformedCase(
      reviews, "review,sentiment\nfilm,good\nfilm,good\n", "r.csv:1:1: there are 1 different labels, not two"),
    MalformedCase(
      reviews, "review,sentiment\nthe,good\nfilm,bad\n",
      "r.csv:1:1: there are only 0 different words, fewer than the 1 of the vocabulary; write vocabulary: {size: 0}"
    ),
    MalformedCase(
      "{kind: text, file: t.txt, context: 5}", "short",
      "t.txt, byte 0: 4 tokens would train, 1 validate: too few for a context of 5; change context, train_fraction or the text"
    ),
  ]

  static let arrayCases: [MalformedCase] = [
    arrayCase(x: [1, 2, 3], "x.npy, byte 0: not an array of NumPy: it does not begin with \\x93NUMPY"),
    arrayCase(x: Array(x.prefix(20)), "x.npy, byte 20: the file ends inside of the header"),
    arrayCase(x: x.prefix(6) + [9] + x.dropFirst(7), "x.npy, byte 6: version 9 of NumPy's format is unknown"),
    arrayCase(
      x: Packing.npy("|O", "(2,)", []),
      "x.npy, byte 10: the header names no type of number that is known: {'descr': '|O', 'fortran_order': False, 'shape': (2,), }    "
    ),
    arrayCase(
      x: Packing.npy("<f4", "(2, 2)", Packing.floats([1, 2, 3, 4]), order: "True"),
      "x.npy, byte 10: columns come first: save it with order C"),
    arrayCase(x: Packing.npy("<f4", "2", []), "x.npy, byte 10: the header has no shape"),
    arrayCase(x: x.dropLast(1) + [], "x.npy, byte 128: a shape of 4 numbers, and 15 bytes"),
    arrayCase(
      x: Packing.npy("<f4", "(9223372036854775807, 4)", []), "x.npy, byte 0: a shape beyond all memory"),
    arrayCase(
      x: Packing.npy("<f4", "(2, 1)", Packing.floats([1, .nan])), "x.npy, byte 132: number 1 is not finite"),
    arrayCase(y: Packing.npy("<i8", "(1,)", Packing.little(0, 8)), "y.npy, byte 0: 2 inputs and 1 targets"),
    arrayCase(
      y: Packing.npy("<f4", "(2,)", Packing.floats([0, 0.5])), options: ", target_is: classes",
      "y.npy, byte 0: classes are whole numbers from 0 to 65535: '0.5' in row 1 is not"),
    MalformedCase(archive, [("", [1, 2, 3])], "xy.npz, byte 3: too short for a zip archive"),
    MalformedCase(
      archive, [("", [UInt8](repeating: 0, count: 30))],
      "xy.npz, byte 30: not a zip archive, or the end of it is missing"),
    MalformedCase(
      archive, [("", Packing.zip([("x.npy", x), ("z.npy", y)]))],
      "xy.npz, byte 0: there is no array 'y'; did you mean 'x'?"),
    MalformedCase(
      archive, [("", flipped(Packing.zip([("x.npy", x), ("y.npy", y)]), at: 35 + 128))],
      "xy.npz, byte 35: 'x.npy' does not fit its checksum"),
    MalformedCase(
      tensors, [("", [1])], "xy.safetensors, byte 0: shorter than the length of a header"),
    MalformedCase(
      tensors, [("", Packing.safetensors("{}", []))], "xy.safetensors, byte 0: there is no array 'x'"),
  ]

  static let graphCases: [MalformedCase] = [
    graphCase("", "g.jsonl:1:1: an empty line"),
    graphCase("[1]", "g.jsonl:1:1: not a JSON object"),
    graphCase(
      #"{"nodes": [[1]], "edges": [], "target": 1, "tarket": 2}"#,
      "g.jsonl:1:1: unknown key 'tarket': expected nodes, edges, edge_features and target"),
    graphCase(
      #"{"nodes": [], "edges": [], "target": 1}"#, "g.jsonl:1:1: 'nodes' is not a list of lists of numbers"),
    graphCase(
      #"{"nodes": [[1], [1, 2]], "edges": [], "target": 1}"#,
      "g.jsonl:1:1: a node of 2 numbers among nodes of 1"),
    graphCase(
      #"{"nodes": [[1]], "edges": [[0]], "target": 1}"#,
      "g.jsonl:1:1: 'edges' is not a list of pairs of whole numbers"),
    graphCase(#"{"nodes": [[1]], "edges": [[0, 1]], "target": 1}"#, "g.jsonl:1:1: an edge to node 1 of 1"),
    graphCase(
      #"{"nodes": [[1]], "edges": [[0, 0]], "edge_features": [], "target": 1}"#,
      "g.jsonl:1:1: 1 edges, and features of 0"),
    graphCase(
      #"{"nodes": [[1]], "edges": [], "target": "x"}"#,
      "g.jsonl:1:1: 'target' is neither a number nor a list of numbers"),
    MalformedCase(graphs, "", "g.jsonl:1:1: there are no graphs"),
  ]

  static let all = gzipCases + idxCases + moleculeCases + textCases + arrayCases + graphCases

  /// Right files of every format, to be damaged.
  static let right: [(dataset: String, content: @Sendable (DataFile) -> [UInt8])] = [
    (digits, { Packing.gzip($0.description.contains("images") ? images : labels) }),
    (molecules, { _ in Packing.qm9(Packing.methane() + Packing.methane("gdb_2"), table) }),
    (reviews, { _ in Array("review,sentiment\n\"film, film\",good\nfilm,bad\n".utf8) }),
    (arrays, { $0.description.contains("x") ? x : y }),
    (archive, { _ in Packing.zip([("x.npy", x), ("y.npy", y)]) }),
    (
      tensors,
      { _ in
        Packing.safetensors(
          #"{"x":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}"#,
          Packing.floats([1, 2, 3, 4]))
      }
    ),
    (
      graphs,
      { _ in
        Array(
          String(repeating: #"{"nodes": [[1], [2]], "edges": [[0, 1]], "target": 1}"# + "\n", count: 2).utf8)
      }
    ),
  ]
}

import Compute
import Learning
import Pipeline
import Spec
import Testing

@testable import Experiment

@Suite("Real data sets", .enabled(if: SharedData.folder != nil, SharedData.absence))
struct GoldenDataTests {
  private func prepared(_ yaml: String) throws -> PreparedData {
    var random: any RandomSource = CounterRandom(seed: 0, stream: "split")
    return try dataset(yaml).prepare(&random, read: SharedData.read)
  }

  @Test("MNIST's first images and labels are the published ones, from 0 to 1")
  func mnist() throws {
    let data = try prepared("{kind: mnist, limit: 1000, validation_limit: 1000}")
    guard case .classes(let train, 10) = data.train.targets,
      case .classes(let validation, 10) = data.validation.targets,
      case .features(let pixels, 784) = data.train.inputs,
      case .features(let others, 784) = data.validation.inputs
    else {
      Issue.record("not 784 features and ten classes")
      return
    }
    #expect(train.prefix(20) == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4, 3, 5, 3, 6, 1, 7, 2, 8, 6, 9])
    #expect(validation.prefix(20) == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9, 0, 6, 9, 0, 1, 5, 9, 7, 3, 4])
    // Sums over pixels as plain Python has them.
    func sum(_ pixels: some Collection<Float>) -> Int { pixels.reduce(0) { $0 + Int(($1 * 255).rounded()) } }
    #expect(pixels.count == 784_000)
    #expect(sum(pixels.prefix(784)) == 27525)
    #expect(sum(pixels) == 25_637_533)
    #expect(sum(others.prefix(784)) == 18454)
    #expect(pixels.max() == 1)
    #expect(pixels.min() == 0)
  }

  @Test("MNIST's test file is complete: checksum, length and all 10,000 labels")
  func completeFile() throws {
    let bytes = try SharedData.read(.published("mnist", role: "validation-labels"))
    let labels = try IDXFile(bytes, dimensions: 1, limit: 10_000)
    #expect(labels.lengths == [10_000])
    #expect(
      (0..<10).map { digit in labels.values.filter { $0 == digit }.count }
        == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
  }

  @Test("IMDb's vocabulary, encodings and labels are those of an independent script")
  func imdb() throws {
    let data = try prepared(
      """
      {kind: text-labels, source: imdb-excerpt, limit: 1000, split: first, train_fraction: 0.75, length: 500,
       vocabulary: {size: 1000, from: train, stop_words: nltk-179}, pad: left, keep: first}
      """)
    let expected = try SharedData.fixture("imdb.json")
    guard case .tokens(let train, 500, 1001) = data.train.inputs,
      case .tokens(let validation, 500, 1001) = data.validation.inputs,
      case .values(let labels, 1) = data.train.targets, case .values(let others, 1) = data.validation.targets
    else {
      Issue.record("not 500 tokens of 1001 and one number")
      return
    }
    #expect(train.count == 750 * 500)
    #expect(train.prefix(500).map { JSON.integer(Int($0)) } == expected["first"]?.array)
    let text = (train + validation).map { String($0) }.joined(separator: ",")
    #expect(Digest.of(Array(text.utf8)).hex == expected["sha256"]?.string)
    #expect((labels + others).map { $0 == 1 ? "1" : "0" }.joined() == expected["labels"]?.string)
  }

  @Test("a stratified quarter of IMDb's first thousand reviews is 250, of both labels in proportion")
  func stratified() throws {
    let data = try prepared(
      "{kind: text-labels, source: imdb-excerpt, limit: 1000, split: stratified, train_fraction: 0.75}")
    guard case .values(let labels, 1) = data.validation.targets else { return }
    #expect(data.train.count == 750)
    #expect(labels.count == 250)
    #expect(labels.reduce(0, +) == 125)
  }

  @Test("QM9's atoms and bonds are encoded as RDKit and PyTorch Geometric do")
  func qm9() throws {
    let expected = try SharedData.fixture("qm9.json")
    let count = try #require(expected["count"]?.integer)
    let data = try prepared(
      "{kind: qm9, source: qm9-excerpt, target: alpha, limit: \(count), split: first, train_fraction: 0.5}")
    guard case .graphs(let first) = data.train.inputs, case .graphs(let second) = data.validation.inputs,
      case .values(let alpha, 1) = data.train.targets
    else {
      Issue.record("not graphs and one number")
      return
    }
    #expect(
      alpha.prefix(20).map { JSON.number(Double($0)).number.map { Float($0) } }
        == (expected["alpha"]?.array ?? []).map { $0.number.map { Float($0) } })
    let texts = [first, second].flatMap { graphs in
      (0..<graphs.count).map { GoldenDataTests.text(graphs.selecting([$0])) }
    }
    #expect(Digest.of(Array(texts.joined(separator: ";").utf8)).hex == expected["sha256"]?.string)
  }

  /// The numbers of one graph in the order in which the script writes them.
  private static func text(_ graph: Graphs) -> String {
    let edges = graph.sources.indices.flatMap { edge in
      [Int(graph.sources[edge]), Int(graph.targets[edge])]
        + graph.edges[(edge * 4)..<((edge + 1) * 4)].map { Int($0) }
    }
    return (graph.nodes.map { Int($0) } + edges).map { String($0) }.joined(separator: ",")
  }

  @Test("Tiny Shakespeare has 65 characters, and its first nine tenths train")
  func shakespeare() throws {
    let data = try prepared("{kind: text, source: tiny-shakespeare, context: 256, train_fraction: 0.9}")
    guard case .windows(let tokens, 256, 65) = data.train.inputs,
      case .windows(let next, 256, 65) = data.train.targets
    else {
      Issue.record("not windows over 65 characters")
      return
    }
    #expect(data.train.count == 1_003_854 - 256)
    #expect(data.validation.count == 111_540 - 256)
    // "First Citizen": newline is 0, space 1, then by code.
    #expect(tokens.prefix(13) == [18, 47, 56, 57, 58, 1, 15, 47, 58, 47, 64, 43, 52])
    #expect(next.prefix(12) == tokens[1..<13])
  }
}

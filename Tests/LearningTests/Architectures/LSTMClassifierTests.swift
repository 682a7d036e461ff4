import Compute
import Spec
import Testing

@testable import Learning

@Suite struct LSTMClassifierTests {
  /// Rows of random tokens, filled up with 0 on the left as texts of random lengths are; some are equal.
  static func padded(_ count: Int, length: Int, vocabulary: Int, classes: Int, seed: UInt64) -> Examples {
    var random = MersenneTwister(seed: seed)
    var tokens: [Int32] = []
    for row in 0..<count {
      if row % 5 == 4 {
        let source = random.below(row)
        tokens += tokens[(source * length)..<((source + 1) * length)]
        continue
      }
      let filling = random.below(length + 1)
      tokens += (0..<length).map { $0 < filling ? 0 : Int32(1 + random.below(vocabulary - 1)) }
    }
    return Examples(
      count: count, inputs: .tokens(tokens, length: length, vocabulary: vocabulary),
      targets: .classes((0..<count).map { _ in Int32(random.below(classes)) }, classes: classes))
  }

  @Test(arguments: [(16, 1), (20, 2), (32, 3)], [true, false])
  func aBatchGivesTheMeanOfItsSamples(_ shape: (hidden: Int, layers: Int), _ isPadded: Bool) throws {
    let model = "{kind: lstm-classifier, embedding: 9, hidden: \(shape.hidden), layers: \(shape.layers)}"
    let examples =
      isPadded
      ? Self.padded(41, length: 14, vocabulary: 7, classes: 4, seed: 5)
      : PrefixSharingTests.examples(41, length: 14, vocabulary: 3, classes: 4, seed: 6)
    let batch = try Bench(model, examples)
    let single = try Bench(model, examples, batch: 1)
    let loss = Double(batch.learn(batch.all))
    var mean = [Double](repeating: 0, count: single.gradient.count)
    var losses = 0.0
    for row in single.all {
      losses += Double(single.learn([row]))
      for index in mean.indices { mean[index] += Double(single.gradient[index]) / Double(examples.count) }
      let shared = Array(batch.predictions[(Int(row) * 4)..<((Int(row) + 1) * 4)])
      #expect(relativeError(shared, single.predictions.map(Double.init)) <= 1e-6)
    }
    #expect(abs(loss - losses / Double(examples.count)) <= 1e-6 * loss)
    #expect(relativeError(batch.gradient, mean) <= 1e-6)
  }

  @Test func paddingIsComputedOnce() {
    let (count, length) = (30, 200)
    let rows = BatchRows(capacity: count, inputs: .tokens(vocabulary: 50, length: length), links: [])
    // Texts of 1 to 30 different tokens.
    var tokens: [Int32] = []
    for row in 0..<count {
      for position in 0..<length {
        tokens.append(position < length - 1 - row ? 0 : Int32(1 + (row + position) % 49))
      }
    }
    let samples = Array(0..<Int32(count))
    tokens.withUnsafeBufferPointer { tokens in
      samples.withUnsafeBufferPointer { samples in
        if let tokens = tokens.baseAddress { rows.set(tokens: tokens, stride: length, rows: samples) }
      }
    }
    #expect(rows.prefixes == length - 1 + count * (count + 1) / 2)
    #expect(rows.count(.tokens) == 31)
    #expect(rows.rows(atDepth: 10) == 10..<11)
    #expect(rows.rows(atDepth: length - 1).count == count)
    #expect(rows.rows(atDepth: length - 1).upperBound == rows.prefixes)
    for row in 1..<rows.prefixes {
      let parent = Int(rows.parentOfPrefix[row])
      #expect(rows.positionOfPrefix[row] == rows.positionOfPrefix[parent] + 1)
      #expect(
        rows.tokenOfRow[Int(rows.tokenRowOfPrefix[row])] == rows.tokenOfSymbol[Int(rows.symbolOfPrefix[row])])
    }
  }

  /// Wide enough that columns are cut, with few rows and with many.
  @Test func gradientsAndPredictionsHaveTheSameBytesForAnyNumberOfThreads() throws {
    let examples = Self.padded(40, length: 6, vocabulary: 30, classes: 3, seed: 7)
    var first: (gradient: [UInt32], predictions: [UInt32])?
    for threads in [1, 2, 3] {
      let bench = try Bench("kind: lstm-classifier", examples, threads: threads)
      bench.learn(bench.all)
      let result = (bench.gradient.map(\.bitPattern), bench.predictions.map(\.bitPattern))
      if let first {
        #expect(first.gradient == result.0)
        #expect(first.predictions == result.1)
      } else {
        first = result
      }
    }
  }

  @Test func aSecondPassGivesTheSameBytes() throws {
    let examples = Self.padded(40, length: 6, vocabulary: 30, classes: 3, seed: 8)
    let bench = try Bench("{kind: lstm-classifier, hidden: 32}", examples)
    let rows = Array(bench.all[..<13])
    bench.learn(rows)
    let once = bench.gradient.map(\.bitPattern)
    bench.learn(bench.all)
    #expect(bench.gradient.map(\.bitPattern) != once)
    bench.learn(rows)
    #expect(bench.gradient.map(\.bitPattern) == once)
  }

  @Test func predictingInPartsChangesNothing() throws {
    let examples = Self.padded(300, length: 500, vocabulary: 30, classes: 3, seed: 9)
    let bench = try Bench(
      "{kind: lstm-classifier, hidden: 8, embedding: 4, layers: 1}", examples, batch: 4, evaluationBatch: 300)
    let together = bench.predict(bench.all)
    for row in [0, 130, 131, 299] {
      let alone = bench.predict([Int32(row)]).map(Double.init)
      #expect(relativeError(Array(together[(row * 3)..<(row * 3 + 3)]), alone) <= 1e-6)
    }
  }

  @Test(arguments: [(256, 920_385), (128, 295_617)])
  func aModelForReviewsHasThePublishedSize(_ hidden: Int, _ count: Int) throws {
    let model = try read("{kind: lstm-classifier, hidden: \(hidden)}", from: architectures)
    let layout = try model.layout(
      for: Signature(inputs: .tokens(vocabulary: 1001, length: 500), targets: .values(width: 1)))
    #expect(layout.count == count)
  }

  /// Sums over each tensor's numbers after torch.manual_seed(0).
  @Test func seedZeroGivesPyTorchsWeights() throws {
    let examples = Examples(
      count: 1, inputs: .tokens([0, 1000], length: 2, vocabulary: 1001), targets: .values([0.5], width: 1))
    let bench = try Bench("kind: lstm-classifier", examples, loss: "kind: mean-squared-error")
    let layout = bench.network.layout
    #expect(layout.parameters.map(\.name) == Self.reference.map(\.name))
    for (parameter, (name, sum, squares)) in zip(layout.parameters, Self.reference) {
      let values = bench.parameters[parameter.range].map(Double.init)
      // Normals may differ in the last bit with the processor that PyTorch ran on.
      #expect(abs(values.reduce(0, +) - sum) < 1e-3, "\(name)")
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } - squares) < 1e-5 * squares + 1e-6, "\(name)")
    }
  }

  @Test func featuresAreRejected() {
    let error = #expect(throws: InvalidSpec.self) {
      _ = try read("kind: lstm-classifier", from: architectures).layout(
        for: Signature(inputs: .features(width: 3), targets: .classes(2)))
    }
    #expect(error?.diagnostics.first?.message.contains("reads tokens") == true)
  }

  private static let reference: [(name: String, sum: Double, squares: Double)] = [
    ("embedding.weight", -237.786862, 63915.421905),
    ("lstm.weight_ih_l0", 9.128947, 85.426445),
    ("lstm.weight_hh_l0", 7.365799, 341.510173),
    ("lstm.bias_ih_l0", 0.778668, 1.376776),
    ("lstm.bias_hh_l0", -0.867917, 1.377835),
    ("lstm.weight_ih_l1", 13.308609, 341.177726),
    ("lstm.weight_hh_l1", -1.418535, 341.053546),
    ("lstm.bias_ih_l1", -2.096887, 1.422275),
    ("lstm.bias_hh_l1", -0.253926, 1.281574),
    ("fc.weight", 0.272257, 0.340740),
    ("fc.bias", 0.052695, 0.002777),
  ]
}

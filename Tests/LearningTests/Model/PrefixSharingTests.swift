import Compute
import Spec
import Testing

@testable import Learning

/// What equal prefixes share must change nothing but the time it takes.
@Suite struct PrefixSharingTests {
  /// Random sequences over a small alphabet, so that prefixes of every length coincide.
  static func examples(_ count: Int, length: Int, vocabulary: Int, classes: Int, seed: UInt64) -> Examples {
    var random = MersenneTwister(seed: seed)
    var tokens = (0..<(count * length)).map { _ in Int32(random.below(vocabulary)) }
    for row in stride(from: 3, to: count, by: 3) {
      // Some samples repeat an earlier one, in whole or but for the last token.
      let source = random.below(row)
      for position in 0..<(row % 2 == 0 ? length : length - 1) {
        tokens[row * length + position] = tokens[source * length + position]
      }
    }
    return Examples(
      count: count, inputs: .tokens(tokens, length: length, vocabulary: vocabulary),
      targets: .classes((0..<count).map { _ in Int32(random.below(classes)) }, classes: classes))
  }

  @Test(arguments: ["normalized", "pre-norm", "no-norm"], [1, 2, 3])
  func aBatchGivesTheMeanOfItsSamples(_ residual: String, _ layers: Int) throws {
    let model = "{kind: decoder-transformer, layers: \(layers), width: 16, heads: 2, residual: \(residual)}"
    let examples = Self.examples(41, length: 5, vocabulary: 3, classes: 7, seed: UInt64(layers))
    let batch = try Bench(model, examples)
    let single = try Bench(model, examples, batch: 1)
    let loss = Double(batch.learn(batch.all))

    var mean = [Double](repeating: 0, count: single.gradient.count)
    var losses = 0.0
    for row in single.all {
      losses += Double(single.learn([row]))
      for index in mean.indices { mean[index] += Double(single.gradient[index]) / Double(examples.count) }
      let width = batch.network.signature.outputs
      let shared = Array(batch.predictions[(Int(row) * width)..<((Int(row) + 1) * width)])
      #expect(relativeError(shared, single.predictions.map(Double.init)) <= 1e-6)
    }
    #expect(abs(loss - losses / Double(examples.count)) <= 1e-6 * loss)
    #expect(relativeError(batch.gradient, mean) <= 1e-6)
  }

  @Test func rowsAreTheDistinctPrefixes() {
    let rows = BatchRows(
      capacity: 5, inputs: .tokens(vocabulary: 9, length: 3),
      links: [.init(source: .symbols, target: .prefixes), .init(source: .prefixes, target: .ends)])
    //                       ab1       cb1       ab2       ab1       cd1
    let tokens: [Int32] = [7, 8, 1, 5, 8, 1, 7, 8, 2, 7, 8, 1, 5, 4, 1]
    let samples: [Int32] = [0, 1, 2, 3, 4]
    tokens.withUnsafeBufferPointer { tokens in
      samples.withUnsafeBufferPointer { samples in
        if let tokens = tokens.baseAddress { rows.set(tokens: tokens, stride: 3, rows: samples) }
      }
    }
    func list(_ pointer: UnsafePointer<Int32>, _ count: Int) -> [Int32] {
      Array(UnsafeBufferPointer(start: pointer, count: count))
    }
    // a c | b, b d | 1 2, 1, 1: two, three and four prefixes of lengths 1, 2 and 3.
    #expect(rows.prefixes == 9)
    #expect(rows.firstEnd == 5)
    #expect(rows.count(.ends) == 4)
    #expect(rows.symbols == 6)
    #expect(list(rows.endOfSample, 5) == [0, 2, 1, 0, 3])
    #expect(list(rows.lengthOfPrefix, 9) == [1, 1, 2, 2, 2, 3, 3, 3, 3])
    #expect(list(rows.paths(of: .prefixes, to: .ends), 12) == [0, 2, 5, 0, 2, 6, 1, 3, 7, 1, 4, 8])
    #expect(list(rows.tokenOfSymbol, 6) == [7, 5, 8, 4, 1, 2])

    // Prefix `b` after `a` lies on the paths of the first two ends.
    let links = rows.links(1)
    #expect(list(links.starts, 10) == [0, 2, 4, 6, 7, 8, 9, 10, 11, 12])
    #expect(list(links.rows, 12) == [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3])
    // The symbol `b` at position 1 lies on all paths but those of `a`, `c` and `cd…`.
    let symbols = rows.links(0)
    #expect(
      list(symbols.rows + Int(symbols.starts[2]), Int(symbols.starts[3] - symbols.starts[2])) == [
        2, 3, 5, 6, 7,
      ])
  }

  @Test func aLongEvaluationInPartsPredictsAsSingleSamplesDo() throws {
    let examples = Self.examples(700, length: 4, vocabulary: 9, classes: 5, seed: 8)
    let model = "{kind: decoder-transformer, layers: 2, width: 16, heads: 4}"
    let bench = try Bench(model, examples, batch: 8, evaluationBatch: 700)
    let rows: [Int32] = bench.all.reversed()
    let together = bench.predict(rows)
    for (place, row) in rows.enumerated() where place % 50 == 0 {
      let alone = bench.predict([row]).map(Double.init)
      #expect(relativeError(Array(together[(place * 5)..<(place * 5 + 5)]), alone) <= 1e-6)
    }
  }
}

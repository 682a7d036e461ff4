import Compute
import Testing

@testable import Learning

@Suite struct ThreadCountTests {
  /// Work enough that every kind of stretch is cut into shards.
  @Test func gradientsAndPredictionsHaveTheSameBytesForAnyNumberOfThreads() throws {
    let examples = ModularTraining.examples()
    var random = MersenneTwister(seed: 3)
    let rows = Array(random.permutation(examples.count)[..<1200])
    var first: (gradient: [Float], predictions: [Float], evaluated: [Float])?
    for threads in [1, 2, 3] {
      let bench = try Bench(
        "{kind: decoder-transformer, layers: 2, width: 64, heads: 4}", examples, batch: 1200,
        evaluationBatch: 2000, threads: threads)
      bench.learn(rows)
      let result = (bench.gradient, bench.predictions, bench.predict(Array(bench.all[..<2000])))
      if let first {
        #expect(bits(first.gradient) == bits(result.0))
        #expect(bits(first.predictions) == bits(result.1))
        #expect(bits(first.evaluated) == bits(result.2))
      } else {
        first = result
      }
    }
  }

  @Test func aSecondPassGivesTheSameBytes() throws {
    let bench = try Bench("kind: decoder-transformer", ModularTraining.examples(), batch: 64)
    let rows = Array(bench.all[100..<164])
    bench.learn(rows)
    let once = bits(bench.gradient)
    bench.learn(Array(bench.all[..<40]))
    #expect(bits(bench.gradient) != once)
    bench.learn(rows)
    #expect(bits(bench.gradient) == once)
  }

  private func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }
}

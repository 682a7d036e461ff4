import Testing

@testable import Compute

/// Reference values are from PyTorch 2.15 on a processor with AVX2; each test's comment is the call that made them.
@Suite struct MersenneTwisterTests {
  @Test func uniformsAreTorchRand() {
    // torch.manual_seed(0); torch.rand(5)
    var random = MersenneTwister(seed: 0)
    let drawn = floats(5) { random.fillUniform($0, from: 0, to: 1) }
    #expect(drawn.map(\.bitPattern) == [0x3efe_1558, 0x3f44_aa2f, 0x3db5_33a8, 0x3e07_3300, 0x3e9d_6686])
  }

  @Test func theSeedCountsModuloTwoToThe32() {
    // torch.manual_seed(2**32 + 5); torch.rand(2)
    var random = MersenneTwister(seed: 1 << 32 + 5)
    let drawn = floats(2) { random.fillUniform($0, from: 0, to: 1) }
    #expect(drawn.map(\.bitPattern) == [0x3f54_8b63, 0x3e01_2338])
  }

  @Test(arguments: [
    (Float(-0.108253), Float(0.108253), UInt64(0x5d22_4c51_8972_44ed)), (0.3, 5.7, 0x4c46_f290_64e6_843b),
  ])
  func uniformsOnAnIntervalAreTorchUniform(low: Float, high: Float, digest: UInt64) {
    // torch.manual_seed(7); torch.empty(10000).uniform_(low, high)
    var random = MersenneTwister(seed: 7)
    #expect(fingerprint(floats(10_000) { random.fillUniform($0, from: low, to: high) }) == digest)
  }

  @Test func manyNormalsAreTorchNormal() {
    // torch.manual_seed(7); torch.empty(100000).normal_(0, 1)
    var random = MersenneTwister(seed: 7)
    let drawn = floats(100_000) { random.fillNormal($0, mean: 0, deviation: 1) }
    #expect(fingerprint(drawn) == 0x2bc9_5999_1f5b_01ce)
  }

  @Test func aCountThatIsNoMultipleOf16DrawsItsTailAnew() {
    // torch.manual_seed(7); torch.empty(12677).normal_(0.5, 0.02); torch.rand(1)
    var random = MersenneTwister(seed: 7)
    let drawn = floats(12_677) { random.fillNormal($0, mean: 0.5, deviation: 0.02) }
    #expect(fingerprint(drawn) == 0xfd10_6c58_bc43_797f)
    #expect(floats(1) { random.fillUniform($0, from: 0, to: 1) }[0].bitPattern == 0x3eb2_9cfc)
  }

  @Test func fewNormalsTakeTheScalarBranchAndKeepTheSpareOne() {
    // torch.manual_seed(7); torch.empty(5).normal_(0.25, 3); torch.empty(16).normal_(); torch.empty(2).normal_(); torch.rand(1)
    var random = MersenneTwister(seed: 7)
    let five = floats(5) { random.fillNormal($0, mean: 0.25, deviation: 3) }
    #expect(five.map(\.bitPattern) == [0xbe42_f45d, 0x4026_f06b, 0x4045_ca2d, 0xc045_f43d, 0x40aa_50dc])
    // The spare one survives a block of sixteen, and saving.
    var resumed = MersenneTwister(seed: 0)
    resumed.state = random.state
    #expect(
      fingerprint(floats(16) { resumed.fillNormal($0, mean: 0, deviation: 1) }) == 0x4792_6e48_e24d_7a3c)
    let two = floats(2) { resumed.fillNormal($0, mean: 0, deviation: 1) }
    #expect(two.map(\.bitPattern) == [0xbf65_1371, 0x3fb2_9e22])
    #expect(floats(1) { resumed.fillUniform($0, from: 0, to: 1) }[0].bitPattern == 0x3f20_6c2c)
  }

  @Test func permutationsAreTorchRandperm() {
    // torch.manual_seed(seed); torch.randperm(10)
    var zero = MersenneTwister(seed: 0)
    #expect(zero.permutation(10) == [4, 1, 7, 5, 3, 9, 0, 8, 6, 2])
    var answer = MersenneTwister(seed: 42)
    #expect(answer.permutation(10) == [2, 6, 1, 8, 4, 5, 0, 9, 3, 7])
  }

  @Test func permutationsOfTheSizeOfTheModularTableFollowEachOther() {
    // torch.manual_seed(0); torch.randperm(9312); torch.randperm(4656)
    var random = MersenneTwister(seed: 0)
    #expect(fingerprint(random.permutation(9312)) == 0x7df5_9e38_a67a_c26d)
    #expect(fingerprint(random.permutation(4656)) == 0x0fa2_cecd_d2e8_7e0d)
  }

  @Test func wholeNumbersAreTorchRandint() {
    // torch.manual_seed(0); torch.randint(0, bound, (1,)) for each bound
    var random = MersenneTwister(seed: 0)
    let bounds = [1000, 1000, 1000, 1000, 1000, 1 << 28 - 1, 1 << 28, 1 << 40, 1 << 40]
    let expected = [44, 239, 933, 760, 963, 195_187_464, 149_257_575, 41_332_891_347, 91_845_220_082]
    #expect(bounds.map { random.below($0) } == expected)
  }
}

import Compute
import Testing

/// Against NumPy 2's legacy functions after numpy.random.seed.
@Suite struct NumPyRandomTests {
  @Test func normalsAndChoicesAreNumPys() {
    var random = NumPyRandom(MersenneTwister(seed: 0))
    let normals = (0..<4).map { _ in random.nextNormal() }
    for (ours, theirs) in zip(normals, [1.764052346, 0.400157208, 0.978737984, 2.240893199]) {
      // The reference has nine decimals.
      #expect(abs(ours - theirs) < 1e-9)
    }
    #expect(random.choice(4, of: 10) == [1, 6, 8, 7])
  }

  @Test func theSecondNormalOfAPairSurvivesAChoice() {
    var random = NumPyRandom(MersenneTwister(seed: 58))
    let normals = (0..<3).map { _ in random.nextNormal() }
    #expect(abs(normals[2] + 0.809756685) < 1e-9)
    #expect(random.choice(5, of: 55) == [54, 7, 39, 47, 4])
    #expect(abs(random.nextNormal() + 0.007517259) < 1e-9)
  }
}

import Testing

@testable import Experiment

@Suite("Numbers are compared cell by cell")
struct NumbersComparisonTests {
  private func compare(_ expected: String, _ found: String, _ tolerance: Tolerance = Tolerance())
    -> NumbersComparison
  {
    NumbersComparison(expected: Array(expected.utf8), found: Array(found.utf8), tolerance: tolerance)
  }

  @Test("Equal numbers are equal however they are spelt")
  func spelling() {
    let comparison = compare("x,y\na,1.0\nb,-2e3\n", "x,y\na,1\nb,-2000\n")
    #expect(comparison.isWithinTolerance && comparison.largest == nil)
  }

  @Test("The largest deviation is told with its place; the first that is not covered decides")
  func largest() {
    let within = compare("x,y\na,100\nb,2\n", "x,y\na,100.01\nb,2.001\n")
    #expect(within.isWithinTolerance)
    #expect(within.largest?.column == "y" && within.largest?.row == 2)
    let beyond = compare("x,y\na,100\nb,2\nc,5\n", "x,y\na,100.01\nb,2.1\nc,9\n")
    #expect(!beyond.isWithinTolerance)
    #expect(beyond.first?.row == 2 && beyond.first?.found == "2.1")
    #expect(beyond.largest?.row == 3)
  }

  @Test("A column may have a tolerance of its own, and near zero the absolute one counts")
  func tolerances() {
    let tolerance = Tolerance(relative: 1e-3, absolute: 1e-6, columns: ["y": 0.5])
    #expect(compare("x,y\n1,2\n", "x,y\n1,3\n", tolerance).isWithinTolerance)
    #expect(!compare("x,y\n1,2\n", "x,y\n2,2\n", tolerance).isWithinTolerance)
    #expect(compare("x\n0\n", "x\n0.0000009\n").isWithinTolerance)
    #expect(!compare("x\n0\n", "x\n0.000002\n").isWithinTolerance)
  }

  @Test("Words must be equal, and so must rows, columns, and what is no number at all")
  func words() {
    #expect(!compare("run\nplain\n", "run\nother\n").isWithinTolerance)
    #expect(!compare("x\nnever\n", "x\n5\n").isWithinTolerance)
    #expect(!compare("x\nnan\n", "x\n5\n").isWithinTolerance)
    #expect(compare("x\n1\n2\n", "x\n1\n").mismatch == "there are fewer rows than the 1 that both have")
    #expect(compare("x\n1\n", "x\n1\n2\n").mismatch == "there are more rows than the 1 that both have")
    #expect(compare("x,y\n", "x,z\n").mismatch == "the columns are x, z instead of x, y")
    #expect(compare("x\n\"\n", "x\n1\n").mismatch?.hasPrefix("the numbers cannot be read") == true)
    #expect(compare("", "x\n").mismatch == "there are no columns")
  }
}

import Testing

@testable import grokline

@Suite struct FoldedNameTests {
  @Test("A full grid folds into the values of its axes")
  func grid() {
    let names = ["1", "2", "5"].flatMap { gain in (0...4).map { "train/ma/gain=\(gain)/seed=\($0)" } }
    #expect(FoldedName.text(names) == "train/ma/gain=1,2,5/seed=0…4")
  }

  @Test("A grid with a gap says how many there are")
  func gap() {
    let names = ["train/a/x=1/seed=0", "train/a/x=1/seed=1", "train/a/x=2/seed=0"]
    #expect(FoldedName.text(names) == "train/a/x=1,2/seed=0,1 (3 of them)")
  }

  @Test("Many values show their first and their last")
  func many() {
    let names = (0..<10).map { "train/a/x=\($0 * $0)" }
    #expect(FoldedName.text(names) == "train/a/x=0,1,4,…,81")
  }

  @Test("Names with other words between the slashes stay apart, in the order of their first ones")
  func patterns() {
    let names = ["train/a/seed=0", "train/b/seed=0", "train/a/seed=1", "figure/f"]
    #expect(FoldedName.folded(names) == ["train/a/seed=0,1", "train/b/seed=0", "figure/f"])
  }

  @Test("One name stays as it is")
  func one() {
    #expect(FoldedName.text(["train/a/seed=3"]) == "train/a/seed=3")
    #expect(FoldedName.text([]) == "")
  }
}

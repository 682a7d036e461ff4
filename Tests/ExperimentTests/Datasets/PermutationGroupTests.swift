import Compute
import Learning
import Testing

@testable import Experiment

private func equations(_ operation: String, degree: Int) throws -> [[Int32]] {
  var random: any RandomSource = TestRandom(counter: 0)
  let data = try dataset(
    "{kind: permutation-group, degree: \(degree), operation: \(operation), split: first}"
  )
  .prepare(&random) { _ in [] }
  return [data.train, data.validation].flatMap { examples -> [[Int32]] in
    guard case .tokens(let tokens, 4, _) = examples.inputs, case .classes(let results, _) = examples.targets
    else {
      return []
    }
    return results.indices.map { Array(tokens[($0 * 4)..<($0 * 4 + 4)]) + [results[$0]] }
  }
}

@Suite struct PermutationGroupTests {
  @Test("permutations stand in lexicographic order")
  func order() {
    #expect(
      PermutationGroup.elements(3) == [
        [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0],
      ])
    #expect(PermutationGroup.elements(5).count == 120)
  }

  @Test("a product applies its right factor first")
  func product() throws {
    // (0 2 1) after (1 0 2) sends 0 to 2, 1 to 0 and 2 to 1: number 4.
    let all = try equations("xy", degree: 3)
    #expect(all.count == 36)
    #expect(all.contains([1, 7, 2, 6, 4]))
    #expect(all.contains([2, 7, 1, 6, 3]))
  }

  @Test("the products of a group have an identity, inverses, and are associative")
  func group() throws {
    var table: [[Int32]: Int32] = [:]
    for equation in try equations("xy", degree: 4) { table[[equation[0], equation[2]]] = equation[4] }
    #expect(table.count == 576)
    for x in 0..<24 as Range<Int32> {
      #expect(table[[0, x]] == x && table[[x, 0]] == x)
      #expect(Set((0..<24).compactMap { table[[x, $0]] }).count == 24)
      for y in 0..<24 as Range<Int32> {
        let z = (x * 7 + y * 5) % 24
        #expect(table[[table[[x, y]] ?? 0, z]] == table[[x, table[[y, z]] ?? 0]])
      }
    }
  }

  @Test("conjugates and x y x are made of products")
  func others() throws {
    var table: [[Int32]: Int32] = [:]
    for equation in try equations("xy", degree: 3) { table[[equation[0], equation[2]]] = equation[4] }
    for equation in try equations("xyx", degree: 3) {
      let (x, y) = (equation[0], equation[2])
      #expect(equation[4] == table[[table[[x, y]] ?? 0, x]])
    }
    for equation in try equations("xyx^-1", degree: 3) {
      let (x, y) = (equation[0], equation[2])
      // r = x y x⁻¹ means r x = x y.
      #expect(table[[equation[4], x]] == table[[x, y]])
    }
  }
}

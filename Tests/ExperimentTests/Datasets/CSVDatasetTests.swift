import Compute
import Learning
import Spec
import Testing

@testable import Experiment

private func dataset(_ options: [(String, Written)]) throws -> any DatasetKind {
  let base: [(String, Written)] = [("kind", "csv"), ("file", "data/p.csv"), ("inputs", ["angle", "speed"])]
  return try #require(try decoded(.mapping(base + options)) { datasets.decode($0) })
}

private func prepared(_ options: [(String, Written)], _ text: String) throws -> PreparedData {
  var random: any RandomSource = TestRandom(counter: 0)
  return try dataset(options).prepare(&random) { file in
    #expect(file == .inProject("data/p.csv"))
    return Array(text.utf8)
  }
}

private let pendulum = "speed,energy,angle,name\n1,10,0.5,b\n2,20,1.5,a\n3,30,2.5,b\n4,40,3.5,a\n"

@Suite struct CSVDatasetTests {
  @Test func columnsAreTakenByNameInTheOrderAsked() throws {
    let data = try prepared([("target", "energy"), ("split", "first")], pendulum)
    #expect(
      data.train
        == Examples(
          count: 2, inputs: .features([0.5, 1, 1.5, 2], width: 2), targets: .values([10, 20], width: 1)))
    #expect(data.validation.targets == .values([30, 40], width: 1))
  }

  @Test func aRandomSplitFollowsThePermutation() throws {
    // The test's permutation is the reverse order.
    let data = try prepared([("target", ["energy"]), ("train_fraction", 0.25)], pendulum)
    #expect(data.train.targets == .values([40], width: 1))
    #expect(data.validation.targets == .values([30, 20, 10], width: 1))
  }

  @Test func inputsAreScaledByTheTrainingRowsAlone() throws {
    let data = try prepared([("target", "energy"), ("split", "first"), ("standardize", "train")], pendulum)
    #expect(data.train.inputs == .features([-1, -1, 1, 1], width: 2))
    #expect(data.validation.inputs == .features([3, 3, 5, 5], width: 2))
    #expect(data.validation.targets == .values([30, 40], width: 1))
  }

  @Test func classesAreNumberedInSortedOrder() throws {
    let data = try prepared([("target", "name"), ("target_is", "classes"), ("split", "first")], pendulum)
    #expect(data.train.targets == .classes([1, 0], classes: 2))
    let numbers = "angle,speed,digit\n1,1,10\n1,1,9\n1,1,10\n1,1,9\n"
    let digits = try prepared([("target", "digit"), ("target_is", "classes"), ("split", "first")], numbers)
    #expect(digits.train.targets == .classes([1, 0], classes: 2))
  }

  @Test func aLimitReadsNoFurther() throws {
    let data = try prepared([("target", "energy"), ("limit", 2)], pendulum + "broken\n")
    #expect(data.train.count + data.validation.count == 2)
  }

  @Test func otherSeparatorsLineEndsAndAByteOrderMarkAreRead() throws {
    let text = "\u{FEFF}angle;speed;\"energy\"\r\n1;2;3\r\n4;5;\"6\""
    let data = try prepared([("target", "energy"), ("separator", "semicolon"), ("split", "first")], text)
    #expect(data.validation.inputs == .features([4, 5], width: 2))
  }

  @Test(arguments: [
    ("", "data/p.csv:1:1: the file is empty; expected a header"),
    ("angle,speed,energy\n", "data/p.csv:1:1: there are no rows under the header"),
    ("angel,speed,energy\n1,2,3\n", "data/p.csv:1:1: there is no column 'angle'; did you mean 'angel'?"),
    ("angle,speed,energy,angle\n", "data/p.csv:1:20: a second column 'angle'"),
    ("angle,speed,energy\n1,2\n", "data/p.csv:2:1: 2 cells under 3 names"),
    ("angle,speed,energy\n1,2,3,4\n", "data/p.csv:2:1: 4 cells under 3 names"),
    ("angle,speed,energy\n1,2,3\n\n4,5,6\n", "data/p.csv:3:1: an empty line"),
    ("angle,speed,energy\n1,,3\n", "data/p.csv:2:3: an empty cell in column 'speed'"),
    ("angle,speed,energy\n1,2,3\n1,fast,3\n", "data/p.csv:3:3: 'fast' in column 'speed' is not a number"),
    ("angle,speed,energy\n1, 2,3\n", "data/p.csv:2:3: ' 2' in column 'speed' is not a number"),
    ("angle,speed,energy\n1,nan,3\n", "data/p.csv:2:3: 'nan' in column 'speed' is not a number"),
    ("angle,speed,energy\n1,1e39,3\n", "data/p.csv:2:3: '1e39' in column 'speed' is too large for float32"),
    ("angle,speed,energy\n1,1e999,3\n", "data/p.csv:2:3: '1e999' in column 'speed' is too large for float32"),
    ("angle,speed,energy\n1,\"2,3\n", "data/p.csv:2:3: a quote that is never closed"),
    ("angle,speed,energy\n1,\"2\"x,3\n", "data/p.csv:2:6: text after a closing quote"),
    ("angle,speed,energy\n1,2\"2,3\n", "data/p.csv:2:4: a quote inside a field that has none around it"),
    ("angle,speed,energy\r1,2,3\r", "data/p.csv:1:19: a carriage return without a line feed"),
    ("angle,speed,energy\n1,\0,3\n", "data/p.csv:2:3: a NUL byte"),
    (
      "angle,speed,energy\n1,2,3\n",
      "data/p.csv:1:1: 1 rows cannot be divided: 1 would train, 0 validate; change train_fraction or add rows"
    ),
  ])
  func aMalformedFileIsReportedWhereItIsWrong(_ text: String, _ message: String) {
    #expect {
      _ = try prepared([("target", "energy")], text)
    } throws: {
      "\($0)" == message
    }
  }

  @Test func categoriesBecomeOneNumberPerName() throws {
    let text = "angle,speed,energy\n1,b,1\n3,a,2\n5,c,3\n7,b,4\n"
    let data = try prepared(
      [("target", "energy"), ("split", "first"), ("categories", "speed"), ("standardize", "train")], text)
    #expect(data.train.inputs == .features([-1, 0, 1, 0, 1, 1, 0, 0], width: 4))
    #expect(data.validation.inputs == .features([3, 0, 0, 1, 5, 0, 1, 0], width: 4))
  }

  @Test func aColumnMaySayWhichRowsTrain() throws {
    let text = "angle,speed,energy,fold\n1,2,3,train\n4,5,6,validation\n7,8,9,train\n"
    let data = try prepared([("target", "energy"), ("split_column", "fold")], text)
    #expect(data.train.targets == .values([3, 9], width: 1))
    #expect(data.validation.targets == .values([6], width: 1))
    #expect {
      _ = try prepared([("target", "energy"), ("split_column", "fold")], text + "1,1,1,test\n")
    } throws: {
      "\($0)" == "data/p.csv:5:7: 'test' in column 'fold' is neither 'train' nor 'validation'"
    }
  }

  @Test func oneClassIsNoTarget() {
    #expect {
      _ = try prepared(
        [("target", "energy"), ("target_is", "classes")], "angle,speed,energy\n1,2,a\n1,2,a\n")
    } throws: {
      "\($0)" == "data/p.csv:1:13: every row has class 'a'"
    }
  }

  @Test func filesOutsideTheProjectAndContradictionsAreReported() {
    func wrong(_ options: [(String, Written)]) -> [String] {
      messages(.mapping([("kind", "csv")] + options)) { datasets.decode($0) }
    }
    let rest: [(String, Written)] = [("inputs", ["a"]), ("target", "b")]
    let outside = "is not inside the project; give a path from the project's root, without '..'"
    #expect(wrong([("file", "/etc/passwd")] + rest) == ["'/etc/passwd' \(outside)"])
    #expect(wrong([("file", "a/../../b.csv")] + rest) == ["'a/../../b.csv' \(outside)"])
    #expect(
      wrong([("file", "d.csv"), ("inputs", ["a", "b"]), ("target", "b")]) == ["'b' is both input and target"])
    #expect(
      wrong([("file", "d.csv"), ("inputs", ["a", "a"]), ("target", "b")]) == ["column 'a' is named twice"])
    #expect(
      wrong([("file", "d.csv"), ("split", "stratified")] + rest)
        == ["a stratified split needs classes; write target_is: classes, or split: random"])
    #expect(
      wrong([("file", "d.csv"), ("inputs", ["a"]), ("target", ["b", "c"]), ("target_is", "classes")])
        == ["classes come from one column"])
    #expect(
      wrong([("file", "d.csv"), ("categories", "c")] + rest)
        == ["category 'c' is not an input; did you mean 'a'?"])
    #expect(
      wrong([("file", "d.csv"), ("split_column", "c"), ("split", "first")] + rest)
        == ["'split' and 'split_column' exclude each other"])
    #expect(
      wrong([("inputs", []), ("target", "b")]) == [
        "missing 'file': expected text", "a model needs an input",
      ])
  }
}

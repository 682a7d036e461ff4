import Compute
import Learning
import Testing

@testable import Experiment

private func features(_ yaml: String) throws -> (train: [Float], validation: [Float]) {
  var random: any RandomSource = TestRandom(counter: 0)
  let data = try dataset(yaml).prepare(&random) { file in
    file.description.contains("images")
      ? Packing.idx([3, 28, 28], (0..<3 * 784).map { UInt8($0 / 784 * 51) }) : Packing.idx([3], [0, 9, 3])
  }
  guard case .features(let train, 784) = data.train.inputs,
    case .features(let validation, 784) = data.validation.inputs,
    case .classes([0, 9, 3], 10) = data.train.targets
  else { return ([], []) }
  // Every image is one grey, so one pixel of each will do.
  return ((0..<3).map { train[$0 * 784 + 5] }, (0..<2).map { validation[$0 * 784] })
}

@Suite struct LabelTemplatesTests {
  private let size = "limit: 3, validation_limit: 2"

  @Test("MNIST's pixels are divided by 255")
  func pixels() throws {
    let (train, validation) = try features("{kind: mnist, \(size)}")
    #expect(train == [0, 0.2, 0.4])
    #expect(validation == [0, 0.2])
  }

  @Test("with messiness 1 the images are left alone, with 0 only the label's grey is left")
  func ends() throws {
    #expect(try features("{kind: label-templates, messiness: 1, \(size)}").train == [0, 0.2, 0.4])
    let none = try features("{kind: label-templates, messiness: 0, \(size)}")
    #expect(none.train == [-0.5, 0.5, Float(3) / 9 - 0.5])
    #expect(none.validation == [-0.5, 0.5])
    #expect(
      try features("{kind: label-templates, messiness: 0, template: label, \(size)}").train == [0, 9, 3])
  }

  @Test("between them image and label mix in proportion")
  func mixture() throws {
    let mixed = try features("{kind: label-templates, messiness: 0.75, \(size)}").train
    for (value, expected) in zip(mixed, [-0.125, 0.75 * 0.2 + 0.125, 0.75 * 0.4 + 0.25 * (3.0 / 9 - 0.5)]) {
      #expect(abs(Double(value) - expected) < 1e-7)
    }
  }
}

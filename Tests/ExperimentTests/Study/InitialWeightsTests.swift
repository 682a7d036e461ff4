import FoundationEssentials
import Pipeline
import Spec
import Testing

@testable import Experiment

/// A run that starts from weights of a file.
@Suite("Weights of one's own")
struct InitialWeightsTests {
  private static let spec = """
    grokline: 1
    dataset: {kind: csv, file: wave.csv, inputs: [a, b], target: y, train_fraction: 0.5}
    model:
      kind: mlp
      widths: [2, 3, 1]
      init: {from: weights.safetensors}
    training:
      loss: mean-squared-error
      batch_size: 5
      optimizer: {kind: sgd, learning_rate: 0}
      phases: {fit: {until: 4}}

    """
  private static let tensors: [(name: String, shape: [Int])] = [
    ("layers.0.weight", [3, 2]), ("layers.0.bias", [3]), ("layers.2.weight", [1, 3]), ("layers.2.bias", [1]),
  ]

  private func file(
    _ tensors: [(name: String, shape: [Int])] = tensors, first: Float = 1
  ) -> TensorFile {
    var file = TensorFile()
    var next = first
    for tensor in tensors {
      let count = tensor.shape.reduce(1, *)
      file.add(tensor.name, (0..<count).map { next + Float($0) }, shape: tensor.shape)
      next += Float(count)
    }
    return file
  }

  private func folder(_ weights: TensorFile, _ spec: String = spec) throws -> StudyFolder {
    let folder = try StudyFolder()
    try folder.write(spec, to: "wave.yaml")
    try folder.write(weights, to: "weights.safetensors")
    return folder
  }

  /// The parameters after a training that changes nothing.
  private func trained(_ folder: StudyFolder) async throws -> (parameters: [String: [Float]], ran: Int) {
    let outcome = try await folder.run()
    let study = try folder.study()
    let stage = try #require(study.points.first?.stage)
    let outputs = try #require(outcome.report.summary.outputs[stage])
    let store = try ArtifactStore(root: study.project.store)
    let files = try study.plainFiles(of: stage, outputs, in: store)
    let bytes = try #require(files.first { $0.name == "parameters.safetensors" }?.bytes)
    let tensors = try TensorFile(decoding: bytes)
    var parameters: [String: [Float]] = [:]
    for name in tensors.tensors.keys { parameters[name] = try tensors.floats(name) }
    return (parameters, outcome.plan.training.count)
  }

  @Test("are what training starts with, and other content is other training")
  func start() async throws {
    let folder = try folder(file())
    let first = try await trained(folder)
    #expect(first.parameters["layers.0.weight"] == [1, 2, 3, 4, 5, 6])
    #expect(first.parameters["layers.2.bias"] == [13])
    #expect(try await trained(folder).ran == 0)
    try folder.write(file(first: 2), to: "weights.safetensors")
    let second = try await trained(folder)
    #expect(second.ran == 1)
    #expect(second.parameters["layers.0.weight"] == [2, 3, 4, 5, 6, 7])
  }

  @Test("can be some of a model's, and are multiplied like the others")
  func some() async throws {
    let spec = InitialWeightsTests.spec.replacing(
      "init: {from: weights.safetensors}",
      with: "init: {from: weights.safetensors, parameters: layers.0.*}\n  scale: 2")
    let drawn = try await trained(
      folder(
        file(), InitialWeightsTests.spec.replacing("init: {from: weights.safetensors}", with: "scale: 2")))
    let found = try await trained(folder(file(InitialWeightsTests.tensors.dropLast(2).map { $0 }), spec))
    #expect(found.parameters["layers.0.weight"] == [2, 4, 6, 8, 10, 12])
    #expect(found.parameters["layers.2.weight"] == drawn.parameters["layers.2.weight"])
  }

  @Test("that do not fit the model are named where the file is")
  func problems() throws {
    func problems(_ weights: TensorFile, _ spec: String = InitialWeightsTests.spec) throws -> [Diagnostic] {
      let folder = try folder(weights, spec)
      let error = #expect(throws: InvalidSpec.self) { try folder.study() }
      let diagnostics = error?.diagnostics ?? []
      for problem in diagnostics {
        #expect(problem.location.line == 6 && problem.location.column == 16, "\(problem)")
      }
      return diagnostics
    }
    var tensors = InitialWeightsTests.tensors
    tensors[0].shape = [2, 3]
    tensors[3].name = "layers.2.bais"
    let misfits = try problems(file(tensors))
    #expect(
      misfits.map(\.message) == [
        "tensor 'layers.0.weight' of 'weights.safetensors' has the shape [2, 3], the model's parameter [3, 2]",
        "'weights.safetensors' has no tensor 'layers.2.bias', where the model has a parameter of shape [1]",
        "tensor 'layers.2.bais' of 'weights.safetensors' belongs to no parameter of the model",
      ])
    #expect(misfits[1].hint == "did you mean 'layers.2.bais'?")
    var whole = file()
    whole.add("layers.0.bias", [1, 2, 3] as [Int64], shape: [3])
    #expect(try problems(whole).map(\.message).first?.hasSuffix("holds I64 numbers") == true)
    let missing = InitialWeightsTests.spec.replacing("weights.safetensors", with: "wave.csv")
    #expect(try problems(file(), missing).first?.message.contains("is not a safetensors file") == true)
    let absent = InitialWeightsTests.spec.replacing("weights.safetensors", with: "weight.safetensors")
    #expect(try problems(file(), absent).first?.message == "'weight.safetensors' is not there")
  }
}

extension StudyFolder {
  fileprivate func write(_ tensors: TensorFile, to file: String) throws {
    try Data(tensors.encoded()).write(to: URL(filePath: path + "/" + file))
  }
}

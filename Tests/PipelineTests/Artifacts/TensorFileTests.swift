import Randomized
import Testing

@testable import Pipeline

@Suite struct TensorFileTests {
  private func example() -> TensorFile {
    var file = TensorFile(metadata: ["format": "pt", "step": "500"])
    file.add("layers.0.weight", [1.5, -2, .infinity, 0, -0.0, 3] as [Float], shape: [2, 3])
    file.add("mean", [0.1] as [Double], shape: [])
    file.add("position", [-1, .max] as [Int64], shape: [2])
    file.add("generator", [0, .max, 7] as [UInt32], shape: [3])
    file.add("empty", [] as [Float], shape: [0, 4])
    file.tensors["mask"] = TensorFile.Tensor(.bool, shape: [3], bytes: [1, 0, 1])
    return file
  }

  @Test func tensorsComeBackAsTheyWereAdded() throws {
    let file = try TensorFile(decoding: example().encoded())
    #expect(file == example())
    #expect(try file.floats("layers.0.weight") == [1.5, -2, .infinity, 0, -0.0, 3])
    #expect(try file.doubles("mean") == [0.1])
    #expect(try file.integers("position") == [-1, .max])
    #expect(try file.words("generator") == [0, .max, 7])
    #expect(try file.floats("empty") == [])
    #expect(file.tensors["layers.0.weight"]?.shape == [2, 3])
    #expect(try TensorFile(decoding: TensorFile().encoded()) == TensorFile())
  }

  @Test func bytesAreCanonical() {
    var file = TensorFile(metadata: ["a": "b"])
    file.add("y", [1] as [Float], shape: [1])
    file.add("x", [2] as [Double], shape: [1])
    let header =
      #"{"__metadata__":{"a":"b"},"x":{"data_offsets":[0,8],"dtype":"F64","shape":[1]},"#
      + #""y":{"data_offsets":[8,12],"dtype":"F32","shape":[1]}}   "#
    #expect(header.utf8.count == 136)
    let numbers: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0x80, 0x3F]
    #expect(file.encoded() == [136, 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + numbers)
  }

  /// Written by the `safetensors` package for Python, whose header is in another order than ours.
  @Test func fileOfTheReferenceImplementationIsRead() throws {
    let header =
      #"{"__metadata__":{"k":"v"},"c":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"#
      + #""a":{"dtype":"F32","shape":[3],"data_offsets":[8,20]},"#
      + #""b":{"dtype":"I16","shape":[2],"data_offsets":[20,24]}}     "#
    let numbers: [UInt8] = [
      0, 0, 0, 0, 0, 0, 20, 64, 0, 0, 0, 0, 0, 0, 128, 63, 0, 0, 0, 64, 1, 0, 2, 0,
    ]
    let file = try TensorFile(decoding: [192, 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + numbers)
    #expect(file.metadata == ["k": "v"])
    #expect(try file.floats("a") == [0, 1, 2])
    #expect(try file.doubles("c") == [5])
    #expect(file.tensors["b"] == TensorFile.Tensor(.int16, shape: [2], bytes: [1, 0, 2, 0]))
  }

  @Test func everyNumberLiesAtAMultipleOfItsSize() throws {
    let bytes = example().encoded()
    for tensor in try TensorFile(decoding: bytes).tensors.values {
      #expect(tensor.bytes.startIndex % tensor.element.size == 0)
    }
  }

  @Test func askingForTheWrongThingNamesIt() throws {
    let file = example()
    let unknown = try #require(throws: InvalidTensors.self) { try file.floats("bias") }
    #expect(unknown.description.contains("\"bias\"") && unknown.description.contains("mean"))
    let wrong = try #require(throws: InvalidTensors.self) { try file.floats("mean") }
    #expect(wrong.description == "tensor \"mean\" is F64 where F32 is expected")
    #expect(throws: InvalidTensors.self) { try file.words("position") }
  }

  @Test(arguments: [
    "", "{", "[]", "null", "{}x", #"{"a":1}"#, #"{"a":{}}"#, #"{"__metadata__":{"a":1}}"#,
    #"{"__metadata__":[]}"#,
    #"{"a":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[9223372036854775807,0],"data_offsets":[0,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,1e400]}}"#,
  ]) func hostileHeaderIsRefused(header: String) {
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
    #expect(throws: InvalidTensors.self) {
      try TensorFile(decoding: length + Array(header.utf8) + [1, 2, 3, 4])
    }
  }

  @Test func lengthThatLiesIsRefused() {
    let bytes = example().encoded()
    for length: UInt64 in [.max, 1 << 63, 100_000_001, UInt64(bytes.count) - 7, 0, 1] {
      let head = (0..<8).map { UInt8(truncatingIfNeeded: length >> UInt64(8 * $0)) }
      #expect(throws: InvalidTensors.self) { try TensorFile(decoding: head + bytes.dropFirst(8)) }
    }
    for count in 0..<8 {
      #expect(throws: InvalidTensors.self) { try TensorFile(decoding: Array(bytes[..<count])) }
    }
  }

  @Test func changedFileIsRefusedOrReadButNeverTraps() {
    var random = SeededGenerator(seed: 1)
    let bytes = example().encoded()
    var refused = 0
    for _ in 0..<2000 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        changed[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: .min ... .max, using: &random)
      }
      if (try? TensorFile(decoding: changed)) == nil { refused += 1 }
    }
    #expect(refused > 1000)
  }
}

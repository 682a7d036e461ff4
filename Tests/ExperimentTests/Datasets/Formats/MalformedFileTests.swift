import Compute
import Spec
import Testing

@testable import Experiment

@Suite struct MalformedFileTests {
  private static func message(_ yaml: String, _ read: @escaping (DataFile) -> [UInt8]) throws -> String? {
    let dataset = try dataset(yaml)
    var random: any RandomSource = TestRandom(counter: 0)
    do {
      _ = try dataset.prepare(&random) { read($0) }
      return nil
    } catch let error as MalformedData {
      return "\(error)"
    }
  }

  @Test(
    "a malformed file is reported where it is wrong",
    arguments: MalformedFiles.all)
  func malformed(_ malformed: MalformedCase) throws {
    let message = try MalformedFileTests.message(malformed.dataset) { file in
      malformed.files.first { $0.name.isEmpty || file.description.contains($0.name) }?.content ?? []
    }
    #expect(message == malformed.message)
  }

  @Test("text that is not UTF-8 is an error with its line and column")
  func encoding() throws {
    var random: any RandomSource = TestRandom(counter: 0)
    #expect {
      _ = try dataset("{kind: text, file: t.txt, context: 1}").prepare(&random) { _ in
        Array("ab\nc".utf8) + [0xC3, 0x28]
      }
    } throws: {
      ($0 as? InvalidSpec)?.diagnostics.map { "\($0.location): \($0.message)" } == [
        "t.txt:2:2: a byte here is not UTF-8 text"
      ]
    }
  }

  @Test(
    "whatever is cut off or flipped, reading ends with data or an error that points",
    arguments: MalformedFiles.right.indices
  )
  func fuzz(_ index: Int) throws {
    let (yaml, content) = MalformedFiles.right[index]
    #expect(try Self.message(yaml, content) == nil)
    let dataset = try dataset(yaml)
    var noise = SystemRandom(state: UInt64(index + 1))
    for _ in 0..<300 {
      let (cut, bit) = (noise.next(), noise.next())
      var random: any RandomSource = TestRandom(counter: 0)
      do {
        _ = try dataset.prepare(&random) { file in
          var bytes = content(file)
          if cut % 3 == 0 { bytes.removeLast(Int(cut / 3) % bytes.count) }
          if !bytes.isEmpty { bytes[Int(bit / 8) % bytes.count] ^= 1 << UInt8(bit % 8) }
          return bytes
        }
      } catch {
        #expect(error is MalformedData || error is InvalidSpec, "\(error)")
      }
    }
  }
}

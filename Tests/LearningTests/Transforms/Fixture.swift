import Glibc
import Spec
import Testing

/// A JSON file of Tests/LearningTests/Fixtures.
func fixture(_ name: String, from path: String = #filePath) throws -> JSON {
  let folder = path.split(separator: "/").dropLast(2).joined(separator: "/")
  let file = try #require(fopen("/\(folder)/Fixtures/\(name)", "r"), "no fixture \(name)")
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
  return try JSON(parsing: bytes)
}

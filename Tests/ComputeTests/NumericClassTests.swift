import Glibc
import Testing

@testable import Compute

@Suite("The numeric class in use")
struct NumericClassTests {
  @Test("what the environment asks for is in use, in our kernels and in OpenBLAS")
  func asked() throws {
    let name = getenv(NumericClass.variable).map { String(cString: $0) } ?? ""
    let parts = NumericClass.current.split(separator: "/")
    switch NumericClass(name: name) {
    case nil:
      #expect(name.isEmpty, "'\(name)' is no class")
      #expect(NumericClass.asked == nil)
    case .v4: #expect(parts.starts(with: ["x86-64-v4", "SkylakeX"]))
    case .v3: #expect(parts.starts(with: ["x86-64-v3", "Haswell"]))
    case .v2: #expect(parts.starts(with: ["x86-64", "Nehalem"]))
    }
    #expect(NumericClass.asked == NumericClass(name: name))
  }

  @Test("names are what they say")
  func names() {
    for each in NumericClass.allCases { #expect(NumericClass(name: each.name) == each) }
    for name in ["", "v", "v1", "v5", "V3", "v33", "x86-64-v3"] { #expect(NumericClass(name: name) == nil) }
  }
}

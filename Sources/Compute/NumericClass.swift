internal import CKernels
internal import COpenBLAS
internal import Glibc

/// Within which results are promised to be equal bit for bit: the level of our kernels, and OpenBLAS's processor and
/// version.
///
/// It is recorded with every result and in no key.
public enum NumericClass: Int, Sendable, CaseIterable {
  /// AVX-512, AVX2 with fused multiply-add, and SSE: levels of the x86-64 architecture.
  case v4 = 4
  case v3 = 3
  case v2 = 2

  /// For example `x86-64-v4/SkylakeX/OpenBLAS 0.3.21`. Loads OpenBLAS, after which it is too late for `use()`.
  public static let current: String = {
    let level = String(cString: gk_dispatch_level())
    let core = openblas_processor().map { String(cString: $0) } ?? "unknown"
    let configuration = openblas_configuration().map { String(cString: $0) } ?? ""
    let version = configuration.split(separator: " ").prefix(2).joined(separator: " ")
    return "\(level)/\(core)/\(version)"
  }()

  /// The environment variable that asks for a class, of this process and of those that it starts.
  public static let variable = "GROKLINE_NUMERIC_CLASS"

  /// What this processor has, the highest first.
  public static var available: [NumericClass] { allCases.filter { $0.rawValue <= gk_highest_class() } }

  /// The class that was asked for; nil if this processor's own is in use.
  public static var asked: NumericClass? { NumericClass(rawValue: Int(gk_asked_class())) }

  public var name: String { "v\(rawValue)" }

  public init?(name: String) { self.init(rawValue: Int(gk_class_named(name))) }

  /// Has everything computed, here and in processes that are started from here, as a processor of this class would.
  ///
  /// To be called before anything is computed; the class must be one of those available.
  public func use() {
    let isPossible = gk_use_class(Int32(rawValue)) != 0
    precondition(isPossible, "this processor has no class \(name)")
    setenv(Self.variable, name, 1)
  }
}

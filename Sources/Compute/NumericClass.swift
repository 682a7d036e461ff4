internal import CKernels
internal import COpenBLAS

/// Within which results are promised to be equal bit for bit: the level of our kernels, and OpenBLAS's processor and
/// version.
///
/// It is recorded with every result and in no key.
public enum NumericClass {
  /// For example `x86-64-v4/SkylakeX/OpenBLAS 0.3.21`.
  public static let current: String = {
    let level = String(cString: gk_dispatch_level())
    let core = openblas_processor().map { String(cString: $0) } ?? "unknown"
    let configuration = openblas_configuration().map { String(cString: $0) } ?? ""
    let version = configuration.split(separator: " ").prefix(2).joined(separator: " ")
    return "\(level)/\(core)/\(version)"
  }()
}

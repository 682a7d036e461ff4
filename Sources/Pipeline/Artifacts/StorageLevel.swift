internal import CStorage

/// Which instructions loops over stored bytes use. It changes how fast they are and no byte.
enum StorageLevel: Int32, CaseIterable {
  case portable = 0
  case avx2 = 1
  case avx512 = 2

  /// The best that this processor has.
  static let highest = StorageLevel(rawValue: gk_storage_level()) ?? .portable
}

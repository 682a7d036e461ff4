import Glibc

/// Owns one stretch of zeroed memory; addresses handed out stay valid as long as the arena lives.
///
/// The system gives a page only when it is first touched, so room for the largest possible batch costs nothing
/// until such a batch comes.
public final class Arena {
  /// Counts what will be needed before it exists.
  public struct Plan {
    public private(set) var bytes = 0

    public init() {}

    /// The offset in bytes of room for `count` elements, on a cache line of its own.
    public mutating func reserve<Element: BitwiseCopyable>(_ count: Int, of _: Element.Type) -> Int {
      let offset = bytes
      let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
      precondition(count >= 0 && !overflow, "cannot reserve \(count) elements of \(Element.self)")
      bytes += (size + 63) / 64 * 64
      return offset
    }
  }

  private let base: UnsafeMutableRawPointer
  private let bytes: Int

  public init(_ plan: Plan) {
    bytes = max(plan.bytes, 64)
    let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let memory, memory != MAP_FAILED else {
      preconditionFailure("the system refuses \(plan.bytes) bytes of address space")
    }
    base = memory
  }

  deinit { munmap(base, bytes) }

  /// The address of room reserved in the plan.
  public func pointer<Element: BitwiseCopyable>(_ offset: Int, to type: Element.Type) -> UnsafeMutablePointer<
    Element
  > {
    precondition(offset <= bytes, "offset \(offset) is outside an arena of \(bytes) bytes")
    return (base + offset).assumingMemoryBound(to: type)
  }
}

import Glibc

/// Reads bundles that anybody may have made.
///
/// Nothing of a bundle is believed before it was checked: names, sizes and digests of all entries stand in the manifest,
/// which comes first, and whatever follows must be exactly what it says, byte for byte, headers included. ``init``
/// reads the whole file and writes nothing.
public struct BundleReader: Sendable {
  public let manifest: BundleManifest
  /// Bytes of the file.
  public let size: Int
  private let path: String
  private let limits: BundleLimits
  private static let piece = 1 << 18

  public var id: Digest { manifest.id }

  /// Checks a bundle from its first byte to its last.
  ///
  /// - Throws: `BundleFlaw` if it is not sound, `StoreError` if it cannot be read.
  public init(_ path: String, limits: BundleLimits = BundleLimits()) throws {
    self.path = path
    self.limits = limits
    let file = try BundleReader.open(path)
    size = Int(try file.status().st_size)
    var found: BundleManifest?
    try BundleReader.walk(file, size: size, limits) { manifest in
      found = manifest
    } receive: { _, _ in
    }
    guard let found else { throw BundleFlaw("it has no manifest") }
    manifest = found
  }

  /// The contents of some small entries, by name; what is not there is left out.
  ///
  /// - Throws: `BundleFlaw` for one with more bytes than `limit`, or if the file changed meanwhile.
  public func contents(of names: Set<String>, limit: Int) throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for entry in manifest.entries where names.contains(entry.path) {
      guard entry.bytes <= limit else {
        throw BundleFlaw("'\(entry.path)' has \(entry.bytes) bytes, more than \(limit)")
      }
      contents[entry.path] = []
    }
    try again { contents[$0.path]? += $1 }
    return contents
  }

  /// Writes all entries into an empty folder that nobody else can write to.
  ///
  /// - Throws: `BundleFlaw` if the file changed since it was checked, failures of the file system.
  public func unpack(into folder: String) throws {
    var folders: Set<String> = []
    var current: (path: String, file: PrivateFile)?
    for entry in manifest.entries {
      let parent = Disk.parent(of: "\(folder)/\(entry.path)")
      if folders.insert(parent).inserted { try Disk.makeFolder(parent, mode: 0o700) }
      if entry.bytes == 0 { _ = try PrivateFile("\(folder)/\(entry.path)") }
    }
    try again { entry, bytes in
      if current?.path != entry.path {
        current = (entry.path, try PrivateFile("\(folder)/\(entry.path)"))
      }
      try current?.file.write(bytes)
    }
  }

  /// Goes through the file once more; it must be the one that was checked.
  private func again(_ receive: (BundleManifest.Entry, UnsafeRawBufferPointer) throws -> Void) throws {
    let file = try BundleReader.open(path)
    try BundleReader.walk(file, size: size, limits) { found in
      guard found == manifest else { throw BundleFlaw("it changed while it was read") }
    } receive: {
      try receive($0, $1)
    }
  }

  private static func open(_ path: String) throws -> OpenFile {
    let file = try OpenFile(reading: path)
    guard try file.status().st_mode & S_IFMT == S_IFREG else { throw BundleFlaw("it is not a file") }
    return file
  }

  /// Goes through a bundle and checks every byte.
  ///
  /// - Parameter receive: takes the content of entries that are not empty, piece by piece; the digest of an entry is
  ///   checked after its last piece.
  private static func walk(
    _ file: borrowing OpenFile, size: Int, _ limits: BundleLimits,
    begin: (BundleManifest) throws -> Void,
    receive: (BundleManifest.Entry, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    guard let buffer = Scratch(count: piece) else {
      throw StoreError.outOfMemory(bytes: piece, path: file.path)
    }
    // The decoder must not outlive the file, and the compiler cannot see that it does not: hence the descriptor.
    let descriptor = file.descriptor
    let place = file.path
    let decoder = try ZstdDecoder { target, offset in
      var done = 0
      while done < target.count {
        let count = Disk.repeated {
          pread(descriptor, target.baseAddress?.advanced(by: done), target.count - done, offset + done)
        }
        if count < 0 { throw Disk.failure("read", place) }
        if count == 0 { break }
        done += count
      }
      return done
    }
    func block() throws -> [UInt8] {
      var block = [UInt8](repeating: 0, count: TarHeader.block)
      try block.withUnsafeMutableBytes { try decoder.take($0) }
      return block
    }
    func content(_ size: Int, _ receive: (UnsafeRawBufferPointer) throws -> Void) throws -> Digest {
      var digest = DigestBuilder()
      var left = size
      while left > 0 {
        let part = UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[..<min(left, piece)])
        try decoder.take(part)
        digest.append(UnsafeRawBufferPointer(part))
        try receive(UnsafeRawBufferPointer(part))
        left -= part.count
      }
      let padding = UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[..<(TarHeader.padded(size) - size)])
      try decoder.take(padding)
      guard padding.allSatisfy({ $0 == 0 }) else {
        throw BundleFlaw("something is hidden between two entries")
      }
      return digest.finish()
    }

    let first = try block()
    let largest = min(limits.manifest, limits.content(ofFile: size))
    guard let count = sizeOfManifest(first) else {
      throw BundleFlaw("it does not begin with a manifest")
    }
    guard count <= largest else { throw BundleFlaw("its manifest has \(count) bytes, more than \(largest)") }
    if let flaw = TarHeader.flaw(of: first, expected: TarHeader(path: BundleManifest.path, size: count)) {
      throw BundleFlaw(flaw)
    }
    var head: [UInt8] = []
    _ = try content(count) { head += $0 }
    let manifest = try BundleManifest(parsing: head, limits: limits, fileSize: size)
    try begin(manifest)
    for entry in manifest.entries {
      if let flaw = TarHeader.flaw(of: try block(), expected: TarHeader(path: entry.path, size: entry.bytes))
      {
        throw BundleFlaw(flaw)
      }
      let digest = try content(entry.bytes) { try receive(entry, $0) }
      guard digest == entry.digest else {
        throw BundleFlaw("the content of '\(entry.path)' is not what the manifest says")
      }
    }
    for _ in 0..<2 {
      guard try block().allSatisfy({ $0 == 0 }) else {
        throw BundleFlaw("the archive has entries that the manifest does not name")
      }
    }
    try decoder.finish()
  }

  /// The size that the first header gives; its other fields are compared afterwards.
  private static func sizeOfManifest(_ header: [UInt8]) -> Int? {
    guard header.starts(with: BundleManifest.path.utf8) else { return nil }
    return Int(String(decoding: header[124..<135], as: UTF8.self), radix: 8).flatMap { $0 >= 0 ? $0 : nil }
  }
}

/// A new file in a private folder; it never follows a link and never opens what is there.
private final class PrivateFile {
  private let file: OpenFile

  init(_ path: String) throws(StoreError) {
    file = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(StoreError) { try file.write(bytes) }
}

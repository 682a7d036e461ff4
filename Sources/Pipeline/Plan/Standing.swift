internal import Glibc

/// What a question came to when everything was done already, and the traces of all files that this rests on.
///
/// Whoever asks the same again, and finds every one of those files as it was, has the answer without reading a single one of
/// them. It lies in the store as `standing/QUESTION`, and to lose it costs time and nothing else.
public struct Standing: Sendable {
  private let store: String
  private let file: String
  /// Before anything was read for an answer, in seconds since 1970.
  private let moment: Int

  private static let head = "grokline standing 1 "
  /// More questions than this are not kept.
  private static let most = 64

  /// - Parameters:
  ///   - question: everything that decides what is asked.
  ///   - store: the folder of the store.
  public init(of question: [String], in store: String) {
    self.store = store
    moment = time(nil)
    file = "\(store)/standing/\(Digest.of("question", parts: question.map { .text($0) }).hex)"
  }

  /// What it came to; nil if nobody knows, or a file that it rests on is no longer as it was.
  public var answer: String? {
    guard let file = try? OpenFile(file, O_RDONLY), let bytes = try? file.contents(limit: 1 << 30) else {
      return nil
    }
    let sealed = Standing.head.utf8.count + 2 * Digest.byteCount + 1
    guard bytes.count > sealed, bytes[sealed - 1] == UInt8(ascii: "\n") else { return nil }
    let body = bytes[sealed...]
    guard let length = body.firstIndex(of: 0), body.last == 0, let seal = seal(of: body, settledAt: nil),
      bytes[..<sealed].elementsEqual("\(Standing.head)\(seal.hex)\n".utf8)
    else { return nil }
    return String(decoding: body[..<length], as: UTF8.self)
  }

  /// Remembers an answer, unless a file that it rests on changed a moment ago. Where it cannot be written, it is not kept.
  ///
  /// - Parameter files: everything that was looked at, absolute or from the store's folder. What is not there is looked for
  ///   as well.
  public func remember(_ answer: String, restingOn files: [String]) {
    var body = Array(answer.utf8) + [0]
    for file in files { body += Array(file.utf8) + [0] }
    guard let seal = seal(of: body[...], settledAt: moment) else { return }
    let draft = "\(file).\(getpid())"
    guard access("\(store)/layout", F_OK) == 0 else { return }
    mkdir("\(store)/standing", 0o755)
    do {
      let open = try OpenFile(draft, O_WRONLY | O_CREAT | O_EXCL, mode: 0o644)
      try Array("\(Standing.head)\(seal.hex)\n".utf8).withUnsafeBytes { try open.write($0) }
      try body.withUnsafeBytes { try open.write($0) }
      try Disk.replace(file, with: draft)
    } catch {
      unlink(draft)
    }
    forgetOldest()
  }

  /// The digest of an answer, the names of files, and their traces as they are now; nil if one has changed so late that
  /// its trace says nothing.
  private func seal(of body: ArraySlice<UInt8>, settledAt moment: Int?) -> Digest? {
    let folder = open(store, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return nil }
    defer { close(folder) }
    return body.withUnsafeBytes { bytes -> Digest? in
      var builder = DigestBuilder()
      builder.append(bytes)
      guard let answer = bytes.firstIndex(of: 0) else { return nil }
      var place = answer + 1
      while place < bytes.count, let start = bytes.baseAddress?.advanced(by: place) {
        let path = start.assumingMemoryBound(to: CChar.self)
        let trace = FileTrace(path: path, from: folder)
        if let moment, let trace, !trace.hadSettled(at: moment) { return nil }
        builder.append(trace)
        place += strlen(path) + 1
      }
      return builder.finish()
    }
  }

  private func forgetOldest() {
    let folder = "\(store)/standing"
    guard let names = try? Disk.names(in: folder), names.count > Standing.most else { return }
    let dated = names.map { name in
      ((try? Disk.status("\(folder)/\(name)"))?.st_mtim.tv_sec ?? 0, name)
    }
    for (_, name) in dated.sorted(by: <).prefix(names.count - Standing.most) { unlink("\(folder)/\(name)") }
  }
}

extension Plan {
  /// The files of the store that say that a plan's steps are done, from the store's folder.
  public func evidence(in store: ArtifactStore) -> [String] {
    var files: [String] = ["layout"]
    for step in steps {
      if let address = step.address { files.append(store.pathInStore(ofRecord: address)) }
      for output in step.outputs ?? [] where output.inline == nil {
        files.append(store.pathInStore(ofObject: output.reference.digest))
      }
      // What nobody in the plan reads is checked to its last object.
      if graph.users[step.position].isEmpty { files += step.references.map(store.pathInStore(ofObject:)) }
    }
    return files
  }
}

/// How far a verification is.
public struct VerificationProgress: Sendable, Hashable {
  public var files: Int
  public var total: Int
  /// Bytes of sound content so far, before compression.
  public var bytes: Int
  public var damages: Int
}

extension ArtifactStore {
  /// Checks every object and record as ``verify(onFile:)`` does, on several threads.
  ///
  /// - Parameters:
  ///   - threads: how many.
  ///   - onProgress: called now and then, in the order of time.
  public func verify(
    threads: Int, cancellation: Cancellation = Cancellation(),
    onProgress: @escaping (VerificationProgress) -> Void = { _ in }
  ) async throws -> Verification {
    let all = try filesToVerify()
    // All objects first: a record that was read beside them could miss that one of its objects is damaged.
    let firstRecord = all.firstIndex { if case .record = $0 { true } else { false } } ?? all.endIndex
    var found = Verification()
    var progress = VerificationProgress(files: 0, total: all.count, bytes: 0, damages: 0)
    for phase in [all[..<firstRecord], all[firstRecord...]] {
      try await withThrowingTaskGroup(of: (Int, Verification).self) { group in
        var waiting = phase
        func launch(in group: inout ThrowingTaskGroup<(Int, Verification), any Error>) {
          let files = Array(waiting.prefix(ArtifactStore.filesPerTask))
          if files.isEmpty || cancellation.isCancelled { return }
          waiting = waiting.dropFirst(files.count)
          group.addTask(executorPreference: OwnThread.shared) { [self] in
            var found = Verification()
            for file in files where !cancellation.isCancelled { try verify(file, &found) }
            return (files.count, found)
          }
        }
        for _ in 0..<max(threads, 1) { launch(in: &group) }
        while let (count, part) = try await group.next() {
          found.merge(part)
          progress.files += count
          progress.bytes = found.bytes
          progress.damages = found.damages.count
          onProgress(progress)
          launch(in: &group)
        }
      }
    }
    try cancellation.check()
    return found
  }

  private static let filesPerTask = 16
}

extension Verification {
  fileprivate mutating func merge(_ other: Verification) {
    objects += other.objects
    records += other.records
    bytes += other.bytes
    // Two threads may meet the same damage; the one that moved the file away tells where it is.
    for damage in other.damages {
      if let known = damages.firstIndex(where: { $0.path == damage.path }) {
        if damages[known].quarantine == nil { damages[known] = damage }
      } else {
        damages.append(damage)
      }
    }
    missing.merge(other.missing) { first, _ in first }
  }
}

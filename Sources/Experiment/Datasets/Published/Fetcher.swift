internal import FoundationEssentials
public import Pipeline

/// Brings files of public data sets to this machine, by `curl`.
///
/// A download goes to `PATH.part` and continues there after a broken connection, at another address too; only what has
/// the manifest's size and SHA-256 gets the name PATH, atomically. After any failure the next address is tried.
public struct Fetcher: Sendable {
  /// What is going on, for whoever shows it.
  public enum Event: Sendable {
    /// From which address, after how many bytes that are already here.
    case started(url: String, from: Int)
    case received(bytes: Int, of: Int?)
    /// Why an address did not give the file.
    case failed(url: String, reason: String)
  }

  public enum Outcome: Sendable, Hashable {
    case wasThere(String)
    case fetched(String)
  }

  /// How long to wait, in seconds.
  public struct Patience: Sendable {
    public var connect: Int
    /// Without a byte.
    public var stall: Int
    /// How often one address is asked again for the rest after its connection broke.
    public var repeats: Int

    public init(connect: Int = 20, stall: Int = 30, repeats: Int = 3) {
      self.connect = connect
      self.stall = stall
      self.repeats = repeats
    }
  }

  /// The most that is taken of a file whose size is not known.
  private static let largestUnknown = 1 << 32

  private let folders: DataFolders
  private let patience: Patience
  private let cancellation: Cancellation

  public init(
    _ folders: DataFolders, patience: Patience = Patience(), cancellation: Cancellation = Cancellation()
  ) {
    self.folders = folders
    self.patience = patience
    self.cancellation = cancellation
  }

  /// Sees to it that a file is there with the right content.
  ///
  /// - Throws: `FetchFailure` with every address and why it failed.
  public func fetch(
    _ file: Manifest.File, of name: String, report: (Event) -> Void = { _ in }
  ) throws -> Outcome {
    if let path = folders.locate(file), try FileDigest.of(path) == file.digest { return .wasThere(path) }
    let target = folders.own + "/" + file.path
    try FileManager.default.createDirectory(atPath: parent(of: target), withIntermediateDirectories: true)
    let lock = try FetchLock(target + ".lock", cancellation)
    defer { lock.release() }
    // Somebody else may have brought it while we waited.
    if DataFolders.size(target) != nil, try FileDigest.of(target) == file.digest { return .wasThere(target) }

    var failures: [FetchFailure.Attempt] = []
    for url in file.urls {
      do throws(FailedAttempt) {
        try download(file, url, to: target, report)
        return .fetched(target)
      } catch {
        try cancellation.check()
        report(.failed(url: url, reason: error.reason))
        failures.append(FetchFailure.Attempt(url: url, reason: error.reason))
      }
    }
    throw FetchFailure(name: name, file: file, folder: folders.own, attempts: failures)
  }

  private struct FailedAttempt: Error {
    let reason: String
  }

  /// Downloads from one address, resuming what is there, and publishes what is right.
  private func download(
    _ file: Manifest.File, _ url: String, to target: String, _ report: (Event) -> Void
  ) throws(FailedAttempt) {
    let part = target + ".part"
    let limit = file.bytes ?? Fetcher.largestUnknown
    var repeats = patience.repeats
    while true {
      var present = DataFolders.size(part) ?? 0
      if present > limit {
        remove(part)
        present = 0
      }
      let isResumed = present > 0
      if file.bytes != present || present == 0 {
        report(.started(url: url, from: present))
        let transfer = try curl(url, to: part, from: present, limit: limit, file.bytes, report)
        let grown = (DataFolders.size(part) ?? 0) - present
        switch transfer {
        case .done: break
        case .tooLong:
          remove(part)
          throw FailedAttempt(reason: "sent more than \(limit) bytes")
        case .unresumable(let reason):
          remove(part)
          guard isResumed else { throw FailedAttempt(reason: reason) }
          continue
        case .broken(let reason):
          // What came is kept; an address that gives nothing is not asked again.
          guard grown > 0, repeats > 0 else { throw FailedAttempt(reason: reason) }
          repeats -= 1
          continue
        case .refused(let reason): throw FailedAttempt(reason: reason)
        }
      }
      guard let reason = publish(part, as: target, file) else { return }
      remove(part)
      // Some of the bytes may have come from elsewhere: this address gets the chance to send all of them.
      guard isResumed else { throw FailedAttempt(reason: reason) }
    }
  }

  private enum Transfer {
    case done
    case tooLong
    /// The connection broke or fell silent.
    case broken(String)
    /// The server does not continue where we are.
    case unresumable(String)
    case refused(String)
  }

  private func curl(
    _ url: String, to part: String, from present: Int, limit: Int, _ size: Int?, _ report: (Event) -> Void
  ) throws(FailedAttempt) -> Transfer {
    let stop = Cancellation()
    let process = ChildProcess(
      "curl",
      [
        // First: no settings of the user's.
        "--disable", "--fail", "--location", "--max-redirs", "10", "--proto", "=http,https", "--proto-redir",
        "=http,https", "--silent", "--show-error", "--connect-timeout", "\(patience.connect)",
        "--speed-limit", "1",
        "--speed-time", "\(patience.stall)", "--max-filesize", "\(limit)", "--continue-at", "\(present)",
        "--output",
        part, "--url", url,
      ], capturing: [.errors], grace: 1)
    var isTooLong = false
    let result: ChildProcess.Result
    do {
      result = try process.run(
        cancellation: stop,
        watch: {
          let now = DataFolders.size(part) ?? 0
          report(.received(bytes: now, of: size))
          isTooLong = isTooLong || now > limit
          if isTooLong || cancellation.isCancelled { stop.cancel() }
        })
    } catch {
      throw FailedAttempt(reason: "\(error): install the package curl")
    }
    if isTooLong || (DataFolders.size(part) ?? 0) > limit { return .tooLong }
    let said = String(decoding: result.captured[.errors] ?? [], as: UTF8.self)
    let reason = said.split(separator: "\n").last.map {
      String($0.split(separator: ") ", maxSplits: 1).last ?? $0)
    }
    guard case .exited(let status) = result.ending else { return .refused("stopped") }
    return Fetcher.transfer(status, reason ?? "curl ended with status \(status)", isResumed: present > 0)
  }

  /// What curl's exit codes mean here.
  private static func transfer(_ status: Int32, _ reason: String, isResumed: Bool) -> Transfer {
    switch status {
    case 0: .done
    // Range not served, or not served there.
    case 33, 36: .unresumable(reason)
    case 22 where isResumed: .unresumable(reason)
    // Partial file, timeout, empty reply, send and receive errors, broken streams.
    case 18, 28, 52, 55, 56, 92, 95: .broken(reason)
    // The server announces more than there may be.
    case 63: .refused("announces too many bytes: \(reason)")
    default: .refused(reason)
    }
  }

  /// Gives a complete download its name; returns what is wrong with it.
  private func publish(_ part: String, as target: String, _ file: Manifest.File) -> String? {
    let size = DataFolders.size(part) ?? 0
    if let expected = file.bytes, size != expected { return "sent \(size) bytes, not \(expected)" }
    do {
      let actual = try FileDigest.of(part)
      guard actual == file.digest else { return "its SHA-256 is \(actual), not \(file.digest)" }
      try FileDigest.publish(part, as: target)
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}

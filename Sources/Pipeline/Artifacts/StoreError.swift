import Glibc

/// Why the store could not do what was asked: the world's fault, never the spec's.
public enum StoreError: Error, Sendable, Hashable {
  /// A stored file failed its checks; it was reported, and moved to quarantine where that was possible.
  case damaged(Damage)
  /// No object has this content.
  case missing(ObjectReference)
  /// The system refused an operation on a path.
  case system(operation: String, path: String, errno: Int32)
  /// The store was made by an older or a newer Grokline.
  case otherLayout(path: String, found: String, known: Int)
  /// The folder holds something that is not a store.
  case notAStore(path: String)
  /// A lock is held by someone else.
  case busy(holder: String)
  /// The wait for a lock was given up because the caller asked to stop.
  case waitCancelled(holder: String)
  /// More memory would be needed than the machine gives.
  case outOfMemory(bytes: Int, path: String)
}

extension StoreError: CustomStringConvertible {
  /// What happened, where, and what to do, in one lower-case sentence.
  public var description: String {
    switch self {
    case .damaged(let damage): damage.description
    case .missing(let reference):
      "object \(reference.digest.short) (\(reference.size) bytes) is not in the store: "
        + "run the stage that makes it again"
    case .system(let operation, let path, let code):
      "cannot \(operation) '\(path)': \(StoreError.text(of: code))\(StoreError.advice(for: code))"
    case .otherLayout(let path, let found, let known) where Int(found).map { $0 < known } ?? false:
      "the store at '\(path)' was made by an older Grokline: it has layout \(found), this one reads layout \(known); "
        + "remove that folder, and its results are made again when they are needed, "
        + "or choose another store with --store"
    case .otherLayout(let path, let found, let known):
      "the store at '\(path)' has layout \(found), this Grokline reads layout \(known): "
        + "use the newer Grokline that made it, or choose another store with --store"
    case .notAStore(let path):
      "'\(path)' holds files but is not a Grokline store: choose an empty or new folder"
    case .busy(let holder): "the lock is held by \(holder): wait for it, or stop that process"
    case .waitCancelled(let holder): "stopped waiting for a lock that is held by \(holder)"
    case .outOfMemory(let bytes, let path):
      "there is no memory for the \(bytes) bytes of '\(path)': run fewer jobs at once or use a larger machine"
    }
  }

  /// Whether stored content turned out to be gone, so that what made it has to run again.
  public var isLoss: Bool {
    switch self {
    case .damaged, .missing: true
    default: false
    }
  }

  /// Whether no space or quota is left.
  public var isDiskFull: Bool {
    if case .system(_, _, let code) = self { code == ENOSPC || code == EDQUOT } else { false }
  }

  private static func text(of code: Int32) -> String {
    guard let text = strerror(code) else { return "error \(code)" }
    let words = String(cString: text)
    return words.prefix(1).lowercased() + words.dropFirst()
  }

  static func advice(for code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "; free space there, or put the store elsewhere with --store"
    case EACCES, EPERM: "; give this user access, or choose another store with --store"
    case EROFS: "; the file system is read-only, choose another store with --store"
    case EMFILE, ENFILE: "; raise the limit on open files (ulimit -n) or run fewer jobs"
    case EIO: "; the disk reports an error, check it before going on"
    case ENAMETOOLONG: "; choose a store with a shorter path"
    default: ""
    }
  }
}

/// A stored file that failed its checks.
public struct Damage: Sendable, Hashable, CustomStringConvertible {
  /// What the file was found as.
  public enum Subject: Sendable, Hashable {
    case object(Digest)
    case record(RecordAddress)
    /// A file in the store whose name the store never gives.
    case stray
  }

  public let subject: Subject
  /// Where the file was.
  public let path: String
  /// Which check failed, in words.
  public let reason: String
  /// Where the file is now; `nil` when it could not be moved.
  public let quarantine: String?

  public var description: String {
    let name =
      switch subject {
      case .object(let digest): "object \(digest.short)"
      case .record(let address): "record \(address.group.short)/\(address.name)"
      case .stray: "stray file"
      }
    let fate = quarantine.map { "moved to '\($0)'" } ?? "it could not be moved away"
    return "\(name) is damaged (\(reason)) at '\(path)'; \(fate)"
  }
}

internal import FoundationEssentials
internal import Glibc
internal import Pipeline

/// Something that `doctor` looked at.
public struct Finding: Sendable, Hashable {
  public enum Level: String, Sendable {
    case fine, warning, problem
  }

  public let subject: String
  public let level: Level
  /// What was found.
  public let text: String
  /// What to do about it.
  public let advice: String?

  init(_ subject: String, _ level: Level, _ text: String, advice: String? = nil) {
    self.subject = subject
    self.level = level
    self.text = text
    self.advice = advice
  }
}

/// Looks at whether this machine has what runs need.
public struct HealthCheck: Sendable {
  private let project: Project
  /// The program that is started as a second process: `PROGRAM lock-probe FOLDER`.
  private let program: String
  private static let key = Digest.of("lock probe", parts: [])

  public init(_ project: Project, program: String) {
    self.project = project
    self.program = program
  }

  /// Takes well under a second; leaves nothing behind.
  public func findings() -> [Finding] {
    // Asked first, because it loads OpenBLAS.
    let numericClass = Finding("numeric class", .fine, NumericChoice.account)
    return [programs, libraries, numericClass, machine, space]
      + storeFindings
  }

  private var programs: Finding {
    do {
      guard let warning = try Typesetter().check() else {
        return Finding("programs", .fine, "gnuplot, rsvg-convert and the font Inter are installed")
      }
      return Finding("programs", .warning, "\(warning)")
    } catch {
      return Finding("programs", .problem, "\(error)", advice: "without it everything but figures can run")
    }
  }

  /// The files of the libraries that this process has loaded; one that is not among them is built in.
  private var libraries: Finding {
    // A file of unknown length, which nothing that asks for the length first can read.
    var text: [UInt8] = []
    if let maps = fopen("/proc/self/maps", "re") {
      defer { fclose(maps) }
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while case let count = fread(&buffer, 1, buffer.count, maps), count > 0 { text += buffer[..<count] }
    }
    let lines = text.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    let names = Set(lines.compactMap { $0.split(separator: "/").last.map(String.init) })
    let found = ["libopenblas", "libyaml", "libzstd", "libcrypto"].map { library in
      names.first { $0.hasPrefix(library) } ?? "\(library) (built in)"
    }
    return Finding("libraries", .fine, found.joined(separator: ", "))
  }

  private var machine: Finding {
    let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    let memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    return Finding("machine", .fine, "\(cores) cores, \(memory / 1_000_000_000) GB of memory")
  }

  private var space: Finding {
    var status = statvfs()
    guard statvfs(existingFolder, &status) == 0 else {
      return Finding("disk", .problem, "'\(existingFolder)' cannot be examined")
    }
    let free = Int(status.f_bavail) * Int(status.f_frsize) / 1_000_000
    let text = "\(free) MB free for the store at '\(project.store)'"
    return free < 1000
      ? Finding("disk", .warning, text, advice: "free some space, or put the store elsewhere with --store")
      : Finding("disk", .fine, text)
  }

  /// Where the store is or would be made.
  private var existingFolder: String {
    var folder = project.store
    while !FileManager.default.fileExists(atPath: folder), folder != "/" { folder = parent(of: folder) }
    return folder
  }

  /// Makes a store where the real one lies, writes to it, and locks it against a second process.
  private var storeFindings: [Finding] {
    let folder =
      FileManager.default.fileExists(atPath: project.store + "/drafts")
      ? "\(project.store)/drafts/doctor-\(getpid())" : "\(existingFolder)/.grokline-doctor-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let store = try ArtifactStore(root: folder)
      _ = try store.write([1, 2, 3])
      return [Finding("store", .fine, "can be written"), try locks(store)]
    } catch {
      return [
        Finding("store", .problem, "\(error)", advice: "choose another with --store or GROKLINE_STORE")
      ]
    }
  }

  private func locks(_ store: ArtifactStore) throws -> Finding {
    let lock = try store.lock(HealthCheck.key, wait: .no)
    let whileHeld = try probe(store)
    lock.release()
    let afterwards = try probe(store)
    if whileHeld == .exited(LockProbe.held), afterwards == .exited(LockProbe.free) {
      return Finding("locks", .fine, "a second process respects them: no stage runs twice at a time")
    }
    return Finding(
      "locks", .warning, "this file system has no working locks",
      advice: "results stay right, but two runs at a time may do the same work twice")
  }

  private func probe(_ store: ArtifactStore) throws -> ChildProcess.Ending {
    try ChildProcess(program, ["lock-probe", store.root], timeout: 10).run().ending
  }

  /// The second process: tries to take the lock that the first one may hold.
  public enum LockProbe {
    static let free: Int32 = 0
    static let held: Int32 = 6

    /// - Returns: the exit code: 0 if the lock could be had, 6 if it was held, 1 if neither could be told.
    public static func main(store: String) -> Int32 {
      do {
        let lock = try ArtifactStore(root: store).lock(HealthCheck.key, wait: .no)
        defer { lock.release() }
        return lock.isExclusive ? free : 1
      } catch StoreError.busy {
        return held
      } catch {
        return 1
      }
    }
  }
}

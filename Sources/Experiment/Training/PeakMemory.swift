internal import Glibc

/// The most memory that this process has held since it last began something.
enum PeakMemory {
  /// Begins anew from what is held now.
  static func begin() {
    guard let file = fopen("/proc/self/clear_refs", "we") else { return }
    fputs("5", file)
    fclose(file)
  }

  /// In bytes; since the process began where the system does not tell.
  static var bytes: Int {
    if let file = fopen("/proc/self/status", "re") {
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 256)
      while fgets(&line, Int32(line.count), file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard text.hasPrefix("VmHWM:") else { continue }
        if let kilobytes = text.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) }) {
          return kilobytes * 1024
        }
      }
    }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}

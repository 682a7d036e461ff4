/// A time as people read it: `0.8 s`, `41.2 s`, `12:07`, `3:00:12`.
func readable(seconds: Double) -> String {
  guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "—" }
  let tenths = Int((seconds * 10).rounded())
  if tenths < 600 { return "\(tenths / 10).\(tenths % 10) s" }
  return clock(seconds: seconds)
}

/// A time that counts down: `0:08`, `12:07`, `3:00:12`.
func clock(seconds: Double) -> String {
  let whole = Int(min(max(seconds, 0), 1e9).rounded())
  func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
  let (minutes, rest) = (whole / 60, two(whole % 60))
  return minutes < 60 ? "\(minutes):\(rest)" : "\(minutes / 60):\(two(minutes % 60)):\(rest)"
}

/// A size as people read it: `812 B`, `4.2 KB`, `96 MB`.
func readable(bytes: Int) -> String {
  var value = Double(bytes)
  for unit in ["B", "KB", "MB", "GB"] {
    if value < 999.5 { return readable(value) + " " + unit }
    value /= 1000
  }
  return readable(value) + " TB"
}

/// Two or three digits of a number: `0.4`, `8.1`, `24`, `812`.
func readable(_ value: Double) -> String {
  guard value.isFinite, abs(value) < 1e15 else { return "—" }
  let tenths = Int((value * 10).rounded())
  if abs(tenths) >= 100 || tenths % 10 == 0 { return "\(Int(value.rounded()))" }
  return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
}

/// `1 stage`, `3 stages`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

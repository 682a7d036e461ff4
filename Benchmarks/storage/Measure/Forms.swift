import Pipeline
import Spec

/// What other ways of storing would give: each snapshot is turned into other bytes, and those into one zstd frame.
///
/// Nothing is hashed or written here, so that the speeds are those of the form alone.
enum Form: String, CaseIterable {
  case plain
  /// The four bytes of the numbers gathered plane by plane.
  case shuffled
  /// Planes of the bits that changed since the snapshot before.
  case exclusiveOr = "exclusive or, shuffled"
  /// Planes of the folded difference to the snapshot before, as whole numbers.
  case difference = "difference, shuffled"

  /// The bytes to be compressed; the first snapshot has none before it.
  func bytes(_ numbers: UnsafeBufferPointer<UInt32>, after before: UnsafeBufferPointer<UInt32>?) -> [UInt8] {
    if self == .plain { return Array(UnsafeRawBufferPointer(numbers)) }
    let n = numbers.count
    return [UInt8](unsafeUninitializedCapacity: 4 * n) { target, count in
      for i in 0..<n {
        var word = numbers[i]
        if let before {
          if self == .exclusiveOr { word ^= before[i] }
          if self == .difference {
            word &-= before[i]
            word = word << 1 ^ (0 &- (word >> 31))
          }
        }
        target[i] = UInt8(truncatingIfNeeded: word)
        target[n + i] = UInt8(truncatingIfNeeded: word >> 8)
        target[2 * n + i] = UInt8(truncatingIfNeeded: word >> 16)
        target[3 * n + i] = UInt8(truncatingIfNeeded: word >> 24)
      }
      count = 4 * n
    }
  }
}

/// Share of the raw bytes, and megabytes per second of CPU time, of each form at some levels of zstd.
func measureForms(_ snapshots: Snapshots) throws -> JSON {
  var rows: [JSON] = []
  for form in Form.allCases {
    for level in [-5, 1, 3, 9] {
      var frames: [[UInt8]] = []
      let write = Took {
        for index in 0..<snapshots.count {
          let before = index % 16 == 0 ? nil : words(snapshots[index - 1])
          frames.append(Zstd.compress(form.bytes(words(snapshots[index]), after: before), level: level))
        }
      }
      let read = try Took {
        for frame in frames { _ = try Zstd.decompress(frame, limit: 4 * snapshots.width) }
      }
      rows.append([
        "form": .string(form.rawValue), "level": .integer(level),
        "ratio": .number(Double(frames.reduce(0) { $0 + $1.count }) / Double(snapshots.bytes)),
        "write": .number(Double(snapshots.bytes) / write.cpu / 1e6),
        "unpack": .number(Double(snapshots.bytes) / read.cpu / 1e6),
      ])
    }
  }
  return .array(rows)
}

private func words(_ numbers: UnsafeMutableBufferPointer<Float>) -> UnsafeBufferPointer<UInt32> {
  UnsafeBufferPointer(UnsafeMutableRawBufferPointer(numbers).bindMemory(to: UInt32.self))
}

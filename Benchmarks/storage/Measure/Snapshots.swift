import Experiment
import Glibc
import Pipeline
import Spec

/// Snapshots of one run in memory, one after the other, as they lie in a file of float32 numbers.
final class Snapshots: @unchecked Sendable {
  let count: Int
  /// Numbers in one.
  let width: Int
  private let numbers: UnsafeMutablePointer<Float>

  var bytes: Int { count * width * 4 }

  /// Room for some snapshots; nobody writes to it after it is filled.
  init(count: Int, width: Int) {
    (self.count, self.width) = (count, width)
    numbers = .allocate(capacity: count * width)
  }

  deinit { numbers.deallocate() }

  /// Reads some snapshots of a file, those after the first `skipped`.
  convenience init(file path: String, count: Int, width: Int, skipping skipped: Int = 0) throws {
    self.init(count: count, width: width)
    guard let file = fopen(path, "r") else { throw Trouble("cannot open \(path)") }
    defer { fclose(file) }
    guard fseek(file, 4 * skipped * width, SEEK_SET) == 0,
      fread(numbers, 4, count * width, file) == count * width
    else {
      throw Trouble("\(path) holds fewer than \(skipped + count) snapshots of \(width) numbers")
    }
  }

  func save(as path: String) throws {
    guard let file = fopen(path, "w") else { throw Trouble("cannot open \(path)") }
    defer { fclose(file) }
    guard fwrite(numbers, 4, count * width, file) == count * width else {
      throw Trouble("cannot write \(path)")
    }
  }

  subscript(index: Int) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: numbers + index * width, count: width)
  }

  /// A snapshot that the next one may be stored as a difference to.
  func known(_ index: Int, as reference: ObjectReference) -> SeriesReader.Known {
    SeriesReader.Known(reference, UnsafePointer(numbers + index * width))
  }
}

/// The same for an analysis: step n is snapshot n.
struct RunInMemory: SnapshotSource {
  let snapshots: Snapshots

  var points: [Coordinates] { [["run": "ma"]] }
  func parameterCount(of point: Int) -> Int { snapshots.width }
  func steps(of point: Int) -> [Int] { Array(0..<snapshots.count) }

  func load(point: Int, step: Int, into destination: UnsafeMutableBufferPointer<Float>) {
    _ = destination.update(fromContentsOf: snapshots[step])
  }

  func load(
    _ rows: [SnapshotRow], columns: Range<Int>, into tile: UnsafeMutablePointer<Float>, stride: Int
  ) {
    for (index, row) in rows.enumerated() {
      let destination = UnsafeMutableBufferPointer(start: tile + index * stride, count: columns.count)
      _ = destination.update(fromContentsOf: snapshots[row.step][columns])
    }
  }
}

/// Why nothing can be measured.
struct Trouble: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Seconds that something took.
struct Took {
  let cpu: Double
  let wall: Double

  /// Of this process, all threads together; and of the clock on the wall.
  init(_ body: () throws -> Void) rethrows {
    func now(_ clock: clockid_t) -> Double {
      var time = timespec()
      clock_gettime(clock, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let (cpu, wall) = (now(CLOCK_PROCESS_CPUTIME_ID), now(CLOCK_MONOTONIC))
    try body()
    (self.cpu, self.wall) = (now(CLOCK_PROCESS_CPUTIME_ID) - cpu, now(CLOCK_MONOTONIC) - wall)
  }

  var json: JSON { ["cpu": .number(cpu), "wall": .number(wall)] }
}

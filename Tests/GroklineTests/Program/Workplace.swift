import FoundationEssentials
import Glibc
import Pipeline

/// A folder of its own with a project in it, in which the built program runs.
final class Workplace {
  let folder: String

  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  init() throws {
    folder =
      FileManager.default.temporaryDirectory.path + "/grokline-program-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write("grokline.yaml", "grokline: 1\n")
    var rows = "a,b,y\n"
    for row in 0..<40 { rows += "\(Double(row) / 10),\(row * 7 % 13),\(row * row % 17)\n" }
    try write("wave.csv", rows)
    try write("wave.yaml", Workplace.spec())
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// A network of 65 numbers on 20 rows: some milliseconds of training.
  static func spec(until: Int = 200, rate: String = "1e-2", more: String = "") -> String {
    """
    grokline: 1
    dataset: {kind: csv, file: wave.csv, inputs: [a, b], target: y, train_fraction: 0.5}
    model: {kind: mlp, widths: [2, 16, 1], activation: tanh}
    training:
      loss: mean-squared-error
      batch_size: all
      optimizer: {kind: adam, learning_rate: \(rate)}
      evaluate: {every: 50}
      phases:
        fit: {until: \(until)}
    runs:
      plain: {}
      filtered: {training: {filter: {kind: exponential-moving-average, decay: 0.9, gain: 1}}}
    analyses:
      low: {kind: crossing, metric: train_loss, falls_to: 1000}
    tables:
      speed: {of: low, rows: run}
    \(more)
    """
  }

  func write(_ file: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: folder + "/" + file))
  }

  func exists(_ file: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + file) }

  func bytes(_ file: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: folder + "/" + file)))
  }

  /// Runs the program here, with nothing on its standard input.
  ///
  /// - Parameter wrapper: a program that starts the program, with its arguments.
  func run(
    _ arguments: String..., wrapper: [String] = [], variables: [String: String] = [:],
    cancel: Cancellation? = nil
  ) throws -> Result {
    try run(all: arguments, wrapper: wrapper, variables: variables, cancel: cancel)
  }

  func run(
    all arguments: [String], wrapper: [String] = [], variables: [String: String] = [:],
    cancel: Cancellation? = nil
  ) throws -> Result {
    let environment = ["PATH": "/usr/bin:/bin", "HOME": folder].merging(variables) { $1 }
    let child = ChildProcess(
      "/usr/bin/env", ["-C", folder] + wrapper + [Workplace.program] + arguments, environment: environment,
      capturing: [.output, .errors], timeout: 60)
    let result = try child.run(cancellation: cancel)
    func text(_ stream: ChildProcess.Stream) -> String {
      String(decoding: result.captured[stream] ?? [], as: UTF8.self)
    }
    var status: Int32 = -1
    if case .exited(let code) = result.ending { status = code }
    return Result(status: status, output: text(.output), errors: text(.errors))
  }

  /// Beside the tests' own program.
  static let program: String = {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { bytes in
      readlink(
        "/proc/self/exe", bytes.assumingMemoryBound(to: CChar.self).baseAddress ?? .allocate(capacity: 1),
        4096)
    }
    let path = String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
    return path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      + "/grokline"
  }()
}

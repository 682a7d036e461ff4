import Foundation
import Testing

@testable import Pipeline

@Suite("Child processes")
struct ChildProcessTests {
  private func shell(_ script: String, input: String = "", timeout: Double? = nil, grace: Double = 10)
    -> ChildProcess
  {
    ChildProcess("sh", ["-c", script], input: Array(input.utf8), timeout: timeout, grace: grace)
  }

  @Test("lines of each stream arrive apart, a last one without an end too")
  func lines() throws {
    var lines: [ChildProcess.Stream: [String]] = [:]
    let result = try shell("printf 'a\\n\\nb'; echo c >&2; echo '{}' >&3; exit 3").run { stream, line in
      lines[stream, default: []].append(line)
    }
    #expect(result.ending == .exited(3))
    #expect(lines == [.output: ["a", "", "b"], .errors: ["c"], .events: ["{}"]])
  }

  @Test("input larger than any pipe goes in while output comes out")
  func largeInput() throws {
    var child = ChildProcess("cat", input: [UInt8](repeating: 7, count: 3_000_000))
    child.capturing = [.output]
    #expect(try child.run().captured[.output] == child.input)
  }

  @Test("a child that does not read its input ends as it likes")
  func unreadInput() throws {
    let child = ChildProcess("true", input: [UInt8](repeating: 7, count: 3_000_000))
    #expect(try child.run().ending == .exited(0))
  }

  @Test("the environment is the given one")
  func environment() throws {
    let child = ChildProcess("/usr/bin/env", environment: ["B": "2", "A": "1"], capturing: [.output])
    #expect(try child.run().captured[.output] == Array("A=1\nB=2\n".utf8))
  }

  @Test("a missing program is named")
  func missing() {
    #expect(throws: ChildProcess.CannotStart(program: "no-such-program", errno: ENOENT)) {
      try ChildProcess("no-such-program").run()
    }
  }

  @Test("a signal from elsewhere is told apart from an exit")
  func signalled() throws {
    #expect(try shell("kill -9 $$").run().ending == .signalled(9))
  }

  @Test("a child that takes too long is stopped, with what it started")
  func timeout() throws {
    let started = ContinuousClock.now
    var sleeper = ""
    let ending = try shell("sleep 600 & echo $!; wait", timeout: 0.1).run { _, line in sleeper = line }.ending
    #expect(ending == .timedOut)
    #expect(ContinuousClock.now - started < .seconds(300))
    let pid = try #require(pid_t(sleeper))
    #expect(isGone(pid))
  }

  @Test("a child that ignores the request to stop is killed after the grace")
  func stubborn() throws {
    let ending = try shell("trap '' TERM; while :; do sleep 0.05; done", timeout: 0.1, grace: 0.1).run()
      .ending
    #expect(ending == .timedOut)
  }

  @Test("cancellation stops a child, which may still say something")
  func cancelled() throws {
    let cancellation = Cancellation()
    var lines: [String] = []
    let ending = try shell("trap 'echo saved; exit 0' TERM; echo ready; while :; do sleep 0.02; done")
      .run(cancellation: cancellation) { stream, line in
        // The shell may complain about its own child on the other stream.
        if stream == .output { lines.append(line) }
        cancellation.cancel()
      }.ending
    #expect(ending == .cancelled)
    #expect(lines == ["ready", "saved"])
  }

  @Test("something that stays behind in the background does not hold up the end")
  func background() throws {
    let started = ContinuousClock.now
    var sleeper = ""
    #expect(try shell("sleep 600 & echo $!").run { _, line in sleeper = line }.ending == .exited(0))
    #expect(ContinuousClock.now - started < .seconds(300))
    #expect(isGone(try #require(pid_t(sleeper))))
  }

  @Test("children that start at once never hold each other's pipes open")
  func concurrent() async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<24 {
        group.addTask(executorPreference: OwnThread.shared) {
          let child = ChildProcess(
            "sh", ["-c", "cat; sleep 0.0\(index)"], input: [1, 2], capturing: [.output])
          return try child.run().captured[.output] == [1, 2]
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }

  @Test("the lifeline ends when its parent lets go of it, and not before")
  func lifeline() throws {
    let child = try Spawn.start("sh", ["-c", "cat <&4; echo gone"], nil, readers: [1])
    defer {
      close(child.input)
      waitpid(child.pid, nil, 0)
    }
    let output = child.outputs[0].ours
    var polled = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    #expect(poll(&polled, 1, 100) == 0)
    close(child.lifeline)
    #expect(poll(&polled, 1, 5000) == 1)
    var text = [UInt8](repeating: 0, count: 5)
    #expect(read(output, &text, 5) == 5)
    #expect(text == Array("gone\n".utf8))
    close(output)
  }

  /// Whether a process is gone, or dead and not collected yet.
  private func isGone(_ pid: pid_t) -> Bool {
    for _ in 0..<200 {
      if kill(pid, 0) != 0 { return true }
      let status = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ") Z"
      if status.contains(") Z") { return true }
      usleep(10_000)
    }
    return false
  }
}

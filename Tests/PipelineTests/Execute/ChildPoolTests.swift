import Foundation
import Testing

@testable import Pipeline

@Suite("Children that wait for more work")
struct ChildPoolTests {
  /// Answers each line with its own number and the line.
  private let pool = ChildPool("sh", ["-c", "while read line; do echo \"$$ $line\" >&3; done"])

  private func ask(_ child: RunningChild, _ question: String) -> String {
    child.send(Array("\(question)\n".utf8))
    var answer = ""
    while answer.isEmpty, !child.isOver { child.listen { if $0 == .events { answer = $1 } } }
    return answer
  }

  @Test("One that was given back is asked again; two at once are two")
  func again() throws {
    let first = try pool.take()
    let answer = ask(first, "a")
    let number = try #require(answer.split(separator: " ").first)
    #expect(answer == "\(number) a")
    let second = try pool.take()
    #expect(!ask(second, "b").hasPrefix("\(number) "))
    pool.give(first)
    #expect(ask(try pool.take(), "c") == "\(number) c")
  }

  @Test("One that died meanwhile is not handed out")
  func dead() throws {
    let child = try pool.take()
    let number = try #require(pid_t(ask(child, "").split(separator: " ").first ?? ""))
    pool.give(child)
    kill(number, SIGKILL)
    let patience = ContinuousClock.now + .seconds(10)
    while !child.isGone, ContinuousClock.now < patience { usleep(1000) }
    let next = try pool.take()
    #expect(next !== child)
    #expect(ask(next, "x").hasSuffix(" x"))
  }

  @Test("One that nobody holds any more ends")
  func released() throws {
    let number: pid_t
    do {
      let child = try pool.take()
      number = try #require(pid_t(ask(child, "").split(separator: " ").first ?? ""))
    }
    #expect(kill(number, 0) != 0)
  }
}

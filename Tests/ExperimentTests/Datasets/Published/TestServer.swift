import Glibc

@testable import Experiment

/// A web server on this machine that misbehaves as its paths say; it serves one file of `TestServer.content`.
///
/// Shared between the thread that accepts and the test: what both touch is guarded by the lock.
final class TestServer: @unchecked Sendable {
  static let content: [UInt8] = (0..<100_000).map { UInt8($0 * 7 % 251) }

  private let listener: Int32
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var seen: [String] = []
  let port: UInt16

  init() throws {
    pthread_mutex_init(lock, nil)
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let (listener, bound) = (listener, size)
    let port = withUnsafeMutablePointer(to: &address) { pointer -> UInt16 in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(listener, $0, bound)
        listen(listener, 16)
        getsockname(listener, $0, &size)
      }
      return UInt16(bigEndian: pointer.pointee.sin_port)
    }
    self.port = port
    start { server in
      while true {
        let connection = accept(server.listener, nil, nil)
        if connection < 0 { return }
        server.start { $0.serve(connection) }
      }
    }
  }

  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  /// The paths that were asked for, each with the first byte that was wanted.
  var requests: [String] {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return seen
  }

  func url(_ path: String) -> String { "http://127.0.0.1:\(port)/\(path)" }

  private final class Work {
    let server: TestServer
    let body: (TestServer) -> Void

    init(_ server: TestServer, _ body: @escaping (TestServer) -> Void) {
      self.server = server
      self.body = body
    }
  }

  private func start(_ body: @escaping (TestServer) -> Void) {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(self, body))
    pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
        work.body(work.server)
        return nil
      }, work.toOpaque())
    pthread_detach(thread)
  }

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    var request: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
      let count = read(connection, &buffer, buffer.count)
      if count <= 0 { return }
      request += buffer[..<count]
    }
    let lines = String(decoding: request, as: UTF8.self).split(separator: "\r\n")
    let path = lines[0].split(separator: " ")[1].dropFirst()
    let range = lines.first { $0.lowercased().hasPrefix("range: bytes=") }
    let first = range.flatMap { Int($0.drop { $0 != "=" }.dropFirst().prefix { $0 != "-" }) } ?? 0
    pthread_mutex_lock(lock)
    seen.append("\(path) \(first)")
    pthread_mutex_unlock(lock)
    answer(String(path), from: first, isRange: range != nil, connection)
  }

  private func answer(_ path: String, from first: Int, isRange: Bool, _ connection: Int32) {
    let content = TestServer.content
    let rest = Array(content[min(first, content.count)...])
    func send(_ bytes: [UInt8]) {
      var sent = 0
      while sent < bytes.count {
        let count = bytes.withUnsafeBytes {
          Glibc.send(
            connection, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
        }
        if count <= 0 { return }
        sent += count
      }
    }
    func head(_ status: String, _ fields: String...) {
      send(
        Array(
          ("HTTP/1.1 \(status)\r\n" + fields.map { $0 + "\r\n" }.joined() + "Connection: close\r\n\r\n").utf8)
      )
    }
    func ranged(_ length: Int) {
      if isRange {
        head(
          "206 Partial Content", "Content-Length: \(length)",
          "Content-Range: bytes \(first)-\(content.count - 1)/\(content.count)")
      } else {
        head("200 OK", "Content-Length: \(length)")
      }
    }
    switch path {
    case "good":
      ranged(rest.count)
      send(rest)
    case "drops":
      // Half of what is missing, and then nothing.
      ranged(rest.count)
      send(Array(rest.prefix(max(rest.count / 2, 20_000))))
    case "ignores-ranges":
      head("200 OK", "Content-Length: \(content.count)")
      send(content)
    case "short":
      head("200 OK", "Content-Length: 50000")
      send(Array(content.prefix(50_000)))
    case "endless":
      head("200 OK")
      for _ in 0..<2000 { send(content) }
    case "boasts": head("200 OK", "Content-Length: 1000000000000")
    case "wrong":
      head("200 OK", "Content-Length: \(content.count)")
      send(content.map { $0 ^ 1 })
    case "moved": head("302 Found", "Location: /good", "Content-Length: 0")
    case "circle": head("302 Found", "Location: /circle", "Content-Length: 0")
    case "inside": head("302 Found", "Location: file:///etc/passwd", "Content-Length: 0")
    case "hangs":
      // Until the other side gives up.
      var byte: UInt8 = 0
      _ = read(connection, &byte, 1)
    case "stalls":
      ranged(rest.count)
      send(Array(rest.prefix(1000)))
      var byte: UInt8 = 0
      _ = read(connection, &byte, 1)
    default: head("404 Not Found", "Content-Length: 0")
    }
  }
}

import Glibc

/// What an environment variable says of how long to test at random, and from which seed.
public func setting(_ variable: String, default value: Int) -> Int {
  getenv(variable).flatMap { Int(String(cString: $0)) } ?? value
}

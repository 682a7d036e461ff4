/// How far a piece of work is, and what it takes.
public struct Progress: Sendable, Hashable {
  /// Of 1.
  public var fraction: Double
  /// Units per second.
  public var rate: Double?
  /// The most bytes that its process has held so far.
  public var peakMemory: Int?
  /// The figure to watch.
  public var text: String

  public init(fraction: Double, rate: Double? = nil, peakMemory: Int? = nil, text: String = "") {
    self.fraction = fraction
    self.rate = rate
    self.peakMemory = peakMemory
    self.text = text
  }
}

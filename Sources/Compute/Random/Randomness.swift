/// What a random draw is for; under native randomness each use has a stream of its own.
public enum RandomStream: String, Sendable, CaseIterable {
  case initialization, split, order, dropout
}

/// Where a run's random numbers come from.
public enum Randomness: Sendable, Hashable {
  /// Independent counter-based streams, so that changing the model does not change the split.
  case native(seed: UInt64)
  /// One PyTorch generator that runs through model, split and order; its seed counts modulo 2^32.
  case pytorch(seed: UInt64)

  public var seed: UInt64 {
    switch self {
    case .native(let seed), .pytorch(let seed): seed
    }
  }

  /// Whether every draw moves the one generator that the next draw uses.
  public var isThreaded: Bool {
    if case .pytorch = self { true } else { false }
  }

  /// The stream from its beginning. Dropout is native in either case: PyTorch's masks depend on its kernels.
  public func source(_ stream: RandomStream) -> any RandomSource {
    switch self {
    case .pytorch(let seed) where stream != .dropout: MersenneTwister(seed: seed)
    case .native(let seed), .pytorch(let seed): CounterRandom(seed: seed, stream: stream.rawValue)
    }
  }
}

/// The random streams of one run, each where it stands now.
public struct RandomStreams: Sendable {
  public let randomness: Randomness
  private var sources: [RandomStream: any RandomSource]

  public init(_ randomness: Randomness) {
    self.randomness = randomness
    sources = Dictionary(uniqueKeysWithValues: RandomStream.allCases.map { ($0, randomness.source($0)) })
  }

  /// The source for one use; under `pytorch`, initialisation, split and order are one and the same.
  public subscript(stream: RandomStream) -> any RandomSource {
    get { sources[home(stream)] ?? randomness.source(stream) }
    set { sources[home(stream)] = newValue }
  }

  private func home(_ stream: RandomStream) -> RandomStream {
    randomness.isThreaded && stream != .dropout ? .initialization : stream
  }
}

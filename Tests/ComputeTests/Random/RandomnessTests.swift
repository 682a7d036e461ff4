import Testing

@testable import Compute

@Suite struct RandomnessTests {
  @Test func nativeStreamsDoNotMoveEachOther() {
    var streams = RandomStreams(.native(seed: 5))
    let untouched = streams[.order].state
    _ = streams[.initialization].permutation(10)
    #expect(streams[.order].state == untouched)
  }

  @Test func pytorchThreadsOneGeneratorThroughModelSplitAndOrder() {
    var streams = RandomStreams(.pytorch(seed: 5))
    var alone = MersenneTwister(seed: 5)
    for stream in [RandomStream.initialization, .split, .order] {
      #expect(streams[stream].permutation(10) == alone.permutation(10))
    }
    let dropout = streams[.dropout].state
    _ = streams[.order].permutation(10)
    #expect(streams[.dropout].state == dropout)
  }
}

import Testing

@testable import Figures

@Suite struct AxesTests {
  private func texts(_ axis: ScaledAxis) -> [String] {
    axis.major.compactMap(\.text).map { text in
      switch text {
      case .plain(let words): words
      case .powerOfTen(let exponent): "10^\(exponent)"
      }
    }
  }

  private func axis(
    _ scale: Axis.Scale, _ low: Double, _ high: Double, length: Double = 300, padding: Double = 0
  ) -> ScaledAxis {
    ScaledAxis(
      Axis("x", scale: scale), extent: (low, high), length: length, horizontal: true, padding: padding)
  }

  @Test func aShareShowsItsWholeRange() {
    let shown = axis(.linear, 0.01, 0.98)
    #expect((shown.lower, shown.upper) == (0, 1))
    #expect(texts(shown) == ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0"])
    #expect(texts(axis(.linear, 0.01, 0.98, length: 180)) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
  }

  @Test func stepsAreLabelledByPowersOfTen() {
    let shown = axis(.log, 10, 60_000)
    #expect(texts(shown) == ["10^1", "10^2", "10^3", "10^4"])
    #expect(shown.minor.contains(20) && shown.minor.contains(60_000) && !shown.minor.contains(70_000))
    #expect(shown.place(10) == 0)
    #expect(shown.place(0) == nil)
    #expect(abs((shown.place(60_000) ?? 0) - 1) < 1e-12)
  }

  @Test func smallPowersOfTenArePlainNumbers() { #expect(texts(axis(.log, 0.1, 10)) == ["0.1", "1", "10"]) }

  @Test func manyPowersOfTenAreNumberedAsFarAsThereIsRoom() {
    #expect(texts(axis(.log, 1e-12, 1e12, length: 150)).count <= 6)
  }

  @Test func lessThanTwoPowersOfTenAreNumberedWithin() {
    #expect(texts(axis(.log, 1200, 8000)) == ["2,000", "5,000"])
  }

  @Test func negativeNumbersHaveTypographicMinusSigns() {
    #expect(texts(axis(.linear, -3, 3, length: 150)) == ["−2", "0", "2"])
  }

  @Test(
    "numbers at ticks never touch",
    arguments: [(0.0, 1e5), (0, 300_000), (-0.001, 0.0013), (1e8, 3e8), (0.5, 0.50002), (7, 7)])
  func roomBetweenNumbers(low: Double, high: Double) {
    for length in [60.0, 120, 300, 700] {
      let shown = axis(.linear, low, high, length: length)
      let places = shown.major.compactMap { tick in
        tick.text.flatMap { text in shown.place(tick.value).map { ($0 * length, text.width(.tick)) } }
      }
      for (a, b) in zip(places, places.dropFirst()) where places.count > 2 {
        #expect(b.0 - a.0 >= (a.1 + b.1) / 2, "\(low)…\(high) on \(length): \(texts(shown))")
      }
    }
  }

  @Test func aReversedAxisStartsAtItsEnd() {
    var reversed = Axis("x")
    reversed.reversed = true
    let shown = ScaledAxis(reversed, extent: (0, 10), length: 100, horizontal: false, padding: 0)
    #expect(shown.place(0) == 1)
    #expect(shown.place(10) == 0)
  }

  @Test func labelsMoveApartAndKeepTheirOrder() throws {
    let middles = try #require(
      spread([50, 52, 54, 95], lengths: [20, 20, 20, 10], gap: 2, from: 0, to: 100))
    for (a, b, lengths) in zip(middles, middles.dropFirst(), [20.0, 20, 15]).map({ ($0.0, $0.1, $0.2) }) {
      #expect(b - a >= lengths + 2 - 1e-9)
    }
    #expect(abs(middles[1] - 52) < 1e-9)
    #expect(middles[3] == 95)
    #expect(spread([1, 2], lengths: [60, 60], gap: 2, from: 0, to: 100) == nil)
    #expect(spread([-20, 200], lengths: [10, 10], gap: 2, from: 0, to: 100) == [5, 95])
  }
}

private func zip<A, B, C>(_ a: A, _ b: B, _ c: C) -> [(A.Element, B.Element, C.Element)]
where A: Sequence, B: Sequence, C: Sequence {
  Swift.zip(Swift.zip(a, b), c).map { ($0.0, $0.1, $1) }
}

public import Spec

/// A parameter selector of a spec and where it was written, for the error if it matches nothing.
public struct LocatedSelector: Sendable, Hashable {
  public let selector: ParameterSelector
  public let location: SourceLocation

  /// Reads the key `parameters`; left out, all are meant.
  public init(from fields: Fields, _ purpose: String) {
    selector = fields.read("parameters", purpose, default: .all)
    location = fields.location(of: "parameters")
  }

  /// The parameters that it names, in the layout's order; throws if one of its words matches nothing.
  public func parameters(in layout: ParameterLayout) throws(InvalidSpec) -> [Parameter] {
    let diagnostics = Diagnostics()
    selector.reportUnmatched(
      among: layout.parameters.map { ($0.name, $0.shape.count) }, at: location, diagnostics)
    try diagnostics.throwIfAny()
    return layout.parameters.filter { selector.matches($0.name, dimensions: $0.shape.count) }
  }
}

/// The pieces of the flat vector that a selector names, and where their memory lies.
struct Selection: Sendable, Hashable {
  struct Piece: Sendable, Hashable {
    /// Where it lies in the flat vector.
    let vector: Range<Int>
    /// Where its memory starts; memory has no gaps.
    let offset: Int
  }

  let pieces: [Piece]
  /// How many parameters are selected: the width of one slot of memory.
  let count: Int

  static let none = Selection([])

  init(_ parameters: [Parameter]) {
    var ranges: [Range<Int>] = []
    for parameter in parameters where parameter.count > 0 {
      if let last = ranges.last, last.upperBound == parameter.offset {
        ranges[ranges.count - 1] = last.lowerBound..<parameter.range.upperBound
      } else {
        ranges.append(parameter.range)
      }
    }
    var pieces: [Piece] = []
    var offset = 0
    for range in ranges {
      pieces.append(Piece(vector: range, offset: offset))
      offset += range.count
    }
    self.pieces = pieces
    count = offset
  }
}

extension UnsafeMutableBufferPointer<Float> {
  /// One piece of a flat vector.
  func piece(_ range: Range<Int>) -> UnsafeMutableBufferPointer { .init(rebasing: self[range]) }
}

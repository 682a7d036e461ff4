/// Moves labels apart along a line, keeping their order and staying as near as possible to where they belong.
///
/// - Parameters:
///   - wanted: Where the middle of each label should be, ascending.
///   - lengths: How long each label is.
///   - gap: The least distance between two labels.
/// - Returns: The middles, or nil if the labels do not fit between `low` and `high`.
func spread(_ wanted: [Double], lengths: [Double], gap: Double, from low: Double, to high: Double)
  -> [Double]?
{
  struct Block {
    var members: Range<Int>
    var length: Double
    /// The sum over members of where the block's start should be for each.
    var startSum: Double
    var start: Double
  }
  guard lengths.reduce(0, +) + gap * Double(max(lengths.count - 1, 0)) <= high - low else { return nil }
  var blocks: [Block] = []
  func settle(_ block: inout Block) {
    let mean = block.startSum / Double(block.members.count)
    block.start = min(max(mean, low), high - block.length)
  }
  for index in wanted.indices {
    var block = Block(
      members: index..<index + 1, length: lengths[index], startSum: wanted[index] - lengths[index] / 2,
      start: 0)
    settle(&block)
    while let last = blocks.last, last.start + last.length + gap > block.start {
      blocks.removeLast()
      let offset = last.length + gap
      block = Block(
        members: last.members.lowerBound..<block.members.upperBound, length: offset + block.length,
        startSum: last.startSum + block.startSum - offset * Double(block.members.count), start: 0)
      settle(&block)
    }
    blocks.append(block)
  }
  var middles: [Double] = []
  for block in blocks {
    var cursor = block.start
    for member in block.members {
      middles.append(cursor + lengths[member] / 2)
      cursor += lengths[member] + gap
    }
  }
  return middles
}

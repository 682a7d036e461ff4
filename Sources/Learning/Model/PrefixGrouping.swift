internal import Compute

/// Finds the distinct children of the nodes of one level of a prefix tree.
///
/// A table with open addressing holds (parent, token); entries of earlier levels are told apart by a stamp, so
/// nothing is cleared. All memory is there from the start.
struct PrefixGrouping {
  private let slots: UnsafeMutablePointer<Slot>
  private let mask: Int
  private let vocabulary: Int
  private var stamp: UInt64 = 0
  private let foundTokens, foundParents, places, starts: UnsafeMutablePointer<Int32>
  private let symbolOfToken, rowOfToken: UnsafeMutablePointer<Int32>
  /// `[children]`: token and parent of each, ordered by parent, then by first appearance.
  let tokens, parents: UnsafeMutablePointer<Int32>

  private struct Slot: BitwiseCopyable {
    var key: UInt64
    var stamp: UInt64
    var child: Int
  }

  /// Where the pieces lie in an arena.
  struct Room {
    fileprivate let slots: Int
    fileprivate let lists: [Int]
    fileprivate let ofTokens: [Int]
  }

  private static func slots(_ capacity: Int) -> Int {
    var size = 16
    while size < 2 * capacity { size *= 2 }
    return size
  }

  static func reserve(_ plan: inout Arena.Plan, capacity: Int, vocabulary: Int) -> Room {
    Room(
      slots: plan.reserve(slots(capacity), of: Slot.self),
      lists: (0..<6).map { _ in plan.reserve(capacity + 1, of: Int32.self) },
      ofTokens: (0..<2).map { _ in plan.reserve(vocabulary, of: Int32.self) })
  }

  init(_ room: Room, in arena: Arena, capacity: Int, vocabulary: Int) {
    slots = arena.pointer(room.slots, to: Slot.self)
    mask = Self.slots(capacity) - 1
    self.vocabulary = vocabulary
    func list(_ index: Int) -> UnsafeMutablePointer<Int32> {
      arena.pointer(room.lists[index], to: Int32.self)
    }
    (foundTokens, foundParents, places, starts) = (list(0), list(1), list(2), list(3))
    (tokens, parents) = (list(4), list(5))
    symbolOfToken = arena.pointer(room.ofTokens[0], to: Int32.self)
    rowOfToken = arena.pointer(room.ofTokens[1], to: Int32.self)
  }

  /// Begins a batch: no token has a symbol, or a row of its own.
  func start() {
    symbolOfToken.update(repeating: -1, count: vocabulary)
    rowOfToken.update(repeating: -1, count: vocabulary)
  }

  func symbol(of token: Int32) -> Int { Int(symbolOfToken[Int(token)]) }

  func set(_ symbol: Int, of token: Int32) { symbolOfToken[Int(token)] = Int32(truncatingIfNeeded: symbol) }

  /// The row of a token among the distinct ones: `new` if the batch has not had it before.
  func row(of token: Int32, new: Int) -> Int {
    if rowOfToken[Int(token)] < 0 { rowOfToken[Int(token)] = Int32(truncatingIfNeeded: new) }
    return Int(rowOfToken[Int(token)])
  }

  /// Groups samples by parent node and next token; returns the number of children.
  ///
  /// - Parameters:
  ///   - column: The next token of each row of the data set, `stride` apart.
  ///   - nodes: Each sample's node among the parents, replaced by its node among the children.
  ///   - isFirst: Ignores `nodes`: every sample starts at the one root.
  mutating func group(
    _ column: UnsafePointer<Int32>, stride: Int, rows: UnsafeBufferPointer<Int32>,
    nodes: UnsafeMutablePointer<Int32>, parents parentCount: Int, isFirst: Bool
  ) -> Int {
    stamp += 1
    var found = 0
    starts.update(repeating: 0, count: parentCount + 1)
    for (sample, row) in rows.enumerated() {
      let token = column[Int(row) * stride]
      precondition(token >= 0 && token < vocabulary, "token \(token) in a vocabulary of \(vocabulary)")
      let parent = isFirst ? 0 : nodes[sample]
      let child = child(of: parent, token, found: found)
      if child == found {
        foundTokens[found] = token
        foundParents[found] = parent
        starts[Int(parent) + 1] += 1
        found += 1
      }
      nodes[sample] = Int32(truncatingIfNeeded: child)
    }
    for parent in 0..<parentCount { starts[parent + 1] += starts[parent] }
    for child in 0..<found {
      let parent = Int(foundParents[child])
      let place = Int(starts[parent])
      starts[parent] += 1
      places[child] = Int32(truncatingIfNeeded: place)
      tokens[place] = foundTokens[child]
      parents[place] = foundParents[child]
    }
    for sample in 0..<rows.count { nodes[sample] = places[Int(nodes[sample])] }
    return found
  }

  /// The child's number by first appearance; a new one gets the number `found`.
  private func child(of parent: Int32, _ token: Int32, found: Int) -> Int {
    let key = UInt64(UInt32(bitPattern: parent)) << 32 | UInt64(UInt32(bitPattern: token))
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while slots[place].stamp == stamp {
      if slots[place].key == key { return slots[place].child }
      place = (place + 1) & mask
    }
    slots[place] = Slot(key: key, stamp: stamp, child: found)
    return found
  }
}

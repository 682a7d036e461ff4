internal import Compute

/// How the samples of a batch fall into rows: equal (token, position) pairs and equal prefixes share one.
///
/// Samples of one batch form a prefix tree. Its nodes are numbered by depth, and under one parent side by side, so
/// whole inputs are one contiguous range at the end. Everything is a function of the batch alone.
final class BatchRows {
  /// For each row of `source`, the rows of `target` on whose paths it lies.
  struct LinkRequest: Hashable, Sendable {
    let source: RowSet
    let target: RowSet
  }

  struct Links {
    /// `[source rows + 1]`.
    let starts: UnsafeMutablePointer<Int32>
    /// Rows of the target set, ascending within each source row.
    let rows: UnsafeMutablePointer<Int32>
  }

  private let arena: Arena
  /// Positions of a sequence; 0 for features, whose samples are not cut.
  let positions: Int
  let capacity: Int
  private let largestSymbols: Int
  private let largestTokens: Int
  /// Whether anyone looks along paths: they take room for every position of every prefix.
  private let hasPaths: Bool

  private(set) var samples = 0
  private(set) var symbols = 0
  private(set) var prefixes = 0
  private(set) var distinctTokens = 0
  /// The first prefix row that is a whole input.
  private(set) var firstEnd = 0

  /// `[samples]`: the end row of each.
  let endOfSample: UnsafeMutablePointer<Int32>
  /// `[symbols]` each.
  let tokenOfSymbol, positionOfSymbol: UnsafeMutablePointer<Int32>
  /// `[prefixes]` each; a prefix's length is its position + 1.
  let symbolOfPrefix, positionOfPrefix, lengthOfPrefix: UnsafeMutablePointer<Int32>
  /// `[prefixes]` each: the row of the prefix that is shorter by one token, for a single token 0, or its sample where
  /// nothing is shared; and the last token's row.
  let parentOfPrefix, tokenRowOfPrefix: UnsafeMutablePointer<Int32>
  /// `[tokens]`.
  let tokenOfRow: UnsafeMutablePointer<Int32>
  /// `[positions + 1]`: where the prefixes of each length begin.
  private let depths: UnsafeMutablePointer<Int32>
  /// `[prefixes, positions]`: the rows of the set along each prefix, of which the first `length` count.
  let prefixPaths, symbolPaths: UnsafeMutablePointer<Int32>

  /// How graphs fall into rows; empty for other inputs.
  let graphs = GraphRows()

  private let requests: [LinkRequest]
  private let links: [Links]
  private var grouping: PrefixGrouping

  /// - Parameter paths: Whether paths are looked at; those who ask for links do.
  init(capacity: Int, inputs: Signature.Inputs, links requests: [LinkRequest], paths: Bool = false) {
    self.capacity = capacity
    self.requests = requests
    let vocabulary: Int
    switch inputs {
    case .tokens(let size, let length): (vocabulary, positions) = (size, length)
    case .features, .graphs: (vocabulary, positions) = (0, 0)
    }
    let positions = positions
    let nodes = capacity * positions
    let symbols = min(nodes, vocabulary * positions)
    largestSymbols = symbols
    largestTokens = min(nodes, vocabulary)
    hasPaths = paths || !requests.isEmpty
    var plan = Arena.Plan()
    let pathSize = hasPaths ? nodes * positions : 0
    let sizes = [
      capacity, symbols, symbols, nodes, nodes, nodes, pathSize, pathSize, nodes, nodes, largestTokens,
      positions + 1,
    ]
    let offsets = sizes.map { plan.reserve($0, of: Int32.self) }
    let linkOffsets = requests.map { request in
      let source = request.source == .symbols ? symbols : nodes
      let targets = request.target == .ends ? capacity : nodes
      return (plan.reserve(source + 1, of: Int32.self), plan.reserve(targets * positions, of: Int32.self))
    }
    let groupingOffset = PrefixGrouping.reserve(&plan, capacity: capacity, vocabulary: vocabulary)
    let arena = Arena(plan)
    func at(_ index: Int) -> UnsafeMutablePointer<Int32> { arena.pointer(offsets[index], to: Int32.self) }
    (endOfSample, tokenOfSymbol, positionOfSymbol) = (at(0), at(1), at(2))
    (symbolOfPrefix, positionOfPrefix, lengthOfPrefix) = (at(3), at(4), at(5))
    (prefixPaths, symbolPaths) = (at(6), at(7))
    (parentOfPrefix, tokenRowOfPrefix) = (at(8), at(9))
    (tokenOfRow, depths) = (at(10), at(11))
    links = linkOffsets.map { starts, rows in
      Links(starts: arena.pointer(starts, to: Int32.self), rows: arena.pointer(rows, to: Int32.self))
    }
    grouping = PrefixGrouping(groupingOffset, in: arena, capacity: capacity, vocabulary: vocabulary)
    self.arena = arena
  }

  func links(_ index: Int) -> Links { links[index] }

  func count(_ set: RowSet) -> Int {
    switch set {
    case .symbols: symbols
    case .prefixes: prefixes
    case .ends: positions == 0 ? samples : prefixes - firstEnd
    case .tokens: distinctTokens
    case .nodes, .edgeKinds, .messages: graphs.count(set)
    }
  }

  /// The largest number of rows that `set` can have.
  func capacity(of set: RowSet) -> Int {
    switch set {
    case .symbols: largestSymbols
    case .prefixes: capacity * positions
    case .ends: capacity
    case .tokens: largestTokens
    case .nodes, .edgeKinds, .messages: graphs.capacity(of: set)
    }
  }

  /// The prefixes of `depth + 1` tokens.
  func rows(atDepth depth: Int) -> Range<Int> { Int(depths[depth])..<Int(depths[depth + 1]) }

  /// Where the rows of `target` begin among the prefixes.
  func offset(_ target: RowSet) -> Int { target == .ends ? firstEnd : 0 }

  /// The rows of `set` along each row of `target`, `[target rows, positions]`.
  func paths(of set: RowSet, to target: RowSet) -> UnsafePointer<Int32> {
    precondition(hasPaths, "nobody said that paths would be looked at")
    return UnsafePointer(set == .symbols ? symbolPaths : prefixPaths) + offset(target) * positions
  }

  func lengths(_ target: RowSet) -> UnsafePointer<Int32> { UnsafePointer(lengthOfPrefix) + offset(target) }

  /// `[positions]`: the prefixes of a sample, the shortest first.
  func prefixes(ofSample sample: Int) -> UnsafePointer<Int32> {
    UnsafePointer(prefixPaths) + (firstEnd + Int(endOfSample[sample])) * positions
  }

  func positions(of set: RowSet) -> UnsafePointer<Int32> {
    UnsafePointer(set == .symbols ? positionOfSymbol : positionOfPrefix)
  }

  /// Every sample is its own row.
  func set(samples: Int) {
    precondition(samples <= capacity, "\(samples) samples in room for \(capacity)")
    self.samples = samples
    for sample in 0..<samples { endOfSample[sample] = Int32(truncatingIfNeeded: sample) }
  }

  /// Builds the tree of those sequences whose first tokens are `tokens[stride * row]`.
  ///
  /// - Parameter areShared: Whether equal prefixes are one row. They are not where each sample is computed differently,
  ///   as under dropout; every sample is a branch of its own then.
  func set(
    tokens: UnsafePointer<Int32>, stride: Int, rows: UnsafeBufferPointer<Int32>, areShared: Bool = true
  ) {
    precondition(rows.count <= capacity, "\(rows.count) samples in room for \(capacity)")
    samples = rows.count
    grouping.start()
    symbols = 0
    prefixes = 0
    distinctTokens = 0
    firstEnd = 0
    for position in 0..<positions {
      let parents = position == 0 ? 1 : prefixes - firstEnd
      let firstParent = firstEnd
      firstEnd = prefixes
      let found =
        areShared
        ? grouping.group(
          tokens + position, stride: stride, rows: rows, nodes: endOfSample, parents: parents,
          isFirst: position == 0)
        : keepApart(tokens + position, stride: stride, rows: rows)
      addPrefixes(found, position: position, firstParent: firstParent)
      depths[position + 1] = Int32(truncatingIfNeeded: prefixes)
    }
    for (request, links) in zip(requests, links) { fill(links, request) }
  }

  /// One node for each sample, its parent the sample's own.
  private func keepApart(
    _ column: UnsafePointer<Int32>, stride: Int, rows: UnsafeBufferPointer<Int32>
  ) -> Int {
    for (sample, row) in rows.enumerated() {
      let node = Int32(truncatingIfNeeded: sample)
      grouping.tokens[sample] = column[Int(row) * stride]
      grouping.parents[sample] = node
      endOfSample[sample] = node
    }
    return rows.count
  }

  private func addPrefixes(_ count: Int, position: Int, firstParent: Int) {
    let known = symbols
    for node in 0..<count {
      let row = prefixes + node
      let token = grouping.tokens[node]
      var symbol = grouping.symbol(of: token)
      if symbol < known {
        symbol = symbols
        symbols += 1
        tokenOfSymbol[symbol] = token
        positionOfSymbol[symbol] = Int32(truncatingIfNeeded: position)
        grouping.set(symbol, of: token)
      }
      symbolOfPrefix[row] = Int32(truncatingIfNeeded: symbol)
      positionOfPrefix[row] = Int32(truncatingIfNeeded: position)
      lengthOfPrefix[row] = Int32(truncatingIfNeeded: position + 1)
      parentOfPrefix[row] = Int32(truncatingIfNeeded: firstParent) + grouping.parents[node]
      let tokenRow = grouping.row(of: token, new: distinctTokens)
      tokenRowOfPrefix[row] = Int32(truncatingIfNeeded: tokenRow)
      if tokenRow == distinctTokens {
        tokenOfRow[distinctTokens] = token
        distinctTokens += 1
      }
      if !hasPaths { continue }
      let parent = Int(parentOfPrefix[row]) * positions
      (prefixPaths + row * positions).update(from: prefixPaths + parent, count: position)
      (symbolPaths + row * positions).update(from: symbolPaths + parent, count: position)
      prefixPaths[row * positions + position] = Int32(truncatingIfNeeded: row)
      symbolPaths[row * positions + position] = Int32(truncatingIfNeeded: symbol)
    }
    prefixes += count
  }

  private func fill(_ links: Links, _ request: LinkRequest) {
    let targets = count(request.target)
    let sources = count(request.source)
    let paths = paths(of: request.source, to: request.target)
    let lengths = lengths(request.target)
    links.starts.update(repeating: 0, count: sources + 1)
    for row in 0..<targets {
      for position in 0..<Int(lengths[row]) { links.starts[Int(paths[row * positions + position]) + 1] += 1 }
    }
    for source in 0..<sources { links.starts[source + 1] += links.starts[source] }
    // Filling moves each start to its end; the second pass moves them back by one place.
    for row in 0..<targets {
      for position in 0..<Int(lengths[row]) {
        let source = Int(paths[row * positions + position])
        links.rows[Int(links.starts[source])] = Int32(truncatingIfNeeded: row)
        links.starts[source] += 1
      }
    }
    for source in stride(from: sources, to: 0, by: -1) { links.starts[source] = links.starts[source - 1] }
    links.starts[0] = 0
  }
}

internal import Compute

/// How the nodes and edges of a batch of graphs fall into rows.
///
/// Nodes stand graph after graph. Edges with equal numbers are of one kind: what depends on an edge's numbers alone is
/// computed once per kind. All that comes to a node along edges of one kind is a message: the values at the other
/// ends are summed first, and then multiplied once. Messages stand kind after kind. Everything is a function of the
/// batch alone.
final class GraphRows {
  /// Room for the largest batch that has been announced.
  struct Room: Equatable {
    var graphs = 0
    var nodes = 0
    var edges = 0
    /// Kinds of the edges of a batch, and of the whole data set.
    var kinds = 0
    var allKinds = 0

    /// A message has at least one edge, and a node at most one message of a kind.
    var messages: Int {
      let (pairs, overflow) = nodes.multipliedReportingOverflow(by: kinds)
      return overflow ? edges : min(edges, pairs)
    }

    /// Enough for any `count` of these graphs, of which some may come twice.
    init(_ graphs: Graphs, count: Int) {
      self.graphs = count
      nodes = count * graphs.largestNodeCount
      edges = count * graphs.largestEdgeCount
      allKinds = graphs.kindCount
      kinds = min(edges, allKinds)
    }

    init() {}

    func joined(with other: Room) -> Room {
      var joined = self
      joined.graphs = max(graphs, other.graphs)
      joined.nodes = max(nodes, other.nodes)
      joined.edges = max(edges, other.edges)
      joined.kinds = max(kinds, other.kinds)
      joined.allKinds = max(allKinds, other.allKinds)
      return joined
    }
  }

  /// Lists of rows: those of row i are `rows[starts[i]..<starts[i + 1]]`.
  struct Lists {
    let starts: UnsafeMutablePointer<Int32>
    let rows: UnsafeMutablePointer<Int32>

    func callAsFunction(_ row: Int) -> UnsafeBufferPointer<Int32> {
      let (start, end) = (Int(starts[row]), Int(starts[row + 1]))
      return UnsafeBufferPointer(start: rows + start, count: end - start)
    }
  }

  /// Everything that lies in the arena.
  private struct Memory {
    let arena: Arena
    let graphStarts, graphOfNode, rowOfNode, rowOfKind: UnsafeMutablePointer<Int32>
    let kindStarts, kindOfMessage, targetOfMessage: UnsafeMutablePointer<Int32>
    let sources, incoming, outgoing: Lists
    /// `[edges]` each, in the order of the batch, and two orders of them.
    let kinds, from, to, order, sorted, messageOfPlace: UnsafeMutablePointer<Int32>
    /// `[allKinds]` each: the batch in which a kind was seen last, and its row there.
    let stamps, places: UnsafeMutablePointer<Int32>
    /// `[most buckets + 1]`.
    let counts: UnsafeMutablePointer<Int32>

    init(_ room: Room) {
      var plan = Arena.Plan()
      let sizes = [
        room.graphs + 1, room.nodes, room.nodes, room.kinds, room.kinds + 1, room.messages, room.messages,
        room.messages + 1, room.edges, room.nodes + 1, room.messages, room.nodes + 1, room.edges, room.edges,
        room.edges, room.edges, room.edges, room.edges, room.edges, room.allKinds, room.allKinds,
        max(room.nodes, room.kinds) + 1,
      ]
      let offsets = sizes.map { plan.reserve($0, of: Int32.self) }
      let arena = Arena(plan)
      func at(_ index: Int) -> UnsafeMutablePointer<Int32> {
        arena.pointer(offsets[index], to: Int32.self)
      }
      self.arena = arena
      (graphStarts, graphOfNode, rowOfNode, rowOfKind) = (at(0), at(1), at(2), at(3))
      (kindStarts, kindOfMessage, targetOfMessage) = (at(4), at(5), at(6))
      sources = Lists(starts: at(7), rows: at(8))
      incoming = Lists(starts: at(9), rows: at(10))
      outgoing = Lists(starts: at(11), rows: at(12))
      (kinds, from, to, order, sorted, messageOfPlace) = (at(13), at(14), at(15), at(16), at(17), at(18))
      (stamps, places, counts) = (at(19), at(20), at(21))
    }
  }

  private(set) var room = Room()
  private var memory = Memory(Room())
  /// Rows of each set in the batch at hand.
  private(set) var nodes = 0
  private(set) var kinds = 0
  private(set) var messages = 0
  private var edges = 0
  private var stamp: Int32 = 0

  /// `[graphs + 1]`: where the nodes of each graph begin.
  var graphStarts: UnsafePointer<Int32> { UnsafePointer(memory.graphStarts) }
  /// `[nodes]` each: the graph in the batch, and the row of the data set.
  var graphOfNode: UnsafePointer<Int32> { UnsafePointer(memory.graphOfNode) }
  var rowOfNode: UnsafePointer<Int32> { UnsafePointer(memory.rowOfNode) }
  /// `[kinds]`: the row of the data set's table of kinds.
  var rowOfKind: UnsafePointer<Int32> { UnsafePointer(memory.rowOfKind) }
  /// `[kinds + 1]`: where the messages of each kind begin.
  var kindStarts: UnsafePointer<Int32> { UnsafePointer(memory.kindStarts) }
  /// `[messages]` each.
  var kindOfMessage: UnsafePointer<Int32> { UnsafePointer(memory.kindOfMessage) }
  var targetOfMessage: UnsafePointer<Int32> { UnsafePointer(memory.targetOfMessage) }
  /// The nodes whose values each message sums.
  var sources: Lists { memory.sources }
  /// The messages that come to each node, kind after kind.
  var incoming: Lists { memory.incoming }
  /// The messages into which each node goes.
  var outgoing: Lists { memory.outgoing }

  func count(_ set: RowSet) -> Int {
    switch set {
    case .nodes: nodes
    case .edgeKinds: kinds
    case .messages: messages
    case .symbols, .prefixes, .ends, .tokens: preconditionFailure("\(set) are no rows of graphs alone")
    }
  }

  func capacity(of set: RowSet) -> Int {
    switch set {
    case .nodes: room.nodes
    case .edgeKinds: room.kinds
    case .messages: room.messages
    case .symbols, .prefixes, .ends, .tokens: preconditionFailure("\(set) are no rows of graphs alone")
    }
  }

  /// Makes room for any `count` of these graphs; false if there was enough.
  func reserve(_ graphs: Graphs, count: Int) -> Bool {
    let needed = room.joined(with: Room(graphs, count: count))
    if needed == room { return false }
    room = needed
    memory = Memory(needed)
    stamp = 0
    return true
  }

  /// Lays out the graphs `samples` of `graphs`.
  func set(_ graphs: Graphs, _ samples: UnsafeBufferPointer<Int32>) {
    gather(graphs, samples)
    memory.graphStarts[samples.count] = Int32(truncatingIfNeeded: nodes)
    // Sorting by target and then, keeping that order, by kind brings together what makes a message.
    for edge in 0..<edges { memory.sorted[edge] = Int32(truncatingIfNeeded: edge) }
    sort(edges, by: memory.to, below: nodes, memory.sorted, into: memory.order)
    sort(edges, by: memory.kinds, below: kinds, memory.order, into: memory.sorted)
    addMessages()
    list(messages, by: memory.targetOfMessage, below: nodes, in: memory.incoming)
    for message in 0..<messages {
      for place in Int(memory.sources.starts[message])..<Int(memory.sources.starts[message + 1]) {
        memory.messageOfPlace[place] = Int32(truncatingIfNeeded: message)
      }
    }
    list(edges, by: memory.sources.rows, below: nodes, in: memory.outgoing)
    for place in 0..<edges {
      memory.outgoing.rows[place] = memory.messageOfPlace[Int(memory.outgoing.rows[place])]
    }
  }

  /// Nodes and edges of the batch, and its kinds in the order in which they come.
  private func gather(_ graphs: Graphs, _ samples: UnsafeBufferPointer<Int32>) {
    nodes = 0
    edges = 0
    kinds = 0
    stamp += 1
    for (sample, row) in samples.enumerated() {
      let first = nodes
      memory.graphStarts[sample] = Int32(truncatingIfNeeded: nodes)
      for node in graphs.nodeRows(of: Int(row)) {
        memory.rowOfNode[nodes] = Int32(truncatingIfNeeded: node)
        memory.graphOfNode[nodes] = Int32(truncatingIfNeeded: sample)
        nodes += 1
      }
      for edge in graphs.edgeRows(of: Int(row)) {
        memory.from[edges] = Int32(truncatingIfNeeded: first) + graphs.sources[edge]
        memory.to[edges] = Int32(truncatingIfNeeded: first) + graphs.targets[edge]
        memory.kinds[edges] = kind(graphs.kinds[edge])
        edges += 1
      }
    }
  }

  private func kind(_ row: Int32) -> Int32 {
    if memory.stamps[Int(row)] != stamp {
      memory.stamps[Int(row)] = stamp
      memory.places[Int(row)] = Int32(truncatingIfNeeded: kinds)
      memory.rowOfKind[kinds] = row
      kinds += 1
    }
    return memory.places[Int(row)]
  }

  private func addMessages() {
    messages = 0
    for place in 0..<edges {
      let edge = Int(memory.sorted[place])
      let (kind, target) = (memory.kinds[edge], memory.to[edge])
      if messages == 0 || memory.kindOfMessage[messages - 1] != kind
        || memory.targetOfMessage[messages - 1] != target
      {
        if messages == 0 || memory.kindOfMessage[messages - 1] != kind {
          memory.kindStarts[Int(kind)] = Int32(truncatingIfNeeded: messages)
        }
        memory.kindOfMessage[messages] = kind
        memory.targetOfMessage[messages] = target
        memory.sources.starts[messages] = Int32(truncatingIfNeeded: place)
        messages += 1
      }
      memory.sources.rows[place] = memory.from[edge]
    }
    memory.sources.starts[messages] = Int32(truncatingIfNeeded: edges)
    memory.kindStarts[kinds] = Int32(truncatingIfNeeded: messages)
  }

  /// The rows below `count` by their key, each list in ascending order.
  private func list(
    _ count: Int, by keys: UnsafeMutablePointer<Int32>, below buckets: Int, in lists: Lists
  ) {
    lists.starts.update(repeating: 0, count: buckets + 1)
    for row in 0..<count { lists.starts[Int(keys[row]) + 1] += 1 }
    for bucket in 0..<buckets { lists.starts[bucket + 1] += lists.starts[bucket] }
    memory.counts.update(from: lists.starts, count: buckets)
    for row in 0..<count {
      let bucket = Int(keys[row])
      lists.rows[Int(memory.counts[bucket])] = Int32(truncatingIfNeeded: row)
      memory.counts[bucket] += 1
    }
  }

  /// The rows `given` in the order of their keys; rows of equal keys stay in the order given.
  private func sort(
    _ count: Int, by keys: UnsafeMutablePointer<Int32>, below buckets: Int,
    _ given: UnsafeMutablePointer<Int32>, into sorted: UnsafeMutablePointer<Int32>
  ) {
    memory.counts.update(repeating: 0, count: buckets + 1)
    for place in 0..<count { memory.counts[Int(keys[Int(given[place])]) + 1] += 1 }
    for bucket in 0..<buckets { memory.counts[bucket + 1] += memory.counts[bucket] }
    for place in 0..<count {
      let bucket = Int(keys[Int(given[place])])
      sorted[Int(memory.counts[bucket])] = given[place]
      memory.counts[bucket] += 1
    }
  }
}

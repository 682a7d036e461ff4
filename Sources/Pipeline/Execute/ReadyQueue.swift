/// Numbers that come out smallest first: a binary heap.
struct ReadyQueue {
  private var heap: [Int] = []

  var first: Int? { heap.first }
  var count: Int { heap.count }

  mutating func insert(_ item: Int) {
    heap.append(item)
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  @discardableResult
  mutating func removeFirst() -> Int? {
    guard let least = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return least }
    heap[0] = last
    var parent = 0
    while true {
      let smallest = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
        .reduce(parent) { heap[$1] < heap[$0] ? $1 : $0 }
      if smallest == parent { return least }
      heap.swapAt(parent, smallest)
      parent = smallest
    }
  }
}

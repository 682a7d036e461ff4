import Spec

/// What a run from step 0 to its end gave, while it is in memory.
struct WholeRun {
  var end = 0
  /// By observer; those that are stored now.
  var rows: [Digest: [UInt8]] = [:]
  /// By end observer.
  var finals: [Digest: Output] = [:]

  /// The demand's result, if this is all of it.
  func outputs(of demand: Demand) throws -> StageOutputs? {
    guard demand.observers.allSatisfy({ rows[$0.id] != nil }),
      demand.finals.allSatisfy({ finals[$0.id] != nil }),
      try demand.end({ String(decoding: rows[$0.id] ?? [], as: UTF8.self) }) ?? demand.until == end
    else { return nil }
    return try StageOutputs(of: demand, end: end) {
      try ObservationText(rows[$0.id] ?? [])
    } final: {
      finals[$0.id]
    }
  }
}

extension StageOutputs {
  /// A demand's result: the rows of each observer, what each end observer says, and the last step.
  ///
  /// - Throws: `MissingPiece` without an end observation.
  init(
    of demand: Demand, end: Int, rows: (Observer) throws -> ObservationText,
    final: (Observer) throws -> Output?
  ) throws {
    self.init()
    var objects: Set<Digest> = []
    for observer in demand.observers {
      let text = try rows(observer)
      objects.formUnion(text.objects)
      contents.append((observer.name, .bytes(text.bytes, as: .bytes)))
    }
    for observer in demand.finals {
      guard let final = try final(observer) else { throw MissingPiece() }
      contents.append(
        (observer.name, final.inline.map { .bytes($0, as: .bytes) } ?? .stored(final.reference)))
    }
    let step: JSON = ["step": .integer(end)]
    contents.append((Demand.endOutput, .bytes(Array("\(step)\n".utf8), as: .bytes)))
    references = objects.sorted()
  }
}

import Compute
import Pipeline
import Spec

/// Reads snapshots with everything that this takes, and does nothing with them: what an analysis of all of them cannot
/// do without.
func measureDecoding(_ references: [ObjectReference], from store: ArtifactStore, threads: Int) throws -> JSON
{
  let reading = Reading(references, store, parts: 4 * threads)
  let took = Took { Team(threads: threads).run(reading, tasks: reading.parts) }
  guard reading.isDone else { throw Trouble("a snapshot cannot be read") }
  return took.json
}

/// Each task reads some snapshots that follow each other.
private final class Reading: TeamWork {
  let parts: Int
  private let references: [ObjectReference]
  private let store: ArtifactStore
  private let done: UnsafeMutableBufferPointer<Bool>

  init(_ references: [ObjectReference], _ store: ArtifactStore, parts: Int) {
    (self.references, self.store, self.parts) = (references, store, parts)
    done = .allocate(capacity: parts)
    done.initialize(repeating: false)
  }

  deinit { done.deallocate() }

  var isDone: Bool { done.allSatisfy(\.self) }

  func run(task: Int) {
    let range = (references.count * task / parts)..<(references.count * (task + 1) / parts)
    let reader = SeriesReader(store)
    let width = references[0].size / 4
    let memory = Snapshots(count: 2, width: width)
    for index in range {
      let known = index == range.lowerBound ? nil : memory.known((index - 1) % 2, as: references[index - 1])
      guard (try? reader.read(references[index], 0..<width, knowing: known, into: memory[index % 2])) != nil
      else { return }
    }
    done[task] = true
  }
}

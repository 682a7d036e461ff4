internal import Spec

/// Everything that decides the state at step 0 and the data, as it enters keys; seeds are filled in for each run.
struct Origin: Sendable {
  private let members: [String: JSON]
  /// The canonical text around the seeds, written once for all of them.
  private let before: String
  private let after: String

  private static let seeds = "seeds"

  init(_ members: [String: JSON]) {
    self.members = members
    func text(_ isWanted: (String) -> Bool) -> String {
      String(JSON.object(members.filter { isWanted($0.key) }).description.dropFirst().dropLast())
    }
    let (head, tail) = (text { $0 < Origin.seeds }, text { $0 > Origin.seeds })
    before = "{" + head + (head.isEmpty ? "" : ",") + "\"\(Origin.seeds)\":"
    after = (tail.isEmpty ? "" : ",") + tail + "}"
  }

  subscript(member: String) -> JSON? { members[member] }

  func json(seeds: JSON) -> JSON { .object(members.merging([Origin.seeds: seeds]) { $1 }) }

  /// The description of `json(seeds:)`.
  func text(seeds: JSON) -> String { before + seeds.description + after }
}

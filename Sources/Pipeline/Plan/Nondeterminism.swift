/// Work with the same key gave other bytes than before.
public struct Nondeterminism: Error, Sendable, Hashable, CustomStringConvertible {
  /// What differs: an output, a state.
  public let what: String
  public let before: Digest
  public let now: Digest

  init(what: String, before: Digest, now: Digest) {
    self.what = what
    self.before = before
    self.now = now
  }

  /// Names the first output in which two records differ.
  init(_ record: Record, unlike present: Record, what: String? = nil) {
    let differing = record.outputs.first { $0.reference != present[output: $0.name]?.reference }
    let name = differing?.name ?? "the list of objects"
    self.init(
      what: what ?? "output '\(name)'",
      before: differing.flatMap { present[output: $0.name]?.reference.digest }
        ?? Digest.of("references", parts: present.references.map { .digest($0) }),
      now: differing?.reference.digest
        ?? Digest.of("references", parts: record.references.map { .digest($0) }))
  }

  public var description: String {
    "\(what) is not deterministic: the same settings and inputs gave \(before.hex) before and \(now.hex) now; "
      + "the stored result is kept"
  }
}

public import Spec

extension UpdateRule {
  /// Reads the phaseable keys of a training: `optimizer schedule filter clip constraint`.
  public init(from fields: Fields) throws(InvalidSpec) {
    let optimizer = fields.readKind("optimizer", "How parameters move along the update.", from: optimizers)
    let schedule = fields.readKind(
      "schedule", "A factor on every learning rate.", from: schedules, optional: true)
    let filter = fields.readKind("filter", "What happens to gradients first.", from: filters, optional: true)
    let constraint = fields.readKind(
      "constraint", "A surface that holds the parameters.", from: constraints, optional: true)
    // Absent, it must not be read as an empty mapping: its norm has no default.
    let clip = fields.claim("clip").flatMap { _ in
      fields.readGroup("clip", "An upper bound on the norm of the update.") { Clip(from: $0) }
    }
    if let clip, filter != nil {
      fields.check(
        clip.position != nil, "'clip' does not say whether it acts before or after the filter", at: "clip",
        hint: "add 'position: before-filter' or 'position: after-filter'")
    }
    self.init(
      clip: clip, filter: filter, optimizer: try fields.require(optimizer), schedule: schedule,
      constraint: constraint)
  }
}

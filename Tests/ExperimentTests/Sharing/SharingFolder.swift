import Foundation
import Pipeline
import Spec

@testable import Experiment

extension StudyFolder {
  /// Writes a bundle of the study here, which must be finished.
  @discardableResult
  func bundle(
    _ level: BundleLevel = .figure, figures: [String] = [], _ overrides: [String] = [],
    as name: String = "x.bundle", tolerance: Tolerance = Tolerance()
  ) throws -> MadeBundle {
    var options = BundleOptions()
    options.level = level
    options.figures = figures
    options.tolerance = tolerance
    return try study(overrides).bundle(options, to: path + "/" + name)
  }

  func opened(_ name: String = "x.bundle") throws -> OpenedBundle { try OpenedBundle(path + "/" + name) }

  /// Everything in a bundle, unpacked.
  func contents(of name: String = "x.bundle") throws -> [String: [UInt8]] {
    let reader = try BundleReader(path + "/" + name)
    return try reader.contents(of: Set(reader.manifest.entries.map(\.path)), limit: 1 << 30)
  }

  /// Writes a bundle that says something else, with a manifest that fits it.
  func forge(
    _ name: String = "forged.bundle", from original: String = "x.bundle",
    facts: (inout [String: JSON]) -> Void = { _ in },
    entries: (inout [String: [UInt8]]) throws -> Void = { _ in }
  ) throws {
    var contents = try contents(of: original)
    try entries(&contents)
    var known = try BundleReader(path + "/" + original).manifest.facts.object ?? [:]
    facts(&known)
    try BundleWriter.write(
      to: path + "/" + name, facts: .object(known), items: contents.map { BundleItem($0, $1) })
  }
}

extension Plan {
  /// The stages that would run, and the steps that would be trained.
  var toDo: (stages: [String], steps: Int) {
    (
      steps.filter { $0.state == .run || $0.state == .maybe }.map(\.stage.name).sorted(),
      training.reduce(0) { $0 + $1.range.count }
    )
  }
}

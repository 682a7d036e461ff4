public import Spec

/// Every analysis that a spec can name.
public let analysisKinds = Registry<any Analysis>(
  "analysis",
  [
    .init(Crossing.self, Crossing.init(from:)),
    .init(Distances.self, Distances.init(from:)),
    .init(EmbeddingSpectrum.self, EmbeddingSpectrum.init(from:)),
    .init(FilterResponse.self, FilterResponse.init(from:)),
    .init(Fit.self, Fit.init(from:)),
    .init(FullTrajectory.self, FullTrajectory.init(from:)),
    .init(Goldilocks.self, Goldilocks.init(from:)),
    .init(LinearOptimizerIdentity.self, LinearOptimizerIdentity.init(from:)),
    .init(LandscapePath.self, LandscapePath.init(from:)),
    .init(ReducedLandscape.self, ReducedLandscape.init(from:)),
    .init(ReducedTrajectory.self, ReducedTrajectory.init(from:)),
    .init(Spectrum.self, Spectrum.init(from:)),
    .init(RunSummary.self, RunSummary.init(from:)),
    .init(TrajectoryPCA.self, TrajectoryPCA.init(from:)),
    .init(TravelTime.self, TravelTime.init(from:)),
  ])

/// One entry of `analyses:`, with the keys that all analyses share.
public struct AnalysisDeclaration: Sendable {
  /// The analyses whose tables are its input, stacked if there are several; empty means the metrics.
  public let of: [Name]
  /// Which points, or which rows of its input, it looks at.
  public let select: Selection
  public let analysis: any Analysis

  /// Reads one entry; throws after what is wrong was reported.
  ///
  /// `of` and `select` are not among the resolved settings: they decide which data go in, and those enter keys by
  /// their content.
  public init(from fields: Fields) throws(InvalidSpec) {
    let of = fields.claim("of")
    let select = fields.claim("select")
    self.of = of.flatMap { OneOrMore<Name>.decode($0, fields.diagnostics)?.values } ?? []
    self.select = select.flatMap { Selection.decode($0, fields.diagnostics) } ?? .all
    analysis = try fields.require(analysisKinds.decode(fields))
    switch analysis.needs {
    case .table: break
    case .snapshots:
      if of != nil {
        fields.check(false, "this analysis reads snapshots, not tables", at: "of", hint: "leave it out")
      }
    case .gradients:
      if of != nil {
        fields.check(
          false, "this analysis reads recorded gradients, not tables", at: "of", hint: "leave it out")
      }
    case .nothing:
      for key in ["of", "select"] where fields.node[key] != nil {
        fields.check(false, "this analysis reads no runs", at: key, hint: "leave it out")
      }
    }
  }
}

internal import Figures
internal import FoundationEssentials
internal import Pipeline
internal import Spec

/// What one stage puts into the results folder.
struct ExportedStage: Sendable {
  let stage: String
  let files: [String]
  /// The files, given what a run left behind; none if the stage gave nothing.
  let items: @Sendable (Pipeline.RunSummary, Lineage, ArtifactStore) -> [Exports.Item]
}

extension Study {
  /// The folder of results as it is now.
  var exports: Exports {
    let spec = absolute(file.files.last ?? "", from: FileManager.default.currentDirectoryPath)
    let isInside = spec.hasPrefix(project.root + "/")
    return Exports(
      folder: resultsFolder, of: isInside ? String(spec.dropFirst(project.root.count + 1)) : spec,
      in: project.root)
  }

  /// Figures as SVG, PNG, PDF and CSV; tables as Markdown and CSV.
  var exported: [ExportedStage] {
    figures.map(exportedFigure) + tables.map(exportedTable)
  }

  private func exportedTable(_ name: String) -> ExportedStage {
    let stage = TableStage.name(name)
    let endings = [(TableStage.markdown, ".md"), (TableStage.csv, ".csv")]
    return ExportedStage(stage: stage, files: endings.map { name + $1 }) { summary, _, store in
      endings.compactMap { output, ending in
        guard let output = summary.outputs[stage]?.first(where: { $0.name == output }) else { return nil }
        return Exports.Item(file: name + ending, source: output.reference.digest) {
          try store.content(output)
        }
      }
    }
  }

  /// SVG and PNG say where they come from; the stored picture does not, so that its bytes follow from what it shows.
  private func exportedFigure(_ name: String) -> ExportedStage {
    let stage = FigureStage.name(name)
    let files = [".svg", ".png", ".pdf", ".csv"].map { name + $0 }
    return ExportedStage(stage: stage, files: files) { summary, lineage, store in
      let outputs = summary.outputs[stage] ?? []
      guard let svg = outputs.first(where: { $0.name == FigureStage.svg }),
        let csv = outputs.first(where: { $0.name == FigureStage.csv })
      else { return [] }
      func document() throws -> SVGDocument {
        guard let document = SVGDocument(String(decoding: try store.content(svg), as: UTF8.self)) else {
          throw FigureFailure("the stored picture of '\(name)' is no SVG")
        }
        return document
      }
      let picture = svg.reference.digest
      let marked = Digest.of("picture", parts: [.digest(picture), .digest(lineage.identity(ofFigure: name))])
      return [
        Exports.Item(file: files[0], source: marked) {
          Array(try document().with(lineage.provenance(ofFigure: name)).text.utf8)
        },
        Exports.Item(file: files[1], source: marked) {
          guard let drawn = PNGDocument(try Typesetter().render(document(), as: .png)) else {
            throw FigureFailure("rsvg-convert made no PNG of '\(name)'")
          }
          return drawn.with(lineage.provenance(ofFigure: name)).bytes
        },
        Exports.Item(file: files[2], source: picture) { try Typesetter().render(document(), as: .pdf) },
        Exports.Item(file: files[3], source: csv.reference.digest) { try store.content(csv) },
      ]
    }
  }
}

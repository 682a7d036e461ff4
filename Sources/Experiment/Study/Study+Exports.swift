internal import Figures
internal import Pipeline
internal import Spec

/// What one stage puts into the results folder.
struct ExportedStage: Sendable {
  let stage: String
  let files: [String]
  /// The files, given what the stage gave; none if it gave nothing.
  let items: @Sendable ([Output], ArtifactStore) -> [Exports.Item]
}

extension Study {
  /// Figures as SVG, PNG, PDF and CSV; tables as Markdown and CSV.
  var exported: [ExportedStage] {
    figures.map(exportedFigure) + tables.map(exportedTable)
  }

  private func exportedTable(_ name: String) -> ExportedStage {
    let files = [TableStage.markdown: name + ".md", TableStage.csv: name + ".csv"]
    return ExportedStage(stage: TableStage.name(name), files: files.values.sorted()) { outputs, store in
      outputs.compactMap { output in
        files[output.name].map { file in
          Exports.Item(file: file, source: output.reference.digest) { try store.content(output) }
        }
      }
    }
  }

  private func exportedFigure(_ name: String) -> ExportedStage {
    let files = [name + ".svg", name + ".png", name + ".pdf", name + ".csv"]
    return ExportedStage(stage: FigureStage.name(name), files: files) { outputs, store in
      guard let svg = outputs.first(where: { $0.name == FigureStage.svg }),
        let csv = outputs.first(where: { $0.name == FigureStage.csv })
      else { return [] }
      func document() throws -> SVGDocument {
        guard let document = SVGDocument(String(decoding: try store.content(svg), as: UTF8.self)) else {
          throw FigureFailure("the stored picture of '\(name)' is no SVG")
        }
        return document
      }
      return [
        Exports.Item(file: files[0], source: svg.reference.digest) { Array(try document().text.utf8) },
        Exports.Item(file: files[1], source: svg.reference.digest) {
          try Typesetter().render(document(), as: .png)
        },
        Exports.Item(file: files[2], source: svg.reference.digest) {
          try Typesetter().render(document(), as: .pdf)
        },
        Exports.Item(file: files[3], source: csv.reference.digest) { try store.content(csv) },
      ]
    }
  }
}

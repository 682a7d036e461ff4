import Experiment
import FoundationEssentials
import Spec

/// A folder of its own for one reading of a spec, gone afterwards.
struct Workbench: ~Copyable {
  let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/grokline-spec-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write("grokline.yaml", "grokline: 1\n")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
  }

  func open(_ name: String, set overrides: [String] = []) throws -> Study {
    let path = folder + "/" + name
    let project = try Project.enclosing(path, store: folder + "/.grokline")
    return try Study.open(path, project: project, overrides: overrides)
  }

  /// What a user sees, with files named from the folder; empty if the spec is right.
  func errors(_ name: String, set overrides: [String] = []) throws -> String {
    do {
      _ = try open(name, set: overrides)
      return ""
    } catch let invalid as InvalidSpec {
      return invalid.rendered().replacing(folder + "/", with: "").replacing(folder, with: "FOLDER")
    }
  }
}

/// The root of this repository.
let repository = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")

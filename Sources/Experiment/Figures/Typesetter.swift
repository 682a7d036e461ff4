public import Figures
import Pipeline
internal import Glibc

/// Turns figures into files: gnuplot draws the SVG, rsvg-convert renders PNG and PDF from it.
///
/// All three come out in the same bytes every time, given the same programs and fonts.
public struct Typesetter: Sendable {
  /// What a figure is rendered to.
  public enum Rendering: String, Sendable, CaseIterable {
    /// Twice as many pixels as the figure has units.
    case png
    case pdf
  }

  /// Pictures will look different from elsewhere, but can be made.
  public struct Warning: Sendable, Hashable, CustomStringConvertible {
    public let description: String
  }

  private static let packages = "apt-get install gnuplot-nox librsvg2-bin fonts-inter"

  private let searchPath: String
  private let fontFolders: [String]

  /// Programs are those on `PATH`.
  public init() {
    let home = Typesetter.environment("HOME").map { [$0 + "/.fonts", $0 + "/.local/share/fonts"] } ?? []
    self.init(
      searchPath: Typesetter.environment("PATH") ?? "/usr/local/bin:/usr/bin:/bin",
      fontFolders: ["/usr/share/fonts", "/usr/local/share/fonts"] + home)
  }

  init(searchPath: String, fontFolders: [String]) {
    self.searchPath = searchPath
    self.fontFolders = fontFolders
  }

  /// Throws if a program is missing; to be asked before anything expensive runs. Starts no process.
  ///
  /// - Returns: A warning if the font is not installed.
  public func check() throws(TypesettingFailure) -> Warning? {
    _ = try find("gnuplot")
    _ = try find("rsvg-convert")
    if fontFolders.contains(where: { Typesetter.holdsInter($0, depth: 4) }) { return nil }
    return Warning(
      description: "the font Inter is not installed, another takes its place: apt-get install fonts-inter")
  }

  /// Draws a figure.
  public func svg(_ figure: Figure) throws(TypesettingFailure) -> SVGDocument {
    // -d: no settings of the user's own.
    let drawn = try run("gnuplot", ["-d", "-"], input: Array(figure.script.utf8))
    let text = String(decoding: drawn, as: UTF8.self)
    guard let document = SVGDocument(gnuplot: text, title: figure.title, summary: figure.summary) else {
      throw TypesettingFailure("gnuplot wrote no picture of '\(figure.title)'")
    }
    return document
  }

  /// Renders a drawn figure; its metadata are left out.
  public func render(_ document: SVGDocument, as rendering: Rendering) throws(TypesettingFailure) -> [UInt8] {
    let options = rendering == .png ? ["--format", "png", "--zoom", "2"] : ["--format", "pdf"]
    return try run("rsvg-convert", options, input: Array(document.text.utf8))
  }

  private func find(_ program: String) throws(TypesettingFailure) -> String {
    for folder in searchPath.split(separator: ":") {
      let path = "\(folder)/\(program)"
      if access(path, X_OK) == 0 { return path }
    }
    throw TypesettingFailure(
      "figures need the program '\(program)', which is not installed: \(Typesetter.packages)")
  }

  private func run(
    _ program: String, _ arguments: [String], input: [UInt8]
  ) throws(TypesettingFailure) -> [UInt8] {
    let path = try find(program)
    let variables = [
      "PATH": searchPath, "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "0",
      "HOME": Typesetter.environment("HOME") ?? "/",
    ]
    let child = ChildProcess(
      path, arguments, environment: variables, input: input, capturing: [.output, .errors], timeout: 120)
    let result: ChildProcess.Result
    do {
      result = try child.run()
    } catch {
      throw TypesettingFailure("\(error)")
    }
    guard result.ending == .exited(0) else {
      let words = String(decoding: (result.captured[.errors] ?? []).prefix(600), as: UTF8.self)
      throw TypesettingFailure("\(program) failed (\(result.ending)): \(words)")
    }
    return result.captured[.output] ?? []
  }

  private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  private static func holdsInter(_ folder: String, depth: Int) -> Bool {
    guard let stream = opendir(folder) else { return false }
    defer { closedir(stream) }
    var folders: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix("Inter-") || name.hasPrefix("Inter.") || name.hasPrefix("InterVariable") {
        return true
      }
      if !name.hasPrefix("."), !name.contains(".") { folders.append(folder + "/" + name) }
    }
    return depth > 0 && folders.sorted().contains { holdsInter($0, depth: depth - 1) }
  }
}

/// Why a picture could not be made.
public struct TypesettingFailure: Error, Sendable, Hashable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

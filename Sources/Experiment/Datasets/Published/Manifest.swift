public import Pipeline
public import Spec

/// What is known of a public data set: who made it, under which licence, and where its files are.
public struct Manifest: Sendable {
  public struct File: Sendable, Hashable {
    /// What a kind of data set calls it.
    public let role: String
    /// Where it lies in any folder of data.
    public let path: String
    /// In order of preference.
    public let urls: [String]
    public let digest: Digest
    /// nil if it is not known.
    public let bytes: Int?
    public let format: String
  }

  /// Also its file's name, without `.yaml`.
  public let name: String
  public let title: String
  public let citation: String
  public let licence: String
  public let homepage: String?
  public let files: [File]

  /// The size of all files; nil if one is not known.
  public var bytes: Int? {
    files.reduce(0) { sum, file in sum.flatMap { sum in file.bytes.map { sum + $0 } } }
  }

  public func file(_ role: String) -> File? { files.first { $0.role == role } }

  /// Reads a manifest.
  ///
  /// - Parameter place: what messages call its file.
  public init(name: String, text: [UInt8], file place: String) throws(InvalidSpec) {
    let node = try readYAML(decodeText(text, file: place), file: place)
    let diagnostics = Diagnostics()
    let fields = Fields(node, diagnostics: diagnostics)
    let version = fields.read("grokline", "the version of the language", standIn: 1)
    fields.check(version == 1, "'\(version)' is not a version of the language: expected 1", at: "grokline")
    self.name = name
    title = fields.read("title", "one line", standIn: "")
    citation = fields.read("citation", "who is to be cited", standIn: "")
    licence = fields.read("licence", "what may be done with it", standIn: "")
    homepage = fields.readOptional("homepage", "where to read about it")
    files = fields.readNamed("files", "its files, by the role that kinds of data sets ask for") {
      fields throws(InvalidSpec) in try Manifest.file(fields)
    }.map { role, file in
      File(
        role: role, path: file.path, urls: file.urls, digest: file.digest, bytes: file.bytes,
        format: file.format)
    }
    fields.check(fields.node["files"]?.entries?.isEmpty == false, "a data set has files", at: "files")
    fields.finish()
    try diagnostics.throwIfAny()
  }

  private static func file(_ fields: Fields) throws(InvalidSpec) -> File {
    let path = fields.readFile("path", "where it lies in a folder of data")
    let urls = fields.read("urls", "where it can be had, best first; none if nowhere", standIn: [String]())
    let text = fields.read("sha256", "64 hexadecimal digits", standIn: "")
    let bytes: Int? = fields.readOptional("bytes", "its size")
    let format = fields.read("format", "what it is, for people", standIn: "")
    for url in urls where !url.hasPrefix("https://") && !url.hasPrefix("http://") {
      fields.check(false, "'\(url)' is not an address of the web", at: "urls", hint: "https://…")
    }
    fields.check(bytes.map { $0 >= 0 } ?? true, "a size is not negative", at: "bytes")
    let digest = Digest(hex: text)
    fields.check(
      digest != nil || fields.node["sha256"] == nil, "'\(text)' is not 64 hexadecimal digits in lower case",
      at: "sha256")
    return File(
      role: "", path: path, urls: urls, digest: try fields.require(digest), bytes: bytes, format: format)
  }
}

internal import Learning
internal import Pipeline
internal import Spec

/// What is known of the data of an experiment whose files are not here: enough to plan, to redraw, and to say what to
/// get.
public struct DataMemory: Sendable {
  /// A file as it was where it was read.
  struct File: Sendable {
    let file: DataFile
    let digest: Digest
    /// nil if it is not known.
    let bytes: Int?
    /// Where it can be had.
    let urls: [String]
  }

  var files: [File] = []
  /// What data sets yield, by their settings.
  var sizes: [JSON: DataSizes] = [:]

  public init() {}

  /// A source that can be planned with and not be read.
  func source(_ file: DataFile) -> Source? {
    guard let known = files.first(where: { $0.file == file }) else { return nil }
    let absent = AbsentData(name: "\(file)", digest: known.digest, bytes: known.bytes, urls: known.urls)
    return Source(
      name: "\(file)", digest: known.digest, current: { throw absent }, content: { throw absent })
  }
}

/// A data file that was not shared and is not here.
struct AbsentData: Error, Hashable, CustomStringConvertible {
  let name: String
  let digest: Digest
  let bytes: Int?
  let urls: [String]

  var description: String {
    let size = bytes.map { "\($0) bytes, " } ?? ""
    let place = urls.first.map { ", from \($0)" } ?? ""
    return "the data file '\(name)' is not here (\(size)SHA-256 \(digest.hex)\(place)): "
      + "ask whoever shared this for a bundle of level 'all', or for the file"
  }
}

extension DataMemory {
  /// What a study has read.
  init(_ runs: [TrainingRun], _ files: (DataFile, Digest) -> (bytes: Int?, urls: [String])) {
    var seen: Set<DataFile> = []
    for run in runs {
      for (file, source) in zip(run.design.dataset.files, run.design.sources) where seen.insert(file).inserted
      {
        let (bytes, urls) = files(file, source.digest)
        self.files.append(File(file: file, digest: source.digest, bytes: bytes, urls: urls))
      }
      if !run.design.dataset.files.isEmpty, let settings = run.design.origin["dataset"] {
        sizes[settings] = DataSizes(run.design.signature, trainCount: run.design.trainRows)
      }
    }
    self.files.sort { "\($0.file)" < "\($1.file)" }
  }

  var json: JSON {
    [
      "files": .array(
        files.map { known in
          var members: [String: JSON] = [
            "sha256": .string(known.digest.hex), "bytes": known.bytes.map(JSON.integer) ?? .null,
            "urls": .array(known.urls.map(JSON.string)),
          ]
          switch known.file {
          case .inProject(let path): members["path"] = .string(path)
          case .published(let name, let role):
            members["dataset"] = .string(name)
            members["role"] = .string(role)
          }
          return .object(members)
        }),
      "shapes": .array(
        sizes.sorted { $0.key.description < $1.key.description }.map { settings, sizes in
          [
            "settings": settings, "inputs": sizes.signature.inputs.json,
            "targets": sizes.signature.targets.json, "train_rows": .integer(sizes.trainCount),
          ]
        }),
    ]
  }

  /// Reads what ``json`` gave; nil for anything else.
  init?(_ json: JSON) {
    guard let files = json["files"]?.array, let shapes = json["shapes"]?.array else { return nil }
    for item in files {
      guard let digest = item["sha256"]?.string.flatMap(Digest.init(hex:)) else { return nil }
      let file: DataFile
      if let path = item["path"]?.string {
        file = .inProject(path)
      } else if let name = item["dataset"]?.string, let role = item["role"]?.string {
        file = .published(name, role: role)
      } else {
        return nil
      }
      self.files.append(
        File(
          file: file, digest: digest, bytes: item["bytes"]?.integer,
          urls: (item["urls"]?.array ?? []).compactMap(\.string)))
    }
    for item in shapes {
      guard let settings = item["settings"], let inputs = item["inputs"].flatMap(Signature.Inputs.init),
        let targets = item["targets"].flatMap(Signature.Targets.init),
        let rows = item["train_rows"]?.integer, (1...DataMemory.largest).contains(rows)
      else { return nil }
      sizes[settings] = DataSizes(Signature(inputs: inputs, targets: targets), trainCount: rows)
    }
  }

  /// Rows, widths and vocabularies beyond this are an accident or an attack.
  fileprivate static let largest = 1 << 31
}

extension Signature.Inputs {
  fileprivate var json: JSON {
    switch self {
    case .tokens(let vocabulary, let length): ["tokens": [.integer(vocabulary), .integer(length)]]
    case .features(let width): ["features": [.integer(width)]]
    case .graphs(let nodeWidth, let edgeWidth): ["graphs": [.integer(nodeWidth), .integer(edgeWidth)]]
    }
  }

  fileprivate init?(_ json: JSON) {
    if let numbers = sizes(json["tokens"], count: 2) {
      self = .tokens(vocabulary: numbers[0], length: numbers[1])
    } else if let numbers = sizes(json["features"], count: 1) {
      self = .features(width: numbers[0])
    } else if let numbers = sizes(json["graphs"], count: 2) {
      self = .graphs(nodeWidth: numbers[0], edgeWidth: numbers[1])
    } else {
      return nil
    }
  }
}

extension Signature.Targets {
  fileprivate var json: JSON {
    switch self {
    case .classes(let classes): ["classes": [.integer(classes)]]
    case .values(let width): ["values": [.integer(width)]]
    case .positions(let classes): ["positions": [.integer(classes)]]
    }
  }

  fileprivate init?(_ json: JSON) {
    if let numbers = sizes(json["classes"], count: 1) {
      self = .classes(numbers[0])
    } else if let numbers = sizes(json["values"], count: 1) {
      self = .values(width: numbers[0])
    } else if let numbers = sizes(json["positions"], count: 1) {
      self = .positions(classes: numbers[0])
    } else {
      return nil
    }
  }
}

private func sizes(_ json: JSON?, count: Int) -> [Int]? {
  let numbers = (json?.array ?? []).compactMap(\.integer).filter { (0...DataMemory.largest).contains($0) }
  return numbers.count == count && json?.array?.count == count ? numbers : nil
}

internal import Compute
internal import Learning
internal import Pipeline
internal import Spec

/// The data sets of one study while it is read: each file is opened once, however many points use it.
final class DatasetCatalog {
  private let files: ProjectFiles
  private var known: [String: Source] = [:]
  private var measured: [JSON: DataSizes] = [:]

  init(_ files: ProjectFiles) { self.files = files }

  /// The files of a data set with their digests; throws if one is not there or lies outside.
  func sources(of dataset: any DatasetKind, at location: SourceLocation) throws(InvalidSpec) -> [Source] {
    var sources: [Source] = []
    for file in dataset.files {
      let source: Source
      if let seen = known[file] { source = seen } else { source = try files.source(file, at: location) }
      known[file] = source
      sources.append(source)
    }
    return sources
  }

  /// What the data set with these settings yields.
  func sizes(
    of dataset: any DatasetKind, _ settings: JSON, _ sources: [Source], at location: SourceLocation
  ) throws -> DataSizes {
    if let sizes = measured[settings] { return sizes }
    let sizes = try DataSizes(dataset, reading: files.reader(sources), at: location)
    measured[settings] = sizes
    return sizes
  }
}

/// What a model and a training must know of the data before anything is trained.
struct DataSizes {
  let signature: Signature
  let trainCount: Int

  init(
    _ dataset: any DatasetKind, reading read: (String) throws -> [UInt8], at location: SourceLocation
  ) throws {
    let shape = dataset.shape
    if let known = shape.signature, let count = shape.trainCount {
      signature = known
      trainCount = count
      return
    }
    // Only the file can tell; how it is cut does not matter for that.
    var random: any RandomSource = CounterRandom(seed: 0, stream: RandomStream.split.rawValue)
    do {
      let data = try dataset.prepare(&random, read: read)
      signature = Signature(data.train)
      trainCount = data.train.count
    } catch let error as MalformedData {
      let place = SourceLocation(file: error.file, line: error.line, column: error.column)
      throw InvalidSpec([Diagnostic(error.message, at: place, hint: error.hint)])
    }
    if trainCount == 0 { throw InvalidSpec([Diagnostic("the training split has no rows", at: location)]) }
  }
}

extension DatasetShape {
  /// nil if only the file knows how many classes there are.
  fileprivate var signature: Signature? {
    let targets: Signature.Targets
    switch target {
    case .classes(let count?): targets = .classes(count)
    case .classes(nil): return nil
    case .values(let width): targets = .values(width: width)
    }
    switch input {
    case .tokens(let length, let vocabulary):
      return Signature(inputs: .tokens(vocabulary: vocabulary, length: length), targets: targets)
    case .features(let width): return Signature(inputs: .features(width: width), targets: targets)
    }
  }
}

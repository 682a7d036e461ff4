internal import Compute
internal import Learning
internal import Pipeline
internal import Spec

/// The data sets and files of weights of one study while it is read: each file is opened once, however many points use it.
final class DatasetCatalog {
  private let files: ProjectFiles
  private let remembered: DataMemory
  private var known: [DataFile: Source] = [:]
  /// The models whose parameters each file of weights is known to have.
  private var checked: [DataFile: Set<ParameterLayout>] = [:]
  private var measured: [JSON: DataSizes] = [:]

  /// - Parameter remembered: what is known of files that are not here.
  init(_ files: ProjectFiles, remembering remembered: DataMemory = DataMemory()) {
    self.files = files
    self.remembered = remembered
  }

  /// The files of a data set with their digests; throws if one is not there or lies outside.
  func sources(of dataset: any DatasetKind, at location: SourceLocation) throws(InvalidSpec) -> [Source] {
    try dataset.files.map { file throws(InvalidSpec) in try source(file, at: location) }
  }

  /// The file of first weights, if there is one; throws if it does not have those of this model.
  func sources(of weights: InitialWeights?, for layout: ParameterLayout) throws -> [Source] {
    guard let weights else { return [] }
    let source = try source(weights.file, at: weights.location)
    if checked[weights.file]?.contains(layout) != true {
      try weights.check(layout, source.content())
      checked[weights.file, default: []].insert(layout)
    }
    return [source]
  }

  private func source(_ file: DataFile, at location: SourceLocation) throws(InvalidSpec) -> Source {
    if let seen = known[file] { return seen }
    let source: Source
    if let absent = remembered.source(file), !files.isThere(file) {
      source = absent
    } else {
      source = try files.source(file, at: location)
    }
    known[file] = source
    return source
  }

  /// What the data set with these settings yields.
  func sizes(
    of dataset: any DatasetKind, _ settings: JSON, _ sources: [Source], at location: SourceLocation
  ) throws -> DataSizes {
    if let sizes = measured[settings] ?? remembered.sizes[settings] { return sizes }
    let sizes = try DataSizes(dataset, reading: files.reader(sources), at: location)
    measured[settings] = sizes
    return sizes
  }
}

/// What a model and a training must know of the data before anything is trained.
struct DataSizes {
  let signature: Signature
  let trainCount: Int

  init(_ signature: Signature, trainCount: Int) {
    (self.signature, self.trainCount) = (signature, trainCount)
  }

  init(
    _ dataset: any DatasetKind, reading read: (DataFile) throws -> [UInt8], at location: SourceLocation
  ) throws {
    let shape = dataset.shape
    if let input = shape.input, let target = shape.target, let count = shape.trainCount {
      signature = Signature(inputs: input, targets: target)
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
      throw InvalidSpec([error.diagnostic(for: location)])
    }
    if trainCount == 0 { throw InvalidSpec([Diagnostic("the training split has no rows", at: location)]) }
  }
}

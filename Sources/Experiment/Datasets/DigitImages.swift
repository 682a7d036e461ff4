internal import Learning
internal import Spec

/// Images of 28 x 28 bytes with a label from 0 to 9 each, from two IDX files.
struct DigitImages {
  static let width = 28 * 28
  static let classes = 10

  /// `[count, width]`.
  let pixels: [UInt8]
  /// `[count]`.
  let labels: [Int32]

  /// The first `limit` images.
  init(
    images: DataFile, labels labelFile: DataFile, limit: Int, read: (DataFile) throws -> [UInt8]
  ) throws {
    pixels = try locating(images) {
      let file = try IDXFile(read(images), dimensions: 3, limit: limit)
      guard file.stride == DigitImages.width else {
        throw MalformedBytes("images of \(file.lengths[1]) x \(file.lengths[2]) bytes, not 28 x 28", at: 8)
      }
      return file.values
    }
    labels = try locating(labelFile) {
      let file = try IDXFile(read(labelFile), dimensions: 1, limit: limit)
      if let index = file.values.firstIndex(where: { $0 >= DigitImages.classes }) {
        throw MalformedBytes("label \(file.values[index]) is not among 0 to 9", at: 8 + index)
      }
      return file.values.map(Int32.init)
    }
  }

  /// Examples whose features are `weight · pixel / 255 + templates[label]`.
  func examples(weight: Float = 1, templates: [Float]? = nil) -> Examples {
    let features = [Float](unsafeUninitializedCapacity: pixels.count) { features, count in
      count = pixels.count
      pixels.withUnsafeBufferPointer { pixels in
        for (row, label) in labels.enumerated() {
          let range = (row * DigitImages.width)..<((row + 1) * DigitImages.width)
          if let template = templates?[Int(label)] {
            for index in range { features[index] = weight * (Float(pixels[index]) / 255) + template }
          } else {
            for index in range { features[index] = Float(pixels[index]) / 255 }
          }
        }
      }
    }
    return Examples(
      count: labels.count, inputs: .features(features, width: DigitImages.width),
      targets: .classes(labels, classes: DigitImages.classes))
  }
}

/// Which images: `source`, `limit` and `validation_limit`.
struct DigitSelection: Sendable {
  let source: String
  let limit: Int
  let validationLimit: Int

  init(from fields: Fields) {
    source = fields.read("source", "A public data set in MNIST's form.", default: "mnist")
    limit = fields.read(
      "limit", "Train on so many of the first images.", default: 60_000, .between(1, 1_000_000))
    validationLimit = fields.read(
      "validation_limit", "Validate on so many of the first images of the test file.", default: 10_000,
      .between(1, 1_000_000))
  }

  var files: [DataFile] {
    ["train-images", "train-labels", "validation-images", "validation-labels"].map {
      .published(source, role: $0)
    }
  }

  var shape: DatasetShape {
    DatasetShape(
      input: .features(width: DigitImages.width), target: .classes(DigitImages.classes), trainCount: limit,
      validationCount: validationLimit)
  }

  func images(_ read: (DataFile) throws -> [UInt8]) throws -> (train: DigitImages, validation: DigitImages) {
    let files = files
    return (
      try DigitImages(images: files[0], labels: files[1], limit: limit, read: read),
      try DigitImages(images: files[2], labels: files[3], limit: validationLimit, read: read)
    )
  }
}

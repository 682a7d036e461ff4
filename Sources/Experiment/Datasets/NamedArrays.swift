internal import Compute
internal import Learning
internal import Spec

/// Two arrays that one file has under names.
struct NamedArrays: Sendable {
  let file: DataFile
  private let inputs: String
  private let target: String
  private let options: ArrayOptions

  init(from fields: Fields) {
    file = .inProject(fields.readFile("file", "Where it lies, from the project's root."))
    inputs = fields.read("inputs", "What the array of the inputs is called.", standIn: "")
    target = fields.read("target", "What the array of the targets is called.", standIn: "")
    options = ArrayOptions(from: fields)
  }

  var shape: DatasetShape { options.shape }

  /// - Parameters:
  ///   - names: what the file has.
  ///   - array: the array of a name; nil if there is none.
  func prepare(
    names: [String], _ random: inout any RandomSource, array: (String) throws -> NumberArray?
  ) throws -> PreparedData {
    func named(_ name: String) throws -> NumberArray {
      guard let found = try locating(file, { try array(name) }) else {
        throw MalformedData(
          "there is no array '\(name)'", file: file.description, at: .byte(0),
          hint: suggestion(for: name, among: names))
      }
      return found
    }
    return try options.prepare(
      named(inputs), named(target), named: ("\(file): \(inputs)", "\(file): \(target)"), &random)
  }
}

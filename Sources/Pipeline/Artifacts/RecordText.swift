import Spec

/// The bytes of a record file.
///
/// The first line names the format and the SHA-256 of everything after it. The second is the record as
/// canonical JSON, its own address included, so that a copy under another name is noticed. The contents of the
/// inline outputs follow, one after another, as they are.
enum RecordText {
  /// Why bytes are not the record that was looked for.
  struct Flaw: Error {
    let description: String
    init(_ description: String) { self.description = description }
  }

  /// Files beyond this are not read: a record is small by design.
  static let largest = 1 << 26
  private static let format = "grokline-record 1 "

  static func write(_ record: Record, at address: RecordAddress) -> [UInt8] {
    let outputs = record.outputs.map { output -> JSON in
      var members: [String: JSON] = [
        "name": .string(output.name), "digest": .string(output.reference.digest.hex),
        "size": .integer(output.reference.size),
      ]
      if output.inline != nil { members["inline"] = true }
      return .object(members)
    }
    let json: JSON = [
      "group": .string(address.group.hex), "name": .string(address.name), "kind": .string(record.kind),
      "components": record.components, "outputs": .array(outputs), "notes": record.notes,
      "numeric_class": .string(record.numericClass),
      "references": .array(record.references.map { .string($0.hex) }),
    ]
    var body = Array("\(json)\n".utf8)
    for output in record.outputs { body += output.inline ?? [] }
    return Array("\(format)\(Digest.of(body).hex)\n".utf8) + body
  }

  static func read(_ bytes: [UInt8], at address: RecordAddress) -> Result<Record, Flaw> {
    Result { () throws(Flaw) in try checked(bytes, at: address) }
  }

  private static func checked(_ bytes: [UInt8], at address: RecordAddress) throws(Flaw) -> Record {
    let headSize = format.utf8.count + 64 + 1
    guard bytes.count > headSize, bytes.starts(with: format.utf8) else {
      throw Flaw("its first line is not a record's")
    }
    let claimed = String(decoding: bytes[format.utf8.count..<headSize - 1], as: UTF8.self)
    let body = bytes[headSize...]
    guard bytes[headSize - 1] == UInt8(ascii: "\n"),
      Digest(hex: claimed) == body.withUnsafeBytes({ Digest.of($0) })
    else {
      throw Flaw("its bytes failed their checksum")
    }
    guard let end = body.firstIndex(of: UInt8(ascii: "\n")) else { throw Flaw("it has no second line") }
    let json: JSON
    do {
      json = try JSON(parsing: Array(body[..<end]))
    } catch {
      throw Flaw("its second line is not JSON: \(error)")
    }
    guard json["group"]?.string == address.group.hex, json["name"]?.string == address.name else {
      throw Flaw("it belongs to another address")
    }
    guard let record = record(json, contents: body[(end + 1)...]) else {
      throw Flaw("its second line does not describe a record")
    }
    return record
  }

  private static func record(_ json: JSON, contents: ArraySlice<UInt8>) -> Record? {
    guard let kind = json["kind"]?.string, let components = json["components"], let notes = json["notes"],
      let numericClass = json["numeric_class"]?.string, let items = json["outputs"]?.array,
      let references = json["references"]?.array
    else { return nil }
    var record = Record(
      kind: kind, components: components, outputs: [], notes: notes, numericClass: numericClass)
    var rest = contents
    for item in items {
      guard let name = item["name"]?.string, let digest = item["digest"]?.string.flatMap(Digest.init(hex:)),
        let size = item["size"]?.integer, size >= 0
      else { return nil }
      if item["inline"]?.bool == true {
        guard size <= rest.count else { return nil }
        let output = Output(name: name, inline: Array(rest.prefix(size)))
        guard output.reference.digest == digest else { return nil }
        rest = rest.dropFirst(size)
        record.outputs.append(output)
      } else {
        record.outputs.append(Output(name: name, reference: ObjectReference(digest: digest, size: size)))
      }
    }
    for item in references {
      guard let digest = item.string.flatMap(Digest.init(hex:)) else { return nil }
      record.references.append(digest)
    }
    return rest.isEmpty ? record : nil
  }
}

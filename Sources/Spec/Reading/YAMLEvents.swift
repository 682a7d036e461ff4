internal import CYAML

/// The stream of parse events of libyaml as Swift values.
///
/// It must not outlive the bytes that it reads.
final class YAMLEvents {
  enum Token {
    case documentStart, documentEnd, streamEnd
    case scalar(String, plain: Bool)
    case alias(String)
    case sequenceStart, sequenceEnd, mappingStart, mappingEnd
  }

  struct Event {
    let token: Token
    let location: SourceLocation
    var anchor: String?
    var tag: String?
  }

  let diagnostics: Diagnostics
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: String
  private let file: String

  init(_ bytes: UnsafeBufferPointer<UInt8>, text: String, file: String, _ diagnostics: Diagnostics) {
    self.text = text
    self.file = file
    self.diagnostics = diagnostics
    parser = .allocate(capacity: 1)
    let ready = yaml_parser_initialize(parser)
    precondition(ready == 1, "libyaml could not allocate its parser")
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    // libyaml looks for a byte order mark only where no encoding was set.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let skipped = bytes.starts(with: mark) ? mark.count : 0
    yaml_parser_set_input_string(parser, bytes.baseAddress.map { $0 + skipped }, bytes.count - skipped)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event but the stream's start; nil after a syntax error was reported, and after the last one.
  func next() -> Event? {
    var raw = yaml_event_t()
    guard yaml_parser_parse(parser, &raw) == 1 else {
      diagnostics.report(syntaxError())
      return nil
    }
    defer { yaml_event_delete(&raw) }
    let location = location(raw.start_mark)
    func event(
      _ token: Token, anchor: UnsafeMutablePointer<UInt8>? = nil, tag: UnsafeMutablePointer<UInt8>? = nil
    )
      -> Event
    {
      Event(token: token, location: location, anchor: anchor.map(string), tag: tag.map(string))
    }
    switch raw.type {
    case YAML_STREAM_START_EVENT: return next()
    case YAML_DOCUMENT_START_EVENT: return event(.documentStart)
    case YAML_DOCUMENT_END_EVENT: return event(.documentEnd)
    case YAML_STREAM_END_EVENT: return event(.streamEnd)
    case YAML_ALIAS_EVENT: return event(.alias(raw.data.alias.anchor.map(string) ?? ""))
    case YAML_SCALAR_EVENT:
      let scalar = raw.data.scalar
      let text = String(
        decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      let token = Token.scalar(text, plain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
      return event(token, anchor: scalar.anchor, tag: scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
      return event(.sequenceStart, anchor: raw.data.sequence_start.anchor, tag: raw.data.sequence_start.tag)
    case YAML_SEQUENCE_END_EVENT: return event(.sequenceEnd)
    case YAML_MAPPING_START_EVENT:
      return event(.mappingStart, anchor: raw.data.mapping_start.anchor, tag: raw.data.mapping_start.tag)
    case YAML_MAPPING_END_EVENT: return event(.mappingEnd)
    default: return nil
    }
  }

  private func syntaxError() -> Diagnostic {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "out of memory"
    let context = parser.pointee.context.map { String(cString: $0) } ?? ""
    return translateSyntaxError(
      problem, at: location(parser.pointee.problem_mark), while: context,
      from: location(parser.pointee.context_mark), in: SourceText(text))
  }

  private func location(_ mark: yaml_mark_t) -> SourceLocation {
    SourceLocation(file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }

  private func string(_ bytes: UnsafeMutablePointer<UInt8>) -> String { String(cString: bytes) }
}

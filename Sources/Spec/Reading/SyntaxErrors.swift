/// Says in our words what libyaml could not read.
///
/// `problem` at `place` is what stopped it; `context` and `start` tell what it was reading and since where.
func translateSyntaxError(
  _ problem: String, at place: SourceLocation, while context: String, from start: SourceLocation,
  in source: SourceText
) -> Diagnostic {
  let indentation = "check the indentation of this line, or quote the text"
  if let tab = source.indentingTab(near: place.line) {
    let location = SourceLocation(file: place.file, line: tab.line, column: tab.column)
    return Diagnostic("a tab cannot indent", at: location, hint: "use spaces")
  }
  let atEnd = place.line > source.lines.count || source.isBlank(from: place.line, column: place.column)
  switch problem {
  case "mapping values are not allowed in this context":
    return Diagnostic("a ':' does not belong here", at: place, hint: indentation)
  case "could not find expected ':'":
    return Diagnostic("expected ':' after this key", at: start, hint: indentation)
  case "did not find expected key", "did not find expected <document start>":
    return Diagnostic("expected 'key: value' of a mapping further up", at: place, hint: indentation)
  case "did not find expected '-' indicator":
    return Diagnostic(
      "expected an item, '- …', of the list on line \(start.line)", at: place, hint: indentation)
  case "did not find expected ',' or ']'" where atEnd:
    return Diagnostic("this '[' is not closed", at: start, hint: "add ']' at its end")
  case "did not find expected ',' or ']'":
    return Diagnostic("expected ',' or ']' in the list that starts on line \(start.line)", at: place)
  case "did not find expected ',' or '}'" where atEnd:
    return Diagnostic("this '{' is not closed", at: start, hint: "add '}' at its end")
  case "did not find expected ',' or '}'":
    return Diagnostic("expected ',' or '}' in the mapping that starts on line \(start.line)", at: place)
  case "found unexpected end of stream":
    return Diagnostic("this text has no closing quote", at: start)
  case "found unexpected document indicator":
    return Diagnostic("this text has no closing quote before the next document", at: start)
  case "found character that cannot start any token":
    let character = source.scalar(line: place.line, column: place.column).map { "'\($0)'" } ?? "this"
    return Diagnostic("\(character) cannot start a value", at: place, hint: "quote the text")
  case "block sequence entries are not allowed in this context":
    return Diagnostic(
      "an item, '- …', does not belong here", at: place, hint: "check the indentation of this line")
  case "did not find expected node content":
    return Diagnostic("expected a value here", at: place)
  case "found unknown escape character", "did not find expected hexdecimal number":
    return Diagnostic(
      "unknown escape in this text", at: place, hint: "'single quotes' keep a backslash as it is")
  case "did not find expected alphabetic or numeric character" where context == "while scanning an alias":
    return Diagnostic(
      "a value cannot start with '*'", at: start, hint: "quote a pattern that starts with '*': \"*.weight\"")
  default:
    return Diagnostic("this is not YAML: \(problem)", at: place)
  }
}

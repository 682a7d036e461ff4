public import Spec

extension Node {
  /// This value as one line of YAML that reads back as an equal value.
  ///
  /// Plain scalars stay plain, so a number stays a number whatever its spelling; everything else is quoted.
  public var flowText: String {
    switch value {
    case .scalar(let text, let plain): plain && text.isSafeWhenPlain ? text : JSON.string(text).description
    case .sequence(let items): "[" + items.map(\.flowText).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{"
        + entries.map { "\(JSON.string($0.key).description): \($0.value.flowText)" }.joined(separator: ", ")
        + "}"
    }
  }
}

extension String {
  /// Whether the text means itself inside brackets, with nothing that YAML reads as punctuation.
  fileprivate var isSafeWhenPlain: Bool {
    guard let first = unicodeScalars.first else { return false }
    let leads =
      ("a"..."z").contains(first) || ("A"..."Z").contains(first) || ("0"..."9").contains(first)
      || (["-", "+", "."].contains(first) && unicodeScalars.count > 1)
    return leads
      && unicodeScalars.allSatisfy { scalar in
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
          || ["-", "+", ".", "_", "/", " "].contains(scalar)
      } && !hasSuffix(" ")
  }
}

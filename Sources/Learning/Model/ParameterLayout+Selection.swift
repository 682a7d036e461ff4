extension ParameterLayout {
  /// The parameters that any of the patterns names, in the layout's order; nil if one of them names none.
  ///
  /// A pattern is `all`, `matrices` (two or more dimensions), `vectors` (one), or a name in which `*` stands for any
  /// text and `?` for one character: `layers.*.weight`.
  public func select(_ patterns: [String]) -> [Parameter]? {
    var chosen = Set<Parameter>()
    for pattern in patterns {
      let matching = parameters.filter { parameter in
        switch pattern {
        case "all": true
        case "matrices": parameter.shape.count >= 2
        case "vectors": parameter.shape.count == 1
        default: matches(Array(parameter.name), Array(pattern))
        }
      }
      if matching.isEmpty { return nil }
      chosen.formUnion(matching)
    }
    return parameters.filter(chosen.contains)
  }
}

/// Whether a name fits a pattern of `*` and `?`, in time proportional to the product of their lengths.
private func matches(_ name: [Character], _ pattern: [Character]) -> Bool {
  var n = 0
  var p = 0
  var star: (pattern: Int, name: Int)?
  while n < name.count {
    if p < pattern.count, pattern[p] == "*" {
      star = (p, n)
      p += 1
    } else if p < pattern.count, pattern[p] == "?" || pattern[p] == name[n] {
      n += 1
      p += 1
    } else if let last = star {
      star = (last.pattern, last.name + 1)
      p = last.pattern + 1
      n = last.name + 1
    } else {
      return false
    }
  }
  return pattern[p...].allSatisfy { $0 == "*" }
}

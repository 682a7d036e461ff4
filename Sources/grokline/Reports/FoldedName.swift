/// One name for many stages that differ in the values of axes only: `train/ma/gain=1,2,5/seed=0…4`.
enum FoldedName {
  /// What stages have in common that may fold into one: their names without the values of axes.
  static func pattern(_ name: String) -> String {
    parts(name).map { part in axis(part).map { $0.name + "=" } ?? part }.joined(separator: "/")
  }

  /// Names that may fold do; each where its first one stood.
  static func folded(_ names: [String]) -> [String] {
    var groups: [[String]] = []
    var places: [String: Int] = [:]
    for name in names {
      let pattern = pattern(name)
      if let place = places[pattern] {
        groups[place].append(name)
      } else {
        places[pattern] = groups.count
        groups.append([name])
      }
    }
    return groups.map { text($0) }
  }

  private static func parts(_ name: String) -> [String] {
    name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
      String(Substring($0))
    }
  }

  private static func axis(_ part: String) -> (name: String, value: String)? {
    guard let equals = part.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    return (String(part[..<equals]), String(part[part.utf8.index(after: equals)...]))
  }

  /// - Parameter names: of one pattern, each once.
  static func text(_ names: [String]) -> String {
    guard let first = names.first, names.count > 1 else { return names.first ?? "" }
    let rows = names.map { parts($0) }
    var possible = 1
    let text = parts(first).indices.map { index -> String in
      guard let axis = axis(rows[0][index]) else { return rows[0][index] }
      var values: [String] = []
      var known: Set<String> = []
      for row in rows {
        let value = FoldedName.axis(row[index])?.value ?? ""
        if known.insert(value).inserted { values.append(value) }
      }
      possible *= values.count
      return axis.name + "=" + spelled(values)
    }.joined(separator: "/")
    // Without a gap in the grid the values say it all.
    return possible == names.count ? text : "\(text) (\(names.count) of them)"
  }

  private static func spelled(_ values: [String]) -> String {
    let numbers = values.compactMap { Int($0) }
    if numbers.count == values.count, numbers.count > 2,
      let first = numbers.first, numbers == Array(first..<first + numbers.count)
    {
      return "\(first)…\(first + numbers.count - 1)"
    }
    if values.count <= 6 { return values.joined(separator: ",") }
    return values.prefix(3).joined(separator: ",") + ",…," + (values.last ?? "")
  }
}

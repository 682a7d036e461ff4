internal import Experiment
internal import Pipeline
internal import Spec

/// Names that people type, against those that an experiment has.
struct StageNames {
  private let stages: [String]
  private let runs: [String]
  private let seeds: Set<Int>
  private(set) var problems = UsageProblems()

  init(_ study: Study) {
    self.init(
      stages: study.graph.stages.map(\.name), runs: study.file.runNames,
      seeds: Set(study.file.points.map(\.seed)))
  }

  init(stages: [String], runs: [String], seeds: Set<Int>) {
    self.stages = stages
    self.runs = runs
    self.seeds = seeds
  }

  /// The stages or patterns of stages that words stand for; `grokking` is short for `figure/grokking`.
  mutating func stagePatterns(_ words: [String]) -> [String] {
    words.flatMap { word -> [String] in
      let glob = Glob(word)
      if stages.contains(where: glob.matches) { return [word] }
      let short = Glob("*/" + word)
      let meant = stages.filter(short.matches)
      if meant.isEmpty {
        problems.add("no stage is called '\(word)'", hint: hint(word, among: stages + tails))
      }
      return meant
    }
  }

  /// The one stage that a word stands for.
  mutating func stage(_ word: String) -> String? {
    if stages.contains(word) { return word }
    let matches = stagePatterns([word]).flatMap { pattern in
      stages.filter { Glob(pattern).matches($0) }
    }
    if matches.count > 1 {
      problems.add(
        "'\(word)' names \(matches.count) stages", hint: "name one of " + listed(matches))
    }
    return matches.count == 1 ? matches[0] : nil
  }

  mutating func check(runs patterns: [String]) {
    for pattern in patterns where !runs.contains(where: Glob(pattern).matches) {
      problems.add("no run is called '\(pattern)'", hint: hint(pattern, among: runs))
    }
  }

  mutating func check(seeds wanted: [Int]) {
    for seed in wanted where !seeds.contains(seed) {
      problems.add(
        "no run has the seed \(seed)", hint: "the seeds are " + listed(seeds.sorted().map(String.init)))
    }
  }

  /// What stages are called after the slash.
  private var tails: [String] {
    stages.compactMap { name in name.firstIndex(of: "/").map { String(name[name.index(after: $0)...]) } }
  }

  private func hint(_ word: String, among names: [String]) -> String? {
    if let near = nearest(to: word, among: names.prefix(5000)) { return "did you mean '\(near)'?" }
    return names.count <= 10
      ? "known here: " + names.joined(separator: ", ") : "'grokline plan' lists the names"
  }

  private func listed(_ names: [String]) -> String {
    names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", …" : "")
  }
}

import Experiment
import FoundationEssentials
import Glibc
import Spec
import Testing

/// A public validator of JSON Schema with a reader of YAML, if this machine has one.
private let hasValidator = Validator.run("import jsonschema, yaml") == 0

private enum Validator {
  /// Runs a Python program; its exit status.
  static func run(_ program: String, _ arguments: [String] = []) -> Int32 {
    var process = pid_t()
    var pointers: [UnsafeMutablePointer<CChar>?] =
      (["python3", "-W", "ignore", "-c", program] + arguments).map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0)
    guard posix_spawnp(&process, "python3", &files, nil, &pointers, environ) == 0 else { return -1 }
    var status: Int32 = 0
    waitpid(process, &status, 0)
    return status
  }

  /// Exits with the number of files that are not as expected: argument 1 is the schema, 2 `valid` or `invalid`.
  ///
  /// Plain scalars are resolved as in the YAML 1.2 core schema, which the library does not do of itself.
  static let program = """
    import json, re, sys, jsonschema, yaml
    class Core(yaml.SafeLoader): pass
    Core.yaml_implicit_resolvers = {}
    for tag, form, first in [
        ('bool', r'^(?:true|True|TRUE|false|False|FALSE)$', 'tTfF'),
        ('int', r'^[-+]?[0-9]+$', '-+0123456789'),
        ('float', r'^[-+]?(?:[.][0-9]+|[0-9]+(?:[.][0-9]*)?)(?:[eE][-+]?[0-9]+)?$', '-+0123456789.'),
        ('null', r'^(?:~|null|Null|NULL|)$', ['~', 'n', 'N', ''])]:
        Core.add_implicit_resolver('tag:yaml.org,2002:' + tag, re.compile(form), list(first))
    schema = json.load(open(sys.argv[1]))
    validator = jsonschema.Draft7Validator(schema)
    jsonschema.Draft7Validator.check_schema(schema)
    wrong = 0
    for path in sys.argv[3:]:
        errors = list(validator.iter_errors(yaml.load(open(path), Core)))
        if bool(errors) != (sys.argv[2] == 'invalid'):
            wrong += 1
            print(path, [(list(e.absolute_path), e.message[:300]) for e in errors])
    sys.exit(min(wrong, 100))
    """
}

@Suite("The JSON Schema of a spec", .enabled(if: hasValidator, "python3 has no jsonschema and yaml"))
struct SchemaTests {
  @Test("a public validator accepts every experiment")
  func accepted() throws {
    let bench = try Workbench()
    try bench.write("schema.json", specSchema.description)
    let experiments = StudiesWithoutRunsTests.experiments.map { repository + "/" + $0 }
    #expect(!experiments.isEmpty)
    #expect(Validator.run(Validator.program, [bench.folder + "/schema.json", "valid"] + experiments) == 0)
  }

  static let mutations = [
    "grokline: 1", "grokline: 2\nextends: a.yaml", "grokline: 1\nextends: a.yaml\nrunz: {}",
    "grokline: 1\nextends: a.yaml\nseeds: [-1]", "grokline: 1\nextends: a.yaml\nseeds: 3",
    "grokline: 1\nextends: a.yaml\ndataset: {kind: modular-arithmetc}",
    "grokline: 1\nextends: a.yaml\ndataset: {kind: modular-arithmetic, train_fraction: 2}",
    "grokline: 1\nextends: a.yaml\nmodel: {kind: mlp, heads: 2}",
    "grokline: 1\nextends: a.yaml\ntraining: {batch_size: 0}",
    "grokline: 1\nextends: a.yaml\ntraining: {optimizer: {kind: adam, learning_rat: 1}}",
    "grokline: 1\nextends: a.yaml\ntraining: {optimizer: {groups: {one: {weight_decy: 1}}}}",
    "grokline: 1\nextends: a.yaml\ntraining: {evaluate: {extra: {one: {evry: 5}}}}",
    "grokline: 1\nextends: a.yaml\ntraining: {phases: {fit: {untl: 5}}}",
    "grokline: 1\nextends: a.yaml\nruns: {a: {trainin: {}}}",
    "grokline: 1\nextends: a.yaml\nanalyses: {a: {kind: crosing}}",
    "grokline: 1\nextends: a.yaml\nfigures: {a: {kind: curves, yy: loss}}",
    "grokline: 1\nextends: a.yaml\ntables: {a: {row: run}}",
  ]

  @Test("a public validator rejects each wrong spec", arguments: mutations)
  func rejected(text: String) throws {
    let bench = try Workbench()
    try bench.write("schema.json", specSchema.description)
    try bench.write("a.yaml", text)
    #expect(
      Validator.run(Validator.program, [bench.folder + "/schema.json", "invalid", bench.folder + "/a.yaml"])
        == 0)
  }
}

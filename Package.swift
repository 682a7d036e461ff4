// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is written to these rules; a warning is an error.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// What is tested in an optimised build too: only there the fast kernels are in use.
let engineTests: [Target] = [
  .testTarget(name: "ComputeTests", dependencies: ["Compute"], swiftSettings: strict),
  // Counts what a thread asks the heap for; for tests only.
  .target(name: "CAllocations", path: "Tests/CAllocations"),
  .testTarget(
    name: "LearningTests", dependencies: ["Learning", "Compute", "Spec", "CAllocations"],
    exclude: ["Fixtures"],
    swiftSettings: strict),
]

let otherTests: [Target] = [
  // Random numbers, their seeds, and the time of the processor; for tests only.
  .target(name: "Randomized", path: "Tests/Randomized"),
  .testTarget(name: "SpecTests", dependencies: ["Spec"], swiftSettings: strict),
  .testTarget(
    name: "PipelineTests", dependencies: ["Pipeline", "CStorage", "Spec", "Randomized"], swiftSettings: strict
  ),
  .testTarget(name: "FiguresTests", dependencies: ["Figures"], exclude: ["Golden"], swiftSettings: strict),
  .testTarget(
    name: "ExperimentTests",
    dependencies: ["Experiment", "Figures", "Pipeline", "Learning", "Compute", "Spec", "Randomized"],
    exclude: ["Fixtures", "Spec/Golden", "Conformance/numbers.json"], swiftSettings: strict),
  .testTarget(
    name: "GroklineTests", dependencies: ["grokline", "Experiment", "Pipeline", "Spec", "Randomized"],
    swiftSettings: strict),
]

/// The data sets that the program knows wherever it is, a file each in `datasets`; one more needs a line in
/// `BuiltIn.swift` there, too.
let manifests = [
  "imdb", "imdb-archive", "imdb-excerpt", "mnist", "qm9", "qm9-excerpt", "tiny-shakespeare",
]

/// Leaves the other tests out, which would take minutes to optimise.
let testsEngineOnly = Context.environment["GROKLINE_TESTS"] == "engine"

let package = Package(
  name: "grokline",
  products: [.executable(name: "grokline", targets: ["grokline"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // System libraries, each imported by exactly one Swift target.
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    // Loads OpenBLAS when it is first needed.
    .target(name: "COpenBLAS", dependencies: ["CKernels"], linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CKernels", linkerSettings: [.linkedLibrary("m")]),
    .target(name: "CStorage"),

    // Text becomes typed values, or diagnostics that point.
    .target(name: "Spec", dependencies: ["CYAML"], swiftSettings: strict),
    // Numbers in memory.
    .target(
      name: "Compute", dependencies: ["COpenBLAS", "CKernels"], swiftSettings: strict,
      linkerSettings: [.linkedLibrary("m")]),
    // Models learn.
    .target(name: "Learning", dependencies: ["Compute", "Spec"], swiftSettings: strict),
    // Stages become artifacts. Knows nothing of learning.
    .target(name: "Pipeline", dependencies: ["CZstd", "CCrypto", "CStorage", "Spec"], swiftSettings: strict),
    // Plot descriptions become pictures.
    .target(name: "Figures", swiftSettings: strict),
    // What is known of public data sets, a manifest each.
    .target(
      name: "Manifests", path: "datasets", resources: manifests.map { .embedInCode($0 + ".yaml") },
      swiftSettings: strict),
    // Everything that a spec can name; the only place where learning meets the pipeline.
    .target(
      name: "Experiment", dependencies: ["Spec", "Compute", "Learning", "Pipeline", "Figures", "Manifests"],
      swiftSettings: strict),
    // One file per subcommand, words on a terminal, nothing else.
    .executableTarget(
      name: "grokline",
      dependencies: [
        "Experiment", "Pipeline", "Spec",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    // Measures the store; `Benchmarks/storage/run` drives it.
    .executableTarget(
      name: "storage-benchmark", dependencies: ["Experiment", "Pipeline", "Compute", "Spec"],
      path: "Benchmarks/storage/Measure", swiftSettings: strict),
  ] + engineTests + (testsEngineOnly ? [] : otherTests)
)

/// The manifests of this folder as they were when the program was built, so that it needs no repository beside it.
public let builtInManifests: [(name: String, text: [UInt8])] = [
  ("imdb", PackageResources.imdb_yaml),
  ("imdb-archive", PackageResources.imdb_archive_yaml),
  ("imdb-excerpt", PackageResources.imdb_excerpt_yaml),
  ("mnist", PackageResources.mnist_yaml),
  ("qm9", PackageResources.qm9_yaml),
  ("qm9-excerpt", PackageResources.qm9_excerpt_yaml),
  ("tiny-shakespeare", PackageResources.tiny_shakespeare_yaml),
]

import Foundation
import Randomized
import Spec
import Testing

@testable import Pipeline

@Suite("Readers of what strangers sent neither crash nor hang nor believe what is wrong", .serialized)
struct FuzzTests {
  /// No input may take longer.
  private let patience = Swift.Duration.seconds(10)

  @Test("The reader of bundles: it throws, or what it took is what the manifest says")
  func bundles() throws {
    let folder = try ShareFolder()
    var budget = FuzzBudget("bundles")
    var mutator = Mutator(
      seed: budget.seed,
      words: [
        "..", "/", "manifest.json", "\"bytes\":", "\"path\":", "ustar", "0000644", "\0", "77777777777", "{}",
        "[]", "\u{202E}",
      ])
    var crafted = CraftedBundle()
    crafted.build()
    let archive = crafted.archive
    let compressed = crafted.bytes
    while budget.next() {
      let input: [UInt8]
      switch budget.done % 4 {
      case 0: input = mutator.mutate(compressed)
      case 1: input = Zstd.compress(mutator.mutate(archive))
      case 2:
        // A manifest that is wrong in an archive that fits it.
        var bundle = CraftedBundle()
        bundle.manifest = mutator.mutate(Array(CraftedBundle.manifest(bundle.facts, bundle.entries)))
        input = bundle.bytes
      default:
        // A header that is wrong and whose checksum fits.
        var bundle = CraftedBundle()
        bundle.build()
        let index = Int.random(in: 0..<bundle.members.count, using: &mutator.random)
        var header = mutator.mutate(bundle.members[index].header)
        header = Array((header + [UInt8](repeating: 0, count: 512)).prefix(512))
        CraftedBundle.mendChecksum(of: &header)
        bundle.members[index].header = header
        input = bundle.bytes
      }
      let path = try folder.put(input)
      let began = ContinuousClock.now
      do {
        let reader = try BundleReader(path)
        let contents = try reader.contents(of: Set(reader.manifest.entries.map(\.path)), limit: 1 << 30)
        for entry in reader.manifest.entries {
          #expect(Digest.of(contents[entry.path] ?? []) == entry.digest)
          #expect(BundlePath.flaw(of: entry.path) == nil)
        }
        budget.accept()
      } catch is BundleFlaw {
      }
      #expect(ContinuousClock.now - began < patience)
    }
    #expect(try folder.names == ["x.bundle"])
  }

  @Test("The reader of YAML: it gives a value, or errors that point into the text")
  func yaml() throws {
    var budget = FuzzBudget("YAML")
    var mutator = Mutator(
      seed: budget.seed,
      words: [
        ": ", "- ", "\n", "  ", "{", "}", "[", "]", "&a", "*a", "<<: *a", "!!binary", "? ", "|", ">", "\"",
        "'", "#", "---\n", "...\n",
        "%YAML 1.1\n", "\t", "\u{FEFF}", "\u{2028}", "\\u0000", "none", "1e999", "{linspace: [0, 1, 5]}",
        ", ",
      ])
    let texts = [
      "grokline: 1\nname: wave\ndataset: {kind: csv, file: wave.csv, inputs: [a, b], target: y}\n",
      "runs:\n  plain: {}\n  filtered: {training: {filter: {kind: moving-average, window: 10}}}\nseeds: [0, 1]\n",
      "a: |\n  text\n  more\nb: >-\n  folded\n  text\nc: \"\\u00e9\\n\"\nd: 'it''s'\n",
      "list:\n- 1\n- {x: [1, 2, {y: z}]}\n-\n  - deep\n  - deeper:\n      - deepest\n",
    ].map { Array($0.utf8) }
    while budget.next() {
      let base = texts[budget.done % texts.count]
      let input = mutator.mutate(base, with: texts)
      let began = ContinuousClock.now
      do {
        let text = try decodeText(input, file: "x.yaml")
        let node = try readYAML(text, file: "x.yaml")
        _ = node.json
        budget.accept()
      } catch {
        #expect(!error.diagnostics.isEmpty)
        _ = error.rendered()
      }
      #expect(ContinuousClock.now - began < patience)
    }
  }

  @Test("The reader of objects: it throws, or gives bytes; what is wrong goes to quarantine")
  func objects() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    var random = SeededGenerator(seed: 7)
    let noise = (0..<3000).map { _ in UInt8.random(in: 0...255, using: &random) }
    let text = Array(String(repeating: "step,loss\n1,0.5\n", count: 300).utf8)
    let numbers = (0..<40_000).flatMap { index in withUnsafeBytes(of: Float(index % 100) / 7) { Array($0) } }
    let references = [
      try store.write(noise), try store.write(text), try store.write(numbers, as: .floats),
    ]
    let files = try references.map { try bytes(ofFile: temporary.path(of: $0)) }
    var budget = FuzzBudget("objects")
    var mutator = Mutator(seed: budget.seed, words: ["GRKLOBJ\u{1}", "(\u{B5}/\u{FD}", "\0\0\0\0\0\0\0\0"])
    while budget.next() {
      let index = budget.done % references.count
      let (reference, file) = (references[index], files[index])
      var input = file
      switch budget.done / references.count % 3 {
      case 0: input = mutator.mutate(Array(file.prefix(1 << 14)))
      case 1:
        // A header that is wrong and whose digest fits.
        var head = mutator.mutate(Array(file.prefix(96)))
        head = Array((head + [UInt8](repeating: 0, count: 96)).prefix(96))
        input = head + Digest.of(head).bytes + file.dropFirst(128)
      default:
        // Stored bytes that are wrong, under digests that fit.
        let payload = mutator.mutate(Array(file.dropFirst(128).prefix(1 << 14)))
        guard var header = ObjectHeader(bytes: Array(file.prefix(128))) else { continue }
        header.storedSize = payload.count
        let covered =
          header.form == .chunks ? Array(payload.prefix(ChunkIndex.size(header.reference.size))) : payload
        header.storedDigest = Digest.of(covered)
        input = header.bytes + payload
      }
      try write(input, toFile: temporary.path(of: reference))
      let began = ContinuousClock.now
      do {
        let content = try store.read(reference)
        #expect(content.count == reference.size)
        budget.accept()
      } catch {
        _ = "\(error)"
      }
      #expect(ContinuousClock.now - began < patience)
      if budget.done.isMultiple(of: 500) { try sweepQuarantine(of: temporary) }
    }
  }

  /// Thousands of damaged files would fill the disk of a long run.
  private func sweepQuarantine(of temporary: TemporaryStore) throws {
    let folder = temporary.root + "/quarantine"
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      try FileManager.default.removeItem(atPath: folder + "/" + name)
    }
    _ = temporary.takeDamage()
  }
}

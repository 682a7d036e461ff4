import FoundationEssentials
import Pipeline
import Spec
import Testing

@Suite struct DataTests {
  @Test("datasets lists what a project can name and what is here of it, fetch says what is missing")
  func listing() throws {
    let place = try Workplace()
    let list = try place.run("datasets")
    #expect(list.status == 0)
    #expect(list.output.contains("mnist              12 MB  not here  MNIST, 70,000 handwritten digits\n"))
    let json = try JSON(parsing: Array(try place.run("datasets", "--json").output.utf8))
    #expect(json["datasets"]?.array?.compactMap { $0["name"]?.string }.contains("imdb-excerpt") == true)
    let unknown = try place.run("fetch", "mnits")
    #expect(unknown.status == 2)
    #expect(unknown.errors == "error: no data set is called 'mnits'\n  hint: did you mean 'mnist'?\n")
    #expect(try place.run("fetch").status == 2)
    let unoffered = try place.run("fetch", "imdb-excerpt")
    #expect(unoffered.status == 1)
    #expect(unoffered.errors.contains("nobody offers it"))
  }

  @Test(
    "a project's own data set is planned without its file, asked for by name, and trained once it is there")
  func ownDataset() throws {
    let place = try Workplace()
    let text =
      Array(String(repeating: "review,sentiment\n", count: 1).utf8)
      + (0..<8).flatMap {
        Array("fine film \($0 % 2 == 0 ? "fine" : "film"),\($0 % 2 == 0 ? "up" : "down")\n".utf8)
      }
    try FileManager.default.createDirectory(
      atPath: place.folder + "/datasets", withIntermediateDirectories: true)
    try place.write(
      "datasets/films.yaml",
      """
      grokline: 1
      title: films
      citation: nobody
      licence: none
      files:
        table: {path: films/films.csv, urls: [], sha256: \(Digest.of(text)), bytes: \(text.count), format: CSV}
      """)
    try place.write(
      "films.yaml",
      """
      grokline: 1
      dataset:
        {kind: text-labels, source: films, limit: 8, vocabulary: 2, length: 3}
      model: {kind: decoder-transformer, layers: 1, width: 4, heads: 1}
      training:
        loss: mean-squared-error
        batch_size: all
        optimizer: {kind: adam, learning_rate: 1e-2}
        phases: {fit: {until: 3}}
      """)
    let plan = try place.run("plan", "films.yaml")
    #expect(plan.status == 0, "\(plan.errors)")
    let missing = try place.run("run", "films.yaml")
    #expect(missing.status == 1)
    #expect(missing.errors.contains("put it there as 'films/films.csv', or name its folder in GROKLINE_DATA"))
    try FileManager.default.createDirectory(
      atPath: place.folder + "/mine/films", withIntermediateDirectories: true)
    try place.write("mine/films/films.csv", String(decoding: text, as: UTF8.self))
    let data = ["GROKLINE_DATA": "mine"]
    let run = try place.run("run", "films.yaml", variables: data)
    #expect(run.status == 0, "\(run.errors)")
    // Nothing runs again where the file is not: its digest is the manifest's.
    #expect(try place.run("plan", "films.yaml", "--check").status == 0)
    // A mirror of the project's settings does as well, and other bytes never train.
    try place.write("grokline.yaml", "grokline: 1\nmirrors: [mine]\n")
    #expect(try place.run("run", "films.yaml", "--set", "training.phases.fit.until=4").status == 0)
    let other = String(decoding: text, as: UTF8.self).replacing("fine", with: "nice")
    try place.write("mine/films/films.csv", other)
    let wrong = try place.run("run", "films.yaml", "--set", "training.phases.fit.until=5")
    #expect(wrong.status == 1)
    #expect(wrong.errors.contains("is not the file that it should be"))
  }
}

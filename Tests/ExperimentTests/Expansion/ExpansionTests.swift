import Experiment
import Spec
import Testing

@Suite("Expansion")
struct ExpansionTests {
  @Test("a spec without runs has one run, main, with seed 0")
  func main() throws {
    let file = try expand(["folder/one.yaml": spec("")])
    #expect(file.name == "one")
    #expect(file.points.map(\.label) == ["main/seed=0"])
    #expect(file.points[0].training.at("phases") == nil)
    #expect(file.points[0].phases.map(\.name) == ["fit"])
    #expect(file.points[0].phases[0].node.at("optimizer.learning_rate") == 0.001)
    #expect(file.points[0].phases[0].node.at("until") == 100)
  }

  @Test("a like brings the other run's sweep, and none takes a filter away")
  func likes() throws {
    let file = try expand([
      "a.yaml": spec(
        """
        runs:
          ema: {training: {filter: {kind: exponential-moving-average, decay: 0.98, gain: 2}}}
          by-gain: {like: ema, sweep: {training.filter.gain: [1, 2.0, 5e0]}}
          plain: {like: by-gain, training: {filter: none}, sweep: none}
        """)
    ])
    #expect(
      file.points.map(\.label) == [
        "ema/seed=0", "by-gain/gain=1/seed=0", "by-gain/gain=2/seed=0", "by-gain/gain=5/seed=0",
        "plain/seed=0",
      ])
    #expect(
      file.points[3].training.at("filter") == [
        "kind": "exponential-moving-average", "decay": 0.98, "gain": 5,
      ])
    #expect(file.points[4].training.at("filter") == nil)
  }

  @Test("a phase merges onto the finished training last, and can remove or revive what is there")
  func phases() throws {
    let file = try expand([
      "a.yaml": """
      grokline: 1
      dataset: {kind: d}
      model: {kind: m}
      training:
        filter: {kind: ema, decay: 0.99, gain: 5}
        phases: {plain: {until: 1001, filter: none}, filtered: {until: 15000, stop: {metric: loss, reaches: 1}}}
      runs:
        never: {training: {filter: none}}
        from-start: {training: {phases: {plain: none}}}
        later: {training: {phases: {plain: {until: 2001}}}}
        fed: {like: later, training: {phases: {plain: {filter: {apply: false}}}}}
      sweep: {training.filter.gain: [7]}
      """
    ])
    func phases(_ run: String) throws -> [JSON] {
      let point = try #require(file.points.first { $0.run == run })
      return point.phases.map { .array([.string($0.name), $0.node.json]) }
    }
    let filter: JSON = ["kind": "ema", "decay": 0.99, "gain": 7]
    let stop: JSON = ["metric": "loss", "reaches": 1]
    let filtered: JSON = ["filtered", ["until": 15000, "stop": stop, "filter": filter]]
    #expect(try phases("from-start") == [filtered])
    #expect(try phases("later") == [["plain", ["until": 2001]], filtered])
    #expect(
      try phases("fed") == [
        ["plain", ["until": 2001, "filter": ["kind": "ema", "decay": 0.99, "gain": 7, "apply": false]]],
        filtered,
      ])
    // The sweep brings the filter of `never` back: a later mapping revives what was removed.
    #expect(try phases("never")[1] == filtered)
  }

  @Test("axes multiply in the order of their names, and named ones move several paths together")
  func axes() throws {
    let file = try expand([
      "a.yaml": spec(
        """
        sweep:
          size: {training.batch_size: [50, 200], dataset.limit: [100, 1000]}
          model.scale: {logspace: [0.1, 10, 3]}
          training.optimizer.weight_decay: {linspace: [0, 0.3, 4]}
        seeds: [3, 1]
        """)
    ])
    #expect(file.points.count == 3 * 2 * 4 * 2)
    #expect(file.points[0].label == "main/scale=0.1/size=100/weight_decay=0/seed=3")
    #expect(file.points[1].label == "main/scale=0.1/size=100/weight_decay=0/seed=1")
    #expect(file.points[2].label == "main/scale=0.1/size=100/weight_decay=0.1/seed=3")
    let last = try #require(file.points.last)
    #expect(last.label == "main/scale=10/size=1000/weight_decay=0.3/seed=1")
    #expect(last.axes.map(\.value) == [10, 1000, 0.3])
    #expect(last.model.at("scale") == ["by": 10])
    #expect(last.training.at("batch_size") == 200)
    #expect(last.dataset.at("limit") == 1000)
    #expect(
      last.seedOrigin.description
        == #"{"seed":1,"settings":{"dataset.limit":1000,"model.scale":{"by":10},"training.batch_size":200,"#
        + #""training.optimizer.weight_decay":0.3}}"#)
  }

  @Test("a zip whose paths all repeat values is labelled by all of them")
  func zipLabels() throws {
    let file = try expand([
      "a.yaml": spec("sweep: {pair: {dataset.limit: [1, 1, 2], training.batch_size: [5, 6, 5]}}")
    ])
    #expect(file.points.map { $0.axes[0].text } == ["1+5", "1+6", "2+5"])
  }

  @Test("swept mappings and lists are called by their kind or their items")
  func structuredValues() throws {
    let file = try expand([
      "a.yaml": spec(
        """
        sweep:
          training.filter: [none, {kind: moving-average, window: 5}, exponential-moving-average]
          model.widths: [[2, 4], [2, 8]]
        """)
    ])
    #expect(
      file.points.map(\.label).prefix(3) == [
        "main/filter=none/widths=2-4/seed=0", "main/filter=none/widths=2-8/seed=0",
        "main/filter=moving-average/widths=2-4/seed=0",
      ])
    #expect(file.points[0].training.at("filter") == nil)
    #expect(file.points[4].training.at("filter") == ["kind": "exponential-moving-average"])
  }

  @Test("a sweep reaches into lists by position and by name")
  func listPositions() throws {
    let file = try expand([
      "a.yaml": """
      grokline: 1
      dataset: {kind: csv}
      model: {kind: sequential, layers: [{kind: linear, width: 1}, {kind: linear, name: head, width: 2}]}
      training: {loss: cross-entropy}
      sweep: {a: {model.layers.0.width: [7]}, b: {model.layers.head.width: [8]}}
      """
    ])
    #expect(file.points[0].model.at("layers.0.width") == 7)
    #expect(file.points[0].model.at("layers.head.width") == 8)
  }

  @Test("values at equal distances and ratios have no rounding noise")
  func ranges() throws {
    let file = try expand([
      "a.yaml": spec(
        "sweep: {a: {model.scale: {linspace: [0, 9, 21]}}, b: {dataset.limit: {logspace: [1, 1e4, 5]}}}")
    ])
    let texts = Set(file.points.map { $0.axes[0].text })
    #expect(texts.isSuperset(of: ["0", "0.45", "1.35", "4.05", "8.55", "9"]))
    #expect(Set(file.points.map { $0.axes[1].text }) == ["1", "10", "100", "1000", "10000"])
  }

  @Test("layers win in their order, and each value knows its layer")
  func layers() throws {
    let files: KeyValuePairs = [
      "top/a.yaml": """
      grokline: 1
      extends: [../base/one.yaml, ../base/two.yaml]
      training: {c: file}
      runs:
        x: {training: {d: other, e: other}}
        y: {like: x, training: {e: run, f: run, g: run, h: run}}
      budgets: {small: {training: {f: budget, g: budget, h: budget}, runs: {y: {training: {g: budget-run, h: budget-run}}}}}
      budget: small
      sweep: {training.s: [1]}
      """,
      "base/one.yaml":
        "{grokline: 1, name: one, dataset: {kind: d}, model: {kind: m}, training: {a: one, b: one, c: one}}",
      "base/two.yaml": "{grokline: 1, training: {b: two, c: two}}",
    ]
    let file = try expand(files, set: ["training.h=set"])
    let training = try #require(file.points.last?.training)
    #expect(
      training.json == [
        "a": "one", "b": "two", "c": "file", "d": "other", "e": "run", "f": "budget", "g": "budget-run",
        "h": "set",
        "s": 1,
      ])
    func origin(_ key: String) -> String? { training[key].map { "\($0.layer), \($0.location)" } }
    #expect(origin("a") == "file, base/one.yaml:1:78")
    #expect(origin("d") == "like x, top/a.yaml:5:21")
    #expect(origin("e") == "run y, top/a.yaml:6:30")
    #expect(origin("f") == "budget small, top/a.yaml:7:33")
    #expect(origin("s") == "sweep s, top/a.yaml:9:22")
    #expect(origin("h") == "--set, --set training.h=set")
    #expect(file.name == "a")
    #expect(file.files == ["base/one.yaml", "base/two.yaml", "top/a.yaml"])
  }

  @Test("a budget replaces the lists of a sweep axis by axis, and can leave a run out")
  func budgets() throws {
    let text = spec(
      """
      runs:
        a: {}
        grid: {sweep: {model.scale: {logspace: [0.1, 10, 11]}, dataset.limit: [1, 2, 3]}}
      budgets: {small: {seeds: [7], runs: {a: none, grid: {sweep: {model.scale: [1, 2]}}}}}
      """)
    #expect(try expand(["a.yaml": text]).points.count == 1 + 33)
    let small = try expand(["a.yaml": text], set: ["budget=small"])
    #expect(small.runNames == ["grid"])
    #expect(small.points.map(\.seed) == Array(repeating: 7, count: 6))
  }

  @Test("a figure like another merges onto it")
  func figures() throws {
    let file = try expand([
      "a.yaml": spec(
        """
        figures:
          b: {like: a, value: validation_error, overlay: none}
          a: {kind: heat-map, x: {axis: scale, scale: log}, value: train_error, overlay: [c]}
        analyses: {c: {kind: summary, values: {train_error: best}}, gone: none}
        """)
    ])
    #expect(
      file.figures?.at("b") == [
        "kind": "heat-map", "x": ["axis": "scale", "scale": "log"], "value": ["axis": "validation_error"],
      ])
    #expect(file.analyses?.json == ["c": ["kind": "summary", "values": ["train_error": ["take": "best"]]]])
  }

  @Test("--set reaches the sweep, one run, seeds and figures")
  func sets() throws {
    let text = spec(
      "runs: {a: {sweep: {model.scale: [1, 2], pair: {dataset.limit: [1, 2]}}}, b: {}}\nfigures: {f: {kind: curves}}"
    )
    let file = try expand(
      ["a.yaml": text],
      set: [
        "runs.a.sweep.model.scale=[5]", "runs.a.sweep.pair.dataset.limit=[8]", "seeds=[4]",
        "figures.f.y=loss",
        "training.limit=50", "runs.b.training.limit=60",
      ])
    #expect(file.points.map(\.label) == ["a/pair=8/scale=5/seed=4", "b/seed=4"])
    #expect(file.points.map { $0.training.at("limit") } == [50, 60])
    #expect(file.figures?.at("f.y.axis") == "loss")
  }

  @Test("key order, comments, quoting of keys and number spelling change no point")
  func spelling() throws {
    let one = try expand([
      "a.yaml": spec(
        "sweep: {training.optimizer.weight_decay: [0.1, 1], b: {dataset.limit: [1, 2], model.scale: [3, 4]}}")
    ])
    let other = try expand([
      "a.yaml": """
      # the same
      sweep: {"b": {model.scale: [3.0, 4e0], dataset.limit: [1, 2]}, 'training.optimizer.weight_decay': [1e-1, 1.0]}
      training:
        phases: {fit: {until: 1e2}}
        "optimizer": {weight_decay: 0.0, learning_rate: 0.001, kind: "adam"}
      model: {scale: {by: 1}, widths: [2, 8, 2], kind: mlp}
      dataset: {modulus: 97, kind: modular-arithmetic}
      grokline: 1
      """
    ])
    #expect(one.points.map(\.label) == other.points.map(\.label))
    #expect(one.points.map(\.training.json) == other.points.map(\.training.json))
    #expect(one.points.map(\.model.json) == other.points.map(\.model.json))
    #expect(one.points.map(\.seedOrigin) == other.points.map(\.seedOrigin))
    #expect(one.points.map { $0.phases.map(\.node.json) } == other.points.map { $0.phases.map(\.node.json) })
  }

  @Test("ten thousand points have ten thousand labels")
  func many() throws {
    let file = try expand([
      "a.yaml": spec(
        "sweep: {model.scale: {linspace: [0, 1, 100]}, training.optimizer.weight_decay: {linspace: [0, 1, 100]}}"
      )
    ])
    #expect(file.points.count == 10_000)
    #expect(Set(file.points.map(\.label)).count == 10_000)
  }
}

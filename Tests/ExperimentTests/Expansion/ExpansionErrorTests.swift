import Experiment
import Spec
import Testing

@Suite("Errors of expansion")
struct ExpansionErrorTests {
  /// What follows the six lines that every spec has, and all that a user sees.
  static let messages: [(more: String, overrides: [String], expected: String)] = [
    (
      "optimizer: {kind: adam}\ntrainig: {limit: 5}", [],
      """
      a.yaml:7:1: error: unknown key 'optimizer'
        7 | optimizer: {kind: adam}
          | ^
        hint: known here: analyses, budget, budgets, dataset, extends, figures, grokline, labels, model, moments, \
      name, rng, runs, seeds, sweep, tables, training

      a.yaml:8:1: error: unknown key 'trainig'
        8 | trainig: {limit: 5}
          | ^
        hint: did you mean 'training'?
      """
    ),
    (
      "runs: {a: {trainin: {}}, b: {figures: {}}, c/d: {}, e: 5}", [],
      """
      a.yaml:7:12: error: unknown key 'trainin'
        7 | runs: {a: {trainin: {}}, b: {figures: {}}, c/d: {}, e: 5}
          |            ^
        hint: did you mean 'training'?

      a.yaml:7:30: error: unknown key 'figures'
        7 | runs: {a: {trainin: {}}, b: {figures: {}}, c/d: {}, e: 5}
          |                              ^
        hint: 'figures' belongs to the top of the file

      a.yaml:7:44: error: 'c/d' is not a name: expected letters, digits, '-', '_' and '.', a letter or digit first
        7 | runs: {a: {trainin: {}}, b: {figures: {}}, c/d: {}, e: 5}
          |                                            ^

      a.yaml:7:56: error: '5' is not a mapping
        7 | runs: {a: {trainin: {}}, b: {figures: {}}, c/d: {}, e: 5}
          |                                                        ^
      """
    ),
    (
      "runs: {baseline: {}, two: {like: basline}}", [],
      """
      a.yaml:7:34: error: there is no run 'basline'
        7 | runs: {baseline: {}, two: {like: basline}}
          |                                  ^
        hint: did you mean 'baseline'?
      """
    ),
    (
      "runs: {a: {like: c}, b: {like: a}, c: {like: b}}", [],
      """
      a.yaml:7:18: error: run 'c' is like itself: c → b → a → c
        7 | runs: {a: {like: c}, b: {like: a}, c: {like: b}}
          |                  ^
        hint: remove one 'like' of the circle

      a.yaml:7:32: error: run 'a' is like itself: a → c → b → a
        7 | runs: {a: {like: c}, b: {like: a}, c: {like: b}}
          |                                ^
        hint: remove one 'like' of the circle

      a.yaml:7:46: error: run 'b' is like itself: b → a → c → b
        7 | runs: {a: {like: c}, b: {like: a}, c: {like: b}}
          |                                              ^
        hint: remove one 'like' of the circle
      """
    ),
    (
      "figures: {a: {kind: curves}, b: {like: aa}}", [],
      """
      a.yaml:7:40: error: there is no figure 'aa'
        7 | figures: {a: {kind: curves}, b: {like: aa}}
          |                                        ^
        hint: did you mean 'a'?
      """
    ),
    (
      "runs: {a: {dataset: none}}", [],
      """
      a.yaml:7:8: error: run 'a' has no 'dataset'
        7 | runs: {a: {dataset: none}}
          |        ^
        hint: write 'dataset: …' at the top of the file or in the run
      """
    ),
    (
      "sweep:\n  model.scale: [1]\n  x: {training.scale: [1], trainin.limit: [2]}\n  training.filter.scale: [2]\n  seed: {model.seed: [1]}",
      [],
      """
      a.yaml:9:28: error: 'trainin.limit' leads nowhere: expected a path that starts with dataset, model, \
      training or rng
        9 |   x: {training.scale: [1], trainin.limit: [2]}
          |                            ^
        hint: did you mean 'training'?

      a.yaml:10:3: error: two axes are called 'scale': another is on line 8
        10 |   training.filter.scale: [2]
           |   ^
        hint: name one: sweep: {NAME: {training.filter.scale: …}}

      a.yaml:11:3: error: an axis cannot be called 'seed', which every point has
        11 |   seed: {model.seed: [1]}
           |   ^
        hint: give it a name: sweep: {NAME: {PATH: […]}}
      """
    ),
    (
      "sweep: {a: {dataset.limit: [1, 2], model.scale: [1]}, b: {training.limit: []}, c: {training.x: 5}, training.y: {z: 1}}",
      [],
      """
      a.yaml:7:36: error: 'dataset.limit' has 2 values and 'model.scale' 1: lists that move together have equal length
        7 | sweep: {a: {dataset.limit: [1, 2], model.scale: [1]}, b: {training.limit: []}, c: {training.x: 5}, t…
          |                                    ^

      a.yaml:7:75: error: an empty list leaves nothing to run
        7 | …{a: {dataset.limit: [1, 2], model.scale: [1]}, b: {training.limit: []}, c: {training.x: 5}, training…
          |                                                                     ^

      a.yaml:7:96: error: '5' is not a list of values
        7 | …t.limit: [1, 2], model.scale: [1]}, b: {training.limit: []}, c: {training.x: 5}, training.y: {z: 1}}
          |                                                                               ^
        hint: write [1, 2, 5], {linspace: [first, last, count]} or {logspace: [first, last, count]}

      a.yaml:7:113: error: 'z' leads nowhere: expected a path that starts with dataset, model, training or rng
        7 | …t.limit: [1, 2], model.scale: [1]}, b: {training.limit: []}, c: {training.x: 5}, training.y: {z: 1}}
          |                                                                                                ^
      """
    ),
    (
      "sweep: {model.scale: {logspace: [-1, 1, 5]}, dataset.limit: {linspace: [1, 2]}, training.limit: {linspace: [1, 2, 1]}}",
      [],
      """
      a.yaml:7:34: error: '-1' is out of range: expected above 0
        7 | sweep: {model.scale: {logspace: [-1, 1, 5]}, dataset.limit: {linspace: [1, 2]}, training.limit: {lin…
          |                                  ^
        hint: the ends of logspace are values, not exponents: [0.1, 10, 11]

      a.yaml:7:72: error: linspace takes three numbers: the first value, the last value and how many
        7 | …p: {model.scale: {logspace: [-1, 1, 5]}, dataset.limit: {linspace: [1, 2]}, training.limit: {linspac…
          |                                                                     ^

      a.yaml:7:115: error: 1 values are out of range: expected from 2 to 1000000
        7 | …e: {logspace: [-1, 1, 5]}, dataset.limit: {linspace: [1, 2]}, training.limit: {linspace: [1, 2, 1]}}
          |                                                                                                  ^
      """
    ),
    (
      "sweep: {model.scale: [1, 2, 1.0], a: {training.optimizer.weight_decay: [0, 1]}, b: {training.optimizer.weight_decay: [0]}}",
      [],
      """
      a.yaml:7:29: error: the value '1' stands twice on the axis 'scale'
        7 | sweep: {model.scale: [1, 2, 1.0], a: {training.optimizer.weight_decay: [0, 1]}, b: {training.optimiz…
          |                             ^
        hint: keep one of them

      a.yaml:7:81: error: two axes set 'training.optimizer.weight_decay'
        7 | ….scale: [1, 2, 1.0], a: {training.optimizer.weight_decay: [0, 1]}, b: {training.optimizer.weight_dec…
          |                                                                     ^
      """
    ),
    (
      "seeds: [0, 1, 0, -1, x]", [],
      """
      a.yaml:7:15: error: the seed 0 stands twice
        7 | seeds: [0, 1, 0, -1, x]
          |               ^
        hint: keep one of them

      a.yaml:7:18: error: '-1' is out of range: expected at least 0
        7 | seeds: [0, 1, 0, -1, x]
          |                  ^

      a.yaml:7:22: error: 'x' is not a whole number
        7 | seeds: [0, 1, 0, -1, x]
          |                      ^
      """
    ),
    (
      "seeds: 3", [],
      """
      a.yaml:7:8: error: '3' is not a list of seeds
        7 | seeds: 3
          |        ^
        hint: write [3]
      """
    ),
    (
      "budget: smal\nbudgets: {small: {runs: {man: {}, main: {like: a}}, figures: {}}}", [],
      """
      a.yaml:7:9: error: there is no budget 'smal'
        7 | budget: smal
          |         ^
        hint: did you mean 'small'?

      a.yaml:8:26: error: there is no run 'man'
        8 | budgets: {small: {runs: {man: {}, main: {like: a}}, figures: {}}}
          |                          ^
        hint: did you mean 'main'?

      a.yaml:8:42: error: unknown key 'like'
        8 | budgets: {small: {runs: {man: {}, main: {like: a}}, figures: {}}}
          |                                          ^
        hint: known here: dataset, model, rng, seeds, sweep, training

      a.yaml:8:53: error: unknown key 'figures'
        8 | budgets: {small: {runs: {man: {}, main: {like: a}}, figures: {}}}
          |                                                     ^
        hint: 'figures' belongs to the top of the file
      """
    ),
    (
      "name: ../elsewhere", [],
      """
      a.yaml:7:7: error: '../elsewhere' is not a name: expected letters, digits, '-', '_' and '.', a letter or \
      digit first
        7 | name: ../elsewhere
          |       ^
      """
    ),
    (
      "sweep: {training.optimizer.weight_decay: [0, 1]}", ["training.optimizer.weight_decay=3"],
      """
      --set training.optimizer.weight_decay=3: error: run 'main' sweeps 'training.optimizer.weight_decay' on \
      line 7 of a.yaml
        | training.optimizer.weight_decay=3
        | ^
        hint: set the sweep itself: --set sweep.training.optimizer.weight_decay=[…]
      """
    ),
    (
      "sweep: {decay: {training.optimizer.weight_decay: [0, 1]}}", ["training.optimizer.kind=sgd"],
      """
      --set training.optimizer.kind=sgd: error: run 'main' sweeps 'training.optimizer.weight_decay' on line 7 of \
      a.yaml
        | training.optimizer.kind=sgd
        | ^
        hint: set the sweep itself: --set sweep.decay.training.optimizer.weight_decay=[…]
      """
    ),
    (
      "runs: {a: {}}", ["trainig.limit=3", "runs.b.training.limit=3", "grokline=2", "budget=x", "seeds=0"],
      """
      --set trainig.limit=3: error: unknown key 'trainig'
        | trainig.limit=3
        | ^
        hint: did you mean 'training'?

      --set grokline=2: error: 'grokline' cannot be set: it stands in the file
        | grokline=2
        | ^

      --set budget=x: error: there is no budget 'x'
        | budget=x
        |        ^

      --set runs.b.training.limit=3: error: there is no run 'b'
        | runs.b.training.limit=3
        |      ^
        hint: did you mean 'a'?

      --set seeds=0: error: '0' is not a list of seeds
        | seeds=0
        |       ^
        hint: write [0]
      """
    ),
    (
      "runs: {a: {training: {phases: [1]}}, b: {training: {phases: {fit: 5}}}, c: {model: 5, training: []}}",
      [],
      """
      a.yaml:7:31: error: a list is not a mapping from names
        7 | runs: {a: {training: {phases: [1]}}, b: {training: {phases: {fit: 5}}}, c: {model: 5, training: []}}
          |                               ^
        hint: write phases: {fit: {until: 1000}}

      a.yaml:7:67: error: '5' is not a phase: expected a mapping
        7 | runs: {a: {training: {phases: [1]}}, b: {training: {phases: {fit: 5}}}, c: {model: 5, training: []}}
          |                                                                   ^
        hint: write fit: {until: 1000}

      a.yaml:7:97: error: a list is not a mapping
        7 | runs: {a: {training: {phases: [1]}}, b: {training: {phases: {fit: 5}}}, c: {model: 5, training: []}}
          |                                                                                                 ^
      """
    ),
  ]

  @Test("a wrong spec is shown with every error, caret and hint", arguments: messages)
  func rejected(more: String, overrides: [String], expected: String) {
    #expect(errors(["a.yaml": spec(more)], set: overrides) == expected)
  }

  static let files: [(extends: String, root: String, expected: String)] = [
    (
      "../b.yaml", "specs",
      """
      specs/a.yaml:2:10: error: '../b.yaml' is outside of the project
        2 | extends: ../b.yaml
          |          ^
        hint: write a path from the folder of this file that stays inside the project
      """
    ),
    (
      "../../b.yaml", "",
      """
      specs/a.yaml:2:10: error: '../../b.yaml' is outside of the project
        2 | extends: ../../b.yaml
          |          ^
        hint: write a path from the folder of this file that stays inside the project
      """
    ),
    (
      "/etc/passwd", "",
      """
      specs/a.yaml:2:10: error: '/etc/passwd' is outside of the project
        2 | extends: /etc/passwd
          |          ^
        hint: write a path from the folder of this file that stays inside the project
      """
    ),
    (
      "missing.yaml", "",
      """
      specs/a.yaml:2:10: error: cannot read 'specs/missing.yaml': no such file
        2 | extends: missing.yaml
          |          ^
      """
    ),
    (
      "[circle.yaml, broken.yaml]", "",
      """
      specs/circle.yaml:1:24: error: 'specs/a.yaml' extends itself: specs/a.yaml → specs/circle.yaml → specs/a.yaml
        1 | {grokline: 1, extends: ../specs/./a.yaml}
          |                        ^
        hint: remove one 'extends' of the circle

      specs/broken.yaml:1:1: error: missing 'grokline': expected the version of the language, 1
        1 | {training: {x: 1}, modle: 2}
          | ^
        hint: write 'grokline: 1' at the top

      specs/broken.yaml:1:20: error: unknown key 'modle'
        1 | {training: {x: 1}, modle: 2}
          |                    ^
        hint: did you mean 'model'?
      """
    ),
  ]

  @Test("what is wrong with an extended file is shown in that file", arguments: files)
  func extended(extends: String, root: String, expected: String) {
    let found = errors(
      [
        "specs/a.yaml": "grokline: 1\nextends: \(extends)\n",
        "specs/circle.yaml": "{grokline: 1, extends: ../specs/./a.yaml}",
        "specs/broken.yaml": "{training: {x: 1}, modle: 2}",
      ], root: root)
    #expect(found == expected)
  }

  @Test("a missing main file, an empty one and one that is no mapping are errors")
  func noSpec() {
    #expect(errors(["a.yaml": ""]) == "a.yaml:1:1: error: the file is empty")
    #expect(
      errors(["a.yaml": "[1]"]).hasPrefix("a.yaml:1:1: error: a list is not a spec: expected a mapping"))
    #expect(errors([:]).hasPrefix(":1:1: error: cannot read ''"))
  }

  @Test("a sweep of more than a million points is refused before it is made")
  func tooMany() {
    let sweep = "sweep: {model.scale: {linspace: [0, 1, 1001]}, dataset.limit: {linspace: [0, 1, 1001]}}"
    #expect(
      errors(["a.yaml": spec(sweep)]).hasPrefix("a.yaml:1:1: error: the sweep of run 'main' makes more than"))
  }
}

extension Story {
  /// What is measured and shown, and what is added to or taken from the whole.
  static let ofReading: [Story] = [
    Story(
      "evaluation more often",
      [
        ("evaluate: {every: 20}", "evaluate: {every: 10}")
      ],
      """
      train/plain: run (replay for metrics) 0…200
      train/filtered: run (replay for metrics) 0…200
      analysis/low: maybe, ran
      analysis/moved: maybe, same
      figure/loss: maybe, ran
      table/speed: maybe, same
      """),
    Story(
      "one more measure",
      [
        ("evaluate: {every: 20}", "evaluate: {every: 20, weights: {norm: {kind: norm}}}")
      ],
      """
      train/plain: run (replay for metrics) 0…200
      train/filtered: run (replay for metrics) 0…200
      analysis/low: maybe, ran
      analysis/moved: maybe, same
      figure/loss: maybe, ran
      table/speed: maybe, same
      """),
    Story(
      "snapshots more often",
      [
        ("[start, 50, end]", "[start, 25, end]")
      ],
      """
      train/plain: run (replay for snapshots) 0…200
      train/filtered: run (replay for snapshots) 0…200
      analysis/low: maybe, same
      analysis/moved: maybe, ran
      figure/loss: maybe, same
      table/speed: maybe, same
      """),
    Story(
      "gradients and their spectrum",
      [
        ("[start, 50, end]}}", "[start, 50, end]}, gradients: {every: 1}}"),
        ("figures:", "  slow: {kind: spectrum, segment: 16, between: [[start, 100], [100, end]]}\nfigures:"),
      ],
      """
      train/plain: run (replay for gradients) 0…200
      train/filtered: run (replay for gradients) 0…200
      analysis/low: maybe, same
      analysis/moved: maybe, same
      analysis/slow: run (never built)
      figure/loss: maybe, same
      table/speed: maybe, same
      """),
    Story(
      "no snapshots",
      [
        ("  record: {snapshots: {every: [start, 50, end]}}\n", ""),
        ("  moved: {kind: distances, between: [[start, 100], [100, end]]}\n", ""),
      ],
      """
      train/plain: restore 0…200
      train/filtered: restore 0…200
      analysis/low: maybe, same
      figure/loss: maybe, same
      table/speed: maybe, same
      """),
    Story(
      "an arm that branches where the phases meet",
      [
        (
          "seeds:",
          "  late-filter: {training: {phases: {late: {filter: {kind: moving-average, window: 10, gain: 1}}}}}\nseeds:"
        )
      ],
      """
      train/plain: restore
      train/filtered: restore
      train/late-filter: run 0…200
      analysis/low: run (now reads train/late-filter)
      analysis/moved: run (now reads train/late-filter)
      figure/loss: run (changed: runs ["plain","filtered"] → ["plain","filtered","late-filter"])
      table/speed: run (changed: runs ["plain","filtered"] → ["plain","filtered","late-filter"])
      """),
    Story(
      "another threshold",
      [
        ("falls_to: 1.05", "falls_to: 0.9")
      ],
      """
      train/plain: restore
      train/filtered: restore
      analysis/low: run (changed: analyses.low.falls_to 1.05 → 0.9)
      table/speed: maybe, same
      """),
    Story(
      "another distance",
      [
        ("[100, end]]}", "[100, end]], measure: l2}")
      ],
      """
      train/plain: restore
      train/filtered: restore
      analysis/moved: run (changed: analyses.moved.measure "mean-square" → "l2")
      """),
    Story(
      "a figure on another scale",
      [
        ("y: train_loss, band", "x: {axis: step, scale: log}, y: train_loss, band")
      ],
      """
      train/plain: restore
      train/filtered: restore
      figure/loss: run (changed: figures.loss.x.axis unset → ["step"])
      """),
    Story(
      "another title",
      [
        ("band: range", "band: range, title: \"How fast?\"")
      ],
      """
      train/plain: restore
      train/filtered: restore
      figure/loss: run (changed: figures.loss.title unset → "How fast?")
      """),
    Story(
      "published numbers",
      [
        ("rows: run}", "rows: run, published: {plain: 100}}")
      ],
      """
      analysis/low: restore
      table/speed: run (changed: tables.speed.published unset → {"plain":100.0})
      """),
    Story(
      "another table",
      [
        ("rows: run}\n", "rows: run}\n  far: {of: moved, rows: run, columns: leg}\n")
      ],
      """
      analysis/moved: restore
      table/far: run (never built)
      """),
    Story(
      "no table",
      [
        ("tables:\n  speed: {of: low, rows: run}\n", "")
      ],
      "up to date"),
    Story(
      "a larger part for training",
      [
        ("train_fraction: 0.5", "train_fraction: 0.6")
      ],
      everything),
    Story(
      "fewer rows",
      [
        ("train_fraction: 0.5", "train_fraction: 0.5, limit: 30")
      ],
      everything),
    Story(
      "a run like another",
      [
        ("seeds:", "  again: {like: filtered}\nseeds:")
      ],
      """
      train/plain: restore
      train/filtered: restore
      train/again: restore
      analysis/low: run (now reads train/again)
      analysis/moved: run (now reads train/again)
      figure/loss: run (changed: runs ["plain","filtered"] → ["plain","filtered","again"])
      table/speed: run (changed: runs ["plain","filtered"] → ["plain","filtered","again"])
      """),
    Story(
      "a run like another with more gain",
      [
        ("seeds:", "  strong: {like: filtered, training: {filter: {gain: 4}}}\nseeds:")
      ],
      """
      train/plain: restore
      train/filtered: restore
      train/strong: run 0…200
      analysis/low: run (now reads train/strong)
      analysis/moved: run (now reads train/strong)
      figure/loss: run (changed: runs ["plain","filtered"] → ["plain","filtered","strong"])
      table/speed: run (changed: runs ["plain","filtered"] → ["plain","filtered","strong"])
      """),
    Story(
      "a sweep with the present value in it",
      [
        ("gain: 1}}}", "gain: 1}}, sweep: {training.filter.gain: [1, 2]}}")
      ],
      """
      train/plain: restore
      train/filtered/gain=1: restore
      train/filtered/gain=2: run 0…200
      analysis/low: run (now reads train/filtered/gain=1)
      analysis/moved: run (now reads train/filtered/gain=1)
      figure/loss: run (now reads train/filtered/gain=1)
      table/speed: run (input 'table-low' of analysis/low changed)
      """),
    Story(
      "a budget that only caps",
      [
        ("seeds:", "budgets: {small: {training: {limit: 120}}}\nbudget: small\nseeds:")
      ],
      """
      train/plain: run 0…120
      train/filtered: run 0…120
      analysis/low: maybe, ran
      analysis/moved: maybe, ran
      figure/loss: maybe, ran
      table/speed: run (never built)
      """),
    Story(
      "a budget that nobody chose",
      [
        ("seeds:", "budgets: {small: {training: {limit: 120}}}\nseeds:")
      ],
      "up to date"),
    Story(
      "an optimizer of another kind",
      [
        ("{kind: adam, learning_rate: 0.1, weight_decay: 0}", "{kind: sgd, learning_rate: 0.1}")
      ],
      everything),
    Story(
      "a wider network",
      [
        ("widths: [2, 10, 1]", "widths: [2, 12, 1]")
      ],
      everything),
    Story(
      "a selection",
      [
        ("falls_to: 1.05}", "falls_to: 1.05, select: {run: plain}}")
      ],
      """
      train/plain: restore
      analysis/low: run (no longer reads train/filtered)
      table/speed: maybe, ran
      """),
  ]
}

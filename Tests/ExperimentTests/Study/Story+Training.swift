extension Story {
  /// Spelling, names, seeds, lengths, and what is trained.
  static let ofTraining: [Story] = [
    Story(
      "a comment",
      [
        ("runs:\n", "# Which one is faster?\nruns:  # both\n")
      ],
      "up to date"),
    Story(
      "keys in another order",
      [
        (
          "optimizer: {kind: adam, learning_rate: 0.1, weight_decay: 0}\n",
          "optimizer: {weight_decay: 0, learning_rate: 0.1, kind: adam}\n"
        ),
        (
          "    early: {until: 100}\n    late: {until: 200}\n",
          "    late: {until: 200}\n    early: {until: 100}\n"
        ),
      ],
      "up to date"),
    Story(
      "quotes",
      [
        ("{kind: csv, file: wave.csv", "{\"kind\": 'csv', file: \"wave.csv\"")
      ],
      "up to date"),
    Story(
      "another spelling of a number",
      [
        ("learning_rate: 0.1", "learning_rate: 1e-1"),
        ("late: {until: 200}", "late: {until: 2e2}"),
      ],
      "up to date"),
    Story(
      "a value that is the default",
      [
        ("weight_decay: 0}", "weight_decay: 0, betas: [0.9, 0.999]}")
      ],
      "up to date"),
    Story(
      "block style instead of flow style",
      [
        ("seeds: [0, 1]", "seeds:\n  - 0\n  - 1")
      ],
      "up to date"),
    Story(
      "a run by another name",
      [
        ("  plain: {}", "  baseline: {}")
      ],
      """
      train/baseline: restore
      train/filtered: restore
      analysis/low: restore
      figure/loss: run (changed: runs ["plain","filtered"] → ["baseline","filtered"])
      table/speed: run (changed: runs ["plain","filtered"] → ["baseline","filtered"])
      """),
    Story(
      "runs in another order",
      [
        ("  plain: {}\n", ""),
        ("gain: 1}}}\n", "gain: 1}}}\n  plain: {}\n"),
      ],
      """
      train/filtered: restore
      train/plain: restore
      analysis/low: restore
      figure/loss: run (changed: runs ["plain","filtered"] → ["filtered","plain"])
      table/speed: run (changed: runs ["plain","filtered"] → ["filtered","plain"])
      """),
    Story(
      "a label",
      [
        ("tables:", "labels: {plain: without}\ntables:")
      ],
      """
      train/plain: restore
      train/filtered: restore
      analysis/low: restore
      figure/loss: run (changed: labels.plain unset → "without")
      table/speed: run (changed: labels.plain unset → "without")
      """),
    Story(
      "one seed more",
      [
        ("seeds: [0, 1]", "seeds: [0, 1, 2]")
      ],
      """
      train/plain: restore
      train/plain: run 0…200
      train/filtered: restore
      train/filtered: run 0…200
      analysis/low: run (now reads train/filtered)
      analysis/moved: run (now reads train/filtered)
      figure/loss: run (now reads train/filtered)
      table/speed: run (input 'table-low' of analysis/low changed)
      """),
    Story(
      "one seed fewer",
      [
        ("seeds: [0, 1]", "seeds: [0]")
      ],
      """
      train/plain: restore
      train/filtered: restore
      analysis/low: run (no longer reads train/filtered)
      analysis/moved: run (no longer reads train/filtered)
      figure/loss: run (no longer reads train/filtered)
      table/speed: run (input 'table-low' of analysis/low changed)
      """),
    Story(
      "a longer budget",
      [
        ("late: {until: 200}", "late: {until: 300}")
      ],
      """
      train/plain: restore 0…200, run 200…300
      train/filtered: restore 0…200, run 200…300
      analysis/low: maybe, ran
      analysis/moved: maybe, ran
      figure/loss: maybe, ran
      table/speed: maybe, same
      """),
    Story(
      "a shorter budget",
      [
        ("late: {until: 200}", "late: {until: 150}")
      ],
      """
      train/plain: run 0…150
      train/filtered: run 0…150
      analysis/low: maybe, ran
      analysis/moved: maybe, ran
      figure/loss: maybe, ran
      table/speed: maybe, same
      """),
    Story(
      "a stop rule that ends early",
      [
        ("late: {until: 200}", "late: {until: 200, stop: {metric: train_loss, falls_to: 1000}}")
      ],
      """
      train/plain: run 0…120
      train/filtered: run 0…120
      analysis/low: maybe, ran
      analysis/moved: maybe, ran
      figure/loss: maybe, ran
      table/speed: maybe, same
      """),
    Story(
      "a stop rule that never applies",
      [
        ("late: {until: 200}", "late: {until: 200, stop: {metric: train_loss, falls_to: 0}}")
      ],
      """
      train/plain: restore 0…200
      train/filtered: restore 0…200
      analysis/low: maybe, same
      analysis/moved: maybe, same
      figure/loss: maybe, same
      table/speed: maybe, same
      """),
    Story(
      "another gain",
      [
        ("gain: 1", "gain: 3")
      ],
      allOfFiltered),
    Story(
      "another window",
      [
        ("window: 10", "window: 11")
      ],
      allOfFiltered),
    Story(
      "a filter that is fed and not applied",
      [
        ("gain: 1", "gain: 1, apply: false")
      ],
      allOfFiltered),
    Story(
      "weight decay",
      [
        ("weight_decay: 0", "weight_decay: 0.1")
      ],
      everything),
    Story(
      "another learning rate in the second phase",
      [
        ("late: {until: 200}", "late: {until: 200, optimizer: {learning_rate: 0.05}}")
      ],
      everything),
    Story(
      "a phase boundary moved between equal rules",
      [
        ("early: {until: 100}", "early: {until: 80}")
      ],
      "up to date"),
  ]
}

"""Writes pipelines of any number of small stages that all read one file, in the languages of the three."""

from __future__ import annotations

from pathlib import Path

ROWS = "a,b,y\n" + "".join(f"{row / 10},{row * 7 % 13},{row * row % 17}\n" for row in range(40))


def grokline(folder: Path, stages: int, steps: int = 1, sweep: int = 1) -> None:
    """`stages` runs of a network of 9 numbers: seeds, times `sweep` learning rates."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "grokline.yaml").write_text("grokline: 1\n")
    (folder / "rows.csv").write_text(ROWS)
    rates = ", ".join(f"{0.01 + index * 1e-6:.6f}" for index in range(sweep))
    swept = f"runs: {{all: {{sweep: {{training.optimizer.learning_rate: [{rates}]}}}}}}\n" if sweep > 1 else ""
    (folder / "grok.yaml").write_text(
        "grokline: 1\n"
        "dataset: {kind: csv, file: rows.csv, inputs: [a, b], target: y, train_fraction: 0.5}\n"
        "model: {kind: mlp, widths: [2, 2, 1], activation: relu}\n"
        "training:\n"
        "  loss: mean-squared-error\n"
        "  batch_size: all\n"
        "  optimizer: {kind: sgd, learning_rate: 0.01}\n"
        "  evaluate: {every: end}\n"
        f"  phases: {{fit: {{until: {steps}}}}}\n"
        f"seeds: [{', '.join(str(seed) for seed in range(stages // sweep))}]\n" + swept)


def dvc(folder: Path, stages: int) -> None:
    """`stages` stages that each copy a file and add a line."""
    outputs(folder, stages)
    lines = ["stages:"]
    for stage in range(stages):
        lines += [
            f"  s{stage}:", f"    cmd: (cat in.txt; echo {stage}) > out/{stage}.txt", "    deps: [in.txt]",
            f"    outs: [out/{stage}.txt]"]
    (folder / "dvc.yaml").write_text("\n".join(lines) + "\n")


def snakemake(folder: Path, stages: int) -> None:
    """The same as a rule with a wildcard."""
    outputs(folder, stages)
    (folder / "Snakefile").write_text(
        f'rule all:\n    input: expand("out/{{i}}.txt", i=range({stages}))\n\n'
        'rule one:\n    input: "in.txt"\n    output: "out/{i}.txt"\n'
        '    shell: "(cat {input}; echo {wildcards.i}) > {output}"\n')


def outputs(folder: Path, stages: int) -> None:
    """What the stages give, so that a peer need not run them all first."""
    (folder / "out").mkdir(parents=True, exist_ok=True)
    (folder / "in.txt").write_text("in\n")
    for stage in range(stages):
        (folder / "out" / f"{stage}.txt").write_text(f"in\n{stage}\n")

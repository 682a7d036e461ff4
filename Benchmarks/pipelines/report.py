"""The section on pipelines of RESULTS.md."""

from __future__ import annotations

import json
from typing import Any

from harness.places import BENCHMARKS
from harness.table import markdown

RESULTS = BENCHMARKS / "pipelines.json"
ASKED_IDLE = {"1": 10, "100": 15, "1000": 40, "10000": 300}
ASKED_PLAN = {"100000": 3}


def milliseconds(value: dict[str, float]) -> str:
    """Median with range."""
    return f"{1e3 * value['median']:.3g} ({1e3 * value['least']:.3g}–{1e3 * value['most']:.3g})"


def judged(value: float, limit: float | None) -> str:
    """Whether a limit is kept."""
    return "–" if limit is None else f"≤ {limit:g} {'✓' if value <= limit else '✗'}"


def section() -> str:
    """Markdown, from what `pipelines/run` wrote last; empty if it never ran."""
    if not RESULTS.exists():
        return ""
    found: dict[str, Any] = json.loads(RESULTS.read_text())
    peers = sorted({name for row in found["nothing_to_do"].values() for name in row} - {"Grokline"})
    idle = [
        [
            f"{int(count):,}", milliseconds(row["Grokline"]["wall"]), f"{row['Grokline']['peak'] / 1e6:.0f}",
            judged(1e3 * row["Grokline"]["wall"]["median"], ASKED_IDLE.get(count)),
            *[milliseconds(row[peer]["wall"]) if peer in row else "–" for peer in peers],
        ]
        for count, row in found["nothing_to_do"].items()
    ]
    first = [
        [name, f"{int(count):,}", f"{1e3 * took['wall']:.3g}", f"{1e3 * took['cpu']:.3g}"]
        for name, counts in found["first"].items() for count, took in counts.items()
    ]
    plans = [
        [f"{int(count):,}", f"{took['wall']['median']:.3g}", f"{took['peak'] / 1e6:.0f}",
         judged(took["wall"]["median"], ASKED_PLAN.get(count))]
        for count, took in found["plan"].items()
    ]
    crowd = found["crowd"]
    machine = found["machine"]
    return "\n".join([
        "## Pipelines\n",
        f"Written by `Benchmarks/pipelines/run` on {found['date']}, commit {machine['commit']}; wall times, medians of "
        f"{found['rounds']} with their range. A stage of Grokline trains a network of 9 numbers for a step; one of DVC and "
        "Snakemake copies a file.\n",
        "Nothing to do, every file checked by its stat data (all files had settled; the run before remembered them), "
        "milliseconds:\n",
        markdown(["stages", "Grokline", "MB", "asked", *peers], idle) + "\n",
        "First run, milliseconds per stage, the program's start included:\n",
        markdown(["", "stages", "wall", "CPU"], first) + "\n",
        "A plan of a sweep of which nothing is done:\n",
        markdown(["stages", "seconds", "MB", "asked"], plans) + "\n",
        f"{crowd['processes']} processes that all want the same {crowd['stages']} stages of some 50 ms take {crowd['ratio']:.2f} times as "
        f"long as one alone ({crowd['seconds']:.1f} s; asked ≤ 1.3), and each stage is trained "
        f"{'once' if crowd['trained'] == crowd['stages'] else 'another number of times than once'}.\n",
    ])

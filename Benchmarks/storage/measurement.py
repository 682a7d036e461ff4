"""Stores a real run's snapshots, reads them again, and finds their principal axes, beside NumPy."""

from __future__ import annotations

import argparse
import csv
import datetime
import io
import json
import math
import os
import shutil
import sys
from pathlib import Path

from harness import cores, environment, machine
from harness.places import EXECUTABLE, SCRATCH, Failure
from harness.timing import Spread
from storage.processes import answer, measured
from storage.report import RESULTS

WIDTH = 422_784
"""Parameters of the model in series.yaml."""
SPEC = Path(__file__).resolve().parent / "series.yaml"
PROGRAM = EXECUTABLE.parent / "storage-benchmark"
COMPARED = 48
"""Snapshots with which ways to store are compared: three that are whole, and those that follow them."""

Scores = list[tuple[float, float]]


def prepare(folder: Path) -> tuple[Path, int]:
    """Trains the run unless that is done, and lays its snapshots into one file; returns it with their number."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "grokline.yaml").write_text("grokline: 1\n")
    shutil.copy(SPEC, folder / "series.yaml")
    print("training the run whose snapshots are stored (minutes, once)", file=sys.stderr)
    measured(EXECUTABLE, "run", "series.yaml", "train/*", folder=folder)
    measured(
        EXECUTABLE, "export", "series.yaml", "train/ma/seed=0", "-o", "plain", "--overwrite", folder=folder)
    raw = folder / "snapshots.f32"
    count = answer(PROGRAM, "collect", folder / ".grokline", folder / "plain" / "snapshots.csv", raw, WIDTH)["snapshots"]
    return raw, count


def spread(values: list[float]) -> dict[str, float]:
    """Median and range, as they are written down."""
    of = Spread.of(values)
    return {"median": of.median, "least": of.least, "most": of.most}


def series(raw: Path, count: int, folder: Path, rounds: int) -> dict:
    """Writing and reading on one core, in megabytes of snapshots per second of CPU time and of the clock."""
    found = []
    for _ in range(rounds):
        shutil.rmtree(folder, ignore_errors=True)
        with cores.restricted_to(1):
            found.append(answer(PROGRAM, "series", raw, count, WIDTH, folder))
    shutil.rmtree(folder, ignore_errors=True)
    if not all(one["same"] for one in found):
        raise Failure("snapshots that were read are not those that were written")
    megabytes = found[0]["raw"] / 1e6
    return {
        "snapshots": count, "parameters": WIDTH, "ratio": found[0]["stored"] / found[0]["raw"],
        **{
            f"{what}_{clock}": spread([megabytes / one[what][clock] for one in found])
            for what in ("write", "read") for clock in ("cpu", "wall")
        },
        "decode_seconds": spread([one["read"]["cpu"] for one in found]),
    }


def scores(text: str, first: int = 0) -> Scores:
    """Two columns of numbers."""
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    return [(float(row[first]), float(row[first + 1])) for row in rows]


def table_scores(text: str) -> Scores:
    """The columns pc1 and pc2 of an analysis."""
    rows = list(csv.DictReader(io.StringIO(text)))
    return [(float(row["pc1"]), float(row["pc2"])) for row in rows]


def deviation(found: Scores, exact: Scores) -> list[float]:
    """For each axis, the sine of the angle between the two lists of coordinates: zero if the axes are the same."""
    sines = []
    for axis in range(2):
        left, right = [row[axis] for row in found], [row[axis] for row in exact]
        lengths = math.hypot(*left) * math.hypot(*right)
        cosine = sum(a * b for a, b in zip(left, right)) / lengths
        sign = math.copysign(1, cosine)
        # By the difference of unit vectors: 1 - cosine would lose half of the digits.
        difference = math.hypot(
            *(a / math.hypot(*left) - sign * b / math.hypot(*right) for a, b in zip(left, right)))
        sines.append(difference)
    return sines


def axes(raw: Path, count: int, folder: Path, rounds: int, threads: int) -> dict:
    """Principal axes: NumPy, Grokline in memory and Grokline from the store, by turns."""
    python = environment.interpreter()
    here = Path(__file__).resolve().parent
    setting = {"OPENBLAS_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads)}
    exact = folder / "exact.csv"
    measured(python, here / "exact.py", raw, count, WIDTH, exact)
    theirs, memory, store, decode = [], [], [], []
    with cores.restricted_to(threads):
        for _ in range(rounds):
            theirs.append(answer(python, here / "axes.py", raw, count, WIDTH, folder / "numpy.csv", environment=setting))
            memory.append(answer(PROGRAM, "pca", raw, count, WIDTH, threads))
            decode.append(answer(PROGRAM, "decode", folder / ".grokline", folder / "plain" / "snapshots.csv", WIDTH, threads))
            store.append(
                measured(
                    EXECUTABLE, "run", "series.yaml", "analysis/path", "--force", "analysis/path", "--threads", threads,
                    folder=folder)[1])
    measured(EXECUTABLE, "export", "series.yaml", "analysis/path", "-o", "axes", "--overwrite", folder=folder)
    stored = next((folder / "axes").glob("*.csv")).read_text()
    reference = scores(exact.read_text())
    return {
        "snapshots": count, "threads": threads,
        "numpy": {clock: spread([one[clock] for one in theirs]) for clock in ("cpu", "wall")},
        "memory": {clock: spread([one["took"][clock] for one in memory]) for clock in ("cpu", "wall")},
        "store": {clock: spread([getattr(one, clock) for one in store]) for clock in ("cpu", "wall")},
        "decode": {clock: spread([one[clock] for one in decode]) for clock in ("cpu", "wall")},
        "numpy_to_memory": spread([a["wall"] / b["took"]["wall"] for a, b in zip(theirs, memory)]),
        "store_to_decode_wall": spread([a.wall / b["wall"] for a, b in zip(store, decode)]),
        "store_to_decode_cpu": spread([a.cpu / b["cpu"] for a, b in zip(store, decode)]),
        "peak_bytes": max(one.peak for one in store),
        "deviation": {
            "numpy": deviation(scores((folder / "numpy.csv").read_text()), reference),
            "memory": deviation(table_scores(memory[0]["table"]), reference),
            "store": deviation(table_scores(stored), reference),
        },
    }


def main(arguments: list[str]) -> int:
    """Measures, prints and writes storage.json."""
    parser = argparse.ArgumentParser(prog="Benchmarks/storage/run", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each thing is measured (5)")
    parser.add_argument("--threads", type=int, default=2, help="threads for the principal axes (2)")
    options = parser.parse_args(arguments)
    try:
        for program in (EXECUTABLE, PROGRAM):
            if not os.access(program, os.X_OK):
                raise Failure(f"there is no {program}: build it with 'swift build -c release --static-swift-stdlib'")
        folder = SCRATCH / "storage"
        raw, count = prepare(folder)
        results = {
            "machine": machine.description(EXECUTABLE), "date": datetime.date.today().isoformat(),
            "load": machine.load(), "rounds": options.rounds,
            "series": series(raw, count, folder / "store", options.rounds),
            "forms": answer(PROGRAM, "forms", raw, count, WIDTH, count // 2 // 16 * 16, COMPARED),
            "axes": axes(raw, count, folder, options.rounds, options.threads),
        }
    except Failure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    print(json.dumps(results, indent=1))
    return 0

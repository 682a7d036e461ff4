"""RESULTS.md and results.json."""

from __future__ import annotations

import dataclasses
from typing import Any

from harness.bench import Measurements
from harness.contestants import GROKLINE
from harness.peers import PEERS
from harness.plan import Plan
from harness.summary import Row, claims, notes, peak_rate, peak_series
from harness.table import CLAIM_HEADINGS, HEADINGS, claim_cells, markdown, ratio_cells, series_cell, spread_cell
from harness.timing import Series
from pipelines.report import section as pipelines_section
from storage.report import section as storage_section

METHOD = """\
Ratios say how many times as long a peer takes as Grokline: CPU time on one thread, the clock on two. They are taken in
each round, in which everybody is measured once, and the table shows their median with the range; * marks the fastest
peer. One thread means one core, for everybody. A step of Grokline is the difference of two whole runs of the program;
that of a peer is measured inside its process, warm. All peers start from the same parameters and batches, their first
losses are compared, and those of Grokline with them wherever it draws the same ones.

Useful GFLOP/s count multiplications and additions of matrix products that remain when equal rows are computed once;
each file in `workloads/` derives its number. The peak is what the system's OpenBLAS reaches on one thread at the best of
several shapes, measured in every round like a contestant, and shares of it are taken within rounds. Two of these
products side by side show how much of two processors the machine really has.
"""


def document(
    header: dict[str, str], plan: Plan, measurements: Measurements, found: list[Row], load: float
) -> str:
    """RESULTS.md."""
    peak = measurements.peak_shape
    machine = [[name, value] for name, value in header.items()]
    machine += [
        ["sgemm peak, one thread", f"{spread_cell(peak_rate(measurements))} GFLOP/s at {peak['shape']} ({peak['library']})"],
        ["rounds", f"{plan.rounds}, of at least {plan.seconds:g} s of CPU time each"],
        ["load average before", f"{load:.2f}"],
    ]
    names = {GROKLINE: "Grokline", **PEERS}
    times = [
        [row.workload.title, str(row.threads), names[name], series_cell(series, "cpu"), series_cell(series, "wall")]
        for row in found
        for name, series in row.series.items()
    ]
    missing = "".join(f"- {note}\n" for note in notes(found, measurements))
    return "\n".join([
        "# Results of the benchmark\n",
        "Written by `make bench`; compare ratios, never milliseconds of two machines.\n",
        markdown(["machine", ""], machine) + "\n",
        markdown(HEADINGS, [ratio_cells(row) for row in found]) + "\n",
        markdown(CLAIM_HEADINGS, [claim_cells(claim) for claim in claims(measurements, found)]) + "\n",
        *([f"Not measured:\n\n{missing}"] if missing else []),
        "## How it is measured\n",
        METHOD,
        "## Milliseconds\n",
        "Per step, and per epoch where the workload is one; medians with range.\n",
        markdown(["workload", "threads", "contestant", "CPU", "wall"], times) + "\n",
        storage_section(),
        pipelines_section(),
    ])  # fmt: skip


def record(
    header: dict[str, str], plan: Plan, measurements: Measurements, found: list[Row], load: float
) -> dict[str, Any]:
    """results.json: every single time, in seconds per unit, and the ratios."""
    return {
        "machine": header,
        "load_average": load,
        "plan": dataclasses.asdict(plan),
        "peak": measurements.peak_shape,
        "seconds_per_gflop": {
            str(copies): peak_series(measurements, copies).values("cpu") for copies in (1, 2)
        },
        "workloads": [row_record(row) for row in found],
        "eight_seeds": {str(jobs): series_record(series) for jobs, series in measurements.seeds.items()},
        "nothing_to_do": series_record(measurements.idle),
        "claims": [
            {"what": claim.what, "asked": claim.asked, "met": claim.met, "unit": claim.unit,
             "value": dataclasses.asdict(claim.value) if claim.value else None}
            for claim in claims(measurements, found)
        ],
    }  # fmt: skip


def row_record(row: Row) -> dict[str, Any]:
    """One workload with one number of threads."""
    ratios = {peer: row.against(peer) for peer in PEERS}
    return {
        "workload": row.workload.name,
        "threads": row.threads,
        "unit": row.workload.unit,
        "compared": row.clock,
        "times": {name: series_record(series) for name, series in row.series.items()},
        "ratios": {peer: dataclasses.asdict(ratio) for peer, ratio in ratios.items() if ratio},
        "best_peer": row.best_peer[0] if row.best_peer else None,
        "targets": [{"against": name, "asked": target, "is": value} for name, target, value in row.wanted],
        "useful_multiplications": row.workload.useful_multiplications(),
        "useful_gflops": row.rate,
        "share_of_peak": dataclasses.asdict(row.share) if row.share else None,
    }


def series_record(series: Series) -> dict[str, Any]:
    """All times of a contestant, or why there are none."""
    if series.missing is not None:
        return {"missing": series.missing}
    return {"cpu": series.values("cpu"), "wall": series.values("wall")}

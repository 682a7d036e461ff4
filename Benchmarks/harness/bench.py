"""The measurements: round by round, every contestant once per round."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness import peak
from harness.contestants import GROKLINE, PEAK, Contestant, assemble
from harness.grokline import Grokline, environment
from harness.places import REPOSITORY
from harness.plan import PLAIN, Plan
from harness.timing import Series, Time
from harness.workload import Workload, load

Timings = dict[tuple[str, int], Series]
"""By contestant and number of threads."""

SEEDS = 8
IDLE_ROUNDS = 20
QUICKSTART = "experiments/quickstart.yaml"


@dataclass
class Measurements:
    """All that one run of the bench has measured."""

    timings: dict[str, Timings] = field(default_factory=dict)
    """By workload."""
    peak_shape: dict[str, str] = field(default_factory=dict)
    """At which shape products are fastest here, and with which library."""
    seeds: dict[int, Series] = field(default_factory=dict)
    """Eight seeds of the modular transformer, by `--jobs`: seconds per step of all eight."""
    idle: Series = field(default_factory=Series)
    """The quickstart with nothing to do."""


def workload_timings(workload: Workload, plan: Plan, python: Path, executable: Path, shape: str) -> Timings:
    """All contestants on one workload, alternating, and plain products of matrices among them."""
    contestants = assemble(workload, plan, python, executable)
    try:
        for contestant in contestants:
            contestant.calibrate(workload.probe, plan.seconds)
        contestants[1:1] = products(plan, shape)
        for _ in range(plan.rounds):
            for contestant in contestants:
                contestant.measure()
    finally:
        for contestant in contestants:
            contestant.close()
    return {(contestant.name, contestant.threads): contestant.series for contestant in contestants}


def products(plan: Plan, shape: str) -> list[Contestant]:
    """The sgemm peak as a contestant whose unit is a GFLOP: alone, and as many at once as there may be threads."""
    return [
        Contestant(PEAK, copies, run=lambda _, copies=copies: peak.measured(shape, plan.seconds / 2, copies))
        for copies in (1, 2)
        if copies <= plan.cores
    ]


def eight_seeds(plan: Plan, executable: Path) -> dict[int, Series]:
    """Eight independent seeds one after the other, and with two jobs."""
    workload = load(PLAIN)
    spec = workload.spec.replace("seeds: [0]", f"seeds: {list(range(SEEDS))}")
    grokline = Grokline(executable, replace(workload, name="eight-seeds", spec=spec))
    contestants = {
        jobs: Contestant(GROKLINE, jobs, run=lambda steps, jobs=jobs: grokline.measure(steps, jobs, jobs))
        for jobs in ([1, 2] if plan.cores > 1 else [1])
    }
    for _ in range(plan.rounds):
        for contestant in contestants.values():
            contestant.units = plan.seed_steps
            contestant.measure()
    return {jobs: contestant.series for jobs, contestant in contestants.items()}


def nothing_to_do(executable: Path) -> Series:
    """A run of the quickstart when everything is up to date."""
    status = [executable, "status", QUICKSTART, "--check"]
    if subprocess.run(status, cwd=REPOSITORY, capture_output=True, env=environment()).returncode != 0:
        return Series(missing="not up to date: make demo first")
    series = Series()
    for _ in range(IDLE_ROUNDS):
        begin = time.perf_counter()
        subprocess.run([executable, "run", QUICKSTART], cwd=REPOSITORY, capture_output=True, env=environment())
        series.times.append(Time(cpu=0, wall=time.perf_counter() - begin))
    return series

"""Everybody who does a workload, behind one face: so many units, so much time."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from harness import peers
from harness.grokline import Grokline, Refused
from harness.peers import PeerFailure
from harness.plan import Plan
from harness.timing import Series, Time
from harness.workload import Workload

GROKLINE = "grokline"
PEAK = "sgemm peak"
AGREEMENT = 2e-3
"""Relative difference of losses that reordered float32 sums may have made after the first steps."""
LONGEST_SEARCH = 10
"""Probes, each three times as long as the one before."""
TRACED = 3
"""Units whose losses are compared."""


@dataclass
class Contestant:
    """One of Grokline and its peers, with so many threads."""

    name: str
    threads: int
    series: Series = field(default_factory=Series)
    run: Callable[[int], Time] | None = None
    close: Callable[[], None] = lambda: None
    units: int = 1

    def calibrate(self, probe: int, seconds: float) -> None:
        """Chooses how many units one measurement has, so that it takes `seconds` of CPU time or more."""
        self.attempt(lambda: self.choose(probe, seconds))

    def choose(self, probe: int, seconds: float) -> None:
        """Takes longer probes until one is long enough to go by: the difference of two short runs is mostly noise."""
        for _ in range(LONGEST_SEARCH):
            taken = self.run(probe).cpu
            if taken > 0.2 * seconds:
                break
            probe *= 3
        else:
            raise Refused(f"{probe} units take no time that can be measured")
        self.units = math.ceil(probe * max(1.0, 1.1 * seconds / taken))

    def measure(self) -> None:
        """Adds one time to the series."""
        self.attempt(lambda: self.series.times.append(self.run(self.units) / self.units))

    def attempt(self, work: Callable[[], None]) -> None:
        """Does the work unless the contestant has given up; if it fails, that is what the table says."""
        if self.series.missing is not None:
            return
        try:
            work()
        except (PeerFailure, Refused) as failure:
            self.series.missing = str(failure)


def assemble(workload: Workload, plan: Plan, python: Path, executable: Path) -> list[Contestant]:
    """Grokline and its peers, ready to be measured: loaded, compiled, warm, and checked to do the same work."""
    everybody = []
    grokline = Grokline(executable, workload)
    accepted = Contestant(GROKLINE, 1)
    accepted.attempt(grokline.check)
    losses = trace_of_grokline(grokline, accepted)
    reference: list[list[float]] = []
    for threads, kinds in plan.peers_of(workload).items():
        everybody.append(
            Contestant(
                GROKLINE,
                threads,
                Series(missing=accepted.series.missing),
                run=lambda units, threads=threads: grokline.measure(units, threads),
            )
        )
        for kind in kinds:
            everybody.append(start(workload, kind, threads, python, reference))
    if losses and reference and not same(losses, means(reference, workload)):
        accepted.series.missing = f"other losses: {losses[:2]} against {means(reference, workload)[:2]}"
        for contestant in everybody:
            if contestant.name == GROKLINE:
                contestant.series.missing = accepted.series.missing
    return everybody


def trace_of_grokline(grokline: Grokline, accepted: Contestant) -> list[float]:
    """The mean losses of the first epoch; empty if the spec is refused or starts elsewhere than the peers."""
    losses: list[float] = []

    def compare() -> None:
        expected = grokline.workload.parameters + grokline.workload.frozen_parameters
        if (count := grokline.parameter_count()) != expected:
            raise Refused(f"the model has {count} parameters, not {expected}")
        if grokline.workload.same_start:
            losses.extend(grokline.losses(1))

    accepted.attempt(compare)
    return losses


def start(
    workload: Workload, kind: str, threads: int, python: Path, reference: list[list[float]]
) -> Contestant:
    """A peer that has done its first units; the first peer's losses become the reference of the others."""
    contestant = Contestant(kind, threads)

    def prepare() -> None:
        peer = peers.start(python, kind, threads, workload.name)
        contestant.run, contestant.close = peer.measure, peer.close
        if (count := peer.ask(load=workload.name)["parameters"]) != workload.parameters:
            raise PeerFailure(f"the model has {count} parameters, not {workload.parameters}")
        length = max(TRACED, workload.steps_per_epoch // workload.steps_per_unit)
        trace = peer.ask(trace=length)["trace"]
        if workload.published and not any(same([trace[0][0]], [value]) for value in workload.published):
            raise PeerFailure(f"the first loss is {trace[0][0]}, not as published")
        if reference and not same([row[0] for row in trace], [row[0] for row in reference]):
            raise PeerFailure(f"other losses: {trace[0][0]} against {reference[0][0]}")
        reference[:] = reference or trace

    contestant.attempt(prepare)
    return contestant


def means(trace: list[list[float]], workload: Workload) -> list[float]:
    """The mean loss of the first epoch, as Grokline records it."""
    units = max(1, workload.steps_per_epoch // workload.steps_per_unit)
    return [sum(row[0] for row in trace[:units]) / units]


def same(some: list[float], others: list[float]) -> bool:
    """Whether losses agree as far as both go."""
    return all(abs(a - b) <= AGREEMENT * abs(b) for a, b in zip(some, others))

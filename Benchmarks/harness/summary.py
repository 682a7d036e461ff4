"""What follows from the measurements: ratios, rates and what was asked for."""

from __future__ import annotations

from dataclasses import dataclass

from harness.bench import Measurements
from harness.contestants import GROKLINE, PEAK
from harness.peers import PEERS
from harness.plan import PLAIN
from harness.timing import Series, Spread, ratio
from harness.workload import Workload


@dataclass(frozen=True)
class Row:
    """One workload with one number of threads."""

    workload: Workload
    threads: int
    series: dict[str, Series]
    """By contestant; those that were not asked to take part are absent."""
    rate: float | None
    """Useful GFLOP/s of Grokline; on one thread only."""
    share: Spread | None
    """The same as a share of the sgemm peak of the same round."""

    @property
    def clock(self) -> str:
        """CPU time on one thread; on two the clock, because waiting threads may spin."""
        return "cpu" if self.threads == 1 else "wall"

    @property
    def ours(self) -> Spread | None:
        return self.series[GROKLINE].spread(self.clock)

    def against(self, peer: str) -> Spread | None:
        """How many times as long a peer takes."""
        return ratio(self.series[peer], self.series[GROKLINE], self.clock) if peer in self.series else None

    @property
    def best_peer(self) -> tuple[str, Spread] | None:
        """The fastest peer and how many times as long it takes."""
        found = [(peer, self.against(peer)) for peer in PEERS]
        known = [(peer, spread) for peer, spread in found if spread is not None]
        return min(known, key=lambda pair: pair[1].median) if known else None

    @property
    def wanted(self) -> list[tuple[str, float, float | None]]:
        """What was asked for: against whom, how many times, and what it is."""
        targets = self.workload.targets
        eager = self.against("eager")
        best = self.best_peer
        asked = [("eager", targets.eager, eager), ("best peer", targets.best_peer, best and best[1])]
        if self.threads > 1:
            asked = [("eager", targets.eager_two_threads, eager)]
        return [(name, target, got.median if got else None) for name, target, got in asked if target]


@dataclass(frozen=True)
class Claim:
    """Something asked of Grokline alone."""

    what: str
    value: Spread | None
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the median is as asked; None if nothing is asked or known."""
        if self.value is None or (self.at_least is None and self.at_most is None):
            return None
        above = self.at_least is None or self.value.median >= self.at_least
        return above and (self.at_most is None or self.value.median <= self.at_most)

    @property
    def asked(self) -> str:
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return f"≤ {self.at_most:g}" if self.at_most is not None else "–"


def rows(measurements: Measurements, workloads: list[Workload]) -> list[Row]:
    """One row for each measured workload and number of threads."""
    result = []
    for workload in workloads:
        timings = measurements.timings.get(workload.name, {})
        gflop = 2e-9 * workload.useful_multiplications()
        for threads in sorted({threads for name, threads in timings if name == GROKLINE}):
            series = {name: series for (name, count), series in timings.items() if count == threads}
            peak, ours = series.pop(PEAK), series[GROKLINE]
            time = ours.spread("cpu") if threads == 1 else None
            share = ratio(peak, ours, "cpu") if threads == 1 else None
            result.append(
                Row(workload, threads, series, gflop / time.median if time else None, scaled(share, gflop))
            )
    return result


def peak_series(measurements: Measurements, copies: int) -> Series:
    """Seconds per GFLOP in all rounds of all workloads, of one process or of so many at once."""
    all_series = [timings[PEAK, copies] for timings in measurements.timings.values() if (PEAK, copies) in timings]
    return Series([time for series in all_series for time in series.times])


def peak_rate(measurements: Measurements) -> Spread | None:
    """GFLOP/s of one process."""
    seconds = peak_series(measurements, 1).values("cpu")
    return Spread.of([1 / second for second in seconds]) if seconds else None


def claims(measurements: Measurements, found: list[Row]) -> list[Claim]:
    """What is asked of Grokline alone, as far as it was measured."""
    by_name = {(row.workload.name, row.threads): row.series[GROKLINE] for row in found}
    nothing = Series(missing="not measured")

    def of(name: str, threads: int) -> Series:
        return by_name.get((name, threads), nothing)

    seeds = measurements.seeds
    average = ratio(of("modular-transformer-ma", 1), of("modular-transformer-ema", 1), "cpu")
    possible = [
        Claim("modular transformer, two threads against one", ratio(of(PLAIN, 1), of(PLAIN, 2), "wall"), "×", 1.85),
        Claim(
            "eight seeds of it, --jobs 2 against --jobs 1",
            ratio(seeds.get(1, nothing), seeds.get(2, nothing), "wall"), "×", 1.9,
        ),
        Claim(
            "the machine itself: two sgemm side by side against one after the other",
            scaled(ratio(peak_series(measurements, 1), peak_series(measurements, 2), "cpu"), 2), "×",
        ),
        Claim("MA against EMA, CPU time per step", average, "×", at_most=1.05),
        *[
            Claim(f"{row.workload.title}: useful arithmetic", row.share.scaled(100), "% of the peak",
                  100 * row.workload.share_of_peak)
            for row in found
            if row.share is not None and row.workload.share_of_peak
        ],
        Claim("quickstart with nothing to do", scaled(measurements.idle.spread("wall"), 1000), "ms"),
    ]  # fmt: skip
    return [claim for claim in possible if claim.value is not None]


def scaled(spread: Spread | None, factor: float) -> Spread | None:
    """A spread in another unit, if there is one."""
    return spread.scaled(factor) if spread else None


def notes(found: list[Row], measurements: Measurements) -> list[str]:
    """Why cells are empty, each reason once."""
    names = {GROKLINE: "Grokline", **PEERS}
    reasons: dict[str, None] = {}
    for row in found:
        for contestant, series in row.series.items():
            if series.missing:
                reasons[f"{row.workload.title}: {names[contestant]} not available: {series.missing}"] = None
    for series in measurements.seeds.values():
        if series.missing:
            reasons[f"eight seeds: not available: {series.missing}"] = None
    if measurements.idle.missing:
        reasons[f"quickstart: {measurements.idle.missing}"] = None
    return list(reasons)

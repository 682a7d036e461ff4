"""Times, and series of them."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Time:
    """Seconds: of all cores together, and on the clock."""

    cpu: float
    wall: float

    def __sub__(self, other: Time) -> Time:
        return Time(self.cpu - other.cpu, self.wall - other.wall)

    def __truediv__(self, units: int) -> Time:
        return Time(self.cpu / units, self.wall / units)


@dataclass(frozen=True)
class Spread:
    """The median of several values with their range."""

    median: float
    least: float
    most: float

    @staticmethod
    def of(values: list[float]) -> Spread:
        return Spread(statistics.median(values), min(values), max(values))

    def scaled(self, factor: float) -> Spread:
        return Spread(self.median * factor, self.least * factor, self.most * factor)


@dataclass
class Series:
    """The times per unit of one contestant, one for each round; or why there are none."""

    times: list[Time] = field(default_factory=list)
    missing: str | None = None

    def values(self, clock: str) -> list[float]:
        """Seconds per unit by `clock`, which is "cpu" or "wall"."""
        return [getattr(time, clock) for time in self.times]

    def spread(self, clock: str) -> Spread | None:
        return Spread.of(self.values(clock)) if self.times and self.missing is None else None


def ratio(theirs: Series, ours: Series, clock: str) -> Spread | None:
    """How many times as long they take, paired by round: what slows the machine down for a round cancels out."""
    if theirs.missing or ours.missing or not theirs.times or not ours.times:
        return None
    pairs = zip(theirs.values(clock), ours.values(clock))
    return Spread.of([their / our for their, our in pairs])

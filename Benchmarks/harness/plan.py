"""How much is measured: the full bench, or the quick one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from harness.workload import Workload

PLAIN = "modular-transformer"
"""The workload whose two-thread numbers the quick bench has, too."""


@dataclass(frozen=True)
class Plan:
    """Rounds, seconds of CPU time per measurement, and who takes part with how many threads."""

    quick: bool
    rounds: int
    seconds: float
    cores: int

    @staticmethod
    def full(cores: int) -> Plan:
        return Plan(quick=False, rounds=5, seconds=1.0, cores=cores)

    @staticmethod
    def short(cores: int) -> Plan:
        return Plan(quick=True, rounds=3, seconds=0.3, cores=cores)

    def with_rounds(self, rounds: int) -> Plan:
        """The same with another number of rounds."""
        return replace(self, rounds=rounds)

    def peers_of(self, workload: Workload) -> dict[int, list[str]]:
        """The peers to measure, by number of threads.

        The quick bench leaves out torch.compile, which compiles for longer than it is measured, and two threads but for
        one workload.
        """
        everybody = ["eager", "compile", "jax"]
        if not self.quick:
            return {threads: everybody for threads in (1, 2) if threads <= self.cores}
        two = {2: ["eager"]} if workload.name == PLAIN and self.cores > 1 else {}
        return {1: ["eager", "jax"], **two}

    @property
    def seed_steps(self) -> int:
        """Steps of each of the eight seeds."""
        return 10 if self.quick else 60

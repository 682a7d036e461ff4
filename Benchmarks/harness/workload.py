"""What one workload says of itself, and where workloads are found."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, field
from typing import Any, Callable, Protocol

Material = dict[str, Any]
"""NumPy arrays: initial parameters as `parameter/NAME`, batches and whatever else the programs share."""


PARAMETER = "parameter/"


def parameters_of(material: Material) -> Material:
    """The initial parameters by name."""
    return {name[len(PARAMETER) :]: value for name, value in material.items() if name.startswith(PARAMETER)}


class Program(Protocol):
    """A peer's training program, with its state; lives in a worker process."""

    parameter_count: int

    def run(self, units: int) -> list[float]:
        """Does `units` units (steps, or epochs) of work; returns what the last one observed (its loss first)."""


@dataclass(frozen=True)
class Targets:
    """How many times faster than its peers Grokline should be; None where nothing is asked.

    On one thread CPU time per unit is compared, on two threads wall time.
    """

    eager: float | None = None
    best_peer: float | None = None
    eager_two_threads: float | None = None


@dataclass(frozen=True)
class Workload:
    """One piece of training work that every contestant does with the same shapes, batches and arithmetic."""

    name: str
    title: str
    spec: str
    """Grokline's spec; its only phase is `fit`, whose `until` the harness sets."""
    parameters: int
    """How many parameters the model has: every contestant is checked against it."""
    material: Callable[[], Material]
    """Runs where PyTorch can be imported; its arrays reach all peers."""
    torch: Callable[[Material, bool], Program]
    """Makes the PyTorch program; the flag says whether it goes through torch.compile."""
    jax: Callable[[Material], Program]
    useful_multiplications: Callable[[], float]
    """Multiplications of matrix products in one unit that cannot be avoided by removing equal rows."""
    targets: Targets = Targets()
    unit: str = "step"
    steps_per_unit: int = 1
    after: int = 0
    """Steps before the first one that counts, as long as a filter's window has to fill."""
    probe: int = 10
    """Units of the first, unused measurement, from which the length of the others follows."""
    share_of_peak: float | None = None
    """The share of the sgemm peak that useful arithmetic should reach."""
    needs: dict[str, Callable[[], str]] = field(default_factory=dict)
    """Files that the spec reads, from path to a function that makes their text."""
    steps_per_epoch: int = 1
    frozen_parameters: int = 0
    """Parameters that Grokline's model has beyond those that are trained."""
    same_start: bool = True
    """Whether Grokline begins just as the peers do, so that its losses in the first epoch must be theirs."""
    published: list[float] = field(default_factory=list)
    """Losses of the first unit in published records, one of which every contestant must meet."""


def load(name: str) -> Workload:
    """The workload in `workloads/<name>.py`."""
    return importlib.import_module(f"workloads.{name.replace('-', '_')}").WORKLOAD


def load_all() -> list[Workload]:
    """Every workload, in the order in which the table shows them."""
    import workloads

    names = [module.name for module in pkgutil.iter_modules(workloads.__path__)]
    return sorted((load(name) for name in names), key=lambda workload: workloads.ORDER.index(workload.name))

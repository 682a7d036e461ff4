"""Which cores a contestant may use: as many as it has threads, so that one thread never means more."""

from __future__ import annotations

import contextlib
import os
from typing import Iterator


def available() -> list[int]:
    """The cores that this process may use; the first ones, which take most interrupts, come last."""
    return sorted(os.sched_getaffinity(0), reverse=True)


@contextlib.contextmanager
def restricted_to(threads: int) -> Iterator[None]:
    """Processes started inside inherit an affinity to `threads` cores."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(available()[:threads]))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)

"""Programs that are run to be measured."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from harness.places import Failure


@dataclass(frozen=True)
class Usage:
    """What a process took, its children included: seconds, and bytes of its largest resident set."""

    cpu: float
    wall: float
    peak: int


def measured(*command: object, environment: dict[str, str] | None = None, folder: Path | None = None) -> tuple[str, Usage]:
    """Runs a program to its end: its standard output, and what it took."""
    # A file and no pipe: whoever reads one pipe to its end while the other is full waits for ever.
    with tempfile.TemporaryFile("w+") as messages:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], stdout=subprocess.PIPE, stderr=messages, text=True, cwd=folder,
            env={**os.environ, **(environment or {})})
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            messages.seek(0)
            raise Failure(f"{command[0]} failed: {(messages.read().strip().splitlines() or ['no message'])[-1]}")
    return output, Usage(usage.ru_utime + usage.ru_stime, took, usage.ru_maxrss * 1024)


def answer(*command: object, environment: dict[str, str] | None = None) -> dict:
    """The JSON that a program prints."""
    return json.loads(measured(*command, environment=environment)[0])

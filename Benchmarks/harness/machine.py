"""What the numbers were measured on."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

from harness import cores
from harness.places import REPOSITORY

BUSY = 0.5
"""A load average above which other work must be assumed to disturb."""


def processor() -> str:
    """The processor's name as the kernel gives it."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def first_line(*command: str) -> str:
    """What a program says of its version."""
    try:
        finished = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    except OSError:
        return "unknown"
    return (finished.stdout.strip().splitlines() or ["unknown"])[0]


def description(executable: Path) -> dict[str, str]:
    """Machine and software, without the peers'."""
    return {
        "processor": processor(),
        "cores": str(len(cores.available())),
        "system": f"{platform.system()} {platform.release()}",
        "Grokline": first_line(str(executable), "--version"),
        "commit": first_line("git", "describe", "--always", "--dirty"),
        "Swift": first_line("swift", "--version"),
        "Python": platform.python_version(),
    }


def load() -> float:
    """How many processes wanted to run during the last minute, on average."""
    return os.getloadavg()[0]

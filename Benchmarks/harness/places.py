"""Where the bench finds and keeps its files."""

from __future__ import annotations

from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
REPOSITORY = BENCHMARKS.parent
SCRATCH = REPOSITORY / ".bench"
"""Ignored by git; may be deleted at any time."""

ENVIRONMENT = SCRATCH / "venv"
MATERIAL = SCRATCH / "material"
PROJECTS = SCRATCH / "projects"
LOGS = SCRATCH / "logs"
COMPILED = SCRATCH / "compiled"
RESULTS = BENCHMARKS / "results.json"
REPORT = BENCHMARKS / "RESULTS.md"
EXECUTABLE = REPOSITORY / ".build" / "release" / "grokline"


class Failure(Exception):
    """Something is missing in the world; the message says what to do."""


def log_tail(path: Path) -> str:
    """The last line of a log that says anything, for messages."""
    lines = [line.strip() for line in path.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1][:200] if lines else "no output"

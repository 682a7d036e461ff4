"""The Python environment of the peers: PyTorch (CPU), JAX and NumPy from PyPI, in a folder of the bench's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from harness.places import ENVIRONMENT, LOGS, Failure, log_tail

INTERPRETER_VARIABLE = "GROKLINE_BENCH_PYTHON"
PACKAGES = ["torch", "jax", "numpy"]


def interpreter() -> Path:
    """The peers' Python: the one that GROKLINE_BENCH_PYTHON names, or that of the environment, made if need be."""
    named = os.environ.get(INTERPRETER_VARIABLE)
    if named:
        if not os.access(named, os.X_OK):
            raise Failure(f"{INTERPRETER_VARIABLE} names '{named}', which cannot be run")
        return Path(named)
    python = ENVIRONMENT / "bin" / "python"
    complete = ENVIRONMENT / "complete"
    if not complete.exists():
        create(python)
        complete.write_text("\n".join(PACKAGES) + "\n")
    return python


def create(python: Path) -> None:
    """Makes the environment and installs the peers; takes minutes and a network."""
    print(f"setting up {ENVIRONMENT} with {', '.join(PACKAGES)} (once; minutes)", file=sys.stderr)
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / "environment.log"
    with log.open("w") as output:
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], stdout=output, stderr=output)
        if made.returncode != 0:
            raise Failure("python3 cannot make virtual environments: install the package python3-venv")
        for package in PACKAGES:
            command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]
            if subprocess.run(command, stdout=output, stderr=output).returncode != 0:
                raise Failure(f"cannot install the package '{package}' from PyPI: {log_tail(log)} (see {log})")

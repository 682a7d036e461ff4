"""DVC and Snakemake from PyPI, in a folder of the bench's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from harness.places import LOGS, SCRATCH, Failure, log_tail

ENVIRONMENT = SCRATCH / "pipelines"
PACKAGES = ["dvc", "snakemake"]


def programs() -> Path:
    """The folder of both programs, made if need be."""
    complete = ENVIRONMENT / "complete"
    if not complete.exists():
        print(f"setting up {ENVIRONMENT} with {', '.join(PACKAGES)} (once; minutes)", file=sys.stderr)
        LOGS.mkdir(parents=True, exist_ok=True)
        log = LOGS / "pipelines.log"
        with log.open("w") as output:
            for command in (
                [sys.executable, "-m", "venv", "--clear", ENVIRONMENT],
                [ENVIRONMENT / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                 *PACKAGES],
            ):
                if subprocess.run(command, stdout=output, stderr=output).returncode != 0:
                    raise Failure(f"cannot install {' and '.join(PACKAGES)}: {log_tail(log)} (see {log})")
        complete.write_text("\n".join(PACKAGES) + "\n")
    return ENVIRONMENT / "bin"

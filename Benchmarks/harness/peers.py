"""The peers: each workload, peer and number of threads gets a process of its own, which waits between measurements."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness import cores
from harness.places import BENCHMARKS, COMPILED, LOGS, MATERIAL, log_tail
from harness.timing import Time

PEERS = {"eager": "PyTorch eager", "compile": "torch.compile", "jax": "JAX jit"}
PATIENCE = 900.0
"""Seconds after which a peer that does not answer is given up."""


class PeerFailure(Exception):
    """A peer cannot do a workload; the table says why, and the bench goes on."""


@dataclass
class Peer:
    """A running worker; see `harness.worker` for what it understands."""

    python: Path
    kind: str
    threads: int
    log: Path

    def __post_init__(self) -> None:
        if self.kind == "compile" and not any(map(shutil.which, ("g++", "clang++", "c++"))):
            raise PeerFailure("torch.compile needs a C++ compiler: install the package g++")
        MATERIAL.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        command = [self.python, "-m", "harness.worker", self.kind, str(self.threads), MATERIAL]
        with cores.restricted_to(self.threads), self.log.open("w") as log:
            self.process = subprocess.Popen(
                command,
                cwd=BENCHMARKS,
                env=environment(self.threads),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def ask(self, **request: Any) -> dict[str, Any]:
        """Sends one request and waits for its reply."""
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
            ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        except BrokenPipeError:
            ready = [self.process.stdout]
        if not ready:
            self.close()
            raise PeerFailure(f"no answer in {PATIENCE:.0f} seconds (see {self.log})")
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            raise PeerFailure(f"the process ended: {log_tail(self.log)} (see {self.log})")
        reply = json.loads(line)
        if "error" in reply:
            raise PeerFailure(reply["error"])
        return reply

    def measure(self, units: int) -> Time:
        """CPU and wall seconds of `units` more units."""
        reply = self.ask(units=units)
        return Time(cpu=reply["cpu"], wall=reply["wall"])

    def close(self) -> None:
        """Ends the process."""
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def start(python: Path, kind: str, threads: int, label: str) -> Peer:
    """A peer's process with a log that carries the label."""
    return Peer(python, kind, threads, LOGS / f"{label}-{kind}-{threads}.log")


def environment(threads: int) -> dict[str, str]:
    """Every setting that these libraries read before they are imported."""
    eigen = "--xla_cpu_multi_thread_eigen=" + ("true" if threads > 1 else "false")
    return {
        **os.environ,
        "PYTHONPATH": str(BENCHMARKS),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": str(threads),
        "MKL_NUM_THREADS": str(threads),
        "OPENBLAS_NUM_THREADS": str(threads),
        "CUDA_VISIBLE_DEVICES": "",
        "JAX_PLATFORMS": "cpu",
        "XLA_FLAGS": eigen,
        "TORCHINDUCTOR_CACHE_DIR": str(COMPILED),
        "TORCHINDUCTOR_COMPILE_THREADS": "1",
    }

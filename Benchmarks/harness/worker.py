"""A peer's process: reads one JSON object per line, answers with one.

    {"load": "modular-transformer"}  → {"parameters": 422784}
    {"trace": 9}                     → {"trace": [[4.67], …]}        what each unit observed
    {"units": 20}                    → {"cpu": 1.61, "wall": 1.62}   seconds for all of them

Started by `harness.peers` as `python -m harness.worker PEER THREADS MATERIAL`, on the cores that the peer may use.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from harness.workload import Material, Program, load


def read_material(name: str, folder: Path) -> Material:
    """The arrays shared by all peers; made by the first that needs them, by PyTorch's generator."""
    import numpy

    path = folder / f"{name}.npz"
    if not path.exists():
        unfinished = folder / f"{name}.unfinished.npz"
        numpy.savez(unfinished, **load(name).material())
        unfinished.rename(path)
    with numpy.load(path) as arrays:
        return {key: arrays[key] for key in arrays.files}


def build(peer: str, threads: int, name: str, folder: Path) -> Program:
    """The program of a peer for a workload."""
    workload = load(name)
    if peer == "jax":
        return workload.jax(read_material(name, folder))
    import torch

    torch.set_num_threads(threads)
    return workload.torch(read_material(name, folder), peer == "compile")


def versions(peer: str) -> dict[str, str]:
    """What the peer runs on."""
    if peer == "jax":
        import jax

        return {"JAX": jax.__version__}
    import torch

    return {"PyTorch": torch.__version__}


def answer(program: Program | None, request: dict[str, Any], context: tuple[str, int, Path]) -> tuple[Any, dict]:
    """Does what a request asks; returns the program in use and the reply."""
    peer, threads, folder = context
    if "versions" in request:
        return program, versions(peer)
    if "material" in request:
        read_material(request["material"], folder)
        return program, {}
    if "load" in request:
        program = build(peer, threads, request["load"], folder)
        return program, {"parameters": program.parameter_count}
    if program is None:
        raise RuntimeError("no workload is loaded")
    if "trace" in request:
        return program, {"trace": [program.run(1) for _ in range(request["trace"])]}
    cpu, wall = time.process_time(), time.perf_counter()
    program.run(request["units"])
    return program, {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}


def main() -> None:
    peer, threads, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    # Libraries may print: replies get the real standard output, everything else goes to standard error.
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    program: Program | None = None
    for line in sys.stdin:
        try:
            program, reply = answer(program, json.loads(line), (peer, threads, folder))
        except Exception as error:  # whatever a library throws is reported, and the bench goes on
            traceback.print_exc()
            reason = str(error).strip().splitlines() or [type(error).__name__]
            reply = {"error": f"{type(error).__name__}: {reason[0]}"[:200]}
        print(json.dumps(reply), file=replies, flush=True)


if __name__ == "__main__":
    main()

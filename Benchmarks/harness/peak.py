"""The machine's peak: how fast the system's OpenBLAS multiplies float32 matrices on one thread.

    python -m harness.peak SECONDS    prints {"gflops": …, "shape": "m × n × k", "library": …}
"""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import subprocess
import sys
import time
from array import array

from harness import cores
from harness.places import BENCHMARKS, Failure
from harness.peers import environment

SHAPES = [
    (1024, 128, 128), (1218, 384, 128), (1218, 512, 128), (1218, 128, 512), (512, 512, 128), (512, 128, 512),
    (128, 512, 1218), (3830, 512, 128), (200, 200, 624), (512, 512, 512), (1024, 1024, 1024),
]  # fmt: skip
"""m, n, k of products like those of the workloads, and two that every library likes."""

ROW_MAJOR, NOT_TRANSPOSED = 101, 111


def openblas() -> ctypes.CDLL:
    """The system's OpenBLAS, told to use one thread."""
    for name in (ctypes.util.find_library("openblas"), "libopenblas.so.0", "libopenblas.so"):
        try:
            library = ctypes.CDLL(name) if name else None
        except OSError:
            continue
        if library is not None:
            library.openblas_set_num_threads(1)
            library.openblas_get_config.restype = ctypes.c_char_p
            return library
    raise Failure("the system's OpenBLAS is missing: install the package libopenblas-dev")


def matrix(size: int) -> ctypes.Array:
    """So many numbers in a row, none of them 0."""
    return (ctypes.c_float * size).from_buffer(array("f", [0.5]) * size)


def rate(library: ctypes.CDLL, shape: tuple[int, int, int], seconds: float) -> float:
    """The best rate in FLOP/s that one shape reaches within about `seconds`."""
    m, n, k = shape
    a, b, c = (matrix(size) for size in (m * k, k * n, m * n))
    one, zero = ctypes.c_float(1), ctypes.c_float(0)
    repeats = max(1, int(2e8 / (2 * m * n * k)))
    best = 0.0
    end = time.perf_counter() + seconds
    while best == 0 or time.perf_counter() < end:
        begin = time.process_time()
        for _ in range(repeats):
            library.cblas_sgemm(
                ROW_MAJOR, NOT_TRANSPOSED, NOT_TRANSPOSED, m, n, k, one, a, k, b, n, zero, c, n
            )
        best = max(best, repeats * 2.0 * m * n * k / (time.process_time() - begin))
    return best


def measured(seconds: float) -> dict[str, float | str]:
    """The peak, measured in a process of its own on one core."""
    with cores.restricted_to(1):
        finished = subprocess.run(
            [sys.executable, "-m", "harness.peak", str(seconds)],
            cwd=BENCHMARKS,
            env=environment(1),
            capture_output=True,
            text=True,
        )
    if finished.returncode != 0:
        raise Failure((finished.stderr.strip().splitlines() or ["the peak cannot be measured"])[-1])
    return json.loads(finished.stdout)


def main() -> None:
    library = openblas()
    share = float(sys.argv[1]) / len(SHAPES)
    rates = {shape: rate(library, shape, share) for shape in SHAPES}
    best = max(rates, key=lambda shape: rates[shape])
    print(
        json.dumps(
            {
                "gflops": rates[best] / 1e9,
                "shape": " × ".join(map(str, best)),
                "library": library.openblas_get_config().decode(),
            }
        )
    )


if __name__ == "__main__":
    main()

"""The machine's peak: how fast the system's OpenBLAS multiplies float32 matrices on one thread.

    python -m harness.peak search SECONDS         prints {"shape": "m × n × k", "library": …}, the fastest of several shapes
    python -m harness.peak time SECONDS SHAPE     prints {"seconds": …}, of CPU time per GFLOP
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
from harness.timing import Time

SHAPES = [
    (1024, 128, 128), (1218, 384, 128), (1218, 512, 128), (1218, 128, 512), (512, 512, 128), (512, 128, 512),
    (128, 512, 1218), (3830, 512, 128), (200, 200, 624), (512, 512, 512), (1024, 1024, 1024),
]  # fmt: skip
"""m, n, k of products like those of the workloads, and two that every library likes."""

TIMES = " × "
"""Between the numbers of a shape."""

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


def time_of(library: ctypes.CDLL, shape: tuple[int, int, int], seconds: float) -> float:
    """CPU seconds per GFLOP at one shape, over about `seconds`."""
    m, n, k = shape
    a, b, c = (matrix(size) for size in (m * k, k * n, m * n))
    one, zero = ctypes.c_float(1), ctypes.c_float(0)
    done, begin = 0, time.process_time()
    while done == 0 or time.process_time() - begin < seconds:
        library.cblas_sgemm(ROW_MAJOR, NOT_TRANSPOSED, NOT_TRANSPOSED, m, n, k, one, a, k, b, n, zero, c, n)
        done += 1
    return (time.process_time() - begin) / (done * 2e-9 * m * n * k)


def best_shape(seconds: float) -> dict[str, str]:
    """The shape at which OpenBLAS is fastest here, and the library's own description."""
    with cores.restricted_to(1):
        return json.loads(finished([started("search", str(seconds))])[0])


def measured(shape: str, seconds: float, copies: int = 1) -> Time:
    """Seconds per GFLOP of each of so many processes that run at once, one thread each."""
    with cores.restricted_to(copies):
        answers = finished([started("time", str(seconds), shape) for _ in range(copies)])
    mean = sum(json.loads(answer)["seconds"] for answer in answers) / copies
    return Time(cpu=mean, wall=mean)


def started(*words: str) -> subprocess.Popen[str]:
    """A process of this module."""
    return subprocess.Popen(
        [sys.executable, "-m", "harness.peak", *words], cwd=BENCHMARKS, env=environment(1), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def finished(processes: list[subprocess.Popen[str]]) -> list[str]:
    """What each of them printed."""
    outcomes = [(process, *process.communicate()) for process in processes]
    for process, _, errors in outcomes:
        if process.returncode != 0:
            raise Failure((errors.strip().splitlines() or ["the peak cannot be measured"])[-1])
    return [output for _, output, _ in outcomes]


def main() -> None:
    library = openblas()
    seconds = float(sys.argv[2])
    if sys.argv[1] == "search":
        best = min(SHAPES, key=lambda shape: time_of(library, shape, seconds / len(SHAPES)))
        print(json.dumps({"shape": TIMES.join(map(str, best)), "library": library.openblas_get_config().decode()}))
    else:
        m, n, k = map(int, sys.argv[3].split(TIMES))
        print(json.dumps({"seconds": time_of(library, (m, n, k), seconds)}))


if __name__ == "__main__":
    main()

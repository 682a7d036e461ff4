"""Principal axes of snapshots by their Gram matrix in NumPy, as one would write it: the storage benchmark's peer.

Arguments: RAW COUNT WIDTH SCORES. Prints seconds as JSON, and writes the first two scores of each snapshot to SCORES.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np


def axes(snapshots: np.ndarray) -> np.ndarray:
    """Scores [count, 2]: with X the centred snapshots, X Xt = U diag(v) Ut, and the scores are U sqrt(v)."""
    centred = snapshots - snapshots.mean(axis=0)
    values, vectors = np.linalg.eigh((centred @ centred.T).astype(np.float64))
    return vectors[:, :-3:-1] * np.sqrt(values[:-3:-1])


raw, count, width, output = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
snapshots = np.fromfile(raw, dtype=np.float32, count=count * width).reshape(count, width)
cpu, wall = time.process_time(), time.perf_counter()
scores = axes(snapshots)
took = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
output.write_text("".join(f"{first!r},{second!r}\n" for first, second in scores.tolist()))
print(json.dumps(took))

"""The same axes in float64 throughout: what both are compared with. Arguments and output as axes.py."""

import sys
from pathlib import Path

import numpy as np

raw, count, width, output = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
snapshots = np.memmap(raw, dtype=np.float32, mode="r", shape=(count, width))
gram = np.zeros((count, count))
for first in range(0, width, 16384):
    columns = snapshots[:, first : first + 16384].astype(np.float64)
    columns -= columns.mean(axis=0)
    gram += columns @ columns.T
values, vectors = np.linalg.eigh(gram)
scores = vectors[:, :-3:-1] * np.sqrt(values[:-3:-1])
output.write_text("".join(f"{first!r},{second!r}\n" for first, second in scores.tolist()))

"""The section on storage of RESULTS.md."""

from __future__ import annotations

import json
from typing import Any

from harness.places import BENCHMARKS
from harness.table import markdown

RESULTS = BENCHMARKS / "storage.json"


def spread(value: dict[str, float], digits: int = 3) -> str:
    """Median with range."""
    return f"{value['median']:.{digits}g} ({value['least']:.{digits}g}–{value['most']:.{digits}g})"


def seconds(rate: dict[str, float]) -> str:
    """What 100 MB take at a rate in MB/s."""
    return spread({"median": 100 / rate["median"], "least": 100 / rate["most"], "most": 100 / rate["least"]})


def section() -> str:
    """Markdown, from what `storage/run` wrote last; empty if it never ran."""
    if not RESULTS.exists():
        return ""
    found: dict[str, Any] = json.loads(RESULTS.read_text())
    series, axes = found["series"], found["axes"]
    rows = [
        ["stored, as a part of the raw size", "≤ 0.80", f"{series['ratio']:.3f}"],
        ["written, MB/s of one core", "≥ 300", spread(series["write_cpu"])],
        ["read and verified, MB/s of one core", "≥ 400", spread(series["read_cpu"])],
        ["100 MB at that rate, s: stored (hashed, compressed, published)", "≤ 0.6", seconds(series["write_cpu"])],
        ["restored and verified", "≤ 0.25", seconds(series["read_cpu"])],
        ["principal axes in memory: NumPy's wall time against ours", "≥ 1.5", spread(axes["numpy_to_memory"])],
        ["principal axes from the store: wall time against decoding alone", "≤ 1.2", spread(axes["store_to_decode_wall"])],
        ["the same, CPU time", "–", spread(axes["store_to_decode_cpu"])],
        ["peak memory from the store, MB", "≤ 400", f"{axes['peak_bytes'] / 1e6:.0f}"],
        ["deviation of the axes from float64", "≤ 1e-5", f"{max(axes['deviation']['store']):.1e}"],
    ]
    return "\n".join([
        "## Storage\n",
        f"Written by `Benchmarks/storage/run` on {found['date']}, commit {found['machine']['commit']}: {series['snapshots']} "
        f"snapshots of {series['parameters']:,} parameters, {found['rounds']} rounds, principal axes with "
        f"{axes['threads']} threads.\n",
        markdown(["", "asked", "measured"], rows) + "\n",
    ])

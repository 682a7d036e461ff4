"""The command: what it takes, and the order in which things are measured."""

from __future__ import annotations

import argparse
import datetime
import fnmatch
import json
import os
import shutil
import sys
from pathlib import Path

from harness import bench, cores, environment, machine, peak, peers
from harness.places import EXECUTABLE, PROJECTS, REPORT, RESULTS, Failure
from harness.plan import Plan
from harness.report import document, record
from harness.summary import claims, notes, peak_rate, rows
from harness.table import CLAIM_HEADINGS, HEADINGS, claim_cells, ratio_cells, spread_cell, text
from harness.workload import Workload, load_all


def options(words: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="Benchmarks/run", description="Times Grokline beside PyTorch and JAX, in one run and alternating."
    )
    parser.add_argument("--quick", action="store_true", help="under three minutes; leaves RESULTS.md alone")
    parser.add_argument("--only", nargs="+", metavar="PATTERN", help="these workloads alone; leaves RESULTS.md alone")
    parser.add_argument("--rounds", type=int, help="how often everybody is measured")
    parser.add_argument("--list", action="store_true", help="names the workloads")
    parser.add_argument("--grokline", type=Path, default=EXECUTABLE, metavar="PROGRAM", help="the program to measure")
    return parser.parse_args(words)


def say(message: str) -> None:
    """Progress, with the time."""
    print(f"{datetime.datetime.now():%H:%M:%S}  {message}", file=sys.stderr, flush=True)


def chosen(patterns: list[str] | None) -> list[Workload]:
    """The workloads that the command line names."""
    known = load_all()
    if not patterns:
        return known
    for pattern in patterns:
        if not any(fnmatch.fnmatch(workload.name, pattern) for workload in known):
            names = ", ".join(workload.name for workload in known)
            raise Failure(f"no workload is called '{pattern}'; there are {names}")
    return [workload for workload in known if any(fnmatch.fnmatch(workload.name, p) for p in patterns)]


def peer_versions(python: Path) -> dict[str, str]:
    """The versions of the peers' libraries, or why they cannot be used."""
    found: dict[str, str] = {}
    for kind in ("eager", "jax"):
        try:
            peer = peers.start(python, kind, 1, "versions")
            found |= peer.ask(versions=True)
            peer.close()
        except peers.PeerFailure as failure:
            found[peers.PEERS[kind]] = f"not available: {failure}"
    return found


def measure(
    plan: Plan, workloads: list[Workload], everything: bool, python: Path, executable: Path
) -> bench.Measurements:
    """Everything that was asked for."""
    measurements = bench.Measurements(peak_shape=peak.best_shape(plan.seconds))
    shape = measurements.peak_shape["shape"]
    for workload in workloads:
        say(workload.title)
        measurements.timings[workload.name] = bench.workload_timings(workload, plan, python, executable, shape)
        for row in rows(measurements, [workload]):
            say("    " + "  ".join(ratio_cells(row)[1:-2]))
    if everything:
        say("eight seeds")
        measurements.seeds = bench.eight_seeds(plan, executable)
        say("nothing to do")
        measurements.idle = bench.nothing_to_do(executable)
    return measurements


def main(words: list[str]) -> int:
    """Runs the bench; 1 if something is missing."""
    try:
        return run(options(words))
    except Failure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1


def run(chosen_options: argparse.Namespace) -> int:
    workloads = chosen(chosen_options.only)
    if chosen_options.list:
        print("\n".join(f"{workload.name:26}{workload.title}" for workload in workloads))
        return 0
    executable = chosen_options.grokline.resolve()
    if not os.access(executable, os.X_OK):
        raise Failure(f"{executable} is not built: make build")
    count = len(cores.available())
    plan = Plan.short(count) if chosen_options.quick else Plan.full(count)
    if chosen_options.rounds:
        plan = plan.with_rounds(chosen_options.rounds)
    python = environment.interpreter()
    load = machine.load()
    if load > machine.BUSY:
        say(f"the machine is busy (load average {load:.1f}): trust the ratios of this run little, its milliseconds not")
    header = {"date": f"{datetime.date.today()}", **machine.description(executable), **peer_versions(python)}
    whole = chosen_options.only is None
    measurements = measure(plan, workloads, whole, python, executable)
    found = rows(measurements, workloads)
    print(text(HEADINGS, [ratio_cells(row) for row in found]))
    alone = [claim_cells(claim) for claim in claims(measurements, found)]
    if alone:
        print("\n" + text(CLAIM_HEADINGS, alone))
    print(f"\nsgemm peak, one thread: {spread_cell(peak_rate(measurements))} GFLOP/s at {measurements.peak_shape['shape']}")
    for note in notes(found, measurements):
        print(note)
    details = (header, plan, measurements, found, load)
    RESULTS.write_text(json.dumps(record(*details), indent=2, ensure_ascii=False) + "\n")
    say(f"wrote {RESULTS}")
    if whole and not plan.quick:
        REPORT.write_text(document(*details))
        say(f"wrote {REPORT}")
    shutil.rmtree(PROJECTS, ignore_errors=True)
    return 0

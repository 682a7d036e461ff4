"""Measures what a pipeline costs when nothing, little or a lot is to be done."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from harness import machine
from harness.places import EXECUTABLE, SCRATCH, Failure
from harness.timing import Spread
from pipelines import peers, projects
from pipelines.report import RESULTS
from storage.processes import Usage, measured

FOLDER = SCRATCH / "pipelines-projects"
SPEC = "grok.yaml"
CONCURRENT = 32
# With so many steps a stage of the crowd takes some 50 ms.
CROWD_STEPS = 7500
# Seconds after which a file's stat data tells of every later change.
SETTLING = 3


def spread(values: list[float]) -> dict[str, float]:
    """Median and range, as they are written down."""
    of = Spread.of(values)
    return {"median": of.median, "least": of.least, "most": of.most}


def fresh(name: str) -> Path:
    """An empty folder."""
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def times(rounds: int, contestants: dict[str, tuple[Path, list[object]]]) -> dict[str, dict]:
    """Runs everybody by turns: wall and CPU seconds and peak memory of each."""
    found: dict[str, list[Usage]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, (folder, command) in contestants.items():
            found[name].append(measured(*command, folder=folder)[1])
    return {
        name: {
            "wall": spread([one.wall for one in usages]), "cpu": spread([one.cpu for one in usages]),
            "peak": max(one.peak for one in usages),
        }
        for name, usages in found.items()
    }


def overheads(counts: list[int]) -> dict[str, dict]:
    """First runs of tiny stages: seconds per stage, the program's start included."""
    found = {}
    for count in counts:
        folder = fresh(f"grokline-{count}")
        projects.grokline(folder, count)
        took = measured(EXECUTABLE, "run", SPEC, folder=folder)[1]
        found[str(count)] = {"wall": took.wall / count, "cpu": took.cpu / count}
        print(f"  {count} stages first: {1e3 * took.wall / count:.2f} ms each", file=sys.stderr)
    return found


def nothing_to_do(counts: list[int], rounds: int, programs: Path | None) -> dict[str, dict]:
    """Runs with nothing to do, of folders whose first run is done."""
    found = {}
    time.sleep(SETTLING)
    for count in counts:
        contestants: dict[str, tuple[Path, list[object]]] = {
            "Grokline": (FOLDER / f"grokline-{count}", [EXECUTABLE, "run", SPEC])}
        if programs and count <= 1000:
            contestants |= up_to_date_peers(count, programs)
        found[str(count)] = times(rounds, contestants)
        for name, took in found[str(count)].items():
            print(f"  {count} stages, nothing to do, {name}: {1e3 * took['wall']['median']:.1f} ms", file=sys.stderr)
    return found


def up_to_date_peers(count: int, programs: Path) -> dict[str, tuple[Path, list[object]]]:
    """The peers' pipelines, made up to date without running their stages."""
    dvc, snakemake = fresh(f"dvc-{count}"), fresh(f"snakemake-{count}")
    projects.dvc(dvc, count)
    measured(programs / "dvc", "init", "--no-scm", "--quiet", folder=dvc)
    measured(programs / "dvc", "commit", "--force", "--quiet", folder=dvc)
    projects.snakemake(snakemake, count)
    measured(programs / "snakemake", "--cores", "1", "--touch", "--quiet", "all", folder=snakemake)
    return {
        "DVC": (dvc, [programs / "dvc", "repro", "--quiet"]),
        "Snakemake": (snakemake, [programs / "snakemake", "--cores", "1", "--quiet", "all"]),
    }


def first_runs(count: int, programs: Path) -> dict[str, dict]:
    """The peers' overhead per stage."""
    found = {}
    for name, write, command in (
        ("DVC", projects.dvc, [programs / "dvc", "repro", "--quiet"]),
        ("Snakemake", projects.snakemake, [programs / "snakemake", "--cores", "1", "--quiet", "all"]),
    ):
        folder = fresh(f"first-{name.lower()}")
        write(folder, count)
        shutil.rmtree(folder / "out")
        (folder / "out").mkdir()
        if name == "DVC":
            measured(programs / "dvc", "init", "--no-scm", "--quiet", folder=folder)
        took = measured(*command, folder=folder)[1]
        found[name] = {str(count): {"wall": took.wall / count, "cpu": took.cpu / count}}
        print(f"  {count} stages first, {name}: {1e3 * took.wall / count:.1f} ms each", file=sys.stderr)
    return found


def large_plan(stages: int, rounds: int) -> dict:
    """A plan of a sweep of which nothing is done."""
    folder = fresh(f"plan-{stages}")
    projects.grokline(folder, stages, sweep=max(1, stages // 1000))
    return times(rounds, {"Grokline": (folder, [EXECUTABLE, "plan", SPEC, "--json"])})["Grokline"]


def crowd(stages: int, steps: int) -> dict:
    """Many processes that all want the same stages, against one alone."""
    def run(processes: int) -> tuple[float, int]:
        folder = fresh(f"crowd-{processes}")
        projects.grokline(folder, stages, steps=steps)
        start = time.perf_counter()
        crowd = [
            subprocess.Popen(
                [EXECUTABLE, "run", SPEC, "--jobs", "2", "--json"], cwd=folder, stdout=subprocess.PIPE, text=True)
            for _ in range(processes)
        ]
        answers = [process.communicate()[0] for process in crowd]
        wall = time.perf_counter() - start
        if any(process.returncode != 0 for process in crowd):
            raise Failure("a process of the crowd failed")
        trained = sum(len(json.loads(answer.strip().splitlines()[-1]).get("trained", [])) for answer in answers)
        return wall, trained

    alone, _ = run(1)
    together, trained = run(CONCURRENT)
    print(f"  {CONCURRENT} processes: {together:.2f} s, one: {alone:.2f} s", file=sys.stderr)
    return {
        "processes": CONCURRENT, "stages": stages, "seconds_of_one": alone, "seconds": together,
        "ratio": together / alone, "trained": trained,
    }


def main(arguments: list[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="how often everybody is measured (7)")
    parser.add_argument("--alone", action="store_true", help="without DVC and Snakemake")
    options = parser.parse_args(arguments)
    try:
        if not os.access(EXECUTABLE, os.X_OK):
            raise Failure(f"there is no {EXECUTABLE}: build it with 'make build'")
        programs = None if options.alone else peers.programs()
        results = {
            "machine": machine.description(EXECUTABLE), "date": datetime.date.today().isoformat(),
            "load": machine.load(), "rounds": options.rounds,
            "first": {"Grokline": overheads([1, 100, 1000, 10_000])},
            "nothing_to_do": nothing_to_do([1, 100, 1000, 10_000], options.rounds, programs),
            "plan": {str(stages): large_plan(stages, 3) for stages in (10_000, 100_000)},
            "crowd": crowd(200, CROWD_STEPS),
        }
        if programs:
            results["first"] |= first_runs(100, programs)
    except Failure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    print(json.dumps(results, indent=1))
    return 0

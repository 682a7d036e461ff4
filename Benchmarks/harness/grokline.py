"""Grokline as a contestant: whole runs of the program in a fresh store; a unit is the difference of two lengths."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from harness import cores
from harness.places import LOGS, PROJECTS, log_tail
from harness.timing import Time
from harness.workload import Workload

UNTIL = "training.phases.fit.until"


class Refused(Exception):
    """Grokline does not do a workload: its spec is not accepted, or the run failed."""


@dataclass
class Grokline:
    """One workload's spec in a project of its own."""

    executable: Path
    workload: Workload

    def __post_init__(self) -> None:
        self.project = PROJECTS / self.workload.name
        shutil.rmtree(self.project, ignore_errors=True)
        self.project.mkdir(parents=True)
        (self.project / "grokline.yaml").write_text("grokline: 1\n")
        (self.project / "spec.yaml").write_text(self.workload.spec)
        for name, text in self.workload.needs.items():
            path = self.project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text())
        self.log = LOGS / f"{self.workload.name}-grokline.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)

    def check(self) -> None:
        """Asks whether the spec is accepted."""
        finished = self.command("check", "spec.yaml")
        if finished.returncode != 0:
            message = (finished.stderr or finished.stdout).strip().splitlines() or ["no message"]
            raise Refused(message[0])

    def measure(self, units: int, threads: int, jobs: int = 1) -> Time:
        """CPU and wall seconds of `units` units: what a run costs that has so many more."""
        short = self.workload.after or self.workload.steps_per_unit
        long = short + units * self.workload.steps_per_unit
        return self.whole_run(long, threads, jobs) - self.whole_run(short, threads, jobs)

    def whole_run(self, steps: int, threads: int, jobs: int) -> Time:
        """A run of so many steps from an empty store; its training is a child, waited for, and so in its usage."""
        shutil.rmtree(self.project / ".grokline", ignore_errors=True)
        shutil.rmtree(self.project / "results", ignore_errors=True)
        options = ["--jobs", str(jobs), "--threads", str(threads), "--quiet", "--set", f"{UNTIL}={steps}"]
        with cores.restricted_to(max(threads, jobs)), self.log.open("w") as log:
            begin = time.perf_counter()
            process = subprocess.Popen(
                [self.executable, "run", "spec.yaml", *options],
                cwd=self.project,
                env=environment(),
                stdout=log,
                stderr=log,
            )
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise Refused(f"the run ended with {process.returncode}: {log_tail(self.log)}")
        return Time(cpu=usage.ru_utime + usage.ru_stime, wall=wall)

    def parameter_count(self) -> int:
        """The numbers in the model, as `show --parameters` counts them."""
        shown = self.command("show", "spec.yaml", "--parameters").stdout.strip().splitlines()
        words = shown[-1].split() if shown else []
        return int(words[-2]) if len(words) >= 2 and words[-1] == "numbers" else 0

    def losses(self, epochs: int) -> list[float]:
        """The mean training loss of each of the first epochs, as measured batch by batch on moving weights."""
        settings = [
            "--set", f"{UNTIL}={epochs * self.workload.steps_per_epoch}",
            "--set", "training.evaluate.every=1 epoch",
            "--set", "training.evaluate.over.train=running",
        ]  # fmt: skip
        run = self.command("run", "spec.yaml", "--quiet", *settings)
        if run.returncode != 0:
            raise Refused(run.stderr.strip().splitlines()[0] if run.stderr.strip() else "the run failed")
        self.command("export", "spec.yaml", "train/main/seed=0", "-o", "exported", *settings)
        with (self.project / "exported" / "metrics.csv").open() as file:
            rows = list(csv.DictReader(file))
        return [float(row["train_loss"]) for row in rows if row["train_loss"]]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Runs the program in the project, unmeasured."""
        return subprocess.run(
            [self.executable, *words], cwd=self.project, env=environment(), capture_output=True, text=True
        )


def environment() -> dict[str, str]:
    """The user's, without what would put the store elsewhere."""
    return {name: value for name, value in os.environ.items() if name != "GROKLINE_STORE"}

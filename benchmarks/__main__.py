"""Speed and memory, as ratios within one run: ``make bench``. Exit status 1 where a limit is passed.

A ratio does not depend on the machine: a cold command is compared with bare Python, a check with a deep
copy of the mapping that it reads.
"""

from __future__ import annotations

import argparse
import copy
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML

import qcrules

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "examples" / "planned-with-violations.yaml"


@frozen
class Measured:
    """One figure and its limit."""

    what: str
    figure: float
    limit: float
    unit: str

    @property
    def passed(self) -> bool:
        return self.figure <= self.limit

    def __str__(self) -> str:
        mark = "ok  " if self.passed else "OVER"
        return f"{mark} {self.what:<58} {self.figure:8.1f} {self.unit} (limit {self.limit:g})"


def best(work: Callable[[], object], *, times: int) -> float:
    """The quickest of several runs, in seconds: the least disturbed one."""
    runs = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        runs.append(time.perf_counter() - start)
    return min(runs)


def command(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *arguments], check=False, stdout=subprocess.DEVNULL)


def cold() -> Measured:
    """The command in a new process, its caches warm, against a process that does nothing."""
    check = command("-m", "qcrules", "check", str(RECORD))
    check()
    ratio = best(check, times=10) / best(command("-c", "pass"), times=20)
    return Measured("cold `qcrules check` / `python -c pass`", ratio, 20, "×")


def record() -> dict[str, Any]:
    """The full record as a mapping, with its top key."""
    loaded: dict[str, Any] = YAML(typ="safe").load(RECORD.read_text(encoding="utf-8"))
    return loaded


def warm(engine: str, limit: float) -> Measured:
    """One check of a full record, all findings, against deep copies of its mapping."""
    mapping = record()
    book = qcrules.load_rules()
    qcrules.check(mapping, rules=book, engine=engine)
    ratio = best(lambda: qcrules.check(mapping, rules=book, engine=engine), times=200) / best(
        lambda: copy.deepcopy(mapping), times=200
    )
    return Measured(f"one check, engine {engine} / one deep copy of its mapping", ratio, limit, "×")


def memory(checks: int) -> Measured:
    """How much higher the second half of many checks drives the memory of the process than the first half."""
    mapping = record()
    book = qcrules.load_rules()

    def peak_after(times: int) -> int:
        for _ in range(times):
            qcrules.check(mapping, rules=book)
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    first, second = peak_after(checks // 2), peak_after(checks // 2)
    added = (second - first) / (1024**2 if sys.platform == "darwin" else 1024)
    return Measured(f"memory added by {checks // 2:,} checks after as many", added, 2, "MiB")


def main() -> int:
    """Measure, print, and say by the exit status whether all limits were kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--checks", type=int, default=10_000, help="checks for the memory figure (default 10000)"
    )
    checks = parser.parse_args().checks
    figures = [cold(), warm("reference", 10)]
    if sys.version_info < (3, 13):
        figures.append(warm("durable", 15))
    figures.append(memory(checks))
    for figure in figures:
        print(figure)
    return 0 if all(figure.passed for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())

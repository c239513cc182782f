"""Speed and memory, as ratios within one run: ``make bench``. Exit status 1 where a limit is passed.

A ratio does not depend on the machine: a cold command is compared with bare Python, a check with a deep
copy of the mapping that it reads.
"""

from __future__ import annotations

import argparse
import copy
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML

import qcrules
from qcrules.facts.field import Field
from qcrules.facts.types import Type
from qcrules.facts.words import AS_OF, COMPLETE

ROOT = Path(__file__).parents[1]
DURABLE = sys.version_info < (3, 13)
"""Can the engine durable-rules be had here?"""
EXAMPLE = ROOT / "examples" / "planned-with-violations.yaml"
VALUES = {
    Type.EVENT: date(2014, 1, 10),
    Type.DATE: date(2014, 1, 10),
    Type.MONTH: "2014-03",
    Type.YEAR: 2014,
    Type.BOOL: "да",
    Type.NUMBER: 3,
    Type.TEXT: "текст",
    Type.LIST: ["текст"],
}


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


def processor_time() -> float:
    """Seconds that this process and those it waited for have worked: what else the machine does is not in them."""
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def best(work: Callable[[], object], *, times: int) -> float:
    """The quickest of several runs, in seconds of processor time: the least disturbed one."""
    runs = []
    for _ in range(times):
        start = processor_time()
        work()
        runs.append(processor_time() - start)
    return min(runs)


@contextmanager
def as_installed() -> Iterator[Callable[..., object]]:
    """Runs Python as an installed package does: its bytecode is at hand, wherever the sources lie."""
    with tempfile.TemporaryDirectory() as bytecode:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": bytecode}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def run(*arguments: str) -> object:
            return subprocess.run(
                [sys.executable, *arguments], check=False, stdout=subprocess.DEVNULL, env=environment
            )

        yield run


LIBRARIES = "import attrs, click, hashlib, pathlib, yaml"
FIRST = """
import sys, time, qcrules
from qcrules.judge.check import check
def once():
    start = time.process_time()
    check(sys.argv[1], rules=book, engine="reference")
    return time.process_time() - start
book = qcrules.load_rules() if sys.argv[2] == "cold" else qcrules.warm(engine="reference")
first = once()
print(first / min(once() for _ in range(5)))
"""


def starts() -> Iterator[Measured]:
    """Commands in a new process, their caches warm, against a process that does nothing, in turn.

    What the libraries alone take says how low a command can come that uses them.
    """
    check = ("-m", "qcrules", "check", str(EXAMPLE), "--engine")
    asked: list[tuple[str, float, tuple[str, ...]]] = [
        ("`import qcrules`", 2.5, ("-c", "import qcrules")),
        ("the libraries alone", 9, ("-c", LIBRARIES)),
        ("`qcrules --help`", 5.2, ("-m", "qcrules", "--help")),
        ("cold `qcrules check`, engine reference", 17, (*check, "reference")),
    ]
    if DURABLE:
        asked.append(("cold `qcrules check`, engine durable", 19.5, (*check, "durable")))
    with as_installed() as run:
        bare = partial(run, "-c", "pass")
        for what, limit, arguments in asked:
            command = partial(run, *arguments)
            command()
            pairs = [(best(command, times=1), best(bare, times=1)) for _ in range(15)]
            ratio = min(one for one, _ in pairs) / min(other for _, other in pairs)
            yield Measured(f"{what} / `python -c pass`", ratio, limit, "×")


def first(state: str, what: str, limit: float) -> Measured:
    """The first check of a process that has loaded the rules, or made ready, against the checks after it."""
    command = [sys.executable, "-c", FIRST, str(EXAMPLE), state]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(9)]
    return Measured(f"the first check of {what} / the next one", median(map(float, runs)), limit, "×")


def full_record() -> dict[str, Any]:
    """The example with every field of an inspection filled in."""
    said: dict[str, Any] = YAML(typ="safe").load(EXAMPLE.read_text(encoding="utf-8"))
    (key,) = (key for key in said if key not in (*AS_OF, *COMPLETE))
    root = qcrules.load_rules().core.vocabulary.kinds["inspection"].root
    return {**said, key: filled(root, said[key], VALUES | {})}


def filled(field: Field, said: Any, values: dict[Type, Any]) -> Any:
    """A field as the record says it, else with some value of its type; and so everything in it.

    A moment that is left out is taken to be the one before it in the vocabulary.
    """
    said = None if said in ("?", "нет", "—") else said
    if field.type is Type.OBJECT or (field.type is Type.LIST and isinstance(said, dict)):
        inside = {field.child(word).key: value for word, value in (said or {}).items()}
        return {
            child.term.ru: filled(child, inside.get(child.key), values) for child in field.children.values()
        }
    if field.type is Type.LIST and field.children:
        return [filled(field, item, values) for item in said or [{}]]
    if said is None:
        return field.options[0].term.ru if field.options else copy.copy(values[field.type])
    if field.type in (Type.EVENT, Type.DATE):
        values[Type.EVENT] = values[Type.DATE] = said
    return said


def warm(engine: str, limit: float) -> Measured:
    """One check of a full record, all findings, against deep copies of its mapping."""
    mapping = full_record()
    book = qcrules.load_rules()
    qcrules.check(mapping, rules=book, engine=engine)
    ratio = best(lambda: qcrules.check(mapping, rules=book, engine=engine), times=200) / best(
        lambda: copy.deepcopy(mapping), times=200
    )
    return Measured(f"one check, engine {engine} / one deep copy of its mapping", ratio, limit, "×")


def memory(checks: int) -> Measured:
    """How much higher the second half of many checks drives the memory of the process than the first half."""
    mapping = full_record()
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
    figures = [
        *starts(),
        first("cold", "a process", 12),
        first("warm", "a process after `qcrules.warm()`", 2.5),
        warm("reference", 10),
    ]
    if DURABLE:
        figures.append(warm("durable", 15))
    figures.append(memory(checks))
    for figure in figures:
        print(figure)
    return 0 if all(figure.passed for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())

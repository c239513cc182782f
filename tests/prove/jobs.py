"""What ``make prove`` runs: every proof by its name, and the soak; each in whatever process it is started."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.stateful import run_state_machine_as_test

from qcrules.judge.rulebook import load_rules
from qcrules.testing import laws
from qcrules.testing.cases.run import cases_of, run_case

from . import broken_lines, fuzz, rulebooks, thrown
from .life import Life

KINDS = ("inspection", "act", "protocol", "monitoring_report", "inspection_plan")
EXAMPLES = {
    "any calendar": 4_000,
    "calendar": 10_000,
    "pack": 1_000,
    "life": 1_500,
    "rulebooks": 2_000,
    "completeness": 500,
    "fuzz": 6_000,
    "workbooks": 1_500,
    "cells": 400,
    "door": 60,
    "door of forms": 120,
    "door of unreadable": 60,
    "door of spoilt": 60,
    "written back": 1_500,
    "named twice": 250,
    "itself": 120,
    "cases of the pack": 2_033,
    "thrown": 1_500,
    "tests": 20,
    "lines": 83,
}
STEPS = 30
FAILURES = Path(".hypothesis/prove")

Proof = tuple[str, int, Callable[[int], None]]


def kept(name: str) -> Path:
    """Where the failing examples of a proof are kept."""
    return FAILURES / re.sub(r"\W+", "-", name).strip("-")


def how(name: str, examples: int, **more: Any) -> settings:
    """So many examples; one that fails is kept under the name of the proof, and printed."""
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=DirectoryBasedExampleDatabase(kept(name)),
        print_blob=True,
        **more,
    )


def proofs(number: int, folder: Path) -> Iterator[Proof]:
    """Every proof but the soak: its name, its examples, how to run it."""

    def proof(name: str, kind: str, examples: Any, holds: Callable[[Any], None]) -> Proof:
        return name, EXAMPLES[kind], partial(tried, number, name, examples, holds)

    for where, kind, some in (
        ("any calendar", "any calendar", laws.of_calendar()),
        ("KZ", "calendar", laws.of_calendar("KZ")),
    ):
        for law in some:
            yield proof(f"law on {where}: {law}", kind, law.examples, law.holds)
    for record in KINDS:
        for law in laws.of_pack(load_rules(), record):
            yield proof(f"law of {record}: {law}", "pack", law.examples, law.holds)
    life = "the life of an inspection, against the law's text"
    yield life, EXAMPLES["life"], partial(lived, number, life)
    engines = ", ".join(rulebooks.ENGINES)
    yield proof(
        f"engines {engines} on generated rulebooks, against all points",
        "rulebooks",
        rulebooks.drawn(),
        partial(rulebooks.holds, folder / "rulebook"),
    )
    yield proof(
        "a verdict turns at the due day",
        "rulebooks",
        rulebooks.boundaries(),
        partial(rulebooks.turns, folder / "boundary"),
    )
    yield proof(
        "generated rulebooks: time alone violates only what is pending",
        "completeness",
        st.tuples(rulebooks.drawn(), st.integers(1, 60)),
        lambda drawn: rulebooks.passes(folder / "time", *drawn),
    )
    yield proof(
        "generated rulebooks: what is undetermined can be decided each way",
        "completeness",
        rulebooks.drawn(),
        partial(rulebooks.completes, folder / "completeness"),
    )
    for name, (reader, text) in fuzz.READERS.items():
        some_bytes = fuzz.as_bytes(fuzz.spoilt(text))
        yield proof(f"bad input: {name}", "fuzz", some_bytes, partial(fuzz.survives, reader, folder / "fuzz"))
    if find_spec("python_calamine") and find_spec("xlsxwriter"):
        yield proof(
            "bad input: bytes of a workbook",
            "workbooks",
            fuzz.workbooks(fuzz.workbook()),
            partial(fuzz.survives, fuzz.read_workbook, folder / "fuzz"),
        )
    if find_spec("pyarrow"):
        from . import door

        for name, (kind, law) in door.LAWS.items():
            yield proof(f"the door: {name}", kind, law.examples, partial(law.holds, folder / kind))
    if all(map(find_spec, ("python_calamine", "xlsxwriter", "openpyxl", "pyarrow"))):
        from . import cells

        for name, (reader, whole) in cells.READERS.items():
            holds = partial(fuzz.survives, reader, folder / "fuzz")
            yield proof(f"bad input: cells of a {name}", "cells", cells.spoilt(whole), holds)

    yield (
        "whatever is thrown at the commands",
        EXAMPLES["thrown"],
        partial(all_survived, number, folder / "thrown"),
    )
    yield "the cases of the built-in pack, by every engine", EXAMPLES["cases of the pack"], all_cases
    yield "the properties of the tests, so many times their examples", EXAMPLES["tests"], tests_again
    yield "lines broken by hand are noticed", EXAMPLES["lines"], all_noticed


def all_survived(number: int, folder: Path, most: int) -> None:
    """No input and no place for an answer ends a command in an internal error, or makes it outlast its bound."""
    fates = ((throw, throw.fate(folder / str(at))) for at, throw in enumerate(thrown.some(most, number)))
    fallen = [f"{throw.name}: {fate}" for throw, fate in fates if fate is not None]
    assert fallen == [], "\n".join(fallen)


def all_cases(most: int) -> None:
    """The cases of the built-in pack come out as written, whichever engine decides."""
    book = load_rules()
    for case in islice(cases_of(book.pack), most):
        for engine in rulebooks.ENGINES:
            result = run_case(book, case, engine)
            assert result.passed, f"{engine}: {result.case.place}: {result.case.title}\n{result.told('en')}"


def tests_again(times: int) -> None:
    """The tests that draw examples, with so many times the examples that they have in the tests."""
    command = [sys.executable, "-m", "pytest", "-q", "-m", "hypothesis", "--ignore", "tests/prove", "tests"]
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "wander", "TIMES": str(times)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def all_noticed(lines: int) -> None:
    """Each line broken by hand is noticed by a test, but for those that the page excuses."""
    told = broken_lines.run(jobs=1)
    left = [one for one in told if not one["noticed"] and not one["line"].excused]
    assert left == [], "\n".join(f"{one['line'].where}: {one['line'].wrong}: {one['by']}" for one in left)


def tried(number: int, name: str, strategy: Any, holds: Callable[[Any], None], examples: int) -> None:
    """Run a property on so many examples."""

    @how(name, examples)  # above the seed, which would have nothing kept
    @seed(number)
    @given(strategy)
    def proof(example: Any) -> None:
        holds(example)

    proof()


def lived(number: int, name: str, examples: int) -> None:
    """Run the state machine on so many lives."""
    run_state_machine_as_test(seed(number)(Life), settings=how(name, examples, stateful_step_count=STEPS))


def run(name: str, examples: int, number: int, place: str) -> dict[str, Any]:
    """Run one proof, in whatever process this is; what there is to be told of it."""
    os.environ["XDG_CACHE_HOME"] = place
    folder = Path(place) / str(os.getpid())
    (folder / "fuzz").mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    told: dict[str, Any] = {"proof": name, "examples": examples}
    try:
        next(how_to for proof, _, how_to in proofs(number, folder) if proof == name)(examples)
    except Exception as broken:
        each = broken.exceptions if isinstance(broken, ExceptionGroup) else (broken,)
        notes = "\n".join(note for one in each for note in getattr(one, "__notes__", []))
        error = "\n".join(f"{type(one).__name__}: {one}" for one in each)
        told |= {"error": error, "example": notes}
        kept(name).mkdir(parents=True, exist_ok=True)
        (kept(name) / "example.txt").write_text(f"{told['error']}\n\n{notes}\n", encoding="utf-8")
    return {**told, "seconds": round(time.monotonic() - started, 1)}


def soak(checks: int, number: int) -> dict[str, Any]:
    """A soak in a process of its own; its last word."""
    told: dict[str, Any] = {}
    command = [sys.executable, "-m", "prove.soak", "--checks", str(checks), "--seed", str(number)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    for line in child.stdout:
        told = json.loads(line)
        progress(f"soak {number}: {told['done']:,} of {checks:,} checks, RSS {told['rss_mb']} MB")
    status = child.wait()
    return {**told, "exit_status": status}


def progress(words: str) -> None:
    """One line, written over."""
    if sys.stderr.isatty():
        print(f"\r\x1b[2K{words[:110]}", end="", file=sys.stderr, flush=True)

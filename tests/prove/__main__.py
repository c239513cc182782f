"""The long versions of all proofs, with a line of progress, and a summary of what was run.

python -m prove [--scale 1.0] [--checks 1000000] [--seed 20130504] [-o docs/explanation/prove.json]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from attrs import define, field
from hypothesis import HealthCheck, given, seed, settings
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.stateful import run_state_machine_as_test

from qcrules.book import load_rules
from qcrules.testing import laws

from . import fuzz, rulebooks
from .life import Life

KINDS = ("inspection", "act", "protocol", "monitoring_report", "inspection_plan")
EXAMPLES = {
    "calendar": 20_000,
    "pack": 1_500,
    "life": 1_500,
    "rulebooks": 3_000,
    "fuzz": 10_000,
    "workbooks": 3_000,
}
STEPS = 30
FAILURES = Path(".hypothesis/prove")

Proof = tuple[str, int, Callable[[int], None]]


@define
class Summary:
    """What was run."""

    seed: int
    scale: float
    proofs: list[dict[str, Any]] = field(factory=list)
    failed: list[dict[str, str]] = field(factory=list)
    soak: list[dict[str, Any]] = field(factory=list)


def tried(number: int, strategy: Any, holds: Callable[[Any], None], examples: int) -> None:
    """Run a property on so many examples; one that fails is kept, and printed by its name."""

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=DirectoryBasedExampleDatabase(FAILURES),
        print_blob=True,
    )
    @given(strategy)
    def proof(example: Any) -> None:
        holds(example)

    proof()


def proofs(number: int, folder: Path) -> Iterator[Proof]:
    """Every proof but the soak: its name, its examples, how to run it."""
    for where, some in (("any calendar", laws.of_calendar()), ("KZ", laws.of_calendar("KZ"))):
        for law in some:
            yield (
                f"law on {where}: {law}",
                EXAMPLES["calendar"],
                partial(tried, number, law.examples, law.holds),
            )
    for kind in KINDS:
        for law in laws.of_pack(load_rules(), kind):
            yield f"law of {kind}: {law}", EXAMPLES["pack"], partial(tried, number, law.examples, law.holds)
    yield "the life of an inspection, against the law's text", EXAMPLES["life"], partial(lived, number)
    book = partial(rulebooks.holds, folder / "rulebook")
    yield (
        f"engines {', '.join(rulebooks.ENGINES)} on generated rulebooks, against all points",
        EXAMPLES["rulebooks"],
        partial(tried, number, rulebooks.drawn(), book),
    )
    turn = partial(rulebooks.turns, folder / "boundary")
    yield (
        "a verdict turns at the due day",
        EXAMPLES["rulebooks"],
        partial(tried, number, rulebooks.boundaries(), turn),
    )
    for name, (reader, text) in fuzz.READERS.items():
        some_bytes = fuzz.as_bytes(fuzz.spoilt(text))
        yield (
            f"bad input: {name}",
            EXAMPLES["fuzz"],
            partial(tried, number, some_bytes, partial(fuzz.survives, reader, folder)),
        )
    try:
        books = fuzz.workbooks(fuzz.workbook())
    except ImportError:
        return
    yield (
        "bad input: workbook",
        EXAMPLES["workbooks"],
        partial(tried, number, books, partial(fuzz.survives, fuzz.read_workbook, folder)),
    )


def lived(number: int, examples: int) -> None:
    how = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(seed(number)(Life), settings=how)


def soak(checks: int, number: int) -> dict[str, Any]:
    """A soak in a process of its own; its last word."""
    told: dict[str, Any] = {}
    command = [sys.executable, "-m", "prove.soak", "--checks", str(checks), "--seed", str(number)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    for line in child.stdout:
        told = json.loads(line)
        progress(f"soak: {told['done']:,} of {checks:,} checks, RSS {told['rss_mb']} MB")
    status = child.wait()
    return {**told, "exit_status": status}


def progress(words: str) -> None:
    """One line, written over."""
    if sys.stderr.isatty():
        print(f"\r\x1b[2K{words[:110]}", end="", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m prove", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="times the usual numbers of examples")
    parser.add_argument("--checks", type=int, default=1_000_000, help="checks of the soak")
    parser.add_argument("--seed", type=int, default=20130504)
    parser.add_argument("--no-soak", action="store_true")
    parser.add_argument("-o", "--output", type=Path, default=Path("docs/explanation/prove.json"))
    asked = parser.parse_args()
    summary = Summary(asked.seed, asked.scale)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        every = list(proofs(asked.seed, Path(folder)))
        for place, (name, usual, run) in enumerate(every, 1):
            examples = max(int(usual * asked.scale), 10)
            progress(f"[{place}/{len(every)}] {name}: {examples:,} examples")
            started = time.monotonic()
            error = ""
            try:
                run(examples)
            except Exception as broken:
                error = f"{type(broken).__name__}: {broken}"
                notes = getattr(broken, "__notes__", [])
                summary.failed.append({"proof": name, "error": error, "example": "\n".join(notes)})
            seconds = round(time.monotonic() - started, 1)
            summary.proofs.append(
                {"proof": name, "examples": examples, "seconds": seconds, "passed": not error}
            )
            print(
                f"\r\x1b[2K{'FAILED' if error else 'ok    '} {name}: {examples:,} examples, {seconds} s",
                flush=True,
            )
    if not asked.no_soak:
        summary.soak.append(soak(asked.checks, asked.seed))
    write(summary, asked.output, time.monotonic() - begun)
    broken_soaks = [one for one in summary.soak if one.get("exit_status") or not one.get("finished")]
    for one in summary.failed:
        print(f"\n{one['proof']}\n{one['error']}\n{one['example']}", file=sys.stderr)
    return 1 if summary.failed or broken_soaks else 0


def write(summary: Summary, output: Path, seconds: float) -> None:
    """The summary file, which docs/explanation/how-we-know.md quotes."""
    told = {
        "on": str(date.today()),
        "python": platform.python_version(),
        "hypothesis": version("hypothesis"),
        "seed": summary.seed,
        "scale": summary.scale,
        "seconds": round(seconds, 1),
        "examples": sum(one["examples"] for one in summary.proofs),
        "failed": summary.failed,
        "proofs": summary.proofs,
        "soak": summary.soak,
    }
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{output}: {told['examples']:,} examples, {len(summary.failed)} failed")


if __name__ == "__main__":
    sys.exit(main())

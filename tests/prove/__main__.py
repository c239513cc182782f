"""The long versions of all proofs, with a line of progress, and a summary of what was run.

python -m prove [--scale 1.0] [--checks 1000000] [--seed 20130504] [--jobs 2] [--only WORDS] [-o FILE]

Proofs run in ``--jobs`` processes side by side, and so does the soak, in two halves with a seed each. What fails is
kept in .hypothesis/prove, under the name of its proof: its example is tried first the next time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from attrs import define, field

from .jobs import proofs, run, soak

SOAKS = 2


@define
class Summary:
    """What was run."""

    seed: int
    scale: float
    proofs: list[dict[str, Any]] = field(factory=list)
    failed: list[dict[str, str]] = field(factory=list)
    soak: list[dict[str, Any]] = field(factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m prove", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="times the usual numbers of examples")
    parser.add_argument("--checks", type=int, default=1_000_000, help="checks of the soak")
    parser.add_argument("--seed", type=int, default=20130504)
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side")
    parser.add_argument("--no-soak", action="store_true")
    parser.add_argument(
        "--only", default="", help="only proofs whose name holds this; in the summary the others stay"
    )
    parser.add_argument("-o", "--output", type=Path, default=Path("docs/explanation/prove.json"))
    asked = parser.parse_args()
    summary = Summary(asked.seed, asked.scale)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_CACHE_HOME"] = place
        every = {
            name: max(int(usual * asked.scale), 10)
            for name, usual, _ in proofs(asked.seed, Path(place))
            if asked.only in name
        }
        with ProcessPoolExecutor(asked.jobs, mp_context=get_context("spawn")) as pool:
            soaks = 0 if asked.no_soak or asked.only or not find_spec("durable_rules_engine") else SOAKS
            jobs = [pool.submit(soak, asked.checks // soaks, asked.seed + n) for n in range(soaks)]
            jobs += [pool.submit(run, name, many, asked.seed, place) for name, many in every.items()]
            for done in as_completed(jobs):
                take(done.result(), summary, len(jobs))
    summary.proofs.sort(key=lambda one: list(every).index(one["proof"]))
    if asked.only and asked.output.exists():
        among_others(summary, asked.output)
    else:
        write(summary, asked.output, time.monotonic() - begun)
    for one in summary.failed:
        print(f"\n{one['proof']}\n{one['error']}\n{one['example']}", file=sys.stderr)
    return 1 if summary.failed or any(broken(one) for one in summary.soak) else 0


def broken(soaked: dict[str, Any]) -> bool:
    """Did a soak end before its end?"""
    return bool(soaked.get("exit_status")) or not soaked.get("finished")


def take(told: dict[str, Any], summary: Summary, jobs: int) -> None:
    """Note what came of one job, and say it."""
    if "proof" in told:
        error, example = told.pop("error", ""), told.pop("example", "")
        if error:
            summary.failed.append({"proof": told["proof"], "error": error, "example": example})
        summary.proofs.append({**told, "passed": not error})
        words = f"{told['proof']}: {told['examples']:,} examples, {told['seconds']} s"
    else:
        error = broken(told)
        summary.soak.append(told)
        words = f"soak: {told.get('done', 0):,} checks, {told.get('seconds')} s, RSS {told.get('rss_mb')} MB"
    place = len(summary.proofs) + len(summary.soak)
    print(f"\r\x1b[2K{'FAILED' if error else 'ok    '} [{place}/{jobs}] {words}", flush=True)


def among_others(summary: Summary, output: Path) -> None:
    """Proofs that were run again take their places in a summary that is there."""
    told = json.loads(output.read_text(encoding="utf-8"))
    run_again = {one["proof"] for one in summary.proofs}
    again = {one["proof"]: {**one, "again": str(date.today())} for one in summary.proofs}
    told["proofs"] = [again.pop(one["proof"], one) for one in told["proofs"]] + list(again.values())
    told["failed"] = [one for one in told["failed"] if one["proof"] not in run_again] + summary.failed
    output.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


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

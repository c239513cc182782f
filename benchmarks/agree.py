"""Do a register and its rows one by one through the reference agree? ``python -m benchmarks.agree --rows 1000000``.

``--reports``: monthly reports in place of inspections, their tables in every shape by turns.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context

import qcrules
from qcrules.batch import TableSettings, check_batch, decider_of
from qcrules.batch.rows import TableRows

from . import reports
from .register import batch

AS_OF = date(2014, 10, 1)
SIZE = 4_000
WORST = ("not_applicable", "compliant", "undetermined", "pending", "violated")


SHAPES: tuple[reports.Shape, ...] = ("list", "wide", "json")


def differences(seed: int, rows: int, of_reports: bool = False) -> list[str]:
    """The rows of one batch whose verdicts differ, each in words."""
    given = reports.batch(rows, seed, SHAPES[seed % 3]) if of_reports else batch(rows, seed)
    book = qcrules.load_rules()
    kind = reports.KIND if of_reports else "inspection"
    decider = decider_of(book, TableSettings(kind))
    table = TableRows(given, decider.names)
    found = []
    for row, told in enumerate(check_batch(given, kind=kind, rules=book, as_of=AS_OF).to_pylist()):
        record = {kind: table.record(row).record}
        verdicts: dict[str, str] = {}
        contested: dict[str, None] = {}
        for finding in qcrules.check(
            record, rules=book, as_of=AS_OF, engine="reference", nulls="unknown"
        ).findings:
            verdicts[finding.rule] = max(
                verdicts.get(finding.rule, WORST[0]), str(finding.verdict), key=WORST.index
            )
            if finding.contested:
                contested[finding.rule] = None
        found += [
            f"{given['id'][row]}: {rule}: {told[rule]}, reference {verdict}"
            for rule, verdict in verdicts.items()
            if told[rule] != verdict
        ]
        if told["contested"] != list(contested):
            found.append(f"{given['id'][row]}: contested {told['contested']}, reference {list(contested)}")
    return found


def main() -> int:
    """Compare; exit status 1 where anything differs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agree", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000, help="rows to compare (default 10000)")
    parser.add_argument(
        "--start", type=int, default=0, help="rows to leave out, to go on where a run was broken off"
    )
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--reports", action="store_true", help="monthly reports, not inspections")
    arguments = parser.parse_args()
    parts = max(1, arguments.rows // SIZE)
    size = min(SIZE, arguments.rows)
    work = partial(differences, rows=size, of_reports=arguments.reports)
    first, differing, start = arguments.start // size, 0, time.monotonic()
    with ProcessPoolExecutor(arguments.processes, get_context("spawn")) as pool:
        for done, part in enumerate(pool.map(work, range(first, parts)), 1):
            differing += len(part)
            for one in part[:5]:
                print(one, flush=True)
            if done % 20 == 0:
                left = (time.monotonic() - start) / done * (parts - first - done) / 60
                print(
                    f"{(first + done) * size:,} rows, {differing} differences, {left:.0f} min left",
                    flush=True,
                )
    print(f"{(parts - first) * size:,} rows compared, {differing} differences")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())

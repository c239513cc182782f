"""All engines on the same twenty rules and the same records: ``python -m benchmarks.engines``.

Results are compared before anything is timed. Engines that only compare numbers are handed the working days of
every step, counted beforehand and not timed; records are prepared for each in the form that it likes best. Each
engine has a process of its own, whose processor time and memory are measured: neighbours on the machine do not
count; one core throughout, but for the last table. An engine that is not here stands in the table with the reason.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import asdict, frozen

import qcrules
from qcrules.batch import check_batch

from . import by_hand, others, register, whole
from .by_hand import FIVE, Verdicts
from .twenty import AS_OF, KINDS, NEVER, RULES, book, late, mappings, numbers
from .twenty import register as twenty

Prepared = Any
MOST = 10_000_000
OWN = "qcrules columnar"


@frozen
class Contender:
    """An engine: how it takes the records, how it decides them, and how many at most it is asked."""

    values: int
    prepare: Callable[[pa.RecordBatch], Prepared]
    decide: Callable[[Prepared], Verdicts]
    most: int = MOST


@frozen
class Result:
    """What an engine came to; ``missing`` says why it came to nothing. ``mib``: what the records took beside it."""

    engine: str
    values: int = 0
    rows: int = 0
    seconds: float = 0.0
    per_second: float = 0.0
    mib: int = 0
    missing: str | None = None


# -- what is right ---------------------------------------------------------------------------------------------------


def truth(batch: pa.RecordBatch) -> Verdicts:
    """What the reference says of each record: five words a record, in the order of the rules."""
    found = []
    for record in mappings(batch):
        verdicts = {f.rule: str(f.verdict) for f in check(record, "reference")}
        found.append([verdicts[rule.id] for rule in RULES])
    return np.array(found)


def check(record: dict[str, Any], engine: str, complete: bool = False) -> Any:
    return qcrules.check(record, rules=book(), as_of=AS_OF, engine=engine, complete=complete).findings  # type: ignore[arg-type]


def two_valued(batch: pa.RecordBatch) -> Verdicts:
    """Is each rule broken, where what is not recorded did not happen, and time does not matter any more?"""
    rows = numbers(batch)
    found = np.zeros((len(rows), len(RULES)), np.bool_)
    for column, rule in enumerate(RULES):
        what, base, term = late(rule)
        for row, record in enumerate(rows):
            applies = rule.kind is None or record["kind"] == KINDS.index(rule.kind)
            found[row, column] = applies and record[base] != NEVER and record[what] >= record[base] + term
    return found


# -- the engines -----------------------------------------------------------------------------------------------------


def columnar(batch: pa.RecordBatch) -> pa.RecordBatch:
    return check_batch(batch, rules=book(), as_of=AS_OF, contested=False)


def words_of(answer: pa.RecordBatch) -> Verdicts:
    columns = [answer.column(rule.id).cast(pa.string()).to_numpy(zero_copy_only=False) for rule in RULES]
    return np.stack(columns, axis=1)


def one_by_one(engine: str) -> Callable[[list[dict[str, Any]]], Verdicts]:
    def decide(records: list[dict[str, Any]]) -> Verdicts:
        found = []
        for record in records:
            verdicts = {finding.rule: finding.verdict for finding in check(record, engine)}
            found.append([str(verdicts[rule.id]) for rule in RULES])
        return np.array(found)

    return decide


def _same(batch: pa.RecordBatch) -> pa.RecordBatch:
    return batch


def _mappings(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    return list(mappings(batch))


def _openfisca() -> Contender:
    prepare, decide = others.openfisca()
    return Contender(2, prepare, decide)


def _openfisca_from_arrow() -> Contender:
    prepare, decide = others.openfisca()
    return Contender(2, _same, lambda batch: decide(prepare(batch)))


CONTENDERS: dict[str, Callable[[], Contender]] = {
    OWN: lambda: Contender(5, _same, columnar),
    "qcrules reference": lambda: Contender(5, _mappings, one_by_one("reference"), 2_000),
    "qcrules durable": lambda: Contender(5, _mappings, one_by_one("durable"), 1_000),
    "NumPy by hand": lambda: Contender(2, by_hand.arrays, by_hand.numpy_two),
    "NumPy by hand, from Arrow": lambda: Contender(
        2, _same, lambda batch: by_hand.numpy_two(by_hand.arrays(batch))
    ),
    "Polars by hand, five verdicts": lambda: Contender(5, by_hand.polars_frame, by_hand.polars_five),
    "Polars by hand": lambda: Contender(2, by_hand.polars_frame, by_hand.polars_two),
    "OpenFisca-core, computing": _openfisca,
    "OpenFisca-core, from Arrow": _openfisca_from_arrow,
    "zen-engine": lambda: Contender(2, numbers, others.zen_engine(), 20_000),
    "common-expression-language": lambda: Contender(2, numbers, others.common_expression_language(), 5_000),
    "rule-engine": lambda: Contender(2, numbers, others.rule_engine(), 5_000),
    "clipspy": lambda: Contender(2, numbers, others.clipspy(), 20_000),
    "durable-rules, standard API": lambda: Contender(2, numbers, others.durable_rules(), 500),
}


# -- the run ---------------------------------------------------------------------------------------------------------


def normal(verdicts: Verdicts, values: int) -> Any:
    """Verdicts of any engine in one form."""
    if isinstance(verdicts, pa.RecordBatch):
        return words_of(verdicts)
    if not isinstance(verdicts, np.ndarray):
        verdicts = verdicts.select([rule.id for rule in RULES]).to_numpy()
        return FIVE[verdicts] if values == 5 else verdicts
    return verdicts


def compare(contender: Contender, batch: pa.RecordBatch) -> None:
    """AssertionError where an engine says anything else than the reference."""
    expected = truth(batch) if contender.values == 5 else two_valued(batch)
    differ = np.argwhere(normal(contender.decide(contender.prepare(batch)), contender.values) != expected)
    if len(differ):
        row, rule = differ[0]
        raise AssertionError(f"record {row}, {RULES[rule].id}, {len(differ)} differences")


def measure(name: str, rows: int, budget: float = 1.0) -> Result:
    """Records a second: the best of a few runs, in a process of its own."""
    try:
        contender = CONTENDERS[name]()
        compare(contender, twenty(300, 7))
    except Exception as error:
        return Result(name, missing=f"{type(error).__name__}: {' '.join(str(error).split())[:100]}")
    rows = min(rows, contender.most)
    before = memory()
    prepared = contender.prepare(twenty(rows, 1))
    runs: list[float] = []
    while not runs or (sum(runs) < budget and len(runs) < 5):
        start = time.process_time()
        contender.decide(prepared)
        runs.append(time.process_time() - start)
    best = min(runs)
    return Result(name, contender.values, rows, best, rows / best, memory() - before)


def memory() -> int:
    """The most that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (
        1024**2 if sys.platform == "darwin" else 1024
    )


def growth(count: int) -> dict[str, Any]:
    """Time and memory of the columnar engine on a register of that size, decided a batch at a time."""
    seconds, done = 0.0, 0
    columnar(twenty(1_000))
    while done < count:
        batch = twenty(min(500_000, count - done), done)
        start = time.process_time()
        columnar(batch)
        seconds += time.process_time() - start
        done += batch.num_rows
    return {"rows": count, "ns_per_row": round(seconds / count * 1e9), "peak_mib": memory()}


ROUNDS = 6


def rulebook(rows: int) -> dict[str, Any]:
    """The whole rulebook with all its columns and lists, from Arrow: on one core, and on two by the clock."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        own = pool.submit(decided, rows).result()
        both = list(pool.map(decided, [rows, rows]))
    names = {"": "chosen", "_all_readings": "all"}
    figures: dict[str, Any] = {"rows": rows}
    for ending, name in names.items():
        figures[f"per_second{ending}"] = round(own[name][0])
        figures[f"per_second_two{ending}"] = round(sum(one[name][1] for one in both))
    return figures


def decided(rows: int) -> dict[str, tuple[float, float]]:
    """Records a second with the chosen readings, and with all weighed: by processor time, and by the clock."""
    batch = register.batch(rows)
    found = {}
    for name, contested in (("chosen", False), ("all", True)):
        check_batch(batch, as_of=AS_OF, contested=contested)
        begun = time.process_time(), time.perf_counter()
        for _ in range(ROUNDS):
            check_batch(batch, as_of=AS_OF, contested=contested)
        took = time.process_time() - begun[0], time.perf_counter() - begun[1]
        found[name] = rows * ROUNDS / took[0], rows * ROUNDS / took[1]
    return found


def apart(work: Callable[..., Any], *arguments: Any) -> Any:
    """Do it in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def engines(rows: int) -> list[Result]:
    """Every engine, the quickest first; those that are not here last."""
    results = []
    for name in CONTENDERS:
        try:
            results.append(apart(measure, name, rows))
        except Exception as error:  # the process of an engine may break
            results.append(Result(name, missing=f"{type(error).__name__}: {str(error)[:100]}"))
        print(f"  {name}", file=sys.stderr)
    return sorted(results, key=lambda one: -one.per_second)


def table(results: Iterable[Result]) -> str:
    """The results in Markdown."""
    results = list(results)
    own = next(one for one in results if one.engine == OWN)
    lines = ["| engine | verdicts | records | records/s | columnar is | MiB |", "|---|---|---|---|---|---|"]
    for one in results:
        if one.missing:
            lines.append(f"| {one.engine} | — | — | — | not here: {one.missing} | — |")
        else:
            ratio = own.per_second / one.per_second if own.per_second else 0.0
            lines.append(
                f"| {one.engine} | {one.values} | {one.rows:,} | {one.per_second:,.0f} | {ratio:,.2f} × | {one.mib:,} |"
            )
    return "\n".join(lines) + "\n"


def report(figures: dict[str, Any], results: Iterable[Result]) -> str:
    """Everything in Markdown."""
    grown = "\n".join(
        f"| {one['rows']:,} | {one['ns_per_row']:,} | {one['peak_mib']:,} |" for one in figures["growth"]
    )
    files = "\n".join(
        f"| {one['rules']} | {one['rows']:,} | {one['processes']} | {one['seconds']:,} | {one['rows_per_second']:,} "
        f"| {one['peak_mib']:,} |"
        for one in figures["files"]
    )
    book_ = figures["rulebook"]
    return (
        "# The figures of `make bench`\n\nWritten by `python -m benchmarks.engines`; what they mean stands in "
        "[How a register is decided](registers.md).\n\n![Records a second by engine, and growth](engines.svg)\n\n"
        f"## Twenty rules, one core\n{table(results)}\n"
        "## Growth of the columnar engine\n| rows | ns a row | peak MiB |\n|---|---|---|\n"
        f"{grown}\n\n## The whole rulebook, lists included, from Arrow\n"
        "| readings | inspections/s, one core | two cores |\n|---|---|---|\n"
        f"| the chosen ones | {book_['per_second']:,} | {book_['per_second_two']:,} |\n"
        f"| every one weighed | {book_['per_second_all_readings']:,} | {book_['per_second_two_all_readings']:,} |\n\n"
        "## Parquet to Parquet, with the summary\n"
        "| rules | rows | processes | seconds | rows/s | peak MiB, all processes |\n|---|---|---|---|---|---|\n"
        f"{files}\n"
    )


def main() -> int:
    """Compare, measure, print; files with ``-o``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument(
        "--rows", type=int, default=500_000, help="records for the quick engines (default 500000)"
    )
    parser.add_argument("--most", type=int, default=MOST, help="growth up to so many rows (default 10^7)")
    parser.add_argument(
        "-o", "--output", type=Path, help="a folder for engines.json, engines.md and engines.svg"
    )
    arguments = parser.parse_args()
    results = engines(arguments.rows)
    sizes = [10**power for power in range(4, 8) if 10**power <= arguments.most]
    with tempfile.TemporaryDirectory() as folder:
        figures = {
            "engines": [asdict(one) for one in results],
            "growth": [apart(growth, size) for size in sizes],
            "rulebook": rulebook(min(131_072, arguments.most)),
            "files": [
                apart(whole.measure, "twenty", arguments.most, 2, Path(folder)),
                apart(whole.measure, "all", min(1_000_000, arguments.most), 2, Path(folder)),
            ],
        }
    said = report(figures, results)
    print(said)
    if arguments.output:
        keep(arguments.output, figures, said)
    return 0


def keep(folder: Path, figures: dict[str, Any], said: str, name: str = "engines") -> None:
    """Write the figures, the report and the plot to a folder, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    (folder / f"{name}.md").write_text(said, encoding="utf-8")
    try:
        from .plot import PLOTS
    except ImportError as error:
        print(f"no plot: {error}", file=sys.stderr)
    else:
        PLOTS[name](figures, folder / f"{name}.svg")


if __name__ == "__main__":
    sys.exit(main())

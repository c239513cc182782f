"""Reports and findings in bulk, and how far each stage is from what memory allows: ``python -m benchmarks.bulk``.

All in processor time of a process of its own. A figure is told beside a sum over the same bytes, taken in the same
process between the runs: that is the least that whoever looks at every byte must pay on this machine, at this hour.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from qcrules.batch import TableSettings, check_batch, decide_rows, decider_of
from qcrules.batch.answers import verdict_rows
from qcrules.batch.job import Job
from qcrules.batch.run import run
from qcrules.judge.rulebook import load_rules

from . import register, reports
from .engines import apart, keep, memory

AS_OF, DAY = date(2015, 3, 1), date(2014, 12, 1)
SIZE = 16_384
"""Reports that are generated at once."""

FORMS = 1_000
"""So many forms in Excel are checked."""

TIMES = 5


def best(work: Callable[[], object]) -> float:
    """The quickest of a few runs, in seconds of processor time."""
    runs = []
    for _ in range(TIMES):
        start = time.process_time()
        work()
        runs.append(time.process_time() - start)
    return min(runs)


def a_sum(size: int) -> float:
    """Seconds that a sum over so many bytes takes: they are read once, and come from memory."""
    much = np.ones(max(size // 8, 1 << 23), np.int64)
    return best(much.sum) * size / much.nbytes


def growth(shape: reports.Shape, count: int) -> dict[str, Any]:
    """Time a report and the peak of memory, of so many decided a batch at a time."""
    seconds, done, first = 0.0, 0, memory()
    check_batch(reports.batch(1_000, 0, shape), kind=reports.KIND, as_of=AS_OF)
    while done < count:
        batch = reports.batch(min(SIZE, count - done), done, shape)
        start = time.process_time()
        check_batch(batch, kind=reports.KIND, as_of=AS_OF)
        seconds += time.process_time() - start
        done += batch.num_rows
    return {
        "shape": shape,
        "reports": count,
        "us_per_report": round(seconds / count * 1e6, 1),
        "per_second": round(count / seconds),
        "peak_mib": memory() - first,
    }


def stages(shape: reports.Shape) -> list[dict[str, Any]]:
    """What each stage of deciding reports takes, in sums over the bytes that the reports have in Arrow."""
    count = 16_384
    decider = decider_of(load_rules(), TableSettings(reports.KIND))
    batch = reports.batch(count, 1, shape)
    answer = decide_rows(decider, batch, AS_OF)
    size = batch.nbytes
    work = {
        "reading": lambda: decider.read(decider.rows(batch), AS_OF),
        "deciding, reading included": lambda: decide_rows(decider, batch, AS_OF),
        "making the answer": lambda: verdict_rows(decider, answer),
    }
    found = [{"stage": "a sum over the same bytes", "seconds": a_sum(size)}]
    found += [{"stage": name, "seconds": best(one)} for name, one in work.items()]
    least = found[0]["seconds"]
    return [
        {
            "shape": shape,
            "stage": one["stage"],
            "bytes_per_report": round(size / count),
            "us_per_report": round(one["seconds"] / count * 1e6, 2),
            "sums": round(one["seconds"] / least, 1),
        }
        for one in found
    ]


FEW, MANY = 4, 1_000
"""At most so many violations a violated row: some three on average, and as many as generated rows have, some ten."""


def one_in_a_hundred(rows: int, most: int) -> tuple[pa.RecordBatch, float]:
    """A register of which one row in a hundred is filled in and violates something, but no more than so much.

    And how many violations such a row has on average.
    """
    filled = register.batch(max(rows // (100 if most == MANY else 10), 100), 5)
    found = check_batch(filled, report="findings", as_of=DAY).column("row").to_numpy()
    violations = np.bincount(found, minlength=filled.num_rows)
    chosen = np.flatnonzero((violations > 0) & (violations <= most))
    filled = filled.take(pa.array(chosen))
    blank = pa.RecordBatch.from_arrays(
        [pa.nulls(1, kind) for kind in filled.schema.types], schema=filled.schema
    )
    both = pa.Table.from_batches([filled, blank]).combine_chunks()
    at = np.where(np.arange(rows) % 100 == 0, np.arange(rows) // 100 % filled.num_rows, filled.num_rows)
    return both.take(pa.array(at)).combine_chunks().to_batches()[0], float(violations[chosen].mean())


def findings(rows: int, most: int, folder: Path) -> dict[str, Any]:
    """What findings cost beside verdicts, and in which kind of file they come out."""
    given = folder / "register.parquet"
    batch, violations = one_in_a_hundred(rows, most)
    pq.write_table(pa.Table.from_batches([batch]), given, row_group_size=32_768)
    seconds = {}
    for name, report, ending in (
        ("verdicts", "verdicts", "parquet"),
        ("findings", "findings", "parquet"),
        ("findings, CSV", "findings", "csv"),
        ("findings, xlsx", "findings", "xlsx"),
    ):
        job = Job(report=report, as_of=DAY)  # type: ignore[arg-type]
        start = time.process_time()
        run(job, [given], folder / f"out.{ending}", folder / "bad.csv")
        seconds[name] = round(time.process_time() - start, 1)
    return {
        "rows": rows,
        "violations": round(violations, 1),
        "seconds": seconds,
        "ratio": round(seconds["findings"] / seconds["verdicts"], 2),
    }


def in_excel(count: int, folder: Path) -> list[dict[str, Any]]:
    """Seconds by the clock that filled forms in Excel take, as a person runs the command on all cores."""
    (forms := folder / "forms").mkdir()
    reports.write_forms(forms, count)
    commands = {
        "batch, verdicts": ["batch", "-o", folder / "out.parquet"],
        "batch, findings": ["batch", "-o", folder / "out.parquet", "--findings"],
        "check, engine reference": ["check", "--engine", "reference", "-o", folder / "out.txt"],
        "check": ["check", "-o", folder / "out.txt"],
    }
    found = []
    for name, (command, *options) in commands.items():
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "qcrules", command, forms, "--as-of", str(AS_OF), *options],
            stdout=subprocess.DEVNULL,
        )
        found.append({"command": name, "forms": count, "seconds": round(time.perf_counter() - start, 1)})
    return found


def page(figures: dict[str, Any]) -> str:
    """The figures in Markdown."""
    grown = "\n".join(
        f"| {one['shape']} | {one['reports']:,} | {one['us_per_report']} | {one['per_second']:,} "
        f"| {one['peak_mib']:,} |"
        for one in figures["reports"]
    )
    parts = "\n".join(
        f"| {one['shape']} | {one['stage']} | {one['bytes_per_report']:,} | {one['us_per_report']} | {one['sums']} |"
        for one in figures["stages"]
    )
    excel = "\n".join(
        f"| `{one['command']}` | {one['forms']:,} | {one['seconds']} |" for one in figures["excel"]
    )
    told = "\n".join(
        f"| {one['rows']:,} | {one['violations']} | "
        + " | ".join(str(value) for value in one["seconds"].values())
        + f" | {one['ratio']} |"
        for one in figures["findings"]
    )
    return (
        "# Reports and findings in bulk\n\nWritten by `make bench` (`python -m benchmarks.bulk`), in processor time of "
        "one core; what they mean stands in [How a register is decided](registers.md).\n\n"
        "![Time a report, and its stages in sums over the same bytes](bulk.svg)\n\n"
        "## Monthly reports, every rule under every reading\n"
        "| tables | reports | µs a report | reports/s | MiB, beside what was there |\n|---|---|---|---|---|\n"
        f"{grown}\n\n## How far each stage is from a sum over the same bytes\n"
        "| tables | stage | bytes a report | µs a report | sums |\n|---|---|---|---|---|\n"
        f"{parts}\n\n## Findings beside verdicts, one row in a hundred violated, seconds\n"
        "| rows | violations a violated row | verdicts | findings | as CSV | as xlsx | findings / verdicts |\n"
        "|---|---|---|---|---|---|---|\n"
        f"{told}\n\n## Filled forms in Excel, the years included, by the clock\n"
        f"On {os.cpu_count()} cores.\n\n"
        f"| qcrules | forms | seconds |\n|---|---|---|\n{excel}\n"
    )


def main() -> int:
    """Measure, print; files with ``-o``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bulk", description=__doc__)
    parser.add_argument(
        "--most", type=int, default=10**7, help="reports, and rows, up to so many (default 10^7)"
    )
    parser.add_argument("-o", "--output", type=Path, help="a folder for bulk.json, bulk.md and bulk.svg")
    arguments = parser.parse_args()
    sizes = [10**power for power in range(4, 8) if 10**power <= arguments.most]
    shapes: tuple[reports.Shape, ...] = ("list", "wide")
    with tempfile.TemporaryDirectory() as folder:
        figures: dict[str, Any] = {
            "reports": [apart(growth, shape, size) for shape in shapes for size in sizes],
            "stages": [one for shape in shapes for one in apart(stages, shape)],
            "findings": [
                apart(findings, size, most, Path(folder)) for most in (FEW, MANY) for size in sizes[1:3]
            ],
            "excel": in_excel(FORMS, Path(folder)),
        }
    said = page(figures)
    print(said)
    if arguments.output:
        keep(arguments.output, figures, said, "bulk")
    return 0


if __name__ == "__main__":
    sys.exit(main())

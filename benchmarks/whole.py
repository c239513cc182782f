"""A whole register, Parquet to Parquet: ``python -m benchmarks.whole --rows 10000000``: time, memory of all processes.

``--rules twenty``: the twenty rules and their columns; ``--rules all``: the whole rulebook and all its columns.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from qcrules.batch.job import Job
from qcrules.batch.run import run

from . import register, twenty

SIZE = 131_072
"""Rows that are generated, and written as a group, at once."""


def generated(rules: str, rows: int) -> Iterator[pa.RecordBatch]:
    """The register, batch by batch."""
    make = twenty.register if rules == "twenty" else register.batch
    for number, start in enumerate(range(0, rows, SIZE)):
        yield make(min(SIZE, rows - start), number)


def write(path: Path, batches: Iterator[pa.RecordBatch]) -> None:
    """A Parquet file that is never whole in memory."""
    first = next(batches)
    with pq.ParquetWriter(path, first.schema) as writer:
        writer.write_batch(first)
        for batch in batches:
            writer.write_batch(batch)


class Watch:
    """The most memory that this process and its children have held together (Linux), in bytes."""

    def __init__(self) -> None:
        self.peak = 0
        self.done = threading.Event()

    def look(self) -> None:
        while not self.done.wait(0.1):
            self.peak = max(self.peak, sum(map(resident, family())))


def family() -> list[Path]:
    """This process and its children, as Linux lists them."""
    own = Path("/proc/self")
    try:
        threads = list((own / "task").iterdir())
        children = [pid for one in threads for pid in (one / "children").read_text().split()]
    except OSError:
        return []
    return [own, *(Path("/proc") / pid for pid in children)]


def resident(process: Path) -> int:
    """Memory that a process holds, what it shares with others included."""
    try:
        lines = (process / "status").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), 0)


@contextmanager
def watched() -> Iterator[Watch]:
    """Watches memory while something runs."""
    watch = Watch()
    thread = threading.Thread(target=watch.look, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        watch.done.set()
        thread.join()


def measure(rules: str, rows: int, processes: int, folder: Path) -> dict[str, Any]:
    """Generate, check, measure."""
    given, pack = folder / f"{rules}.parquet", folder / "pack"
    write(given, generated(rules, rows))
    pack.mkdir(exist_ok=True)
    twenty.write(pack)
    job = Job(rules=str(pack) if rules == "twenty" else None, as_of=date(2014, 12, 1))
    start = time.perf_counter()
    with watched() as watch:
        summary = run(job, [given], folder / "out.parquet", folder / "bad.csv", processes=processes)
    seconds = time.perf_counter() - start
    return {
        "rules": rules,
        "rows": summary.rows,
        "processes": processes,
        "seconds": round(seconds, 1),
        "rows_per_second": round(rows / seconds),
        "peak_mib": round(watch.peak / 1024**2),
        "in_mib": round(given.stat().st_size / 1024**2),
        "out_mib": round((folder / "out.parquet").stat().st_size / 1024**2),
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.whole", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="default 1000000")
    parser.add_argument("--rules", choices=["twenty", "all"], default="twenty")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(arguments.rules, arguments.rows, arguments.processes, Path(folder))
    print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

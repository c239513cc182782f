"""A whole register: files in, processes over chunks, files out; rows in are rows out and rejects."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, wait
from contextlib import closing
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from attrs import evolve

from ..errors import EngineDisagreement, UsageError
from ..judge.rulebook import kept_rules
from ..judge.years import YEAR, MonthlyReport
from ..reader import apart, require_regular
from ..text import Lang
from ..workers import WORKER_ENDED, workers
from .files import Chunk, chunks
from .forms import form_chunks, year_rows
from .frames import wrong_file
from .guessing import as_columns, guess
from .job import Done, Job, ReadRows, decided, of_registers, work
from .keeping import keep, kept
from .mapping import RegisterMap
from .output import Output
from .summary import WORST, Summary, explained

MISSING_FACTS = pa.schema([("fact", pa.string()), ("field", pa.string()), ("records", pa.int64())])


def guessed_map(job: Job, file: Path) -> str:
    """A mapping file that may fit a register, from its first rows."""
    if job.over([file])[0].forms:
        raise of_registers("--guess-map")
    decider = job.decider()
    first = next(iter(chunks(file, job.sheet)), None)
    if first is None or first.rows == []:
        raise wrong_file(file, "в файле нет записей", "the file holds no records")
    if isinstance(first.rows, list):
        first.rows = as_columns(first.rows)
    return guess(first.rows, decider.names, job.lang)


def rows_in(files: Iterable[Path]) -> int | None:
    """How many rows there are to check, where every file tells it at once."""
    if any(file.suffix != ".parquet" for file in files):
        return None
    for file in files:
        require_regular(file, UsageError)
    try:
        return sum(int(pq.read_metadata(file).num_rows) for file in files)
    except (OSError, pa.ArrowException):
        return None  # what is wrong is said when the file is read


def run(
    job: Job,
    inputs: Iterable[Path],
    out: Path,
    rejects: Path,
    *,
    processes: int = 1,
    progress: Callable[[int], None] = lambda rows: None,
) -> Summary:
    """Check whole files. The outputs are there, whole, when this returns; on any error neither is."""
    kept_rules.cache_clear()
    job, inputs = job.over(inputs)
    job = evolve(job, workbook=job.report == "verdicts" and out.suffix.lower() == ".xlsx")
    beside = years_beside(out)
    apart(inputs, out, rejects, *([beside] if job.forms else []))
    decider = job.decider()
    given = (
        form_chunks(inputs) if job.forms else chain.from_iterable(chunks(one, job.sheet) for one in inputs)
    )
    total, reports = Summary(), list[MonthlyReport]()
    with (
        Output(out, job.lang) as good,
        Output(rejects, job.lang) as bad,
        Output(beside, job.lang) as years,
        closing(_all(job, given, processes, progress)) as everything,
    ):
        for done in everything:
            good.write(done.out)
            if done.aside is not None:
                good.aside("findings", done.aside)
            if done.rejects.num_rows:
                bad.write(done.rejects)
            total.add(done.summary)
            reports += done.reports
        if not good.written:  # where there are no rows the answer has none, and all its columns
            good.write(work(evolve(job, mapping=RegisterMap()), Chunk([], "", np.zeros(0, np.int64))).out)
        good.aside("missing", _missing_facts(total, job.lang))
        total.years = _years(job, reports, years)
        kept = good.rows if job.report == "verdicts" else total.rows - total.rejected
        if kept + bad.rows != total.rows or bad.rows != total.rejected:
            raise EngineDisagreement(
                f"internal error, please report it: {total.rows} rows in, {kept} out, {bad.rows} rejected"
            )
    for output in (bad, years) if job.forms else (bad,):
        if not output.written:  # what an earlier run has left is no answer of this one
            output.path.unlink(missing_ok=True)
    total.delays = sorted(explained(decider, total.late), key=lambda one: -one.days)[:WORST]
    return total


def years_beside(out: Path) -> Path:
    """Where the answers on the years of reports stand, beside those on the reports."""
    return out.with_name(f"{out.stem}.years{out.suffix}")


def _years(job: Job, reports: list[MonthlyReport], out: Output) -> Summary | None:
    """Decide the years that reports make up; None where they make up none."""
    job = evolve(job, kind=YEAR, mapping=RegisterMap())
    rows = year_rows(reports, kept_rules(job.rules).core.vocabulary)
    if rows is None:
        return None
    done = decided(job.decider(), job, ReadRows(rows, np.arange(1, rows.count + 1), ""))
    out.write(done.out)
    if done.aside is not None:
        out.aside("findings", done.aside)
    return done.summary


def _missing_facts(total: Summary, lang: Lang) -> pa.RecordBatch:
    """What records lack, the most needed first."""
    rows = [
        {"fact": fact.label(lang), "field": fact.path, "records": number}
        for fact, number in total.missing.most_common()
    ]
    return pa.RecordBatch.from_pylist(rows, MISSING_FACTS)


def _all(
    job: Job, given: Iterator[Chunk], processes: int, progress: Callable[[int], None]
) -> Generator[Done]:
    """The chunks in their order; a few of them at a time in other processes."""
    first = deque(islice(given, 2 * processes))
    if job.explains and len(first) < 2 * processes:
        first = deque(part for chunk in first for part in chunk.parts(2 * processes // len(first)))
    every = chain(_taken(first), given)
    if processes < 2 or len(first) < 2:
        with kept():
            for chunk in every:
                yield _tidy(job, chunk, progress)
        return
    waiting: deque[Future[Done]] = deque()
    count = get_context("spawn").Value("q", 0)
    with workers(processes, _get_ready, job, count, method="spawn") as pool:
        result = partial(_result, count=count, progress=progress)
        try:
            for chunk in every:
                waiting.append(pool.submit(_counted, job, chunk))
                if len(waiting) > processes:
                    yield result(waiting.popleft())
            while waiting:
                yield result(waiting.popleft())
        except BrokenExecutor:
            raise UsageError.of(
                f"{WORKER_ENDED.ru}; ничего не записано", f"{WORKER_ENDED.en}; nothing was written"
            ) from None


def _taken(chunks: deque[Chunk]) -> Iterator[Chunk]:
    """The chunks one after another, none of which is held once it is taken."""
    while chunks:
        yield chunks.popleft()


def _result(future: Future[Done], count: Any, progress: Callable[[int], None]) -> Done:
    """What another process has done; until it is done, the rows that all have got behind them are told."""
    while True:
        late = not wait([future], LOOK)[0]
        with count.get_lock():
            rows, count.value = count.value, 0
        if rows:
            progress(rows)
        if not late:
            return future.result()


LOOK = 0.5
"""Every so many seconds it is told how many rows are done."""

_count: Any = None
"""In a process that works for another: where it counts the rows that it has behind it."""


def _counted(job: Job, chunk: Chunk) -> Done:
    def add(rows: int) -> None:
        with _count.get_lock():
            _count.value += rows

    return _tidy(job, chunk, add)


def _get_ready(job: Job, count: Any) -> None:
    """Load the rulebook of a job, once a process."""
    global _count
    _count = count
    job.decider()
    keep()


def _tidy(job: Job, chunk: Chunk, progress: Callable[[int], None]) -> Done:
    """Decide a chunk and leave no memory behind: facts that refer to each other wait for the collector."""
    told = 0

    def tell(rows: int) -> None:
        nonlocal told
        told += rows
        progress(rows)

    done = work(job, chunk, tell)
    gc.collect()
    tell(done.summary.rows - told)
    return done


__all__ = ["Job", "guessed_map", "rows_in", "run"]

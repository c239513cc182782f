"""A whole register: files in, processes over chunks, files out; rows in are rows out and rejects."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future, wait
from contextlib import closing
from datetime import date
from functools import lru_cache, partial
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from attrs import define, evolve, field, frozen

from ..engine.columnar.tape import Array
from ..errors import EngineDisagreement, Problem, QcrulesError, RecordError, UsageError
from ..facts.words import Nulls
from ..judge.rulebook import Rulebook, load_rules
from ..reader import apart, require_regular
from ..text import Lang
from ..workers import WORKER_ENDED, workers
from . import Report, TableSettings, decide_rows, decider_of
from .answers import errors, finding_rows, ids, verdict_rows
from .carried import beside_ids, carried
from .csv_files import Broken
from .deciding import DecidedRows, Decider
from .files import Chunk, chunks
from .frames import speaking_of, wrong_file
from .guessing import as_columns, guess
from .keeping import keep, kept
from .mapping import FormatNote, RegisterMap, mapped, missing_columns, read_mapping, with_formats
from .output import Output, mask_of
from .rows import RecordRows, RegisterRows, TableRows, id_of_line, record_of_line
from .summary import WORST, Summary, count, explained

REJECTS = pa.schema(
    [("file", pa.string()), ("row", pa.int64()), ("id", pa.string()), ("reason", pa.string())]
)

MISSING_FACTS = pa.schema([("fact", pa.string()), ("field", pa.string()), ("records", pa.int64())])


@frozen
class Job:
    """What is asked of every row."""

    kind: str | None = None
    report: Report = "verdicts"
    rules: str | None = None
    as_of: date | None = None
    readings: Mapping[str, str] = field(factory=dict)
    complete: bool = False
    contested: bool = True
    lang: Lang = "en"
    mapping: RegisterMap = field(factory=RegisterMap)
    nulls: Nulls | None = None
    sheet: str | None = None
    workbook: bool = False
    """Do the violations come beside the verdicts?"""

    @property
    def explains(self) -> bool:
        """Is every violation explained?"""
        return self.report == "findings" or self.workbook

    def decider(self) -> Decider:
        """What decides the rows. The rules are those of the first call: a run is judged by one law."""
        settings = TableSettings(
            self.kind,
            self.readings,
            self.complete,
            self.contested,
            statistics=True,
            nulls=self.nulls,
        )
        return decider_of(_book(self.rules), settings)

    def mapped(self, file: str | None, inputs: Iterable[Path] = ()) -> Job:
        """The same, its columns named by a mapping file. UsageError lists what is wrong in it.

        ``inputs``: what the mapping is for; where it is wrong, the columns that these lack are told with it.
        """
        if file is None:
            return self
        mapping = read_mapping(Path(file), self.decider().names, partial(_lacking, inputs, self.sheet))
        return evolve(self, mapping=mapping, nulls=self.nulls or mapping.nulls)


def _lacking(inputs: Iterable[Path], sheet: str | None, mapping: RegisterMap) -> list[Problem]:
    """The columns that a mapping names and files lack; what else is wrong with a file is told when it is read."""
    found: list[Problem] = []
    for path in inputs:
        try:
            first = next(iter(chunks(path, sheet)), None)
        except QcrulesError:
            continue
        if first is not None and not isinstance(first.rows, list):
            found += missing_columns(first.rows, mapping, str(path))
    return found


def guessed_map(job: Job, file: Path) -> str:
    """A mapping file that may fit a register, from its first rows."""
    decider = job.decider()
    first = next(iter(chunks(file, job.sheet)), None)
    if first is None:
        raise wrong_file(file, "в файле нет строк", "the file holds no rows")
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


@lru_cache(maxsize=4)
def _book(rules: str | None) -> Rulebook:
    return load_rules(rules)


@define
class Done:
    """Some rows, decided."""

    out: pa.RecordBatch
    rejects: pa.RecordBatch
    summary: Summary
    aside: pa.RecordBatch | None = None
    """The violations beside the verdicts, for a workbook."""


def work(job: Job, chunk: Chunk, progress: Callable[[int], object] = lambda rows: None) -> Done:
    """Decide the rows of a chunk: a pure function, in this process or another.

    ``progress`` is told of rows that are done before the chunk is.
    """
    decider = job.decider()
    rows, lines, broken = rows_of(decider, job, chunk)
    beside = partial(beside_ids, carried(job.mapping.carry, chunk, lines), job.lang)
    outs, asides, rejects = list[pa.RecordBatch](), list[pa.RecordBatch](), list[pa.RecordBatch]()
    summary = Summary()
    size = decider.at_once
    for start in range(0, max(rows.count, 1), size):
        some = rows if rows.count <= size else rows.take(slice(start, start + size))
        answer = decide_rows(decider, some, job.as_of)
        at = lines[start : start + size]
        if job.explains:
            found = _findings(decider, answer, at, job.lang, progress)
            found = beside(found, start + np.searchsorted(at, found.column("row").to_numpy()))
            (outs if job.report == "findings" else asides).append(found)
        if job.report == "verdicts":
            found = verdict_rows(decider, answer).drop_columns(["error"])
            found = beside(found, start + np.arange(found.num_rows))
            outs.append(mask_of(found, answer.good))
        rejects.append(_rejects(answer, chunk.file, at, job.lang, job.mapping.format_notes(decider.names)))
        summary.add(count(decider, answer, at))
        if not summary.missing_columns and isinstance(some, TableRows):
            summary.missing_columns = dict.fromkeys(decider.names.missing(some.batch.schema.names))
    if broken:
        told = [
            {"file": chunk.file, "row": line, "id": _id_of(decider, job, content), "reason": why(job.lang)}
            for line, why, content in broken
        ]
        rejects.append(pa.RecordBatch.from_pylist(told, REJECTS))
        summary.rows += len(broken)
        summary.rejected += len(broken)
    bad = _one(rejects)
    bad = bad.take(pa.compute.sort_indices(bad, [("row", "ascending")]))  # as a person goes through the file
    return Done(_one(outs), bad, summary, _one(asides) if asides else None)


def rows_of(decider: Decider, job: Job, chunk: Chunk) -> tuple[RegisterRows, Array, Broken]:
    """The rows of a chunk under the names of the vocabulary; lines of JSON that are no record are broken."""
    if not isinstance(chunk.rows, list):
        named = mapped(chunk.rows, job.mapping, chunk.file)
        with speaking_of(chunk.file):
            return TableRows(named, decider.names, decider.nulls), chunk.lines, chunk.broken
    nulls = job.nulls or "absent"
    found, lines, broken = [], [], list(chunk.broken)
    for line, content in zip(chunk.lines.tolist(), chunk.rows, strict=True):
        try:
            found.append(record_of_line(job.mapping.renamed(content), decider.names, nulls))
            lines.append(line)
        except RecordError as error:
            broken.append((line, error.problems[0].message, content))
    if not found:
        none = pa.RecordBatch.from_pydict({"id": pa.nulls(0, pa.string())})
        return TableRows(none, decider.names, decider.nulls), np.zeros(0, np.int64), broken
    return RecordRows(found, decider.kind.root), np.array(lines, np.int64), broken


def _id_of(decider: Decider, job: Job, content: Mapping[str, Any]) -> str | None:
    """What a line that is no row calls itself, as far as it can be read."""
    named = {
        (said.term if (said := job.mapping.column(name)) else name): value for name, value in content.items()
    }
    return id_of_line(named, decider.names)


def _one(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    if len(batches) == 1:
        return batches[0]
    table = pa.Table.from_batches(batches).combine_chunks()
    return next(iter(table.to_batches()), batches[0])


def _findings(
    decider: Decider, answer: DecidedRows, lines: Array, lang: Lang, progress: Callable[[int], object]
) -> pa.RecordBatch:
    """The violations, by the lines of the file."""
    found = finding_rows(decider, answer, 0, lang, progress)
    found = found.filter(pa.compute.is_null(found.column("error"))).drop_columns(["error"])
    rows = found.column("row").to_numpy()
    return found.set_column(0, "row", pa.array(lines[rows], pa.int64()))


def _rejects(
    answer: DecidedRows, file: str, lines: Array, lang: Lang, notes: Sequence[FormatNote]
) -> pa.RecordBatch:
    """The rows that cannot be read, with the reasons. ``notes``: how their dates are written, by the mapping."""
    rows = np.nonzero(~answer.good)[0]
    at = pa.array(rows)
    return pa.RecordBatch.from_arrays(
        [
            pa.array([file] * len(rows), pa.string()),
            pa.array(lines[rows], pa.int64()),
            ids(answer).take(at),
            pa.array(
                [with_formats(one, notes, lang) for one in errors(answer, lang).take(at).to_pylist()],
                pa.string(),
            ),
        ],
        schema=REJECTS,
    )


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
    inputs = list(inputs)
    job = evolve(job, workbook=job.report == "verdicts" and out.suffix.lower() == ".xlsx")
    apart(inputs, out, rejects)
    _book.cache_clear()
    decider = job.decider()
    given = chain.from_iterable(chunks(path, job.sheet) for path in inputs)
    total = Summary()
    with (
        Output(out, job.lang) as good,
        Output(rejects, job.lang) as bad,
        closing(_all(job, given, processes, progress)) as decided,
    ):
        for done in decided:
            good.write(done.out)
            if done.aside is not None:
                good.aside("findings", done.aside)
            if done.rejects.num_rows:
                bad.write(done.rejects)
            total.add(done.summary)
        if not good.written:  # where there are no rows the answer has none, and all its columns
            good.write(work(evolve(job, mapping=RegisterMap()), Chunk([], "", np.zeros(0, np.int64))).out)
        good.aside("missing", _missing_facts(total, job.lang))
        kept = good.rows if job.report == "verdicts" else total.rows - total.rejected
        if kept + bad.rows != total.rows or bad.rows != total.rejected:
            raise EngineDisagreement(
                f"internal error, please report it: {total.rows} rows in, {kept} out, {bad.rows} rejected"
            )
    if not bad.written:  # what an earlier run has left is no answer of this one
        bad.path.unlink(missing_ok=True)
    total.delays = sorted(explained(decider, total.late), key=lambda one: -one.days)[:WORST]
    return total


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
    first = list(islice(given, 2 * processes))
    if job.explains and len(first) < 2 * processes:
        first = [part for chunk in first for part in chunk.parts(2 * processes // len(first))]
    if processes < 2 or len(first) < 2:
        with kept():
            for chunk in chain(first, given):
                yield _tidy(job, chunk, progress)
        return
    waiting: deque[Future[Done]] = deque()
    count = get_context("spawn").Value("q", 0)
    with workers(processes, _get_ready, job, count, method="spawn") as pool:
        result = partial(_result, count=count, progress=progress)
        try:
            for chunk in chain(first, given):
                waiting.append(pool.submit(_counted, job, chunk))
                if len(waiting) > processes:
                    yield result(waiting.popleft())
            while waiting:
                yield result(waiting.popleft())
        except BrokenExecutor:
            raise UsageError.of(
                f"{WORKER_ENDED.ru}; ничего не записано", f"{WORKER_ENDED.en}; nothing was written"
            ) from None


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

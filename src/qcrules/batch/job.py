"""Some rows of a register or of forms, decided: what is asked of them, how they are read, what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import define, evolve, field, frozen

from ..engine.columnar.tape import Array
from ..errors import Problem, QcrulesError, RecordError, UsageError
from ..facts.words import Nulls
from ..judge.rulebook import kept_rules
from ..judge.years import MonthlyReport
from ..text import Lang
from . import Report, TableSettings, decide_rows, decider_of
from .answers import errors, finding_rows, ids, verdict_rows
from .carried import beside_ids, carried
from .csv_files import Broken
from .deciding import DecidedRows, Decider
from .files import Chunk, chunks
from .forms import FormRows, form_files, form_kind, form_rows, read_forms, refuse_form, reports_in
from .frames import speaking_of
from .mapping import FormatNote, RegisterMap, mapped, missing_columns, read_mapping, with_formats
from .output import mask_of
from .rows import RecordRows, RegisterRows, TableRows, id_of_line, record_of_line
from .summary import Summary, count

REJECTS = pa.schema(
    [("file", pa.string()), ("row", pa.int64()), ("id", pa.string()), ("reason", pa.string())]
)

Reject = dict[str, Any]
"""A row of ``REJECTS``."""


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
    forms: bool | None = None
    """Are the files workbooks of filled forms? None: nobody has looked yet."""
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
        return decider_of(kept_rules(self.rules), settings)

    def over(self, inputs: Iterable[Path]) -> tuple[Job, list[Path]]:
        """The same over some files, and these files; where they are forms, of the kind of record that forms are.

        UsageError where it says which sheet of them is a register.
        """
        pack, inputs = kept_rules(self.rules).core, list(inputs)
        books, kind = [] if self.forms is not None else form_files(inputs, self.kind, pack), form_kind(pack)
        if not books or kind is None:
            return evolve(self, forms=bool(self.forms)), inputs
        if self.sheet is not None:
            raise of_registers("--sheet")
        return evolve(self, kind=kind.key, forms=True), books

    def mapped(self, file: str | None, inputs: Iterable[Path] = ()) -> Job:
        """The same, its columns named by a mapping file. UsageError lists what is wrong in it.

        ``inputs``: what the mapping is for; where it is wrong, the columns that these lack are told with it.
        """
        if file is None:
            return self
        if self.forms:
            raise of_registers("--map")
        mapping = read_mapping(Path(file), self.decider().names, partial(_lacking, inputs, self.sheet))
        return evolve(self, mapping=mapping, nulls=self.nulls or mapping.nulls)


def of_registers(option: str) -> UsageError:
    """Forms were given together with what says how a register is read."""
    return UsageError.of(
        f"{option} — для реестров, а здесь формы отчётов: они читаются сами, со всех листов",
        f"{option} is for registers, and these are report forms: they are read by themselves, from all sheets",
    )


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


@define
class Done:
    """Some rows, decided."""

    out: pa.RecordBatch
    rejects: pa.RecordBatch
    summary: Summary
    aside: pa.RecordBatch | None = None
    """The violations beside the verdicts, for a workbook."""
    reports: list[MonthlyReport] = field(factory=list)
    """Of forms: what the year of each needs to know."""


@frozen
class ReadRows:
    """Rows under the names of the vocabulary, and those that are none, with the reason.

    ``lines``: the number of each in its file; ``files``: of each, or of all; ``beside``: what goes through as it is.
    """

    rows: RegisterRows
    lines: Array
    files: str | Sequence[str]
    broken: list[Reject] = field(factory=list)
    beside: Mapping[str, pa.Array] = field(factory=dict)

    def file(self, row: int) -> str:
        """The file in which a row stands."""
        return self.files if isinstance(self.files, str) else self.files[row]


def work(job: Job, chunk: Chunk, progress: Callable[[int], object] = lambda rows: None) -> Done:
    """Decide the rows of a chunk: a pure function, in this process or another.

    ``progress`` is told of rows that are done before the chunk is.
    """
    decider = job.decider()
    return decided(decider, job, read_rows(decider, job, chunk), progress)


def decided(
    decider: Decider, job: Job, given: ReadRows, progress: Callable[[int], object] = lambda rows: None
) -> Done:
    """Decide some rows."""
    beside = partial(beside_ids, given.beside, job.lang)
    outs, asides, rejects = list[pa.RecordBatch](), list[pa.RecordBatch](), list[pa.RecordBatch]()
    rows, summary, reports = given.rows, Summary(), list[MonthlyReport]()
    size = decider.at_once
    for start in range(0, max(rows.count, 1), size):
        some = rows if rows.count <= size else rows.take(slice(start, start + size))
        answer = decide_rows(decider, some, job.as_of)
        at = given.lines[start : start + size]
        if job.explains:
            found = _findings(decider, answer, job.lang, progress)
            number = found.column("row").to_numpy()
            found = beside(found.set_column(0, "row", pa.array(at[number], pa.int64())), start + number)
            (outs if job.report == "findings" else asides).append(found)
        if job.report == "verdicts":
            found = verdict_rows(decider, answer).drop_columns(["error"])
            found = beside(found, start + np.arange(found.num_rows))
            outs.append(mask_of(found, answer.good))
        rejects.append(_rejects(answer, given, start, job.lang, job.mapping.format_notes(decider.names)))
        summary.add(count(decider, answer, at))
        if isinstance(some, FormRows):
            reports += reports_in(some, answer, decider)
        if not summary.missing_columns and isinstance(some, TableRows) and not some.in_sheets:
            summary.missing_columns = dict.fromkeys(decider.names.missing(some.batch.schema.names))
    if given.broken:
        rejects.append(pa.RecordBatch.from_pylist(given.broken, REJECTS))
        summary.rows += len(given.broken)
        summary.rejected += len(given.broken)
    bad = _one(rejects)
    by_place = pa.compute.sort_indices(bad, [("file", "ascending"), ("row", "ascending")])
    bad = bad.take(by_place)  # as a person goes through the file
    return Done(_one(outs), bad, summary, _one(asides) if asides else None, reports)


def read_rows(decider: Decider, job: Job, chunk: Chunk) -> ReadRows:
    """The rows of a chunk, of a register or of forms."""
    if isinstance(chunk.rows, tuple):
        forms, unread = read_forms(chunk.rows, decider.pack)
        files, sheets = [one.file for one in forms], [one.sheet for one in forms]
        return ReadRows(
            form_rows(forms, decider.names, job.nulls),
            np.array([one.number for one in forms], np.int64),
            files,
            [{"file": file, "row": None, "id": None, "reason": why(job.lang)} for file, why in unread],
            {"file": pa.array(files, pa.string()), "sheet": pa.array(sheets, pa.string())},
        )
    rows, lines, broken = rows_of(decider, job, chunk)
    told = [
        {"file": chunk.file, "row": line, "id": _id_of(decider, job, content), "reason": why(job.lang)}
        for line, why, content in broken
    ]
    return ReadRows(rows, lines, chunk.file, told, carried(job.mapping.carry, chunk.rows, chunk.lines, lines))


def rows_of(decider: Decider, job: Job, chunk: Chunk) -> tuple[RegisterRows, Array, Broken]:
    """The rows of a chunk under the names of the vocabulary; lines of JSON that are no record are broken."""
    if not isinstance(chunk.rows, list):
        named = mapped(chunk.rows, job.mapping, chunk.file)
        try:
            with speaking_of(chunk.file):
                return TableRows(named, decider.names, decider.nulls), chunk.lines, chunk.broken
        except UsageError:
            refuse_form(Path(chunk.file), decider.pack)
            raise
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
    decider: Decider, answer: DecidedRows, lang: Lang, progress: Callable[[int], object]
) -> pa.RecordBatch:
    """The violations, by the rows that are answered."""
    found = finding_rows(decider, answer, 0, lang, progress)
    return found.filter(pa.compute.is_null(found.column("error"))).drop_columns(["error"])


def _rejects(
    answer: DecidedRows, given: ReadRows, first: int, lang: Lang, notes: Sequence[FormatNote]
) -> pa.RecordBatch:
    """The rows that cannot be read, with the reasons. ``first``: the first of the rows that are answered.

    ``notes``: how their dates are written, by the mapping.
    """
    rows = np.nonzero(~answer.good)[0]
    at = pa.array(rows)
    return pa.RecordBatch.from_arrays(
        [
            pa.array([given.file(first + row) for row in rows.tolist()], pa.string()),
            pa.array(given.lines[first + rows], pa.int64()),
            ids(answer).take(at),
            pa.array(
                [with_formats(one, notes, lang) for one in errors(answer, lang).take(at).to_pylist()],
                pa.string(),
            ),
        ],
        schema=REJECTS,
    )

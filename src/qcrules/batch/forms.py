"""Filled forms in Excel as rows of a register: read where they are decided, some workbooks at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import evolve, field, frozen

from ..engine.columnar.ends import day_at, place_in
from ..errors import RecordError
from ..facts.columns import TOTAL
from ..facts.field import Field
from ..facts.input import Input
from ..facts.path import PlaceAt
from ..facts.types import Type
from ..facts.vocabulary import Kind, Vocabulary
from ..facts.words import NONE_MARK, Nulls
from ..forms.layout import has_forms, load_forms
from ..forms.reading import SUFFIXES, Places, holds_form, read_workbook
from ..forms.workbook import typed
from ..judge.check import files_in
from ..judge.years import FIGURES, MonthlyReport, report_of, years
from ..law.model import Pack
from ..text import Text
from .deciding import DecidedRows, Decider
from .files import Chunk
from .frames import wrong_file
from .naming import of_cell
from .rows import RecordRows, RowRecord, TableRows
from .schema import ID, Names

AT_ONCE = 250
"""So many workbooks are read and decided at a time."""

SMALL = 1 << 18
"""A workbook of more bytes is taken for one of forms only where it is said what its records are."""


def form_files(inputs: Sequence[Path], kind: str | None, pack: Pack) -> list[Path]:
    """The workbooks of some files and folders, where the first that can be read holds a form; else none.

    ``kind``: of the records, where it is named. UsageError where a folder holds no form.
    """
    known = form_kind(pack)
    if known is None or (kind is not None and pack.vocabulary.kind(kind) is not known):
        return []
    books = [book for one in inputs for book in (files_in(one) if one.is_dir() else [one])]
    books = [book for book in books if book.suffix.lower() in SUFFIXES or book in inputs]
    readable = (found for book in books if (found := _is_form(book, kind is None, pack)) is not None)
    if next(readable, False):
        return books
    for folder in (one for one in inputs if one.is_dir()):
        ru, en = "в папке нет книг с формами отчётов", "holds no workbooks with report forms"
        raise wrong_file(folder, f"{ru}; реестр — это файл", f"{en}; a register is a file")
    return []


def _is_form(book: Path, small: bool, pack: Pack) -> bool | None:
    """Does a workbook hold a form, where only a ``small`` one may? None where it cannot be read."""
    if book.suffix.lower() not in SUFFIXES:
        return False
    try:
        return not (small and book.stat().st_size > SMALL) and holds_form(book, pack.folder)
    except (RecordError, OSError):
        return None


def refuse_form(book: Path, pack: Pack) -> None:
    """UsageError where a file that was read as a register is a workbook of forms."""
    kind = form_kind(pack)
    if kind is not None and _is_form(book, False, pack):
        raise wrong_file(
            book,
            f"в книге форма отчёта, а не реестр; её записи — вида «{kind.term.ru}» (--kind)",
            f"holds a report form, and no register; its records are of kind `{kind.key}` (--kind)",
        )


def form_kind(pack: Pack) -> Kind | None:
    """The kind of record that the forms of a pack are."""
    return pack.vocabulary.kind(load_forms(pack.folder).record) if has_forms(pack.folder) else None


def form_chunks(books: Sequence[Path]) -> Iterator[Chunk]:
    """Some workbooks at a time."""
    for start in range(0, len(books), AT_ONCE):
        some = tuple(books[start : start + AT_ONCE])
        yield Chunk(some, "", np.arange(len(some)))


@frozen
class FilledForm:
    """A report in a sheet: the how manieth of its workbook it is, and what it is called without a number of its own."""

    given: Input
    file: str
    sheet: str
    number: int
    name: str


@frozen
class FormRows(TableRows):
    """Reports as rows of columns, their tables as JSON; each stays what it is for whoever looks at one alone."""

    forms: Sequence[FilledForm] = field(kw_only=True)

    @property
    def in_sheets(self) -> bool:
        return True

    def take(self, rows: list[int] | slice) -> FormRows:
        forms = self.forms[rows] if isinstance(rows, slice) else [self.forms[row] for row in rows]
        return FormRows(super().take(rows).batch, self.names, self.nulls, forms=forms)

    def record(self, row: int, only: frozenset[str] | None = None) -> RowRecord:
        one = self.forms[row]
        return RowRecord(one.given.record, nulls=self.nulls or one.given.nulls, id=one.name)

    def words(self, path: str) -> pa.Array | None:
        found = super().words(path)
        if path != ID:
            return found
        names = pa.array([one.name for one in self.forms], pa.string())
        return names if found is None else pa.compute.coalesce(found, names)

    def places(self, row: int) -> PlaceAt:
        one = self.forms[row].given
        return lambda trail: one.places((*one.trail, *trail))

    def no_records(self) -> Mapping[int, Text]:
        return {}


def form_rows(forms: Sequence[FilledForm], names: Names, nulls: Nulls | None) -> FormRows:
    """Reports as rows. A cell that is left empty says nothing; a dash, that there is none, or what ``nulls`` says."""
    columns: dict[str, list[Any]] = {}
    dash = None if nulls == "unknown" else NONE_MARK
    for row, one in enumerate(forms):
        for path, cell in _cells(names.kind.root, one.given.record):
            columns.setdefault(path, [None] * len(forms))[row] = dash if cell is None else cell
    arrays = {path: _array(cells) for path, cells in columns.items()} or {
        ID: pa.nulls(len(forms), pa.string())
    }
    in_tables: Nulls | None = "unknown" if nulls == "unknown" else None
    return FormRows(pa.RecordBatch.from_pydict(arrays), names, in_tables, forms=forms)


def _cells(around: Field, said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The facts of a record by their paths; what has items or rows as JSON."""
    for key, value in said.items():
        fact = around.at(key)
        if fact.type is Type.OBJECT and isinstance(value, Mapping):
            yield from _cells(fact, value)
        elif isinstance(value, Mapping | list):
            yield fact.path, json.dumps(value, ensure_ascii=False, default=typed)
        else:
            yield fact.path, value


def _array(cells: list[Any]) -> pa.Array:
    """A column; of values of several types as one would type them."""
    kinds = {type(cell) for cell in cells if cell is not None}
    return pa.array(cells if len(kinds) == 1 else [None if one is None else typed(one) for one in cells])


def reports_in(rows: FormRows, answer: DecidedRows, decider: Decider) -> Iterator[MonthlyReport]:
    """What the year of each report needs to know, of those that are read."""
    for at in np.flatnonzero(answer.good).tolist():
        one, day = rows.forms[at].given, day_at(place_in(answer.as_of, at))
        parts = ((decider.kind.root.at(name), name, said) for name, said in one.record.items())
        head = {name: said for fact, name, said in parts if fact.type is not Type.TABLE}
        nulls, places = rows.nulls or one.nulls, rows.places(at)
        how: Any = {"complete": False, "places": places, "part": decider.kind, "nulls": nulls}
        found = report_of(one, decider.machine.reader.read(head, as_of=day, **how))
        if found is not None:
            told = {row: cells[TOTAL] for row, cells in one.record[FIGURES].items() if TOTAL in cells}
            known = nulls != "unknown"
            yield evolve(
                found, totals={row: sum_ or 0 for row, sum_ in told.items() if known or sum_ is not None}
            )


def read_forms(books: Sequence[Path], pack: Pack) -> tuple[list[FilledForm], list[tuple[str, Text]]]:
    """The reports of some workbooks, in the order of their sheets; and which cannot be read, with the reason."""
    found, broken = list[FilledForm](), list[tuple[str, Text]]()
    for book in books:
        try:
            reports = read_workbook(book, pack.vocabulary, pack.folder)
        except RecordError as error:
            broken.append((str(book), Text.joined("; ", map(of_cell, error.problems))))
            continue
        for number, one in enumerate(reports, 1):
            assert isinstance(one.places, Places)
            sheet = one.places.sheet.name
            name = book.name if len(reports) == 1 else f"{book.name}, {sheet}"
            found.append(FilledForm(one, str(book), sheet, number, name))
    return found, broken


def year_rows(reports: Iterable[MonthlyReport], vocabulary: Vocabulary) -> RecordRows | None:
    """The years of some reports as rows; None where they make up none."""
    found = years(reports, vocabulary)
    records = [RowRecord(one.record, nulls=one.nulls) for one in found]
    return RecordRows(records, found[0].kind.root) if found else None

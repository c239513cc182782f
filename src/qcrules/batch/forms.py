"""Filled forms in Excel as rows of a register: read where they are decided, some workbooks at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from attrs import frozen

from ..errors import RecordError
from ..facts.input import Input
from ..facts.path import PlaceAt
from ..facts.recorded import Facts
from ..facts.vocabulary import Kind, Vocabulary
from ..facts.words import Nulls
from ..forms.layout import has_forms, load_forms
from ..forms.reading import SUFFIXES, Places, holds_form, read_workbook
from ..judge.check import files_in
from ..judge.years import MonthlyReport, report_of, years
from ..law.model import Pack
from ..text import Text
from .files import Chunk
from .naming import of_cell
from .rows import RecordRows, RowRecord

AT_ONCE = 32
"""So many workbooks are read and decided at a time."""

SMALL = 1 << 18
"""A workbook of more bytes is taken for one of forms only where it is said what its records are."""


def form_files(inputs: Sequence[Path], kind: str | None, pack: Pack) -> list[Path]:
    """The workbooks of some files and folders, where the first that can be read holds a form; else none.

    ``kind``: of the records, where it is named.
    """
    known = form_kind(pack)
    if known is None or (kind is not None and pack.vocabulary.kind(kind) is not known):
        return []
    books = [book for one in inputs for book in (files_in(one) if one.is_dir() else [one])]
    books = [book for book in books if book.suffix.lower() in SUFFIXES or book in inputs]
    for book in books:
        if book.suffix.lower() not in SUFFIXES or (kind is None and book.stat().st_size > SMALL):
            return []
        try:
            return books if holds_form(book, pack.folder) else []
        except (RecordError, OSError):
            continue
    return []


def form_kind(pack: Pack) -> Kind | None:
    """The kind of record that the forms of a pack are."""
    return pack.vocabulary.kind(load_forms(pack.folder).record) if has_forms(pack.folder) else None


def form_chunks(books: Sequence[Path]) -> Iterator[Chunk]:
    """Some workbooks at a time."""
    for start in range(0, len(books), AT_ONCE):
        some = tuple(books[start : start + AT_ONCE])
        yield Chunk(some, "", np.arange(len(some)))


@frozen
class FormRows(RecordRows):
    """Reports, one a sheet. ``reports``: what the year of each needs to know, noted when it is read."""

    given: Sequence[Input]
    reports: dict[int, MonthlyReport]

    def take(self, rows: list[int] | slice) -> FormRows:
        some = super().take(rows)
        given = self.given[rows] if isinstance(rows, slice) else [self.given[row] for row in rows]
        return FormRows(some.records, self.whole, given, self.reports)

    def places(self, row: int) -> PlaceAt:
        one = self.given[row]
        return lambda trail: one.places((*one.trail, *trail))

    def note(self, row: int, facts: Facts) -> None:
        found = report_of(self.given[row], facts)
        if found is not None:
            self.reports[id(self.given[row])] = found


@frozen
class FilledForm:
    """A report in a sheet, and the how manieth of its workbook it is."""

    given: Input
    file: str
    sheet: str
    number: int
    alone: bool

    @property
    def name(self) -> str:
        """What a report is called that has no number of its own."""
        return Path(self.file).name if self.alone else f"{Path(self.file).name}, {self.sheet}"


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
            found.append(FilledForm(one, str(book), one.places.sheet.name, number, len(reports) == 1))
    return found, broken


def form_rows(forms: Sequence[FilledForm], kind: Kind, nulls: Nulls | None) -> FormRows:
    """Reports as rows."""
    records = [RowRecord(one.given.record, nulls=nulls or one.given.nulls, id=one.name) for one in forms]
    return FormRows(records, kind.root, [one.given for one in forms], {})


def year_rows(reports: Iterable[MonthlyReport], vocabulary: Vocabulary) -> RecordRows | None:
    """The years of some reports as rows; None where they make up none."""
    found = years(reports, vocabulary)
    records = [RowRecord(one.record, nulls=one.nulls) for one in found]
    return RecordRows(records, found[0].kind.root) if found else None

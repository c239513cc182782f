"""Where the table of a form stands on a sheet: its months, its rows, its end. Found by words, not by place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from attrs import define, field, frozen

from ..errors import Problem, ProblemList, RecordError
from ..text import Text
from .address import CellAddress, address
from .archive import said
from .layout import Form, FormRow, Forms, squeeze
from .workbook import Worksheet

_ABOVE = 2
"""«Всего» and the names of the columns may stand up to so many rows above the months."""
_ENOUGH_MONTHS = 4
_LEADING_NUMBER = re.compile(r"^\s*\d+(\.\d+)*\s*[.)]?\s+(?=\D)")
_NEARLY = 0.85


@frozen(eq=False)
class Columns:
    """The head of the table."""

    head: int
    months: dict[int, int]  # month, from 1 → column
    total: int | None
    words: int
    number: int | None

    @property
    def figures(self) -> dict[str | int, int]:
        """Every column of figures by its month, or `total`."""
        found: dict[str | int, int] = {}
        found.update(self.months.items())
        if self.total is not None:
            found["total"] = self.total
        return found

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last column of figures."""
        return min(self.figures.values()), max(self.figures.values())


@frozen(eq=False)
class FormLine:
    """One row of the sheet that holds figures: a row of the form, or a service under one."""

    at: int
    row: FormRow
    service: str | None = None
    nameless: bool = False


@define(eq=False)
class Table:
    """The table of one form as it was found, with everything that could not be recognised."""

    sheet: Worksheet
    columns: Columns
    lines: list[FormLine] = field(factory=list)
    end: int = 0
    problems: list[Problem] = field(factory=lambda: ProblemList(RecordError))

    def wrong(self, cell: CellAddress, name: str, *parts: object) -> None:
        """Note what is wrong with a cell, by the name of the message."""
        self.problems.append(self.sheet.problem(cell, name, *parts))


def find_head(sheet: Worksheet, forms: Forms, start: int = 0) -> int | None:
    """The first row from ``start`` on that names the months; None where there is none."""
    names = {squeeze(name) for name in forms.months}
    for at in range(start, sheet.height):
        if len(names & {squeeze(value) for value in sheet.row(at).values()}) >= _ENOUGH_MONTHS:
            return at
    return None


def find_columns(sheet: Worksheet, forms: Forms, head: int, problems: list[Problem]) -> Columns | None:
    """The columns of the table; what is missing of them is a problem."""
    own: dict[str, list[int]] = {}
    for column, value in sheet.row(head).items():
        own.setdefault(squeeze(value), []).append(column)
    months = {}
    for number, name in enumerate(forms.months, 1):
        at = own.get(squeeze(name), [])
        if len(at) == 1:
            months[number] = at[0]
        elif at:
            problems.append(sheet.problem((head, at[1]), "second-column", name))
        else:
            problems.append(sheet.problem((head, 0), "no-column", name))
    around: dict[str, int] = {}
    for row in range(max(0, head - _ABOVE), head + 1):
        around.update({squeeze(value): column for column, value in sheet.row(row).items()})
    total, words = around.get(squeeze(forms.total)), around.get(squeeze(forms.activities))
    for name, found in ((forms.total, total), (forms.activities, words)):
        if found is None:
            problems.append(sheet.problem((head, 0), "no-column", name))
    if words is None or not months:
        return None
    return Columns(head, months, total, words, around.get(squeeze(forms.number)))


def find_rows(sheet: Worksheet, forms: Forms, form: Form, columns: Columns) -> Table:
    """Every row of the table."""
    table = Table(sheet, columns)
    _RowFinder(table, forms, form).find()
    _check_complete(table, form)
    _check_merged(table)
    second = find_head(sheet, forms, table.end)
    if second is not None:
        table.wrong((second, columns.words), "second-table")
    return table


@define(eq=False)
class _RowFinder:
    """One walk down a table."""

    table: Table
    forms: Forms
    form: Form
    seen: dict[str, FormLine] = field(factory=dict)
    last: FormRow | None = None
    names: dict[tuple[str, str], int] = field(factory=dict)

    def find(self) -> None:
        sheet = self.table.sheet
        ends = {squeeze(words) for words in (self.forms.stamp, self.forms.facts_title)}
        signatures = tuple(squeeze(words) for words in self.forms.signatures)
        at = self.table.columns.head
        for at in range(self.table.columns.head + 1, sheet.height):
            words = self._words(at)
            key = squeeze(words)
            if key in ends or (key.startswith(signatures) and self.last is not None and self._whole()):
                break
            self._line(at, words, key)
        else:
            at += 1
        self.table.end = at

    def _whole(self) -> bool:
        """Whether the last row of the form has been found: only then may signatures follow."""
        return list(self.form.rows)[-1] in self.seen

    def _words(self, at: int) -> str:
        """What stands before the figures, without the number."""
        columns, row = self.table.columns, self.table.sheet.row(at)
        label = row.get(columns.words)
        if label is None:
            first = columns.span[0]
            label = next(
                (v for c, v in row.items() if c < first and c != columns.number and isinstance(v, str)), ""
            )
            if not label and isinstance(row.get(columns.number or 0), str):
                label = row[columns.number or 0]
        return " ".join(str(label).split())

    def _line(self, at: int, words: str, key: str) -> None:
        row = self._row(words, key)
        if row is not None:
            self._add_row(at, row)
        elif key == squeeze(self.forms.including) or (
            self.last is None and not re.search("[^\\W\\d_]{2}", words)
        ):
            return  # «В том числе:», or the numbers of the columns
        elif self.last is not None and self.last.services and not _typo(key, tuple(self.form.by_words)):
            self._add_service(at, words, key)
        elif words or self._filled(at):
            self._unrecognised(at, words, key)

    def _row(self, words: str, key: str) -> FormRow | None:
        known = self.form.by_words
        including = squeeze(self.forms.including)
        for one in (key, squeeze(_LEADING_NUMBER.sub("", words)), key.removeprefix(including)):
            if one in known:
                return known[one]
        return None

    def _filled(self, at: int) -> bool:
        first, last = self.table.columns.span
        return any(first <= column <= last for column in self.table.sheet.row(at))

    def _add_row(self, at: int, row: FormRow) -> None:
        before = self.seen.get(row.number)
        if before is not None:
            first = address((before.at, self.table.columns.words))
            self.table.wrong((at, self.table.columns.words), "second-row", row.number, first)
            return
        self.last = row
        self.seen[row.number] = line = FormLine(at, row)
        self.table.lines.append(line)

    def _add_service(self, at: int, words: str, key: str) -> None:
        assert self.last is not None
        nameless = key in ("", squeeze(self.forms.service))
        if nameless and not self._filled(at):
            return
        if not nameless:
            first = self.names.setdefault((self.last.number, key), at)
            if first != at:
                before = address((first, self.table.columns.words))
                cell = at, self.table.columns.words
                self.table.wrong(cell, "second-service", words, self.last.number, before)
                return
        self.table.lines.append(FormLine(at, self.last, words, nameless))

    def _unrecognised(self, at: int, words: str, key: str) -> None:
        cell = at, self.table.columns.words
        if not words:
            self.table.wrong(cell, "nameless-row")
            return
        close = get_close_matches(key, self.form.by_words, n=1, cutoff=0.6)
        near = self.form.by_words[close[0]] if close else None
        hint = said("like-row", near.number, near.words) if near else ""
        form = Text(self.form.index, self.form.key)
        self.table.wrong(cell, "unknown-row", _short(words), form, hint)


@lru_cache(maxsize=1024)
def _typo(key: str, known: tuple[str, ...]) -> bool:
    """Is it nearly one of the known ones? Services are the same from report to report."""
    return bool(get_close_matches(key, known, n=1, cutoff=_NEARLY))


def _short(words: str) -> str:
    return words if len(words) <= 80 else words[:79] + "…"


def _check_complete(table: Table, form: Form) -> None:
    found = {line.row.number: line.at for line in table.lines if line.service is None}
    for number, row in form.rows.items():
        if number not in found:
            after = list(form.rows)[list(form.rows).index(number) + 1 :]
            at = next((found[one] for one in after if one in found), table.end)
            table.wrong((at, table.columns.words), "no-row", number, _short(row.words))


def _check_merged(table: Table) -> None:
    first, last = table.columns.span
    words = {line.at for line in table.lines if line.row.words_allowed}
    for (top, left), (bottom, right) in table.sheet.merged:
        body = bottom > table.columns.head and top < table.end
        if body and right >= first and left <= last and not set(range(top, bottom + 1)) <= words:
            where = f"{address((top, left))}:{address((bottom, right))}"
            table.wrong((top, left), "merged", where)


def below(table: Table) -> Iterator[tuple[int, list[tuple[int, object]]]]:
    """The rows under the table that hold anything."""
    for at in range(table.end, table.sheet.height):
        cells = sorted(table.sheet.row(at).items())
        if cells:
            yield at, cells

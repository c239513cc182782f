"""A filled form → the record that it is, every part of it with its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from attrs import define, field

from ..errors import Place, Problem, RecordError
from ..facts.field import Field, WrongValue
from ..facts.input import Input
from ..facts.path import FactPath, Trail, around
from ..facts.vocabulary import Kind, Vocabulary
from ..facts.words import DASHES
from ..text import Text
from .address import CellAddress
from .archive import said, wrong
from .cells import WRONG, SheetReader, cell_words, is_typed_count, is_unfilled
from .layout import Form, FormRow, Forms, fact_label, has_forms, load_forms, squeeze
from .table import Columns, FormLine, Table, below, find_columns, find_head, find_rows
from .workbook import Worksheet, open_workbook

SUFFIXES = (".xlsx", ".xlsm")
_INDEX, _PERIOD = "индекс", "отчетныйпериод"
_BLANKS = re.compile(r"_{2,}")


def read_workbook(path: Path, vocabulary: Vocabulary, folder: str | Path) -> list[Input]:
    """The reports of a workbook, one a sheet that holds the table of a form, in the order of the sheets.

    ``folder``: the pack's, which knows the forms. RecordError lists everything that could not be recognised, with
    its cell.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise wrong(str(path), "no-such-format", path.suffix)
    if not has_forms(folder):
        raise wrong(str(path), "no-forms")
    forms = load_forms(folder)
    kind = vocabulary.kind(forms.record)
    if kind is None:
        raise wrong(str(path), "unknown-kind", forms.record)
    sheets = open_workbook(path)
    problems: list[Problem] = []
    heads = [(sheet, find_head(sheet, forms)) for sheet in sheets]
    readings = [
        _SheetReading(sheet, problems, forms, kind, head)
        for sheet, head in heads
        if head is not None or _said_index(sheet)
    ]
    if not readings:
        names = ", ".join(f"«{sheet.name}»" for sheet in sheets)
        raise wrong(str(path), "no-sheet-of-a-form", names)
    found = [reading.read() for reading in readings]
    if problems:
        raise RecordError(problems)
    return [one for one in found if one is not None]


def holds_form(path: Path, folder: str | Path) -> bool:
    """Does a sheet of a workbook look like a form of a pack? RecordError where the workbook cannot be read."""
    forms = load_forms(folder)
    return any(find_head(one, forms) is not None or _said_index(one) for one in open_workbook(path))


def _said_index(sheet: Worksheet) -> bool:
    return any(
        isinstance(value, str) and squeeze(value).startswith(_INDEX) for value in sheet.values.values()
    )


@define(eq=False)
class _SheetReading(SheetReader):
    """One sheet that holds a form."""

    forms: Forms
    kind: Kind
    head: int | None
    """The row that names the months, where there is one."""
    record: dict[str, Any] = field(factory=dict)
    cells: dict[Trail, CellAddress] = field(factory=dict)

    def read(self) -> Input | None:
        """The record; None where it could not be recognised (``problems`` says why)."""
        before = len(self.problems)
        head = self.head
        if head is None:
            self.wrong((0, 0), "no-table")
            return None
        columns = find_columns(self.sheet, self.forms, head, self.problems)
        form = self.form(head)
        if columns is None or form is None or len(self.problems) > before:
            return None
        table = find_rows(self.sheet, self.forms, form, columns)
        self.problems += table.problems
        year, month = self.period(table)
        if year is None:
            return None
        self.put(("form",), form.key, self.cells[("form",)])
        self.figures(table, year)
        self.facts(table)
        if month:
            self.put(("month",), f"{year}-{month:02}", self.cells[("month",)])
        places = Places(self.sheet, self.cells, (0, 0))
        return Input(self.kind, self.record, (self.forms.record,), None, False, self.sheet.file, places)

    def put(self, trail: Trail, value: Any, cell: CellAddress) -> None:
        """A value of the record, with its cell."""
        FactPath(trail).put(self.record, value)
        self.cells[trail] = cell

    # -- the title block --------------------------------------------------------------------------------------

    def above(self, head: int) -> Iterable[tuple[int, int, str]]:
        """The lines of words above the table: row, first column, words."""
        for at in range(head):
            row = self.sheet.row(at)
            if row:
                words = (row[column] for column in sorted(row))
                yield (
                    at,
                    min(row),
                    " ".join(one if isinstance(one, str) else cell_words(one) for one in words),
                )

    def form(self, head: int) -> Form | None:
        """Which form it is: by its index, else by its title."""
        forms = self.forms.forms.values()
        title = ""
        for at, column, words in self.above(head):
            key = squeeze(words)
            title += key
            if _INDEX in key:
                for form in forms:
                    if any(squeeze(one) in key.partition(_INDEX)[2] for one in (form.index, form.key)):
                        self.cells[("form",)] = (at, column)
                        return form
        for form in forms:
            if squeeze(form.title) in title:
                self.cells[("form",)] = (0, 0)
                return form
        indices = [Text.same(f"«Индекс: {form.index}»") for form in forms]
        self.wrong((0, 0), "no-index", Text.joined(Text(" или ", " or "), indices))
        return None

    def period(self, table: Table) -> tuple[int | None, int | None]:
        """The year and the month reported; where the sheet names the year alone, the last month that has figures."""
        for at, column, words in self.above(table.columns.head):
            if _PERIOD not in squeeze(words):
                continue
            self.cells[("month",)] = (at, column)
            year, month = _year_and_month(words, self.forms.months)
            if year is None:
                break
            return year, month or self.last_month(table)
        self.wrong(self.cells.get(("month",), (0, 0)), "no-period")
        return None, None

    def last_month(self, table: Table) -> int | None:
        """The last month that has any figure."""
        for month, column in sorted(table.columns.months.items(), reverse=True):
            if any((line.at, column) in self.sheet.values for line in table.lines):
                return month
        return None

    # -- the table --------------------------------------------------------------------------------------------

    def figures(self, table: Table, year: int) -> None:
        """Every figure of the table."""
        self.cells[("figures",)] = (table.columns.head, table.columns.words)
        self.record["figures"] = {}
        self.record["late_services"] = {}
        for line in table.lines:
            if line.row.services and line.service is None:
                self.put(("late_services", line.row.number), {}, (line.at, table.columns.words))
        columns = [
            ("total" if month == "total" else f"{year}-{month:02}", column)
            for month, column in table.columns.figures.items()
        ]
        filled = {*self.sheet.values, *self.sheet.formulas, *self.sheet.errors}
        words: list[str] = []
        of_sums: list[Problem] = []
        for line in table.lines:
            if line.nameless:
                self.nameless(line, table.columns)
                continue
            trail: Trail = ("figures", line.row.number)
            if line.service is not None:
                trail = ("late_services", line.row.number, line.service)
                self.put(trail, {}, (line.at, table.columns.words))
            self.cells[trail] = (line.at, table.columns.words)
            found: dict[str, int | None] = {}
            for name, column in columns:
                cell = self.cells[*trail, name] = line.at, column
                if cell not in filled:
                    continue
                for count in self.figure(line.row, cell, words, of_sums):
                    found[name] = count
            if found:
                FactPath(trail).put(self.record, found)
        if not self.problems:  # where a part is wrong, its sum need not be mentioned
            self.problems += of_sums
        if words:
            self.record["preventive_measures"] = "; ".join(words)

    def figure(
        self, row: FormRow, cell: CellAddress, words: list[str], of_sums: list[Problem]
    ) -> Iterable[int | None]:
        """The figure of a cell, if any; words where the row allows them. A number stored as text is neither."""
        value = self.value(cell)
        if value is None:
            return ()
        told = isinstance(value, str) and not (value.strip() in DASHES or is_typed_count(value))
        if row.words_allowed and told:
            words.append(" ".join(value.split()))
            self.cells.setdefault(("preventive_measures",), cell)
            return ()
        own = self.problems
        self.problems = of_sums if cell in self.sheet.formulas else own
        count = self.count(value, cell)
        self.problems = own
        if count is WRONG:
            return ()
        if not row.figures:
            self.wrong(cell, "figure-in-a-heading", row.number)
            return ()
        return (count,)

    def nameless(self, line: FormLine, columns: Columns) -> None:
        """A service row without the service's name may hold nothing but zeros."""
        for column in columns.figures.values():
            cell = line.at, column
            value = self.value(cell)
            if value is not None and self.count(value, cell) not in (0, None, WRONG):
                self.wrong((line.at, columns.words), "nameless-service", line.row.number, cell_words(value))
                return

    # -- below the table --------------------------------------------------------------------------------------

    def facts(self, table: Table) -> None:
        """The signatures, and what is said of the submission."""
        known = {squeeze(fact_label(self.kind, path)): path for path in self.forms.facts}
        signed = {squeeze(who): path for who, path in self.forms.signatures.items()}
        in_block = False
        for at, cells in below(table):
            column, label = cells[0][0], " ".join(str(cells[0][1]).split())
            key = squeeze(label)
            values = [(at, other) for other, value in cells[1:] if not is_unfilled(value)]
            if key == squeeze(self.forms.facts_title):
                in_block = True
            elif key in known:
                self.fact(known[key], (at, column), values)
            elif not in_block:
                who = next((one for one in signed if key.startswith(one)), None)
                if who and signed[who]:
                    self.signature(signed[who] or "", label, (at, column), values)
            elif values or any(self.sheet.errors.get((at, other)) for other in range(self.sheet.width)):
                close = get_close_matches(key, known, n=1, cutoff=0.6)
                near = said("perhaps", fact_label(self.kind, known[close[0]])) if close else ""
                self.wrong((at, column), "unknown-fact", label, near)

    def fact(self, path: str, label: CellAddress, values: list[CellAddress]) -> None:
        trail, fact = FactPath.parse(path).trail, self.kind.root.at(path)
        self.cells[trail] = values[0] if values else (label[0], label[1] + 1)
        errors = [cell for cell in self.sheet.errors if cell[0] == label[0]]
        for cell in (*values[:1], *errors):
            value = self.value(cell)
            if value is not None:
                self.put(trail, _as_recorded(fact, value), cell)

    def signature(self, path: str, label: str, cell: CellAddress, values: list[CellAddress]) -> None:
        """The name beside «Исполнитель», in its own cell or in the same one."""
        rest = _BLANKS.sub(" ", label).split()[1:]
        name = " ".join(str(self.value(one)) for one in values[:1]) or " ".join(rest)
        if name:
            self.put(FactPath.parse(path).trail, name, values[0] if values else cell)


def _as_recorded(fact: Field, value: Any) -> Any:
    """A value as records have it; one that is none of the field's stays, and is refused with the record."""
    try:
        return fact.type.given(fact, value)
    except WrongValue:
        return value


class Places:
    """From the keys of a record to the cell where it stands; of a key without a cell, the nearest above it."""

    def __init__(self, sheet: Worksheet, cells: dict[Trail, CellAddress], top: CellAddress) -> None:
        self.sheet, self.cells, self.top = sheet, cells, top

    def __call__(self, trail: Trail) -> Place:
        return self.sheet.place(self.cell(trail[1:]))

    def cell(self, trail: Trail) -> CellAddress:
        """The cell of a field of the record."""
        return around(self.cells, trail, self.top)


def _year_and_month(words: str, names: tuple[str, ...]) -> tuple[int | None, int | None]:
    """The year and the month in «Отчетный период: апрель 2014 г.», «04.2014», «2014-04»; either may be missing."""
    years = [int(one) for one in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", words)]
    if not years:
        return None, None
    stems: Callable[[str], str] = lambda name: squeeze(name)[:-1]  # noqa: E731
    month = None
    for word in re.findall(r"[^\W\d_]+", words):
        close = [
            (len(stems(name)), number)
            for number, name in enumerate(names, 1)
            if squeeze(word).startswith(stems(name)) and len(squeeze(word)) <= len(name) + 2
        ]
        month = max(close)[1] if close else month
    if month is None:
        number = re.search(r"(?<!\d)(\d{1,2})[./](?:19|20)\d\d|(?:19|20)\d\d-(\d{1,2})(?!\d)", words)
        found = int(number[1] or number[2]) if number else 0
        month = found if 1 <= found <= 12 else None
    return years[-1], month

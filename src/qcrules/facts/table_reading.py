"""The tables of a record: their columns become items of a list, the lines within them sums in those columns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..kernel.interval import INF, MAYBE, MINUTES_A_DAY, NO
from ..text import shown
from ..time.months import month_of, month_words
from .columns import (
    FILLED,
    MONTHS,
    PREVIOUS,
    TOTAL,
    RecordedCell,
    RecordedCells,
    TableColumns,
    column_key,
    total_of,
)
from .field import Field
from .path import Trail
from .recorded import Recorded
from .types import UNKNOWN_NUMBER
from .values import ValueReader
from .words import BLANK, UNKNOWN_MARK

_ROW_PARTS = PREVIOUS, MONTHS, FILLED
"""What a row is beside its neighbours, each a fact of its own."""

GivenTables = list[tuple[Field, Any, Trail]]
"""The tables of a record, each as it was given and the keys that lead to it."""

CellsByColumn = dict[str, tuple[Any, Trail]]
"""The cells of a row as they were given, by the key of their column, and the keys that lead to each."""


class TableReader:
    """Reads the tables of one record, when all else in it is read: their columns depend on the month reported."""

    def __init__(self, values: ValueReader, given: GivenTables) -> None:
        self.values = values
        self.facts = values.facts
        self.slots = values.slots
        self.given = given

    def read(self) -> None:
        """The tables of the record: first those that have columns of their own, then those that stand in them."""
        for fact, value, trail in self.given:
            if fact.month_path is not None:
                self.columns(fact, self.cells(fact, self.rows(fact, value, trail)))
        for fact, value, trail in self.given:
            if fact.month_path is None:
                self.lines(fact, self.rows(fact, value, trail), trail)

    def rows(self, fact: Field, value: Any, trail: Trail) -> dict[str, tuple[Any, Trail]]:
        """The rows of a table, by their keys."""
        found: dict[str, tuple[Any, Trail]] = {}
        if not isinstance(value, Mapping):
            said = shown(value)
            self.values.refuse(
                fact, trail, f"нужны строки таблицы, а не `{said}`", f"expected rows of a table, not `{said}`"
            )
            return found
        seen: dict[str, Any] = {}
        for key, inner in value.items():
            row, here = fact.row(str(key)), (*trail, key)
            if row is None:
                self.values.unknown_key(key, here, fact.rows_by_word)
            elif row.key in seen:
                self.values.same_field(key, seen[row.key], here)
            else:
                seen[row.key] = key
                found[row.key] = (self.values.given(fact, inner, here), here)
        return found

    def cells(self, fact: Field, rows: Mapping[str, tuple[Any, Trail]]) -> RecordedCells:
        """The recorded cells of a table: row → column → number."""
        found: RecordedCells = {}
        for row, (value, here) in rows.items():
            for key, (inner, there) in self.by_column(fact, value, here).items():
                path = f"{fact.path}[{key}].{row}"
                cell = self.cell(fact.children[row], inner, path, there)
                if cell is not None:
                    found.setdefault(row, {})[key] = cell
        return found

    def by_column(self, fact: Field, value: Any, trail: Trail) -> CellsByColumn:
        """The cells of a row, by the key of their column."""
        value = self.values.given(fact, value, trail)
        if value in (None, BLANK, UNKNOWN_MARK):
            return {}
        if not isinstance(value, Mapping):
            self.values.refuse(
                fact,
                trail,
                "в строке нужны графы вида «2014-03: число» или «Всего: число»",
                "a row has columns, `2014-03: number` or `total: number`",
            )
            return {}
        found: CellsByColumn = {}
        for word, inner in value.items():
            here = (*trail, word)
            key = column_key(word)
            if key is None:
                self.values.refuse(
                    fact,
                    here,
                    f"`{shown(word)}` — не графа; графы: 2014-03, …, Всего",
                    f"`{shown(word)}` is no column; columns: 2014-03, …, total",
                )
            elif key in found:
                self.values.wrong(
                    here, f"графа `{shown(word)}` уже дана", f"column `{shown(word)}` is given twice"
                )
            else:
                found[key] = (inner, here)
        return found

    def cell(self, row: Field, value: Any, path: str, trail: Trail) -> RecordedCell | None:
        """One cell; a dash counts as nothing and is not filled in."""
        value = self.values.given(row, value, trail)
        if value == BLANK:
            return None
        self.facts.recorded[path] = Recorded(row, value, trail)
        if value == UNKNOWN_MARK:
            return None
        if value is None:
            return RecordedCell(NO, NO)
        return RecordedCell(row.type.spans(row, value)[0])

    def columns(self, fact: Field, cells: RecordedCells) -> None:
        """The columns of a table become items."""
        assert fact.month_path is not None
        span = self.facts.get(fact.month_path)
        day = date.fromordinal(span[0] // MINUTES_A_DAY) if -INF < span[0] < INF else None
        month = month_words(month_of(day)) if day else None
        columns = TableColumns(month, cells, self.line_columns(fact))
        self.facts.columns[fact.path] = columns
        items = self.facts.items.setdefault(fact.path, {})
        slots = {
            row.key: [self.slots[path] for path in (row.path, *(f"{row.path}.{one}" for one in _ROW_PARTS))]
            for row in fact.rows
        }
        for key in columns.keys:
            items[key] = {
                self.slots[f"{fact.path}[].column"]: columns.kind(key),
                self.slots[f"{fact.path}[].reporting"]: columns.reporting(key),
            }
        around = [(key, columns.before(key) or "", month if key == TOTAL else key) for key in columns.keys]
        for row, (at_cell, at_previous, at_sum, at_filled) in slots.items():
            here, sums = cells.get(row, {}), columns.sums(row)
            for key, before, last in around:
                inner, cell, previous = items[key], here.get(key), here.get(before)
                inner[at_cell] = cell.value if cell else UNKNOWN_NUMBER
                inner[at_previous] = previous.value if previous else UNKNOWN_NUMBER
                inner[at_sum] = sums[last] if last else UNKNOWN_NUMBER
                if cell and cell.filled != MAYBE:
                    inner[at_filled] = cell.filled

    def line_columns(self, table: Field) -> frozenset[str]:
        """The columns in which the lines within the rows of a table have numbers."""
        rows = [
            row
            for fact, value, _ in self.given
            if isinstance(value, Mapping)
            and any(one.list_path == table.path for one in fact.children.values())
            for row in value.values()
            if fact is not table and isinstance(row, Mapping)
        ]
        lines = [line for row in rows for line in row.values() if isinstance(line, Mapping)]
        return frozenset(key for line in lines for word in line if (key := column_key(word)))

    def lines(self, fact: Field, rows: Mapping[str, tuple[Any, Trail]], trail: Trail) -> None:
        """A table of lines stands in the columns of another table: each column shows their sums."""
        for row in fact.rows:
            value, here = rows.get(row.key, (UNKNOWN_MARK, trail))
            if value in (BLANK, UNKNOWN_MARK):
                continue
            lines: list[dict[str, RecordedCell]] = []
            names: list[str] = []
            if value is not None:
                if not isinstance(value, Mapping):
                    self.values.refuse(
                        fact,
                        here,
                        "нужны услуги с числами по месяцам",
                        "expected services with numbers by month",
                    )
                    continue
                for name, inner in value.items():
                    there = (*here, name)
                    given = self.by_column(fact, inner, there)
                    names.append(str(name))
                    lines.append(
                        {
                            key: cell
                            for key, (one, where) in given.items()
                            if (cell := self.cell(row, one, f"{fact.path}[{key}].{row.key}.{name}", where))
                        }
                    )
            self.facts.lines[row.path] = names
            for key, overlay in self.facts.items.get(row.list_path or "", {}).items():
                overlay[self.slots[row.path]] = total_of(
                    line[key].value if key in line else UNKNOWN_NUMBER for line in lines
                )

"""Tables of reports as items: the columns of every record, and what each cell is beside its neighbours.

A record has thirteen places: «Всего», and the twelve months of its year. What single records work out cell by cell
(``facts.columns``) is worked out here a row of the form at a time, in arrays of thirteen places by so many records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from attrs import define, field

from ..engine.columnar.columns import FactColumn, Items
from ..engine.columnar.ends import TOP, End, place
from ..engine.columnar.program import Members
from ..engine.columnar.tape import Array
from ..facts.columns import COLUMN, FILLED, JANUARY, MONTH, MONTHS, OUTSIDE, PREVIOUS, REPORTING, WHOLE
from ..facts.field import Field
from ..kernel.interval import INF
from ..time.months import FIRST, month_of
from . import figures
from .figures import IN_TOTAL, UNTOLD, TableCells, TableSaid
from .slots import Slots

PLACES = 13
"""«Всего» at 0, January to December at 1 to 12."""

UNKNOWN_MONTH = -1


def months_said(month: FactColumn | None, count: int) -> Array:
    """The number of the month that each record reports; −1 where it does not say."""
    day: End = place(month.values()[0]) if month is not None else TOP
    found: Array = _MONTH_AT.take(np.broadcast_to(np.asarray(day), count))
    return found


def _months_at() -> Array:
    from datetime import date

    months = [month_of(date.fromordinal(FIRST + day)) for day in range(TOP - 1)]
    return np.array([UNKNOWN_MONTH, *months, UNKNOWN_MONTH])


_MONTH_AT = _months_at()
"""The month of each place of the timeline."""


@define(eq=False)
class _Placed:
    """Cells of a row, each with its place among the thirteen of all records."""

    at: Array
    values: Array
    states: Array


@define(eq=False)
class TableItems:
    """The items of one table of every record. ``months``: the month that each reports."""

    table: TableSaid
    lines: list[TableSaid]
    months: Array
    slots: Slots
    needed: frozenset[int]
    year: Array = field(init=False)
    cells: dict[str, list[_Placed]] = field(factory=dict)
    order: Array = field(init=False)
    own: Array = field(init=False)
    found: dict[int, FactColumn] = field(factory=dict)

    @property
    def count(self) -> int:
        """How many records there are."""
        return self.table.count

    def items(self) -> Items:
        """The columns as the engine takes them, «Всего» of every record first."""
        self.year = self.years()
        present = self.present()
        real = present.copy()
        present[0] = True
        self.order = np.flatnonzero(present)
        self.own = np.flatnonzero(~self.table.there)
        ranks = [np.flatnonzero(month) for month in present[1:]]
        there = real.ravel().take(self.order)
        self.kinds()
        for row in self.table.fact.rows:
            self.row(row)
        for lines in self.lines:
            for row in lines.fact.rows:
                self.sums(lines, row)
        path = self.table.fact.path
        return Items(path, Members(self.count, ranks), bool(there.all()) or there, self.found)

    # -- which columns there are ------------------------------------------------------------------------------

    def years(self) -> Array:
        """The year of each record: of the month that it reports, else of some cell."""
        found = self.months // 12
        unknown = self.months == UNKNOWN_MONTH
        found[unknown] = -1
        if unknown.any():
            for cells in _all_cells((self.table, *self.lines)):
                records, columns, _ = _told(cells)
                columns = np.broadcast_to(columns, records.shape)
                of_month = (columns >= 0) & unknown[records]
                found[records[of_month]] = columns[of_month] // 12
        return found

    def present(self) -> Array:
        """Which columns each record has: those in which anything is recorded, that of its month, and «Всего»."""
        there = self.table.there
        found = np.zeros((PLACES, self.count), np.bool_)
        flat = found.reshape(-1)
        for said in (self.table, *self.lines):
            for row, all_cells in said.cells.items():
                for cells in all_cells:
                    placed = self.placed(said, cells)
                    self.cells.setdefault(self.key(said, row), []).append(placed)
                    flat[placed.at if said.has_lines else placed.at[placed.states != figures.ASKED]] = True
        known = np.flatnonzero(self.months != UNKNOWN_MONTH)
        found[self.months[known] % 12 + 1, known] = True
        found[0] = True
        found &= there
        return found

    def key(self, said: TableSaid, row: str) -> str:
        return said.fact.children[row].path

    def placed(self, said: TableSaid, cells: TableCells) -> _Placed:
        """Where the told cells of a row stand. A record with a month of another year is odd."""
        records, columns, told = _told(cells)
        where: Any = np.where(np.equal(columns, IN_TOTAL), 0, np.remainder(columns, 12) + 1)
        strange = np.greater_equal(columns, 0) & (self.year[records] != np.floor_divide(columns, 12))
        at: Array = where * self.count + records
        values, states = cells.values[told], cells.states[told]
        if strange.any():
            said.odd[records[strange]] = True
            at, values, states = at[~strange], values[~strange], states[~strange]
        return _Placed(at, values, states)

    # -- what each column holds -------------------------------------------------------------------------------

    def put(self, path: str, low: Array, high: Array) -> None:
        """A fact of every column, from its ends in all places."""
        slot = self.slots.layout.slots[path]
        first, last = (ends.reshape(-1).take(self.order) for ends in (low, high))
        if len(self.own):  # without the table a record stands there for itself
            first[self.own], last[self.own] = self.slots.unsaid[slot]
        self.found[slot] = FactColumn.of(first, last)

    def wanted(self, path: str) -> bool:
        """Does any rule look at a fact?"""
        return self.slots.layout.slots[path] in self.needed

    def kinds(self) -> None:
        """Which kind of column each is, and whether it is that of the month reported."""
        unknown = self.months == UNKNOWN_MONTH
        low, high = np.empty((2, PLACES, self.count), np.int8)
        is_it, may_be = np.zeros((2, PLACES, self.count), np.int8)
        low[0] = high[0] = WHOLE
        for month in range(1, PLACES):
            kind = JANUARY if month == 1 else MONTH
            low[month] = np.where(unknown | (self.months % 12 + 1 >= month), kind, OUTSIDE)
            high[month] = np.where(unknown, OUTSIDE, low[month])
            is_it[month] = ~unknown & (self.months % 12 + 1 == month)
            may_be[month] = unknown | is_it[month].view(np.bool_)
        table = self.table.fact.path
        self.put(f"{table}[].{COLUMN}", low, high)
        self.put(f"{table}[].{REPORTING}", is_it, may_be)

    def row(self, row: Field) -> None:
        """One row: its cells, the column before each, the sums of the months, which are filled in."""
        parts = {name: f"{row.path}.{name}" for name in (PREVIOUS, MONTHS, FILLED)}
        if not any(map(self.wanted, (row.path, *parts.values()))):
            return
        values, states = self.grid(row.path)
        known = (states == figures.FILLED) | (states == figures.DASH)
        most = np.where(known, values, INF)
        if self.wanted(row.path):
            self.put(row.path, values, most)
        if self.wanted(parts[PREVIOUS]):
            self.put(parts[PREVIOUS], *self.before(values, most))
        if self.wanted(parts[MONTHS]):
            self.put(parts[MONTHS], *self.to_date(values, known))
        if self.wanted(parts[FILLED]):
            least, most_filled = self.slots.unsaid[self.slots.layout.slots[parts[FILLED]]]
            low = np.where(known, states == figures.FILLED, np.bool_(least)).view(np.int8)
            high = np.where(known, states == figures.FILLED, np.bool_(most_filled)).view(np.int8)
            self.put(parts[FILLED], low, high)

    def grid(self, path: str) -> tuple[Array, Array]:
        """The numbers of a row in all places, and what each cell says."""
        values = np.zeros(PLACES * self.count, np.int64)
        states = np.zeros(PLACES * self.count, np.int8)
        for placed in self.cells.get(path, ()):
            values[placed.at] = placed.values
            states[placed.at] = placed.states
        return values.reshape(PLACES, -1), states.reshape(PLACES, -1)

    def before(self, low: Array, high: Array) -> tuple[Array, Array]:
        """The column before each; before «Всего», that of the month reported. January has none."""
        first, last = np.empty_like(low), np.empty_like(high)
        first[2:], last[2:] = low[1:-1], high[1:-1]
        first[1], last[1] = 0, INF
        return self.of_month(low, high, first, last)

    def to_date(self, values: Array, known: Array) -> tuple[Array, Array]:
        """The sum of the months of the year as far as each; at «Всего», as far as the month reported."""
        first, last = np.empty_like(values), np.empty_like(values)
        total, whole = np.zeros(self.count, np.int64), np.ones(self.count, np.bool_)
        for month in range(1, PLACES):
            total = total + values[month]
            whole = whole & known[month]
            first[month], last[month] = total, np.where(whole, total, INF)
        return self.of_month(first, last, first, last)

    def of_month(self, low: Array, high: Array, first: Array, last: Array) -> tuple[Array, Array]:
        """Ends whose «Всего» is what others are in the month reported; unknown where that is."""
        unknown = self.months == UNKNOWN_MONTH
        at = np.where(unknown, 1, self.months % 12 + 1) * self.count + np.arange(self.count)
        least, most = low.reshape(-1).take(at), high.reshape(-1).take(at)
        first[0], last[0] = np.where(unknown, 0, least), np.where(unknown, INF, most)
        return first, last

    def sums(self, lines: TableSaid, row: Field) -> None:
        """The sum of the lines within a row, in every column; of a line that says nothing there, any number."""
        if not self.wanted(row.path):
            return
        counts = lines.lines.get(row.key, np.full(self.count, -1))
        total = np.zeros(PLACES * self.count, np.int64)
        known = np.zeros(PLACES * self.count, np.int64)
        for placed in self.cells.get(row.path, ()):
            np.add.at(total, placed.at, placed.values)
            known += np.bincount(placed.at[placed.states != figures.ASKED], minlength=len(known))
        sums, seen = total.reshape(PLACES, -1), known.reshape(PLACES, -1)
        least, most = self.slots.unsaid[self.slots.layout.slots[row.path]]
        low = np.where(counts >= 0, sums, least)
        high = np.where(counts >= 0, np.where(seen == counts, sums, INF), most)
        self.put(row.path, low, high)


def _all_cells(tables: Iterable[TableSaid]) -> Iterator[TableCells]:
    for table in tables:
        for of_row in table.cells.values():
            yield from of_row


def _told(cells: TableCells) -> tuple[Array, Array | int, Array]:
    """The records and the columns of the cells that say anything, and which they are."""
    told = np.flatnonzero(cells.states != UNTOLD)
    records = told if cells.records is None else cells.records[told]
    columns = cells.columns if isinstance(cells.columns, int) else cells.columns[told]
    return records, columns, told


__all__ = ["TableItems", "months_said"]

"""Tables of reports as items: the columns of every record, a row of the form a fact of each (see ``places``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, cast

import numpy as np
from attrs import define, field, frozen

from ..engine.columnar.columns import FactColumn, Items
from ..engine.columnar.ends import TOP, End, place
from ..engine.columnar.program import Blockwise, Members
from ..engine.columnar.tape import Array
from ..facts.columns import COLUMN, FILLED, MONTHS, PREVIOUS, REPORTING
from ..facts.field import Field
from ..time.months import FIRST, month_of
from .figures import IN_TOTAL, UNTOLD, TableCells, TableSaid
from .places import NUMBER, PLACES, UNKNOWN_MONTH, LineSums, RowCells, TablePlaces
from .slots import Slots

AskEnd = Callable[[int, int, int, Array], None]
"""Writes the lower (0) or the upper ends (1) of the items of some records, from the first to the last."""

TRUTH = np.dtype(np.int8)

_MONTH_AT = np.array(
    [UNKNOWN_MONTH, *(month_of(date.fromordinal(FIRST + day)) for day in range(TOP - 1)), UNKNOWN_MONTH]
)
"""The month of each place of the timeline."""


def months_said(month: FactColumn | None, count: int) -> Array:
    """The number of the month that each record reports; −1 where it does not say."""
    day: End = place(month.values()[0]) if month is not None else TOP
    found: Array = _MONTH_AT.take(np.broadcast_to(np.asarray(day), count))
    return found


@frozen(eq=False)
class _PlacedCells:
    """Where some cells stand: a column of all records, or a place each. ``strange``: those of another year."""

    at: Array | int
    strange: Array


@define(eq=False)
class CellReader:
    """Puts the cells of one table of every record in their places. ``months``: the month that each reports."""

    table: TableSaid
    lines: list[TableSaid]
    months: Array
    slots: Slots
    needed: frozenset[int]
    year: Array = field(init=False)
    placed: dict[tuple[int, int] | int, _PlacedCells] = field(factory=dict)

    @property
    def count(self) -> int:
        """How many records there are."""
        return self.table.count

    def read(self) -> TableItems:
        """The cells in their places."""
        self.year = self.years()
        columns = np.zeros((PLACES, self.count), np.bool_)
        places = TablePlaces(self.months, columns, ~self.table.there, np.ones_like(columns))
        rows = {row.path: self.row(row, places) for row in self.table.fact.rows}
        sums = {row.path: self.sums(said, row, places) for said in self.lines for row in said.fact.rows}
        reported = np.flatnonzero(self.months != UNKNOWN_MONTH)
        columns[self.months[reported] % 12 + 1, reported] = True
        columns &= self.table.there
        columns[0] = True
        return TableItems(self.table.fact, self.slots, self.needed, places, rows, sums)

    # -- where cells stand ------------------------------------------------------------------------------------

    def years(self) -> Array:
        """The year of each record: of the month that it reports, else of some cell."""
        found = self.months // 12
        unknown = self.months == UNKNOWN_MONTH
        found[unknown] = -1
        if unknown.any():
            for cells in _all_cells((self.table, *self.lines)):
                told = np.flatnonzero(cells.states != UNTOLD)
                records = told if cells.records is None else cells.records[told]
                columns = np.broadcast_to(cells.columns, cells.states.shape)[told]
                of_month = (columns >= 0) & unknown[records]
                found[records[of_month]] = columns[of_month] // 12
        return found

    def place(self, cells: TableCells) -> _PlacedCells:
        """Where some cells stand; those of many rows stand alike."""
        if isinstance(cells.columns, int):
            found = self.placed.get(cells.columns)
            if found is None:
                in_total, year = cells.columns < 0, cells.columns // 12
                strange = np.zeros(1, np.bool_) if in_total else self.year != year
                found = _PlacedCells(0 if in_total else cells.columns % 12 + 1, strange)
                self.placed[cells.columns] = found
            return found
        key = id(cells.records), id(cells.columns)
        found = self.placed.get(key)
        if found is None:
            records, columns = cast(Array, cells.records), cells.columns
            at = np.where(columns == IN_TOTAL, 0, columns % 12 + 1) * self.count + records
            strange = (columns >= 0) & (self.year[records] != columns // 12)
            found = self.placed[key] = _PlacedCells(at, strange)
        return found

    def put(self, said: TableSaid, cells: TableCells, to: RowCells | LineSums) -> Array | int:
        """Write cells where they stand. A record with a cell of another year is odd."""
        placed = self.place(cells)
        values, states = cells.values, cells.states
        if placed.strange.any():
            strange = placed.strange & (states != UNTOLD)
            records = np.flatnonzero(strange) if cells.records is None else cells.records[strange]
            said.odd[records] = True
            values, states = np.where(strange, 0, values), np.where(strange, np.int8(UNTOLD), states)
        to.put(placed.at, values, states)
        return placed.at

    def row(self, row: Field, places: TablePlaces) -> RowCells:
        """The cells of a row; the columns in which one is recorded are columns of the record."""
        found = RowCells.blank(places, self.slots.unsaid[self.slots.layout.slots[f"{row.path}.{FILLED}"]])
        for cells in self.table.cells.get(row.key, ()):
            self.put(self.table, cells, found)
        known = found.known()
        places.columns |= known
        beside = (row.path, *(f"{row.path}.{one}" for one in (PREVIOUS, MONTHS, FILLED)))
        if any(self.slots.layout.slots[path] in self.needed for path in beside):
            places.known &= known
        return found

    def sums(self, said: TableSaid, row: Field, places: TablePlaces) -> LineSums:
        """The sums of a row's lines; the columns of which a line says anything are columns of the record."""
        lines = said.lines.get(row.key, np.full(self.count, -1))
        found = LineSums.blank(places, lines, self.slots.unsaid[self.slots.layout.slots[row.path]])
        for cells in said.cells.get(row.key, ()):
            at = self.put(said, cells, found)
            if isinstance(at, int):
                places.columns[at] |= cells.states != UNTOLD
            else:
                places.columns.reshape(-1)[at[cells.states != UNTOLD]] = True
        return found


@frozen(eq=False)
class TableItems:
    """The items of one table of every record: its rows, and the sums of the lines within the rows of another table."""

    fact: Field
    slots: Slots
    needed: frozenset[int]
    places: TablePlaces
    rows: dict[str, RowCells]
    sums: dict[str, LineSums]

    def take(self, records: Array) -> TableItems:
        """Those of some records."""
        places = self.places.take(records)
        rows = {path: one.take(records, places) for path, one in self.rows.items()}
        sums = {path: one.take(records, places) for path, one in self.sums.items()}
        return TableItems(self.fact, self.slots, self.needed, places, rows, sums)

    def items(self, exact: bool = False) -> Items:
        """The columns as the engine takes them, «Всего» of every record first.

        ``exact``: both ends of what is usually known are one, so they are worked out and compared once; of records that
        are vague (see ``TablePlaces``) this says too much.
        """
        columns, own = self.places.columns, self.places.own
        slots = {
            slot: self.column(slot, kind, ask, exact and surely)
            for path, kind, ask, surely in self.facts(exact)
            if (slot := self.slots.layout.slots[path]) in self.needed
        }
        real = np.ones(int(columns.sum()), np.bool_)
        real[: len(own)] = ~own
        members = Members(len(own), [np.flatnonzero(month) for month in columns[1:]])
        return Items(self.fact.path, members, bool(real.all()) or real, slots)

    def facts(self, exact: bool) -> Iterator[tuple[str, np.dtype[Any], AskEnd, bool]]:
        """The facts of every column, by their paths, and whether each is known where all cells are: January has no
        column before it, and nobody need say of a service that it was late."""
        yield f"{self.fact.path}[].{COLUMN}", TRUTH, self.places.kinds, True
        yield f"{self.fact.path}[].{REPORTING}", TRUTH, self.places.reporting, True
        for path, cells in self.rows.items():
            yield path, NUMBER, cells.cells, True
            yield f"{path}.{PREVIOUS}", NUMBER, cells.known_previous if exact else cells.previous, False
            yield f"{path}.{MONTHS}", NUMBER, cells.to_date, True
            yield f"{path}.{FILLED}", TRUTH, cells.filled, True
        for path, sums in self.sums.items():
            yield path, NUMBER, sums.cells, False

    def column(self, slot: int, kind: np.dtype[Any], ask: AskEnd, exact: bool) -> FactColumn:
        """One fact of every column, worked out when the engine asks for it."""
        unsaid = self.slots.unsaid[slot]
        low, high = (Blockwise(kind, ColumnEnd(self.places, ask, end, unsaid[end]).fill) for end in (0, 1))
        return FactColumn.of(cast(Array, low), cast(Array, low if exact else high))


@frozen(eq=False)
class ColumnEnd:
    """The lower (0) or the upper end (1) of a fact of every column. ``unsaid``: of a record without the table."""

    places: TablePlaces
    ask: AskEnd
    end: int
    unsaid: int

    def fill(self, first: int, last: int, out: Array) -> None:
        """The ends of some records, in the order of their items."""
        self.ask(self.end, first, last, out)
        out[self.places.of_block(first, last).own] = self.unsaid


def _all_cells(tables: Iterable[TableSaid]) -> Iterator[TableCells]:
    for table in tables:
        for of_row in table.cells.values():
            yield from of_row


__all__ = ["CellReader", "TableItems", "months_said"]

"""Tables of reports as items: the columns of every record, and what each cell is beside its neighbours.

A record has thirteen places: «Всего», and the twelve months of its year. A row of the form is an array of thirteen
places by so many records. What single records work out cell by cell (``facts.columns``) is worked out from it a block
at a time, while the block is in the processor's cache: only the cells themselves are kept.
"""

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
from ..facts.columns import COLUMN, FILLED, JANUARY, MONTH, MONTHS, OUTSIDE, PREVIOUS, REPORTING, WHOLE
from ..facts.field import Field
from ..kernel.interval import INF, Interval
from ..time.months import FIRST, month_of
from . import figures
from .figures import IN_TOTAL, UNTOLD, TableCells, TableSaid
from .slots import Slots

PLACES = 13
"""«Всего» at 0, January to December at 1 to 12."""

UNKNOWN_MONTH = -1

AskEnd = Callable[[int, int, int, Array], None]
"""Writes the lower (0) or the upper ends (1) of the items of some records, from the first to the last."""

SMALL = 1 << 27
"""Twelve numbers of less have a sum of 32 bits."""

NUMBER, TRUTH = np.dtype(np.int64), np.dtype(np.int8)

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
class ItemPlaces:
    """Where the items of some records stand among their thirteen places, and where what is beside them stands.

    ``before``: the column before each; ``to_date``: that of the sum of the months as far as each. Where there is none
    (``no_before``, ``no_sum``: the numbers of items), the place means nothing. ``own``: records without the table.
    """

    at: Array
    before: Array
    to_date: Array
    no_before: Array
    no_sum: Array
    own: Array


@define(eq=False)
class TablePlaces:
    """Which places are columns of each record. ``months``: the month reported; ``own``: records without the table.

    Without the table a record stands in the place of «Всего» for itself, and says nothing.
    """

    months: Array
    columns: Array
    own: Array
    _last: tuple[tuple[int, int], ItemPlaces] | None = None

    def of_block(self, first: int, last: int) -> ItemPlaces:
        """The places of some records."""
        if self._last is None or self._last[0] != (first, last):
            self._last = (first, last), self.found(first, last)
        return self._last[1]

    def found(self, first: int, last: int) -> ItemPlaces:
        count, months = last - first, self.months[first:last]
        at = np.flatnonzero(self.columns[:, first:last])
        unknown = np.flatnonzero(months == UNKNOWN_MONTH)
        before, to_date = at - count, at.copy()
        before[:count] = to_date[:count] = (months % 12 + 1) * count + np.arange(count)
        january = np.flatnonzero((at >= count) & (at < 2 * count))
        own = np.flatnonzero(self.own[first:last])
        return ItemPlaces(at, before, to_date, np.concatenate([unknown, january]), unknown, own)

    def kinds(self, end: int, first: int, last: int, out: Array) -> None:
        """Which kind of column each is, by its code."""
        months = self.months[first:last]
        unknown, reported = months == UNKNOWN_MONTH, months % 12 + 1
        found = np.empty((PLACES, last - first), np.int8)
        found[0] = WHOLE
        for month in range(1, PLACES):
            kind = JANUARY if month == 1 else MONTH
            found[month] = np.where(reported >= month, kind, OUTSIDE)
            found[month][unknown] = OUTSIDE if end else kind
        _take(found, self.of_block(first, last).at, out)

    def reporting(self, end: int, first: int, last: int, out: Array) -> None:
        """Whether each is the column of the month reported."""
        months = self.months[first:last]
        found = months % 12 + 1 == np.arange(PLACES)[:, np.newaxis]
        found[:, months == UNKNOWN_MONTH] = bool(end)
        found[0] = False
        _take(found.view(np.int8), self.of_block(first, last).at, out)


@define(eq=False)
class RowCells:
    """The cells of a row in all places. Numbers take 32 bits as long as their sums fit."""

    places: TablePlaces
    unsaid: Interval
    values: Array
    states: Array
    _last: tuple[tuple[int, int], Array, Array] | None = None
    _sums: tuple[tuple[int, int], Array, Array] | None = None

    @classmethod
    def blank(cls, places: TablePlaces, unsaid: Interval) -> RowCells:
        """A row without any. ``unsaid``: whether a cell that says nothing is filled in."""
        shape = PLACES, len(places.months)
        return cls(places, unsaid, np.zeros(shape, np.int32), np.zeros(shape, np.int8))

    def put(self, at: Array | int, values: Array, states: Array) -> None:
        """Some cells: of one column of every record, or at places of their own."""
        if values.dtype.itemsize > 2 and values.max(initial=0) >= SMALL:
            self.values = self.values.astype(np.int64)
        if not isinstance(at, int):
            self.values.reshape(-1)[at], self.states.reshape(-1)[at] = values, states
        elif self.states[at].any():  # the same month of another year
            told = states != UNTOLD
            self.values[at][told], self.states[at][told] = values[told], states[told]
        else:
            self.values[at], self.states[at] = values, states

    def known(self) -> Array:
        """Where a cell holds a number, or a dash, which counts as nothing."""
        found: Array = (self.states == figures.FILLED) | (self.states == figures.DASH)
        return found

    def local(self, first: int, last: int) -> tuple[Array, Array]:
        """The cells of some records, and where none is known."""
        if self._last is None or self._last[0] != (first, last):
            states = self.states[:, first:last]
            unknown = (states != figures.FILLED) & (states != figures.DASH)
            self._last = (first, last), self.values[:, first:last].astype(NUMBER), unknown
        return self._last[1:]

    def sums(self, first: int, last: int) -> tuple[Array, Array]:
        """Of some records the sum of the months as far as each, and where one of them is not known."""
        if self._sums is None or self._sums[0] != (first, last):
            values, unknown = self.local(first, last)
            total, open_ = np.empty_like(values), np.empty_like(unknown)
            total[1], open_[1] = values[1], unknown[1]
            for month in range(2, PLACES):
                np.add(total[month - 1], values[month], out=total[month])
                np.logical_or(open_[month - 1], unknown[month], out=open_[month])
            self._sums = (first, last), total, open_
        return self._sums[1:]

    def cells(self, end: int, first: int, last: int, out: Array) -> None:
        """The numbers themselves; where none is known, any."""
        _put_ends(end, *self.local(first, last), self.places.of_block(first, last).at, out)

    def previous(self, end: int, first: int, last: int, out: Array) -> None:
        """The column before each; before «Всего», that of the month reported. January has none."""
        places = self.places.of_block(first, last)
        _put_ends(end, *self.local(first, last), places.before, out)
        out[places.no_before] = INF if end else 0

    def to_date(self, end: int, first: int, last: int, out: Array) -> None:
        """The sum of the months of the year as far as each; at «Всего», as far as the month reported."""
        places = self.places.of_block(first, last)
        _put_ends(end, *self.sums(first, last), places.to_date, out)
        out[places.no_sum] = INF if end else 0

    def filled(self, end: int, first: int, last: int, out: Array) -> None:
        """Is a cell filled in? A dash is not, and of one that says nothing nobody knows."""
        states = self.states[:, first:last]
        found = states != figures.DASH if self.unsaid[end] else states == figures.FILLED
        _take(found.view(np.int8), self.places.of_block(first, last).at, out)


def _put_ends(end: int, values: Array, unknown: Array, at: Array, out: Array) -> None:
    """The lower (0) or the upper ends (1) of numbers at some places; where none is known, any number from 0."""
    _take(values, at, out)
    if end:
        out[np.flatnonzero(unknown.reshape(-1).take(at, mode="clip"))] = INF


def _take(cells: Array, at: Array, out: Array) -> None:
    cells.reshape(-1).take(at, out=out, mode="clip")


@define(eq=False)
class LineSums:
    """The sums of the lines within a row, in all places. ``lines``: how many a record has; −1 where it says none."""

    places: TablePlaces
    values: Array
    known: Array
    lines: Array
    unsaid: Interval

    def put(self, at: Array | int, values: Array, states: Array) -> None:
        """Some cells more: of one column of every record, or at places of their own, perhaps the same."""
        known = (states == figures.FILLED) | (states == figures.DASH)
        values = values.astype(np.int64, copy=False)
        if isinstance(at, int):
            self.values[at] += values
            self.known[at] += known
        else:
            np.add.at(self.values.reshape(-1), at, values)
            np.add.at(self.known.reshape(-1), at, known)

    def cells(self, end: int, first: int, last: int, out: Array) -> None:
        """The sums; of a line that says nothing in a column, any number."""
        lines, values = self.lines[first:last], self.values[:, first:last]
        if end:
            values = np.where(self.known[:, first:last] == lines, values, INF)
        _take(np.where(lines >= 0, values, self.unsaid[end]), self.places.of_block(first, last).at, out)


@frozen(eq=False)
class _PlacedCells:
    """Where some cells stand: a column of all records, or a place each. ``strange``: those of another year."""

    at: Array | int
    strange: Array


@define(eq=False)
class TableItems:
    """The items of one table of every record. ``months``: the month that each reports."""

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

    def items(self) -> Items:
        """The columns as the engine takes them, «Всего» of every record first."""
        self.year = self.years()
        columns = np.zeros((PLACES, self.count), np.bool_)
        places = TablePlaces(self.months, columns, ~self.table.there)
        slots = {
            slot: self.column(places, slot, kind, ask)
            for path, kind, ask in self.facts(places)
            if (slot := self.slots.layout.slots[path]) in self.needed
        }
        reported = np.flatnonzero(self.months != UNKNOWN_MONTH)
        columns[self.months[reported] % 12 + 1, reported] = True
        columns &= self.table.there
        columns[0] = True
        real = np.ones(int(columns.sum()), np.bool_)
        real[: self.count] = self.table.there
        members = Members(self.count, [np.flatnonzero(month) for month in columns[1:]])
        return Items(self.table.fact.path, members, bool(real.all()) or real, slots)

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
        places.columns |= found.known()
        return found

    def sums(self, said: TableSaid, row: Field, places: TablePlaces) -> LineSums:
        """The sums of a row's lines; the columns of which a line says anything are columns of the record."""
        lines = said.lines.get(row.key, np.full(self.count, -1))
        numbers, known = np.zeros((PLACES, self.count), np.int64), np.zeros((PLACES, self.count), np.int32)
        unsaid = self.slots.unsaid[self.slots.layout.slots[row.path]]
        found = LineSums(places, numbers, known, lines, unsaid)
        for cells in said.cells.get(row.key, ()):
            at = self.put(said, cells, found)
            if isinstance(at, int):
                places.columns[at] |= cells.states != UNTOLD
            else:
                places.columns.reshape(-1)[at[cells.states != UNTOLD]] = True
        return found

    # -- what each column holds -------------------------------------------------------------------------------

    def facts(self, places: TablePlaces) -> Iterator[tuple[str, np.dtype[Any], AskEnd]]:
        """The facts of every column, by their paths."""
        table = self.table.fact
        yield f"{table.path}[].{COLUMN}", TRUTH, places.kinds
        yield f"{table.path}[].{REPORTING}", TRUTH, places.reporting
        for row in table.rows:
            cells = self.row(row, places)
            yield row.path, NUMBER, cells.cells
            yield f"{row.path}.{PREVIOUS}", NUMBER, cells.previous
            yield f"{row.path}.{MONTHS}", NUMBER, cells.to_date
            yield f"{row.path}.{FILLED}", TRUTH, cells.filled
        for lines in self.lines:
            for row in lines.fact.rows:
                yield row.path, NUMBER, self.sums(lines, row, places).cells

    def column(self, places: TablePlaces, slot: int, kind: np.dtype[Any], ask: AskEnd) -> FactColumn:
        """One fact of every column, worked out when the engine asks for it."""
        unsaid = self.slots.unsaid[slot]
        low, high = (Blockwise(kind, ColumnEnd(places, ask, end, unsaid[end]).fill) for end in (0, 1))
        return FactColumn.of(cast(Array, low), cast(Array, high))


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


__all__ = ["TableItems", "months_said"]

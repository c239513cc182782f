"""The cells of a table in their places, and what each is beside its neighbours, asked of a block of records at a time.

A record has thirteen places: «Всего», and the twelve months of its year. A row of the form is an array of thirteen
places by so many records. What single records work out cell by cell (``facts.columns``) is worked out from it a block
at a time, while the block is in the processor's cache: only the cells themselves are kept.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from attrs import define, field, frozen

from ..engine.columnar.tape import Array
from ..facts.columns import JANUARY, MONTH, OUTSIDE, WHOLE
from ..facts.types import UNKNOWN_NUMBER
from ..kernel.interval import INF, Interval
from . import figures

PLACES = 13
"""«Всего» at 0, January to December at 1 to 12."""

UNKNOWN_MONTH = -1

SMALL = 1 << 27
"""Twelve numbers of less have a sum of 32 bits."""

NUMBER = np.dtype(np.int64)
ANY = UNKNOWN_NUMBER[1]
MOST_UNKNOWN = INF // ANY + 1
"""So many numbers that are not known may come to more than is told apart."""


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

    ``known``: where the cells of all rows are. Without the table a record stands in the place of «Всего» for itself,
    and says nothing.
    """

    months: Array
    columns: Array
    own: Array
    known: Array
    _last: tuple[tuple[int, int], ItemPlaces] | None = None

    @property
    def vague(self) -> Array:
        """The records of which something is not known that their columns ask for."""
        asked = np.logical_or.accumulate(self.columns[::-1])[::-1]  # a sum asks for all months before
        asked &= ~self.known
        found: Array = asked.any(axis=0) | (self.months == UNKNOWN_MONTH) | self.own
        return found

    def take(self, records: Array) -> TablePlaces:
        """Those of some records."""
        return TablePlaces(
            self.months[records], self.columns[:, records], self.own[records], self.known[:, records]
        )

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
    """The cells of a row in all places. Numbers take 32 bits as long as their sums fit; what only the upper ends ask
    for is worked out for these."""

    places: TablePlaces
    unsaid: Interval
    values: Array
    states: Array
    _last: dict[str, tuple[tuple[int, int], Array]] = field(factory=dict)

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
            told = states != figures.UNTOLD
            self.values[at][told], self.states[at][told] = values[told], states[told]
        else:
            self.values[at], self.states[at] = values, states

    def take(self, records: Array, places: TablePlaces) -> RowCells:
        """Those of some records."""
        return RowCells(places, self.unsaid, self.values[:, records], self.states[:, records])

    def known(self) -> Array:
        """Where a cell holds a number, or a dash, which counts as nothing."""
        found: Array = (self.states == figures.FILLED) | (self.states == figures.DASH)
        return found

    def numbers(self, first: int, last: int) -> Array:
        """The cells of some records."""
        return self.once("numbers", first, last, lambda: self.values[:, first:last].astype(NUMBER))

    def unknown(self, first: int, last: int) -> Array:
        """Where none is known."""

        def found() -> Array:
            states = self.states[:, first:last]
            where: Array = (states != figures.FILLED) & (states != figures.DASH)
            return where

        return self.once("unknown", first, last, found)

    def sums(self, first: int, last: int) -> Array:
        """Of some records the sum of the months as far as each."""
        return self.once("sums", first, last, lambda: _so_far(np.add, self.numbers(first, last)))

    def unknown_sums(self, first: int, last: int) -> Array:
        """How many of them are not known."""
        return self.once(
            "unknown sums", first, last, lambda: _so_far(np.add, self.unknown(first, last).view(np.int8))
        )

    def once(self, what: str, first: int, last: int, found: Callable[[], Array]) -> Array:
        """What is asked of some records several times."""
        kept = self._last.get(what)
        if kept is None or kept[0] != (first, last):
            kept = self._last[what] = (first, last), found()
        return kept[1]

    def cells(self, end: int, first: int, last: int, out: Array) -> None:
        """The numbers themselves; where none is known, any."""
        at = self.places.of_block(first, last).at
        _take(self.numbers(first, last), at, out)
        if end:
            _open(self.unknown(first, last), at, out)

    def previous(self, end: int, first: int, last: int, out: Array) -> None:
        """The column before each; before «Всего», that of the month reported. January has none."""
        self.known_previous(end, first, last, out)
        if end:
            places = self.places.of_block(first, last)
            _open(self.unknown(first, last), places.before, out)
            out[places.no_before] = ANY

    def known_previous(self, end: int, first: int, last: int, out: Array) -> None:
        """The same of records whose cells are all known."""
        places = self.places.of_block(first, last)
        _take(self.numbers(first, last), places.before, out)
        out[places.no_before] = ANY if end else 0

    def to_date(self, end: int, first: int, last: int, out: Array) -> None:
        """The sum of the months of the year as far as each; at «Всего», as far as the month reported."""
        places = self.places.of_block(first, last)
        _take(self.sums(first, last), places.to_date, out)
        if end:
            _open(self.unknown_sums(first, last), places.to_date, out)
        out[places.no_sum] = ANY if end else 0

    def filled(self, end: int, first: int, last: int, out: Array) -> None:
        """Is a cell filled in? A dash is not, and of one that says nothing nobody knows."""
        states = self.states[:, first:last]
        found = states != figures.DASH if self.unsaid[end] else states == figures.FILLED
        _take(found.view(np.int8), self.places.of_block(first, last).at, out)


def _so_far(by: np.ufunc, months: Array) -> Array:
    """What months come to as far as each, January first; of «Всего», nothing."""
    found = np.empty_like(months)
    found[1] = months[1]
    for month in range(2, PLACES):
        by(found[month - 1], months[month], out=found[month])
    return found


def _open(unknown: Array, at: Array, out: Array) -> None:
    """The upper ends of numbers at some places: ``unknown``, how many are not known that they are the sum of."""
    found = unknown.reshape(-1).take(at, mode="clip")
    where = np.flatnonzero(found)
    out[where] += found[where] * np.int64(ANY)


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

    @classmethod
    def blank(cls, places: TablePlaces, lines: Array, unsaid: Interval) -> LineSums:
        """Sums of nothing."""
        shape = PLACES, len(lines)
        return cls(places, np.zeros(shape, NUMBER), np.zeros(shape, np.int32), lines, unsaid)

    def take(self, records: Array, places: TablePlaces) -> LineSums:
        """Those of some records."""
        values, known = self.values[:, records], self.known[:, records]
        return LineSums(places, values, known, self.lines[records], self.unsaid)

    def put(self, at: Array | int, values: Array, states: Array) -> None:
        """Some cells more: of one column of every record, or at places of their own, perhaps the same."""
        known = (states == figures.FILLED) | (states == figures.DASH)
        values = values.astype(NUMBER, copy=False)
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
            unknown = np.minimum(lines - self.known[:, first:last], MOST_UNKNOWN)
            values = np.minimum(values + unknown * np.int64(ANY), INF)
        _take(np.where(lines >= 0, values, self.unsaid[end]), self.places.of_block(first, last).at, out)

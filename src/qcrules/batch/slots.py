"""Slots of a table: what each holds where nobody recorded anything, and how columns are put together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
from attrs import define, field

from ..engine.columnar import FAR, TOP, Array, Column, Days, End, Span, far, kind_of, pick, place_of
from ..interval import MINUTES_A_DAY, UNKNOWN, Interval
from ..rulebook.layout import Layout, option_path
from ..text import Text
from ..vocabulary import Field, Type
from .arrow import as_numpy


@define
class Wrong:
    """What is wrong with some rows: the first reason of each. ``parents``: the rows of items that are being read."""

    reasons: dict[int, Text] = field(factory=dict)
    parents: Array | None = None

    def add(self, rows: Array, reason: Text | Callable[[int], Text]) -> None:
        """Some rows, or items, are wrong."""
        for row in rows.tolist():
            said = reason if isinstance(reason, Text) else reason(row)
            self.reasons.setdefault(row if self.parents is None else int(self.parents[row]), said)

    def of_items(self, parents: Array) -> Wrong:
        """The same reasons, told by items of those rows."""
        return Wrong(self.reasons, parents)


@define
class Cells:
    """One fact of every row: its columns by slot, and where a cell says anything."""

    slots: dict[int, Column]
    told: Array


class Slots:
    """The slots of a kind of record, in records that are complete or are not."""

    def __init__(self, layout: Layout, complete: bool) -> None:
        self.layout = layout
        self.unsaid = layout.complete if complete else layout.unsaid

    def slot(self, fact: Field) -> int:
        """The slot of a fact itself."""
        return self.layout.slots[fact.path]

    def of(self, fact: Field) -> list[int]:
        """The slots that a fact fills: its own, its parts', one for each option of a set."""
        found = [self.slot(part) for part in fact.walk() if part is fact or fact.type is Type.MONTH]
        if fact.type is Type.SET:
            found += [self.layout.slots[option_path(fact.path, option)] for option in fact.options]
        return found

    def moment(self, slot: int) -> bool:
        """Does the slot hold minutes?"""
        return self.layout.unknown[slot] == UNKNOWN

    def fixed(self, slot: int, span: Interval) -> Column:
        """The same for all rows."""
        lo, hi = span
        return Column.of(far(lo), far(hi)) if self.moment(slot) else Column.of(lo, hi)

    def bare(self, slot: int) -> Column:
        """What nobody recorded."""
        return self.fixed(slot, self.unsaid[slot])

    def nothing(self, fact: Field, count: int) -> Cells:
        """A fact of which no row says anything."""
        return Cells({slot: self.bare(slot) for slot in self.of(fact)}, np.zeros(count, np.bool_))

    def presence(self, fact: Field, told: Array) -> Column:
        """A fact that is there where it is told."""
        lo, hi = self.unsaid[self.slot(fact)]
        return Column(lambda: (pick(told, 1, lo), pick(told, 1, hi)))

    def numbers(self, slot: int, column: pa.Array) -> Column:
        """A column of codes or counts; where it is null, what nobody recorded."""
        if not column.null_count:
            same = as_numpy(column)
            return Column.of(same, same)
        lo, hi = self.unsaid[slot]
        return Column.of(as_numpy(column.fill_null(lo)), as_numpy(column.fill_null(hi)))

    def stated(self, slot: int, none: Array, unknown: Array, now: Column) -> Column:
        """A column, but where it was said that the fact is not, or is not known."""
        rest = either(unknown, self.fixed(slot, self.layout.unknown[slot]), now)
        return either(none, self.fixed(slot, self.layout.none[slot]), rest)


def until(column: Column, as_of: End) -> Column:
    """An event later than the day of the check has not happened yet; one that may be later may not have."""
    if isinstance(column, Days):
        return column.until(as_of)

    def cut(span: Span, places: bool) -> Span:
        first, last = column.places()
        never = TOP if places else FAR
        return pick(first > as_of, never, span[0]), pick(last > as_of, never, span[1])

    return column.map(cut)


def either(where: Array, one: Column, other: Column) -> Column:
    """One column where that holds, else the other."""

    def choose(places: bool) -> Span:
        a, b = (one.places(), other.places()) if places else (one.values(), other.values())
        return pick(where, a[0], b[0]), pick(where, a[1], b[1])

    return Column(lambda: choose(False), lambda: choose(True))


def spread(column: Column, real: Array, others: Array, record: Column) -> Column:
    """A column of real items among the rows that have none, for whom the record itself speaks."""

    def fill(values: End, own: End) -> End:
        rest = own[others] if isinstance(own, np.ndarray) else own
        if not isinstance(values, np.ndarray) and not isinstance(rest, np.ndarray) and values == rest:
            return values
        whole = np.empty(len(real), np.result_type(kind_of(values), kind_of(rest)))
        whole[real] = values
        whole[~real] = rest
        return whole

    def among(span: Span, places: bool) -> Span:
        lo, hi = record.places() if places else record.values()
        return fill(span[0], lo), fill(span[1], hi)

    return column.map(among)


def looked_up(lo: Array, hi: Array, codes: Array, *, moment: bool) -> Column:
    """A column of words from the ends of each distinct word."""
    if not moment:
        if not len(hi) or hi.max() < 128:
            lo, hi = lo.astype(np.int8), hi.astype(np.int8)
        return Column(lambda: (lo.take(codes), hi.take(codes)))
    lo, hi = lo.astype(np.int32), hi.astype(np.int32)
    first = np.array([place_of(int(one) // MINUTES_A_DAY) for one in lo], np.int32)
    last = np.array([place_of(int(one) // MINUTES_A_DAY) for one in hi], np.int32)
    return Column(lambda: (lo.take(codes), hi.take(codes)), lambda: (first.take(codes), last.take(codes)))

"""Slots of a table: what each holds where nobody recorded anything, and how columns are put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
from attrs import define, field

from ..engine.columnar.columns import FIRST_MINUTE, LAST_MINUTE, Codes, Days, FactColumn, ItemOrder
from ..engine.columnar.ends import FAR, TOP, End, Span, common_kind, far, kind_of, pick, place
from ..engine.columnar.operands import OPTIONS
from ..engine.columnar.tape import Array
from ..facts.field import Field
from ..facts.layout import Layout
from ..kernel.interval import UNKNOWN, Interval
from ..text import Text
from .arrow import EncodedWords

MOST_REASONS = 1000
"""So many characters of what is wrong with a row are told; then no more."""


@define
class Wrong:
    """What is wrong with some rows: all of it. ``counts``: where items of a list are read, how many a row has.

    ``alone``: rows that arrays do not hold, which are asked one by one.
    """

    reasons: dict[int, Text] = field(factory=dict)
    counts: Array | None = None
    whole: Field | None = None
    alone: set[int] = field(factory=set)

    def add(self, bad: Array, reason: Text | Callable[[int], Text]) -> None:
        """Some rows, or items, are wrong: those where ``bad`` holds."""
        if not bad.any():
            return
        rows = np.flatnonzero(bad).tolist()
        for row in rows if self.counts is None else ():
            self.tell(row, reason if isinstance(reason, Text) else reason(row))
        if self.counts is None:
            return
        parents = np.repeat(np.arange(len(self.counts)), self.counts)
        first = np.cumsum(self.counts) - self.counts
        for item in rows:
            row = int(parents[item])
            said = reason if isinstance(reason, Text) else reason(item)
            self.tell(row, self._numbered(said, item - int(first[row]) + 1))

    def _numbered(self, said: Text, number: int) -> Text:
        """The same words, with the number of the item where the list is named."""
        assert self.whole is not None
        ru, en = f"«{self.whole.label.ru}", f"`{self.whole.path}"
        return Text(
            said.ru.replace(ru, f"{ru}[{number}]", 1),
            said.en.replace(f"{en}[]", f"{en}[{number}]", 1),
        )

    def tell(self, row: int, reason: Text) -> None:
        """One more thing that is wrong with a row."""
        known = self.reasons.get(row)
        if known is None:
            self.reasons[row] = reason
        elif reason.en not in known.en and len(known.en) < MOST_REASONS:
            self.reasons[row] = Text(f"{known.ru}; {reason.ru}", f"{known.en}; {reason.en}")

    def of_items(self, counts: Array, whole: Field) -> Wrong:
        """The same reasons, told by items of a list, of which each row has so many."""
        return Wrong(self.reasons, counts, whole)


RowMask = Array | Callable[[], Array]
"""Where something holds, or what finds it out when somebody asks."""


def rows_of(where: RowMask) -> Array:
    """Where it holds."""
    return where() if callable(where) else where


class FactCells:
    """One fact of every row: its columns by slot, where a cell says anything, and where a null says that it is not."""

    def __init__(self, slots: dict[int, FactColumn], told: RowMask, absent: Array | None = None) -> None:
        self.slots = slots
        self.absent = absent
        self._told = told

    @property
    def told(self) -> Array:
        """Where a cell says anything; found out when somebody asks."""
        self._told = rows_of(self._told)
        return self._told

    def where(self) -> Array:
        """The same, to be asked later."""
        return self.told


class Slots:
    """The slots of a kind of record, in records that are complete or are not."""

    def __init__(self, layout: Layout, complete: bool) -> None:
        self.layout = layout
        self.unsaid = layout.complete if complete else layout.unsaid

    def slot(self, fact: Field) -> int:
        """The slot of a fact itself."""
        return self.layout.slots[fact.path]

    def of(self, fact: Field) -> list[int]:
        """The slots that a fact fills: its own, and those of its facets."""
        return [self.layout.slots[path] for path in fact.paths]

    def moment(self, slot: int) -> bool:
        """Does the slot hold minutes?"""
        return self.layout.unknown[slot] == UNKNOWN

    def fixed(self, slot: int, span: Interval) -> FactColumn:
        """The same for all rows."""
        lo, hi = span
        return FactColumn.of(far(lo), far(hi)) if self.moment(slot) else FactColumn.of(lo, hi)

    def bare(self, slot: int) -> FactColumn:
        """What nobody recorded."""
        return self.fixed(slot, self.unsaid[slot])

    def nothing(self, fact: Field, count: int) -> FactCells:
        """A fact of which no row says anything."""
        return FactCells({slot: self.bare(slot) for slot in self.of(fact)}, np.zeros(count, np.bool_))

    def presence(self, fact: Field, told: RowMask) -> FactColumn:
        """A fact that is there where it is told."""
        lo, hi = self.unsaid[self.slot(fact)]

        def ends() -> Span:
            where = rows_of(told)
            return pick(where, 1, lo), pick(where, 1, hi)

        return FactColumn(ends)

    def numbers(self, slot: int, values: Array, where: Array) -> FactColumn:
        """A column of codes or counts; where nothing is told, what nobody recorded."""
        if where.all():
            return FactColumn.of(values, values)
        lo, hi = self.unsaid[slot]
        return FactColumn(lambda: (pick(where, values, lo), pick(where, values, hi)))

    def in_words(self, slot: int, spans: Sequence[Interval], said: EncodedWords) -> FactColumn:
        """A column of words from what each distinct one means.

        What does not depend on which words a table happens to have lets the engine know the next one again.
        """
        if self.moment(slot):
            return _moments([(far(lo), far(hi)) for lo, hi in spans], said.codes)
        table = self.meanings(slot)
        if all(span in table for span in spans):
            known = np.array([table[span] for span in spans], np.int8)
            lo, hi = np.array(list(table), np.int8).T
            return Codes(lambda: known.take(said.codes), lo.copy(), hi.copy())
        lo, hi = (ends.take(said.codes) for ends in np.array(spans, np.int64).T)
        return FactColumn.of(lo, lo if np.array_equal(lo, hi) else hi)

    def meanings(self, slot: int) -> dict[Interval, int]:
        """All that a truth or a choice may be, numbered; of a number, nothing."""
        most = self.layout.unknown[slot][1]
        if most >= OPTIONS:
            return {}
        spans = [self.layout.unknown[slot], self.unsaid[slot], self.layout.none[slot]]
        spans += [(one, one) for one in range(most + 1)]
        return {span: number for number, span in enumerate(dict.fromkeys(spans))}

    def stated(self, slot: int, none: Array, unknown: Array, now: FactColumn) -> FactColumn:
        """A column, but where it was said that the fact is not, or is not known."""
        rest = either(unknown, self.fixed(slot, self.layout.unknown[slot]), now)
        return either(none, self.fixed(slot, self.layout.none[slot]), rest)


def either(where: Array, one: FactColumn, other: FactColumn) -> FactColumn:
    """One column where that holds, else the other."""

    def choose(places: bool) -> Span:
        a, b = (one.places(), other.places()) if places else (one.values(), other.values())
        return pick(where, a[0], b[0]), pick(where, a[1], b[1])

    return FactColumn(lambda: choose(False), lambda: choose(True))


def arranged(column: FactColumn, order: ItemOrder, own: FactColumn) -> FactColumn:
    """A column of items as they lie in the table, the first item of every record first.

    Where a record has none, what it says itself (``own``) stands there."""
    lo, hi = own.values()
    one_for_all = not isinstance(lo, np.ndarray) and not isinstance(hi, np.ndarray)
    if isinstance(column, Days) and one_for_all and (lo, hi) in ((-FAR, FAR), (FAR, FAR)):
        vague = column.vague or (lo == -FAR and order.missing > 0)
        limit = column.limit  # what is not known, or never, is so on whatever day
        return Days(
            lambda: np.asarray(_arranged(column.first, 0 if lo == -FAR else TOP, order)),
            _arranged(limit, 0, order) if isinstance(limit, np.ndarray) else limit,
            vague,
        )
    if isinstance(column, Codes) and one_for_all:
        return Codes(
            lambda: np.asarray(_arranged(column.codes, len(column.lo), order)),
            _with(column.lo, cast(int, lo)),
            _with(column.hi, cast(int, hi)),
        )

    def in_order(span: Span, places: bool) -> Span:
        own_lo, own_hi = own.places() if places else own.values()
        low = _arranged(span[0], own_lo, order)
        return low, low if span[1] is span[0] and own_hi is own_lo else _arranged(span[1], own_hi, order)

    return column.map(in_order)


def _arranged(values: End, own: End, order: ItemOrder) -> End:
    if not isinstance(values, np.ndarray):
        if not isinstance(own, np.ndarray) and own == values:
            return values
        values = np.full(order.total, values, kind_of(values))
    if order.missing:
        kind = common_kind(values, own)
        if isinstance(own, np.ndarray):
            none = np.flatnonzero(order.counts == 0)
            found = values.take(order.numbers, mode="clip") if len(values) else np.empty(order.total, kind)
            found = found.astype(kind, copy=False)
            found[none] = own.take(none)
            return found
        values = np.append(values.astype(kind, copy=False), np.array(own, kind))
    return values.take(order.numbers, mode="clip")


def _with(ends: Array, one: int) -> Array:
    return np.append(ends, np.array(one, kind_of(one)))


def _moments(spans: Sequence[Span], codes: Array) -> FactColumn:
    """Moments in words: places where every one is a whole day (or unknown, or never), else minutes."""
    lo, hi = np.array(spans, np.int32).T
    first = np.asarray(place(lo))
    never = lo == FAR
    if np.array_equal(np.where(never, FAR, FIRST_MINUTE[first]), lo):
        day = never | (hi == LAST_MINUTE[first]) | ((lo == -FAR) & (hi == FAR))
        if day.all():
            return Days(lambda: first.take(codes), vague=bool((first == 0).any()))
    low = lo.take(codes)
    return FactColumn.of(low, low if np.array_equal(lo, hi) else hi.take(codes))

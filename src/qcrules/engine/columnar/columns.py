"""The facts of many records: columns of lower and upper ends, and the items of their lists.

A moment is seen as minutes or as *places*: 0 is −∞, 1 the calendar's first day, TOP is +∞.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np
from attrs import define, field

from ...cached import cached_property
from ...facts.recorded import Facts, Overlay
from ...kernel.interval import INF, MINUTES_A_DAY, UNKNOWN
from ...time.months import FIRST
from .ends import FAR, PLACE, TOP, End, Span, bits, far, is_array, least, pick, place, place_of, taken
from .program import Members
from .tape import Array, Vector

_DAYS = np.arange(-1, TOP, dtype=np.int64) + FIRST
FIRST_MINUTE = (_DAYS * MINUTES_A_DAY).astype(np.int32)
LAST_MINUTE = (_DAYS * MINUTES_A_DAY + MINUTES_A_DAY - 1).astype(np.int32)
for _table in (FIRST_MINUTE, LAST_MINUTE):
    _table[0], _table[TOP] = -FAR, FAR


def end_of(end: End, records: Array) -> End:
    """An end of some records."""
    return end.take(records) if is_array(end) else end


class FactColumn:
    """One fact of every record. A moment has minutes and places; each is worked out when it is first asked for."""

    __slots__ = ("_make_places", "_make_values", "_places", "_values")

    def __init__(
        self,
        values: Callable[[], Span] | None = None,
        places: Callable[[], Span] | None = None,
    ) -> None:
        self._make_values = values
        self._make_places = places
        self._values: Span | None = None
        self._places: Span | None = None

    @classmethod
    def of(cls, lo: End, hi: End) -> FactColumn:
        """A column of numbers or codes, or of minutes."""
        return cls(lambda: (lo, hi))

    def values(self) -> Span:
        """The number or code itself, or the first and the last minute."""
        if self._values is None:
            self._values = self._made_values()
        return self._values

    def places(self) -> Span:
        """The places of the first and of the last day of a moment."""
        if self._places is None:
            self._places = self._made_places()
        return self._places

    def _made_values(self) -> Span:
        if self._make_values is not None:
            return self._make_values()
        lo, hi = self.places()
        return taken(FIRST_MINUTE, lo), taken(LAST_MINUTE, hi)

    def _made_places(self) -> Span:
        if self._make_places is not None:
            return self._make_places()
        lo, hi = self.values()
        first = place(lo)
        return first, first if hi is lo else place(hi)

    def map(self, by: Callable[[Span, bool], Span]) -> FactColumn:
        """Another column, worked out from this one in the same form (True: as places)."""
        return FactColumn(lambda: by(self.values(), False), lambda: by(self.places(), True))

    def until(self, as_of: End) -> FactColumn:
        """What is later than the day of the check has not happened yet; what may be later may not have."""

        def cut(span: Span, places: bool) -> Span:
            first, last = self.places()
            never = TOP if places else FAR
            return pick(first > as_of, never, span[0]), pick(last > as_of, never, span[1])

        return self.map(cut)

    def take(self, records: Array) -> FactColumn:
        """The same fact of some records."""

        def some(span: Span, _: bool) -> Span:
            low = end_of(span[0], records)
            return low, low if span[1] is span[0] else end_of(span[1], records)

        return self.map(some)

    def spread(self, items: Items) -> FactColumn:
        """A column of the records, as their items see it."""
        return self.map(lambda span, _: items.spread_span(span))


class Days(FactColumn):
    """A column of whole days: a place each, 0 where the day is not known, TOP where it has not come.

    What lies past ``limit`` has not come either; tables that are cut there say so without another pass. ``vague``:
    may a day be not known?"""

    __slots__ = ("_first", "limit", "vague")

    def __init__(
        self, first: Array | Callable[[], Array], limit: End | None = None, vague: bool = True
    ) -> None:
        super().__init__()
        self._first = first
        self.limit = limit
        self.vague = vague

    @property
    def first(self) -> Array:
        """The places; worked out when they are first asked for."""
        if callable(self._first):
            self._first = self._first()
        return self._first

    @property
    def come(self) -> Any:
        """Where the day has come, or is not known."""
        return self.first < TOP if self.limit is None else self.first <= self.limit

    def _made_places(self) -> Span:
        first = self.first if self.limit is None else pick(self.first > self.limit, TOP, self.first)
        return first, pick(first == 0, TOP, first) if self.vague else first

    def until(self, as_of: End) -> Days:
        """A day later than the day of the check has not come."""
        return Days(lambda: self.first, as_of, self.vague)

    def take(self, records: Array) -> Days:
        """The days of some records."""
        limit = self.limit if self.limit is None else end_of(self.limit, records)
        return Days(lambda: self.first.take(records), limit, self.vague)

    def spread(self, items: Items) -> Days:
        """The days, as the items see them."""
        limit = self.limit if self.limit is None else items.spread(self.limit)
        return Days(cast(Array, items.spread(self.first)), limit, self.vague)


class Codes(FactColumn):
    """A column of words: which of a few, and the ends of each. Comparisons are worked out a word, not a record."""

    __slots__ = ("_codes", "hi", "lo")

    def __init__(self, codes: Array | Callable[[], Array], lo: Array, hi: Array) -> None:
        super().__init__()
        self._codes = codes
        self.lo, self.hi = lo, hi

    @property
    def codes(self) -> Array:
        """The number of each word; worked out when it is first asked for."""
        if callable(self._codes):
            self._codes = self._codes()
        return self._codes

    def _made_values(self) -> Span:
        return self.of_records((self.lo, self.hi))

    def _made_places(self) -> Span:
        return self.of_records((place(self.lo), place(self.hi)))

    def of_records(self, ends: Span) -> Span:
        """The ends of every record, from those of every word."""
        lo, hi = (np.asarray(end) for end in ends)
        low = taken(lo, self.codes)
        return low, low if lo is hi or np.array_equal(lo, hi) else taken(hi, self.codes)

    def take(self, records: Array) -> Codes:
        """The words of some records."""
        return Codes(lambda: self.codes.take(records), self.lo, self.hi)

    def spread(self, items: Items) -> Codes:
        """The words, as the items see them."""
        return Codes(cast(Array, items.spread(self.codes)), self.lo, self.hi)


@define(eq=False)
class Items:
    """The items of one list of all records: first one for every record, then the second ones, the third, ….

    A record without known items stands there itself: ``real`` is False (and True for all, where there is none such).
    So what is true of the records is true of their first items without a look-up.
    """

    path: str
    members: Members
    real: End
    slots: Mapping[int, FactColumn]
    ones: End = 1
    """1 for every item, written out while a calculation is recorded: what is the same of all can be summed up too."""

    def spread(self, end: End) -> End:
        """An end of the records, as their items see it."""
        if not isinstance(end, Vector):
            assert isinstance(end, int)
            return end
        return end.tape.spread(end, self.path)

    def spread_span(self, span: Span) -> Span:
        """Both ends."""
        low = self.spread(span[0])
        return low, low if span[1] is span[0] else self.spread(span[1])

    def total(self, values: End, most: int) -> End:
        """The sum, a record, of a number of each item that there is, but not more than ``most``.

        A sum that 64 bits do not hold wraps around; what its numbers come to in millions (2^20) tells."""
        known: Any = np.multiply(values, self.ones, dtype=np.int64)
        millions = self.join(np.add, np.right_shift(known, 20))
        return pick(millions > INF >> 19, most, least(self.join(np.add, known), most))

    def count(self, which: Any) -> End:
        """How many items of each record that is true of."""
        found: Any = bits(which)
        numbers = found.astype(np.int32) if is_array(found) else np.multiply(found, self.ones, dtype=np.int32)
        counted: Any = self.join(np.add, numbers)
        return cast(End, counted.astype(np.int64) if is_array(counted) else counted)

    def join(self, by: np.ufunc, values: End) -> End:
        """One value a record from those of its items."""
        return values.tape.joined(values, by) if isinstance(values, Vector) else values


class ItemOrder(Sequence[Array]):
    """Where items that stand record by record go: the first of every record first, then the second ones, …

    As a sequence: which records have a second one, a third, … (see ``Members``). Worked out when it is first asked
    for. ``counts``: how many items each record has; ``starts``: the number of its first; ``missing``: how many
    records have none.
    """

    def __init__(self, counts: Array, starts: Array) -> None:
        self.counts = counts
        self.starts = starts
        self.missing = len(counts) - int(np.count_nonzero(counts))

    def __len__(self) -> int:
        return len(self._ranks)

    def __getitem__(self, rank: Any) -> Any:
        return self._ranks[rank]

    @cached_property
    def _ranks(self) -> list[Array]:
        return [np.flatnonzero(self.counts > rank) for rank in range(1, int(self.counts.max(initial=0)))]

    @cached_property
    def total(self) -> int:
        """How many items there are, a record without any counted as one."""
        return self.after + self.missing

    @property
    def after(self) -> int:
        """The number behind the last item."""
        return int(self.starts[-1]) + int(self.counts[-1]) if len(self.starts) else 0

    @property
    def real(self) -> Array:
        """Which of them are items, and not records without any."""
        found = np.ones(self.total, np.bool_)
        np.greater(self.counts, 0, out=found[: len(self.counts)])
        return found

    @cached_property
    def numbers(self) -> Array:
        """The number of each among the items as they stand; of a record without any, one that is too high."""
        found = np.empty(self.total, np.intp)
        at = len(self.starts)
        np.add(self.starts, np.multiply(self.counts == 0, self.after, dtype=np.intp), out=found[:at])
        for rank, records in enumerate(self, 1):
            own = found[at : at + len(records)]
            np.add(self.starts.take(records, out=own, mode="clip"), rank, out=own)
            at += len(records)
        return found


@define(eq=False)
class RecordColumns:
    """The facts of many records. Slots that are not there are what nobody recorded. ``as_of`` is a place."""

    count: int
    as_of: End
    complete: bool
    slots: dict[int, FactColumn]
    items: dict[str, Items] = field(factory=dict)

    def take(self, records: Array, items: dict[str, Items]) -> RecordColumns:
        """Those of some records. ``items``: what they have in their lists."""
        slots = {slot: one.take(records) for slot, one in self.slots.items()}
        return RecordColumns(len(records), end_of(self.as_of, records), self.complete, slots, items)

    @classmethod
    def of(cls, records: Sequence[Facts]) -> RecordColumns:
        """The columns of records that were read one by one (all complete, or none)."""
        layout = records[0].layout
        slots = {}
        for slot, unknown in enumerate(layout.unknown):
            lo, hi = zip(*(facts.spans[slot] for facts in records), strict=True)
            slots[slot] = column_of(lo, hi, moment=unknown == UNKNOWN)
        items = {}
        for path in dict.fromkeys(path for facts in records for path in facts.items):
            items[path] = _items_of(records, path)
        as_of = np.array([place_of(facts.as_of.toordinal()) for facts in records], PLACE)
        return cls(len(records), as_of, complete=False, slots=slots, items=items)


def _items_of(records: Sequence[Facts], path: str) -> Items:
    layout = records[0].layout
    known: list[list[Overlay]] = [list(facts.items.get(path, {}).values()) for facts in records]
    counts = np.array([len(own) for own in known], np.intp)
    ranks = ItemOrder(counts, np.cumsum(counts) - counts)
    overlays = [own[0] if own else {} for own in known]
    overlays += [known[at][rank] for rank, parents in enumerate(ranks, 1) for at in parents.tolist()]
    facts_of = [*records, *(records[at] for parents in ranks for at in parents.tolist())]
    inner = {}
    for slot in sorted({slot for overlay in overlays for slot in overlay}):
        found = [
            overlay.get(slot) or facts.spans[slot] for overlay, facts in zip(overlays, facts_of, strict=True)
        ]
        inner[slot] = column_of(
            [lo for lo, _ in found],
            [hi for _, hi in found],
            moment=layout.unknown[slot] == UNKNOWN,
        )
    return Items(path, Members(len(records), ranks), ranks.real if ranks.missing else True, inner)


def column_of(lo: Sequence[int], hi: Sequence[int], *, moment: bool) -> FactColumn:
    """A column from ends read one by one."""
    if moment:
        return FactColumn.of(
            np.array([far(one) for one in lo], np.int32), np.array([far(one) for one in hi], np.int32)
        )
    return FactColumn.of(np.array(lo, np.int64), np.array(hi, np.int64))

"""One run of the engine over a chunk of records: every outlook, and the values of derived facts in columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np

from ...kernel.derived import (
    Choose,
    DayOf,
    Deemed,
    Derived,
    EditionDate,
    Extreme,
    ExtremeOf,
    OverItems,
    Prolonged,
    SomeItem,
    Soonest,
    TermEnd,
    Total,
    Within,
)
from ...kernel.interval import FALSE, INF, TRUE
from ..worlds import Outlook
from .columns import LAST_MINUTE, Days, FactColumn, Items, RecordColumns
from .ends import (
    FAR,
    TOP,
    End,
    Span,
    at_most,
    bits,
    greatest,
    is_array,
    least,
    none_of,
    pick,
    taken,
)
from .moments import MomentColumns
from .prepared import Prepared
from .scopes import Listed, Records, Supposed, World

Chosen = list[tuple[Any, int | None]]
"""Where a source may be the one that a definition chooses, and its slot (None: there is none)."""


class Run(MomentColumns):
    """Some records: as recorded, and at the low and the high end of the possible future."""

    def __init__(self, engine: Prepared, columns: RecordColumns) -> None:
        super().__init__(engine, columns)
        recorded = Records(self, Outlook.RECORDED)
        self.records = (recorded, *(Records(self, end, recorded) for end in (Outlook.LOW, Outlook.HIGH)))
        _join_ends(self.records)
        self._items: dict[str, tuple[Listed, ...]] = {}
        self._added: dict[str, Supposed] = {}

    @property
    def recorded(self) -> Records:
        """The records as recorded."""
        return self.records[0]

    def scopes(self, path: str | None) -> tuple[tuple[World, ...], Items | None]:
        """Where a rule is asked, in every outlook, and the items that stand there, if any."""
        items = self.columns.items.get(path) if path is not None else None
        if path is None or items is None:
            return self.records, None
        found = self._items.get(path)
        if found is None:
            recorded = Listed(self, path, items, self.recorded)
            future = (Listed(self, path, items, root, recorded) for root in self.records[1:])
            found = self._items[path] = (recorded, *future)
            _join_ends(found)
        return found, items

    def added(self, path: str) -> Supposed:
        """The records with one more item of a list, at the high end of the future; the low one stands behind it."""
        found = self._added.get(path)
        if found is None:
            ends = [Supposed(self, root, path) for root in self.records[1:]]
            _join_ends(ends)
            found = self._added[path] = ends[1]
        return found

    def derive(self, slot: int) -> None:
        derived = self.engine.derived[slot]
        for records in self.records:
            in_all = _OF_RECORDS.get(type(derived))
            found = (
                self.derived_in(derived, records) if in_all is None else in_all(self, slot, derived, records)
            )
            records.columns[slot] = found

    def derived_in(self, derived: Derived, world: World) -> FactColumn:
        return _IN_EACH[type(derived)](self, derived, world)

    # -- in each world ------------------------------------------------------------------------------------------

    def total(self, of: Total, world: World) -> FactColumn:
        """A sum of numbers less others, in the records or in the items of a list."""

        def counted() -> Span:
            more, less = (self.count(slots, world) for slots in (of.plus, of.minus))
            lo, hi = more[0] - less[1] + of.constant, more[1] - less[0] + of.constant
            unlike = of.minus or of.constant
            return pick(less[1] >= INF, -INF, lo), pick(more[1] >= INF, INF, hi) if unlike else more[1]

        def added() -> Span:
            lo: End = of.constant
            hi: End = of.constant
            for slot in of.plus:
                low, high = world.column(slot).values()
                lo, hi = plus(lo, low), plus(hi, high)
            for slot in of.minus:
                low, high = world.other_end.column(slot).values()
                lo, hi = plus(lo, -high), plus(hi, -low)
            return least(lo, INF - 1), hi

        return FactColumn(counted if self.engine.counts((*of.plus, *of.minus)) else added)

    @staticmethod
    def count(slots: Sequence[int], world: World) -> Span:
        """The sum of a few recorded numbers: none is negative, so an infinity shows in the sum."""
        lo: End = 0
        hi: End = 0
        for slot in slots:
            low, high = world.column(slot).values()
            lo, hi = (
                cast(
                    End,
                    one + other
                    if isinstance(one, int) and isinstance(other, int)
                    else np.add(one, other, dtype=np.int64),
                )
                for one, other in ((lo, low), (hi, high))
            )
        return lo, least(hi, INF)

    def within(self, of: Within, world: World) -> FactColumn:
        """Does a moment lie between two others?"""
        since, what, until = (world.column(slot).places() for slot in (of.since, of.what, of.until))
        return as_column(least(at_most(since, what), at_most(what, until)))

    def choose(self, of: Choose, world: World) -> FactColumn:
        """The first source whose condition is true; where one before it is open, either may be meant."""
        recorded = world.twin or world
        if isinstance(world, Supposed):
            return self.chosen(of, [(True, source) for _, source in of.cases], world)
        chosen: Chosen = []
        left: Any = True
        for condition, source in of.cases:
            holds = TRUE if condition is None else recorded.truth(self.engine.formulas.number(condition))
            may = both(holds != FALSE, left)
            if not none_of(may):
                chosen.append((may, source))
            left = both(holds != TRUE, left)
            if none_of(left):
                break
        else:
            chosen.append((left, None))
        return self.chosen(of, chosen, world)

    def chosen(self, of: Choose, chosen: Chosen, world: World) -> FactColumn:
        """The source chosen; where more than one may be, the smallest interval that holds them."""
        slot = self.engine.slots[of]
        none = self.engine.none(slot)
        most = self.engine.views.most(slot)
        columns = [(may, none if source is None else world.column(source)) for may, source in chosen]
        if len(columns) == 1:
            return columns[0][1]

        def join(places: bool) -> Span:
            spans = [(may, column.places() if places else column.values()) for may, column in columns]
            return hull(spans, (TOP, 0) if places else (most, -most))

        return FactColumn(lambda: join(False), lambda: join(True))

    # -- of the records -----------------------------------------------------------------------------------------

    def edition(self, slot: int, of: EditionDate, records: Records) -> FactColumn:
        """The first date whose beginning is known; of one that may not have come yet, any day it may be."""
        if records is not self.recorded:
            return self.recorded.column(slot)
        since, until = (self.recorded.column(one) for one in (of.since, of.until))
        whole = FactColumn(
            lambda: (since.values()[0], until.values()[1]), lambda: (since.places()[0], until.places()[1])
        )
        found = whole
        for date in reversed(of.dates):
            found = self.first_known(self.recorded.column(date), found, whole)
        return found

    def first_known(self, own: FactColumn, other: FactColumn, whole: FactColumn) -> FactColumn:
        """A date where its beginning is known, else the other one."""

        def known(places: bool) -> Span:
            (first, last), (lo, hi) = own.places(), own.places() if places else own.values()
            if not isinstance(own, Days) and not none_of(last == TOP):
                widest = whole.places() if places else whole.values()
                today = self.columns.as_of if places else taken(LAST_MINUTE, self.columns.as_of)
                lo = pick(last == TOP, least(lo, widest[0]), lo)
                hi = pick(last == TOP, greatest(widest[1], today), hi)
            low, high = other.places() if places else other.values()
            come = both(first > 0, first < TOP)
            return pick(come, lo, low), pick(come, hi, high)

        return FactColumn(lambda: known(False), lambda: known(True))

    def extreme_of(self, slot: int, of: ExtremeOf, records: Records) -> FactColumn:
        """The earliest, or the latest, event among the items that satisfy a condition; one that is added may be it."""
        listed = self.recorded.column(of.listed).values()
        where = self.engine.formulas.number(of.where)
        worlds, items = self.scopes(of.list_path)
        world = self.outlook(worlds, records.outlook)

        def span(places: bool) -> Span:
            never, ever = (TOP, 0) if places else (FAR, -FAR)
            low: End = never
            high: End = never
            if records.outlook is Outlook.LOW:
                added = self.added(of.list_path)
                holds = added.truth(where)
                column = added.other_end.column(of.item_slot)
                day = (column.places() if places else column.values())[0]
                low, high = pick(holds != FALSE, day, never), pick(holds == TRUE, day, never)
            if items is not None:
                holds, column = worlds[0].truth(where), world.column(of.item_slot)
                found = column.places() if places else column.values()
                merge = latest if of.latest else earliest
                low, high = merge(items, holds, found, (low, high), (never, ever))
            return pick(listed[0] != listed[1], ever, low), high

        return FactColumn(lambda: span(False), lambda: span(True))

    def some(self, slot: int, of: SomeItem, records: Records) -> FactColumn:
        """Does some item satisfy a condition? In the possible future one more may still be added."""
        lo, hi = self.recorded.column(of.listed).values()
        found = bits(lo != hi)
        where = self.engine.formulas.number(of.where)
        worlds, items = self.scopes(of.list_path)
        if items is not None:
            holds = self.outlook(worlds, records.outlook).truth(where)
            found = items.join(np.maximum, pick(items.real, holds, items.spread(found)))
        if of.grows and records.outlook is Outlook.HIGH:
            found = greatest(found, self.added(of.list_path).truth(where))
        return as_column(found)

    def over_items(self, slot: int, of: OverItems, records: Records) -> FactColumn:
        """How many items satisfy a condition, or the sum of a number of each; the future may add any number."""
        listed = self.recorded.column(of.listed).values()
        where = self.engine.formulas.number(of.where)
        worlds, items = self.scopes(of.list_path)
        world = self.outlook(worlds, records.outlook)

        def span() -> Span:
            unknown = listed[0] != listed[1]
            first: End = 0
            last: End = pick(unknown, INF, 0)
            if items is not None:
                holds = world.truth(where)
                sure, may = both(items.real, holds == TRUE), both(items.real, holds != FALSE)
                if of.what is None:  # a list of which nothing is known has no items
                    first, last = items.count(sure), pick(unknown, INF, items.count(may))
                else:
                    low, high = world.column(of.what).values()
                    without = pick(items.spread(bits(unknown)) == 1, INF, 0)
                    first = items.total(pick(sure, low, 0), INF - 1)
                    last = items.total(pick(items.real, pick(holds != FALSE, high, 0), without), INF)
            if of.grows and records.outlook is Outlook.HIGH:
                to_come = self.added(of.list_path).truth(where)
                first, last = pick(to_come == TRUE, INF - 1, first), pick(to_come != FALSE, INF, last)
            return first, last

        return FactColumn(span)

    @staticmethod
    def outlook(worlds: Sequence[World], outlook: Outlook) -> World:
        """One of the outlooks on the records or the items of a list."""
        return next(world for world in worlds if world.outlook is outlook)


def _join_ends(worlds: Sequence[World]) -> None:
    """Let the two ends of the future know each other."""
    *_, low, high = worlds
    low.other, high.other = high, low


_IN_EACH: Mapping[type[Derived], Callable[[Run, Any, World], FactColumn]] = {
    Total: Run.total,
    DayOf: Run.day,
    TermEnd: Run.term_end,
    Extreme: Run.extreme,
    Deemed: Run.deemed,
    Soonest: Run.soonest_of,
    Prolonged: Run.prolonged,
    Choose: Run.choose,
    Within: Run.within,
}
_OF_RECORDS: Mapping[type[Derived], Callable[[Run, int, Any, Records], FactColumn]] = {
    ExtremeOf: Run.extreme_of,
    EditionDate: Run.edition,
    OverItems: Run.over_items,
    SomeItem: Run.some,
}


def both(one: Any, other: Any) -> Any:
    """And, of truths or of arrays of them."""
    if isinstance(one, bool):
        return other if one else False
    if isinstance(other, bool):
        return one if other else False
    return one & other


def hull(spans: Sequence[tuple[Any, Span]], nothing: Span) -> Span:
    """The smallest intervals that hold all that may be."""
    above, below = nothing
    lo, hi = nothing
    for may, (low, high) in spans:
        lo = least(lo, pick(may, low, above))
        hi = greatest(hi, pick(may, high, below))
    return lo, hi


def earliest(items: Items, holds: End, span: Span, added: Span, ends: Span) -> Span:
    """The earliest moment of the items that count, and of one that the future adds."""
    (first, last), (low, high), (never, _) = span, added, ends
    of_items = pick(both(items.real, holds != FALSE), first, never)
    of_sure = pick(both(items.real, holds == TRUE), last, never)
    return least(low, items.join(np.minimum, of_items)), least(high, items.join(np.minimum, of_sure))


def latest(items: Items, holds: End, span: Span, added: Span, ends: Span) -> Span:
    """The latest moment of the items that count; where none surely does, one that the future adds may be it."""
    (first, last), (low, high), (never, ever) = span, added, ends
    sure, may = both(items.real, holds == TRUE), both(items.real, holds != FALSE)
    some = items.join(np.maximum, bits(sure)) == 1
    of_sure = items.join(np.maximum, pick(sure, first, ever))
    of_any = items.join(np.minimum, pick(may, first, never))
    highest = items.join(np.maximum, pick(may, last, ever))
    without = pick(high == never, never, greatest(high, highest))
    return pick(some, of_sure, least(low, of_any)), pick(some, highest, without)


def as_column(truth: End) -> FactColumn:
    """A truth as a fact: false is 0, true is 1, open is either."""
    return FactColumn.of(bits(truth == TRUE), bits(truth != FALSE))


def plus(first: End, second: End) -> End:
    """A sum in which an infinity stays what it is."""
    if not is_array(first) and not is_array(second):
        return first if abs(first) >= INF else second if abs(second) >= INF else first + second
    both = cast(End, np.add(first, second, dtype=np.int64))
    return pick(_finite(first), pick(_finite(second), both, second), first)


def _finite(value: End) -> Any:
    return (value < INF) & (value > -INF)

"""One run of the engine over a chunk of records: both worlds, and the facts that are defined from others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from ...kernel.interval import FALSE, OPEN, TRUE, UNKNOWN, Interval
from ...law.lowering import Choose, DayOf, Derived, EarliestOf, Resumed, SomeItem, Total
from ..worlds import Table, built_day, resumed
from .columns import FIRST_MINUTE, Column, Columns, Items
from .ends import FAR, TOP, Array, End, Span, bits, far, greatest, is_array, least, near, none_of, pick, taken
from .scopes import Listed, Records, Supposed, World
from .tape import Vector
from .totals import total

if TYPE_CHECKING:
    from . import Columnar

Chosen = list[tuple[Any, int | None]]
"""Where a source may be the one that a definition chooses, and its slot (None: there is none)."""


class Run:
    """Some records in both worlds."""

    def __init__(self, engine: Columnar, columns: Columns) -> None:
        self.engine = engine
        self.columns = columns
        self.outside: End = 0
        self.closed = Records(self)
        self.open = Records(self, self.closed)
        self._items: dict[str, tuple[Listed, Listed]] = {}

    def leaves(self, which: End) -> None:
        """Terms of these records leave the calendar."""
        if is_array(which) and is_array(self.outside):
            self.outside = self.outside | which
        elif is_array(which) or self.outside == 0:
            self.outside = which

    def first(self, places: bool) -> End:
        """From when on an event may still happen: the day of the check, in one form or the other."""
        as_of = self.columns.as_of
        return as_of if places else taken(FIRST_MINUTE, as_of)

    def to_come(self, span: Span, places: bool, spread: Callable[[End], End] = lambda end: end) -> Span:
        """An event that has not happened may still: from the day of the check on."""
        lo, hi = span
        never = TOP if places else FAR
        return pick(lo == never, spread(self.first(places)), lo), hi

    def item_to_come(self) -> Column:
        """An event of an item that may still be added."""
        return Column(lambda: (self.first(False), FAR), lambda: (self.first(True), TOP))

    def scopes(self, path: str | None) -> tuple[World, World, Items | None]:
        """Both worlds in which a rule is asked, and the items that stand there, if any."""
        items = self.columns.items.get(path) if path is not None else None
        if path is None or items is None:
            return self.closed, self.open, None
        found = self._items.get(path)
        if found is None:
            closed = Listed(self, path, items, self.closed)
            found = self._items[path] = closed, Listed(self, path, items, self.open, closed)
        return *found, items

    def derive(self, derived: Derived) -> None:
        """Work out one defined fact or quantifier in both worlds."""
        if isinstance(derived, Choose):
            self.choose(derived)
        elif isinstance(derived, EarliestOf):
            self.earliest(derived)
        elif isinstance(derived, SomeItem):
            self.some(derived)
        elif isinstance(derived, Total):
            self.put(derived.slot, total(derived, self.closed), total(derived, self.open))
        elif isinstance(derived, DayOf):
            self.put(derived.slot, self.day(derived, self.closed), self.day(derived, self.open))
        elif isinstance(derived, Resumed):
            for world in (self.closed, self.open):
                world.columns[derived.slot] = self.resumed(derived, world)
        else:
            raise TypeError(f"the columnar engine does not know {type(derived).__name__}")

    def put(self, slot: int, closed: Column, open_: Column) -> None:
        """Set a fact in both worlds."""
        self.closed.columns[slot] = closed
        self.open.columns[slot] = open_

    def day(self, derived: DayOf, world: Records) -> Column:
        """The day that is built from a year or a month of the record."""
        source = derived.source
        if source is None:
            return self.engine.fixed(derived.slot, built_day(derived, _value(UNKNOWN)))
        nearer = near if self.engine.lens.moments[source] else int

        def built(lo: int, hi: int) -> Interval:
            first, last = built_day(derived, _value((nearer(lo), nearer(hi))))
            return far(first), far(last)

        return Column(lambda: distinct([world.column(source).values()], built))

    def resumed(self, derived: Resumed, world: Records) -> Column:
        """The start of a term, moved on past the days that do not count."""
        slots = (derived.base, derived.since, derived.until)

        def moved(*ends: int) -> Interval:
            known = list(map(near, ends))
            spans = dict(zip(slots, zip(known[::2], known[1::2], strict=True), strict=True))
            first, last = resumed(derived, spans.__getitem__, self.engine.lens.calendar)
            return far(first), far(last)

        return Column(lambda: distinct([world.column(slot).values() for slot in slots], moved))

    # -- definitions --------------------------------------------------------------------------------------------

    def choose(self, derived: Choose) -> None:
        """The first source whose condition is true; where one before it is open, either may be meant."""
        chosen: Chosen = []
        left: Any = True
        for condition, source in derived.cases:
            holds = TRUE if condition is None else self.closed.truth(self.engine.formulas.number(condition))
            may = both(holds != FALSE, left)
            if not none_of(may):
                chosen.append((may, source))
            left = both(holds != TRUE, left)
            if none_of(left):
                break
        else:
            chosen.append((left, None))
        closed, open_ = (self.chosen(derived.slot, chosen, world) for world in (self.closed, self.open))
        self.put(derived.slot, closed, open_)

    def chosen(self, slot: int, chosen: Chosen, world: Records) -> Column:
        """The source chosen; where more than one may be, the smallest interval that holds them."""
        none = self.engine.none(slot)
        most = self.engine.lens.most(slot)
        columns = [(may, none if source is None else world.column(source)) for may, source in chosen]
        if len(columns) == 1:
            return columns[0][1]

        def join(places: bool) -> Span:
            spans = [(may, column.places() if places else column.values()) for may, column in columns]
            return hull(spans, (TOP, 0) if places else (most, -most))

        return Column(lambda: join(False), lambda: join(True))

    # -- quantifiers --------------------------------------------------------------------------------------------

    def earliest(self, derived: EarliestOf) -> None:
        """The earliest event among the items that satisfy a condition."""
        lo, hi = self.closed.column(self.engine.slot(derived.list_path)).values()
        unknown = lo != hi
        where = self.engine.formulas.number(derived.where)
        closed, open_, items = self.scopes(derived.list_path)

        def span(world: World, places: bool) -> Span:
            never, ever = (TOP, 0) if places else (FAR, -FAR)
            from_ = never if world is closed else self.first(places)
            low, high = pick(unknown, ever, from_), never
            if items is None:
                return low, high
            holds = closed.truth(where)
            column = world.column(derived.item_slot)
            first, last = column.places() if places else column.values()
            of_items = pick(both(items.real, holds != FALSE), first, never)
            of_sure = pick(both(items.real, holds == TRUE), last, never)
            return (
                least(low, items.join(np.minimum, of_items)),
                least(high, items.join(np.minimum, of_sure)),
            )

        self.put(
            derived.slot,
            Column(lambda: span(closed, False), lambda: span(closed, True)),
            Column(lambda: span(open_, False), lambda: span(open_, True)),
        )

    def some(self, derived: SomeItem) -> None:
        """Does some item satisfy a condition? In the open world one more may still be added."""
        lo, hi = self.closed.column(self.engine.slot(derived.list_path)).values()
        without_items = bits(lo != hi)
        where = self.engine.formulas.number(derived.where)
        closed, open_, items = self.scopes(derived.list_path)

        def best(world: World) -> End:
            if items is None:
                return without_items
            holds = pick(items.real, world.truth(where), items.spread(without_items))
            return items.join(np.maximum, holds)

        later = best(open_)
        if derived.grows:
            to_come = Supposed(self, self.open, derived.list_path)
            later = greatest(later, least(OPEN, to_come.truth(where)))
        self.put(derived.slot, as_column(best(closed)), as_column(later))


class _Value(Table):
    """A table that holds one value."""

    __slots__ = ("value",)

    def __init__(self, value: Interval) -> None:
        self.value = value

    def get(self, slot: int) -> Interval:
        return self.value


def _value(span: Interval) -> Table:
    return _Value(span)


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


def distinct(spans: Sequence[Span], work: Callable[..., Interval]) -> Span:
    """Each distinct row of several columns, worked out by itself."""
    ends = [end for span in spans for end in span]
    tape = next((end.tape for end in cast(list[Any], ends) if isinstance(end, Vector)), None)
    if tape is None:
        return work(*ends)

    def each(*arrays: Any) -> Any:
        rows, where = np.unique(np.stack(np.broadcast_arrays(*arrays)), axis=1, return_inverse=True)
        found = np.array([work(*map(int, row)) for row in rows.T], np.int32).reshape(-1, 2)
        return found.T.take(where.ravel(), axis=1)

    kind = np.dtype(np.int32)
    first, last = (cast(Array, tape.called(each, ends, kind, part)) for part in range(2))
    return first, last


def as_column(truth: End) -> Column:
    """A truth as a fact: false is 0, true is 1, open is either."""
    return Column.of(bits(truth == TRUE), bits(truth != FALSE))

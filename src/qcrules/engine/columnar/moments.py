"""Moments that are worked out from others, in columns: days built from numbers, ends of terms, deemed events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

import numpy as np

from ...kernel.derived import DayOf, DaysOut, Deemed, Extreme, Prolonged, Soonest, TermEnd
from ...kernel.interval import FALSE, OPEN, TRUE, UNKNOWN, Interval
from ..moments import Out, built_day, prolonged, rolled_minutes
from ..worlds import Outlook
from .columns import FIRST_MINUTE, LAST_MINUTE, FactColumn, Items, RecordColumns
from .ends import (
    FAR,
    PLACE,
    TOP,
    End,
    Span,
    at_most,
    bits,
    far,
    greatest,
    is_array,
    least,
    near,
    pick,
    place,
    taken,
)
from .scopes import RunState, World, at_soonest
from .tape import Array, Vector

NEXT_PLACE = np.minimum(np.arange(1, TOP + 2), TOP).astype(PLACE)
NEXT_PLACE[0] = 0
NEXT_PLACE.setflags(write=False)

Moved = Callable[[Sequence[Interval], Iterable[Out]], Interval]
"""The end of a term, from the ends of what it is worked out from and the days out of items."""


class MomentColumns(RunState):
    """Works out the moments of some records, or of their items."""

    def scopes(self, path: str | None) -> tuple[tuple[World, ...], Items | None]:
        """Where a rule is asked, in every outlook, and the items that stand there, if any."""
        raise NotImplementedError

    def day(self, of: DayOf, world: World) -> FactColumn:
        """The day that is built from a year or a month."""
        source = of.source
        if source is None:
            first, last = built_day(of, lambda _: UNKNOWN)
            return FactColumn.of(far(first), far(last))
        nearer = near if self.engine.views.moments[source] else int

        def built(lo: int, hi: int) -> Interval:
            first, last = built_day(of, lambda _: (nearer(lo), nearer(hi)))
            return far(first), far(last)

        return FactColumn(lambda: distinct([world.column(source).values()], built))

    def term_end(self, of: TermEnd, world: World) -> FactColumn:
        """The end of a term: of days the last minute of its last one."""
        if of.names == "minute":
            if of.rolled == "none":
                return FactColumn(lambda: world.operand(of.operand))
            return FactColumn(lambda: self.rolled(world.operand(of.operand), of))
        ends = self.engine.views.ends(of)

        def places() -> Span:
            lo, hi = world.column(of.base).places()
            first = taken(ends, lo)
            return first, first if hi is lo else taken(ends, hi)

        found = FactColumn(None, places)
        return FactColumn(lambda: as_last_minutes(found.places()), found.places)

    def rolled(self, span: Span, of: TermEnd) -> Span:
        """Minutes moved from days off to the same time on a working day."""
        calendar = self.engine.views.calendar_of(of.operand)

        def moved(lo: int, hi: int) -> Interval:
            first, last = rolled_minutes((near(lo), near(hi)), calendar, of.rolled == "forward")
            return far(first), far(last)

        return distinct([span], moved)

    def extreme(self, of: Extreme, world: World) -> FactColumn:
        """The latest, or the earliest, of several moments."""
        best = greatest if of.latest else least

        def found(places: bool) -> Span:
            columns = [world.column(slot) for slot in of.moments]
            spans = [one.places() if places else one.values() for one in columns]
            lo, hi = spans[0]
            for low, high in spans[1:]:
                lo, hi = best(lo, low), best(hi, high)
            return lo, hi

        return FactColumn(lambda: found(False), lambda: found(True))

    def deemed(self, of: Deemed, world: World) -> FactColumn:
        """The day after a moment has passed without another; not before it has come."""
        recorded = world.outlook is Outlook.RECORDED

        def after(places: bool) -> Span:
            passed = world.column(of.passed)
            if of.minutes:
                lo, hi = map(next_minute, passed.values())
                return (place(lo), place(hi)) if places else (lo, hi)
            lo, hi = map(next_place, passed.places())
            return (lo, hi) if places else (taken(FIRST_MINUTE, lo), taken(LAST_MINUTE, hi))

        def found(places: bool) -> Span:
            never = TOP if places else FAR
            lo, hi = after(places)
            if of.unless is not None:
                compared = world.other_end.column(of.unless), world.column(of.passed)
                in_time = at_most(*(one.values() if of.minutes else one.places() for one in compared))
                lo, hi = pick(in_time == TRUE, never, lo), pick(in_time != FALSE, never, hi)
            if recorded:
                (first, last), as_of = after(True), world.as_of()
                lo, hi = pick(first > as_of, never, lo), pick(last > as_of, never, hi)
            return lo, hi

        return FactColumn(lambda: found(False), lambda: found(True))

    def soonest_of(self, of: Soonest, world: World) -> FactColumn:
        """An event as soon as it may come."""

        def found(span: Span, places: bool) -> Span:
            (lo, hi), as_of = span, world.as_of()
            if world.outlook is Outlook.RECORDED:
                return at_soonest(span, places, as_of)
            first = as_of if places else taken(FIRST_MINUTE, as_of)
            to_come = bits(lo == (TOP if places else FAR)) == 1
            return pick(to_come, first, lo), pick(to_come, first, hi)

        return world.column(of.event).map(found)

    def prolonged(self, of: Prolonged, world: World) -> FactColumn:
        """The last day of a term, moved on past the days that do not count."""
        calendar = self.engine.calendar.on(of.calendar)

        def out(known: Sequence[Interval]) -> Iterator[Out]:
            for one, at in zip(of.out, range(2, len(known), 3), strict=True):
                yield Out(one, TRUE, *known[at : at + 3])

        def moved(known: Sequence[Interval], listed: Iterable[Out]) -> Interval:
            days = (*out(known), *listed)
            first, last = prolonged(of, world.outlook, known[0], known[1], days, calendar)
            return far(first), far(last)

        def found() -> Span:
            columns = [world.column(of.start), world.column(of.end)]
            columns += [one for days in of.out for one in self.days_out(days, world)]
            spans = [one.values() for one in columns]
            if of.listed:
                return self.with_items(of, spans, world, moved)
            return distinct(spans, lambda *ends: moved(_paired(ends), ()))

        return FactColumn(found)

    @staticmethod
    def days_out(days: DaysOut, world: World) -> tuple[FactColumn, ...]:
        """When days begin that do not count (the sooner the later the term ends), when they end, and as recorded."""
        until = world.column(days.until)
        recorded = world.twin.column(days.until) if world.twin is not None else until
        return world.other_end.column(days.since), until, recorded

    def with_items(self, of: Prolonged, spans: list[Span], world: World, moved: Moved) -> Span:
        """The same, with the days that are out in the items of lists."""
        ends = [end for span in spans for end in span]
        lists: list[tuple[str, list[End]]] = []
        for each in of.listed:
            lo, hi = self.scopes(None)[0][0].column(each.listed).values()
            ends.append(bits(lo != hi))
            worlds, items = self.scopes(each.list_path)
            if items is None:
                lists.append((each.list_path, []))
                continue
            there = next(one for one in worlds if one.outlook is world.outlook)
            holds = pick(items.real, worlds[0].truth(self.engine.formulas.number(each.where)), FALSE)
            out = [one.values() for one in self.days_out(each.out, there)]
            lists.append((each.list_path, [holds, *(end for span in out for end in span)]))
        known = 2 * len(spans)

        def work(own: tuple[int, ...], rows: Sequence[Sequence[tuple[int, ...]]]) -> Interval:
            listed: list[Out] = []
            for each, unknown, found in zip(of.listed, own[known:], rows, strict=True):
                if unknown:
                    listed.append(Out(each.out, OPEN, UNKNOWN, UNKNOWN, UNKNOWN))
                listed += [Out(each.out, held, *_paired(out)) for held, *out in found]
            return moved(_paired(own[:known]), listed)

        return of_items(ends, lists, work, self.columns)


def distinct(spans: Sequence[Span], work: Callable[..., Interval]) -> Span:
    """Each distinct row of several columns, worked out by itself."""
    ends = [end for span in spans for end in span]
    tape = next((end.tape for end in cast(list[Any], ends) if isinstance(end, Vector)), None)
    if tape is None:
        return work(*ends)

    def each(*arrays: Any) -> Any:
        first, where = distinct_rows([np.asarray(one) for one in np.broadcast_arrays(*arrays)])
        rows = zip(*(one.take(first).tolist() for one in arrays), strict=True)
        found = np.array([work(*row) for row in rows], np.int32).reshape(-1, 2)
        return found.T.take(where, axis=1)

    domain = next(end.domain for end in cast(list[Any], ends) if isinstance(end, Vector))
    kind = np.dtype(np.int32)
    first, last = (cast(Array, tape.called(each, ends, kind, part, domain)) for part in range(2))
    return first, last


def distinct_rows(arrays: Sequence[Array]) -> tuple[Array, Array]:
    """Where each distinct row of some arrays stands first, and which of them each row is.

    Rows are numbered as digits are, and by what there is where that would be too large a number.
    """
    numbered, most = np.zeros(len(arrays[0]), np.int64), 1
    for one in arrays:
        least, span = int(one.min()), int(one.max()) - int(one.min()) + 1
        at = one.astype(np.int64) - least
        if most * span > _NUMBERS:
            values, at = np.unique(one, return_inverse=True)
            _, numbered = np.unique(numbered, return_inverse=True)
            most, span = int(numbered.max()) + 1, len(values)
        numbered, most = numbered * span + at, most * span
    _, first, numbered = np.unique(numbered, return_index=True, return_inverse=True)
    return first, numbered


_NUMBERS = 1 << 62
"""So many rows can be told apart by 64 bits."""


def of_items(
    ends: Sequence[End],
    lists: Sequence[tuple[str, Sequence[End]]],
    work: Callable[[tuple[int, ...], Sequence[Sequence[tuple[int, ...]]]], Interval],
    columns: RecordColumns,
) -> Span:
    """Each record worked out by itself, with the items of some lists."""
    given = [*ends, *(end for _, of_list in lists for end in of_list)]
    given += [end for one in columns.items.values() for fact in one.slots.values() for end in fact.values()]
    tape = next((end.tape for end in cast(list[Any], given) if isinstance(end, Vector)), None)
    if tape is None:
        return work(tuple(cast(list[int], ends)), [[] for _ in lists])
    first, last = (
        cast(Array, tape.grouped(work, ends, lists, np.dtype(np.int32), part)) for part in range(2)
    )
    return first, last


def next_place(place: End) -> End:
    """The place of the day after; an infinity stays what it is."""
    return taken(NEXT_PLACE, place)


def next_minute(minute: End) -> End:
    """The minute after; an infinity stays what it is."""
    if not is_array(minute):
        return minute if abs(minute) >= FAR else minute + 1
    known: Any = (minute > -FAR) & (minute < FAR)
    return cast(Array, np.add(minute, known.view(np.int8).astype(minute.dtype)))


def as_last_minutes(places: Span) -> Span:
    """The last minutes of days."""
    lo, hi = places
    last = taken(LAST_MINUTE, lo)
    return last, last if hi is lo else taken(LAST_MINUTE, hi)


def _paired(ends: Sequence[int]) -> list[Interval]:
    known = list(map(near, ends))
    return list(zip(known[::2], known[1::2], strict=True))

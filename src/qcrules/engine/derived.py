"""The values of derived facts in the reference: a function a kind, for the record as recorded and as it may go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from attrs import frozen

from ..facts.columns import total_of
from ..facts.recorded import Overlay
from ..kernel.derived import (
    Choose,
    DayOf,
    Derived,
    EarliestOf,
    EditionDate,
    Resumed,
    SomeItem,
    Total,
    Within,
)
from ..kernel.interval import (
    FALSE,
    INF,
    MAYBE,
    MINUTES_A_DAY,
    NEVER,
    OPEN,
    TRUE,
    UNKNOWN,
    Interval,
    Truth,
    as_interval,
    at_most,
    hull,
    whole_day,
)
from ..law.lowering import Lowered
from ..time.calendar import Calendar
from ..time.months import day_of_month, month_of
from .worlds import ItemTable, Worlds, truth

Get = Callable[[int], Interval]


@frozen(eq=False, repr=False)
class Values:
    """Works out the derived facts of one kind of record, on one calendar.

    ``item_events``: the slots of the events of each list's items; ``new_items``: all that an item, of which nothing
    is known yet, may be.
    """

    lowered: Lowered
    calendar: Calendar
    item_events: Mapping[str, tuple[int, ...]]
    new_items: Mapping[str, Overlay]

    def put(self, slot: int, derived: Derived, worlds: Worlds) -> None:
        """Work out one derived fact and write it into both worlds."""
        _VALUES[type(derived)](self, slot, derived, worlds)

    def choose(self, slot: int, of: Choose, worlds: Worlds) -> None:
        sources = self._chosen(of, worlds)
        none = self.lowered.layout.none[slot]
        for table in worlds.tables:
            spans = [none if source is None else table.get(source) for source in sources]
            whole = spans[0]
            for span in spans[1:]:
                whole = hull(whole, span)
            table.put(slot, whole)

    def _chosen(self, of: Choose, worlds: Worlds) -> list[int | None]:
        """The sources that a definition may choose, judged by the record as it stands."""
        sources: list[int | None] = []
        for condition, source in of.cases:
            holds = TRUE if condition is None else truth(condition, worlds.record.recorded)
            if holds != FALSE:
                sources.append(source)
            if holds == TRUE:
                return sources
        return [*sources, None]

    def earliest(self, slot: int, of: EarliestOf, worlds: Worlds) -> None:
        """An item that surely satisfies the condition bounds the moment above, one that may bounds it below."""
        unknown = worlds.record.recorded.get(of.listed) == MAYBE
        items = worlds.items.get(of.list_path, ())
        holds = [truth(of.where, item.recorded) for item in items]
        spans = [(item.recorded.get(of.item_slot), item.possible.get(of.item_slot)) for item in items]
        for which, (table, none) in enumerate(zip(worlds.tables, (INF, worlds.first), strict=True)):
            lo, hi = -INF if unknown else none, INF
            for held, span in zip(holds, spans, strict=True):
                lo = min(lo, span[which][0]) if held != FALSE else lo
                hi = min(hi, span[which][1]) if held == TRUE else hi
            table.put(slot, (lo, hi))

    def some(self, slot: int, of: SomeItem, worlds: Worlds) -> None:
        """In the possible future an item with events to come may be added; of such an item nothing else is known,
        however complete the record is."""
        record, items = worlds.record, worlds.items.get(of.list_path, ())
        least = OPEN if record.recorded.get(of.listed) == MAYBE and not items else FALSE
        now = max((truth(of.where, item.recorded) for item in items), default=least)
        record.recorded.put(slot, as_interval(now))
        later = max((truth(of.where, item.possible) for item in items), default=least)
        if later == FALSE and of.grows:
            events = dict.fromkeys(self.item_events.get(of.list_path, ()), (worlds.first, INF))
            added = ItemTable(worlds.tables[1], {**self.new_items[of.list_path], **events})
            later = min(OPEN, truth(of.where, added))
        record.possible.put(slot, as_interval(later))

    def total(self, slot: int, of: Total, worlds: Worlds) -> None:
        """A sum, in the record and in every item of its list."""
        for scope in (worlds.record, *worlds.items.get(of.item_list or "", ())):
            for table in (scope.recorded, scope.possible):
                table.put(slot, total_of(map(table.get, of.plus), map(table.get, of.minus)))

    def edition(self, slot: int, of: EditionDate, worlds: Worlds) -> None:
        span = edition_date(of, worlds.record.recorded.get, worlds.first + MINUTES_A_DAY - 1)
        for table in worlds.tables:
            table.put(slot, span)

    def within(self, slot: int, of: Within, worlds: Worlds) -> None:
        for table in worlds.tables:
            what, since, until = map(table.get, (of.what, of.since, of.until))
            table.put(slot, as_interval(within(what, since, until)))

    def day(self, slot: int, of: DayOf, worlds: Worlds) -> None:
        for table in worlds.tables:
            table.put(slot, built_day(of, table.get))

    def resumed(self, slot: int, of: Resumed, worlds: Worlds) -> None:
        for table in worlds.tables:
            table.put(slot, resumed(of, table.get, self.calendar))


_VALUES: Mapping[type[Derived], Callable[[Values, int, Any, Worlds], None]] = {
    Choose: Values.choose,
    EarliestOf: Values.earliest,
    SomeItem: Values.some,
    Total: Values.total,
    DayOf: Values.day,
    Resumed: Values.resumed,
    EditionDate: Values.edition,
    Within: Values.within,
}


def known_date(of: EditionDate, get: Get) -> Interval | None:
    """The first of the dates that choose the edition whose beginning is known."""
    return next((span for span in map(get, of.dates) if -INF < span[0] < INF), None)


def edition_date(of: EditionDate, get: Get, today: int) -> Interval:
    """The date that chooses the edition; ``today``: the last minute of the day of the check."""
    whole = get(of.since)[0], get(of.until)[1]
    known = known_date(of, get)
    if known is None:
        return whole
    return known if known[1] < INF else hull(whole, (known[0], today))


def within(what: Interval, since: Interval, until: Interval) -> Truth:
    """Does a moment lie between two others?"""
    return min(at_most(since, what), at_most(what, until))


def built_day(of: DayOf, get: Get) -> Interval:
    """The day that is built from a year or a month of the record, end by end."""
    if of.source is None:
        return whole_day(_in_year(of, of.year or 0))
    lo, hi = get(of.source)
    if of.month is None:
        if lo >= INF:
            return NEVER
        if lo <= -INF or hi >= INF:
            return UNKNOWN
        return whole_day(_in_month(of, lo))[0], whole_day(_in_month(of, hi))[1]
    if hi <= 0:
        return NEVER
    return UNKNOWN if lo <= 0 else (whole_day(_in_year(of, lo))[0], whole_day(_in_year(of, hi))[1])


def resumed(of: Resumed, get: Get, calendar: Calendar) -> Interval:
    """The moment that a term runs from, moved on past the days that do not count, end by end."""
    lo, hi = get(of.base)
    (first, last), (begun, ended) = get(of.since), get(of.until)
    low, high = lo, hi
    if -INF < lo < INF and last < INF and begun > -INF and ended < INF:
        low = _moved(of, lo, last, begun, calendar)
    if -INF < hi < INF and first < INF and begun < INF:
        in_term = (
            first <= -INF or _counts(of, calendar, first) <= _counts(of, calendar, hi, today=True) + of.count
        )
        if ended < INF:
            high = _moved(of, hi, first, ended, calendar)
        elif in_term:
            high = INF
    return low, high


def _moved(of: Resumed, base: int, since: int, until: int, calendar: Calendar) -> int:
    start = _counts(of, calendar, base, today=True)
    before = _counts(of, calendar, since) - 1 if since > -INF else 0
    out = _counts(of, calendar, until, today=True) - max(before, start)
    if out <= 0 or before >= start + of.count:
        return base
    day = calendar.nth(start + out) if of.working else start + out
    return day * MINUTES_A_DAY + base % MINUTES_A_DAY


def _counts(of: Resumed, calendar: Calendar, minute: int, *, today: bool = False) -> int:
    """W (``today``) or V + 1 of the day of a minute; for calendar days the day itself."""
    day = minute // MINUTES_A_DAY
    if not of.working:
        return day
    return calendar.worked(day) if today else calendar.before(day) + 1


def _in_year(of: DayOf, year: int) -> int:
    return day_of_month((year + of.years) * 12 + (of.month or 1) - 1, of.day)


def _in_month(of: DayOf, minute: int) -> int:
    return day_of_month(month_of(date.fromordinal(minute // MINUTES_A_DAY)) + of.months, of.day)

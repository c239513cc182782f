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
from .worlds import AddedItem, ItemTable, Outlook, Scope, Worlds, truth

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
        """An item that surely satisfies the condition bounds the moment above, one that may bounds it below.

        An item that the future adds is one of them, at the low end.
        """
        unknown = worlds.record.recorded.get(of.listed) == MAYBE
        items = worlds.items.get(of.list_path, ())
        holds = [truth(of.where, item.recorded) for item in items]
        added = self.added(of.list_path, worlds)
        to_come = added.truth(of.where, Outlook.HIGH)
        for outlook in Outlook:
            spans = list(zip(holds, (item.table(outlook).get(of.item_slot) for item in items), strict=True))
            if outlook is Outlook.LOW:
                spans.append((to_come, added.low.get(of.item_slot)))
            lo = min((span[0] for held, span in spans if held != FALSE), default=INF)
            hi = min((span[1] for held, span in spans if held == TRUE), default=INF)
            worlds.record.table(outlook).put(slot, (-INF if unknown else lo, hi))

    def some(self, slot: int, of: SomeItem, worlds: Worlds) -> None:
        """In the possible future an item with events to come may be added, however complete the record is."""
        items = worlds.items.get(of.list_path, ())
        least = OPEN if worlds.record.recorded.get(of.listed) == MAYBE and not items else FALSE
        for outlook in Outlook:
            held = [item.truth(of.where, outlook) for item in items]
            if of.grows and outlook is Outlook.HIGH:
                held.append(self.added(of.list_path, worlds).truth(of.where, outlook))
            worlds.record.table(outlook).put(slot, as_interval(max(held, default=FALSE) or least))

    def added(self, path: str, worlds: Worlds) -> Scope:
        """An item that may still be added to a list: its events are to come, and the future chooses the rest."""
        found = worlds.added.get(path)
        if found is None:
            events = dict.fromkeys(self.item_events.get(path, ()), (worlds.first, INF))
            own, (recorded, low, high) = {**self.new_items[path], **events}, worlds.tables
            ends = AddedItem(low, own, 0), AddedItem(high, own, 1)
            found = worlds.added[path] = Scope(ItemTable(recorded, own), *ends)
        return found

    def total(self, slot: int, of: Total, worlds: Worlds) -> None:
        """A sum, in the record and in every item of its list."""
        for scope in (worlds.record, *worlds.items.get(of.item_list or "", ())):
            for outlook in Outlook:
                table, less = scope.table(outlook), scope.table(outlook.other)
                table.put(slot, total_of(map(table.get, of.plus), map(less.get, of.minus)))

    def edition(self, slot: int, of: EditionDate, worlds: Worlds) -> None:
        span = edition_date(of, worlds.record.recorded.get, worlds.first + MINUTES_A_DAY - 1)
        for table in worlds.tables:
            table.put(slot, span)

    def within(self, slot: int, of: Within, worlds: Worlds) -> None:
        """Validity is no event, and what is asked of it is the date that chooses the edition: nothing here may come."""
        span = as_interval(within(*map(worlds.record.recorded.get, (of.what, of.since, of.until))))
        for table in worlds.tables:
            table.put(slot, span)

    def day(self, slot: int, of: DayOf, worlds: Worlds) -> None:
        for table in worlds.tables:
            table.put(slot, built_day(of, table.get))

    def resumed(self, slot: int, of: Resumed, worlds: Worlds) -> None:
        """The sooner the days begin that do not count, and the later they end, the later it is."""
        record = worlds.record
        for outlook in Outlook:
            table, since = record.table(outlook), record.table(outlook.other).get(of.since)
            spans = table.get(of.base), since, table.get(of.until), record.recorded.get(of.until)
            table.put(slot, resumed_in(outlook, of, *spans, calendar=self.calendar))


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


def resumed(of: Resumed, base: Interval, since: Interval, until: Interval, calendar: Calendar) -> Interval:
    """The moment that a term runs from, moved on past the days that do not count, end by end."""
    (lo, hi), (first, last), (begun, ended) = base, since, until
    low, high = lo, hi
    if -INF < lo < INF and last < INF and begun > -INF and ended < INF:
        low = _moved(of, lo, last, begun, calendar)
    if -INF < hi < INF and first < INF and begun < INF:
        if ended < INF:
            high = _moved(of, hi, first, ended, calendar)
        elif _in_term(of, hi, first, calendar):
            high = INF
    return low, high


def resumed_in(
    outlook: Outlook,
    of: Resumed,
    base: Interval,
    since: Interval,
    until: Interval,
    ended: Interval,
    *,
    calendar: Calendar,
) -> Interval:
    """The same in one outlook. ``ended``: when the days that do not count end, as recorded."""
    if ended == NEVER and outlook is Outlook.LOW:
        return base
    if ended == NEVER and outlook is Outlook.HIGH:
        return _standing_still(of, base, since, calendar)
    return resumed(of, base, since, until, calendar)


def _standing_still(of: Resumed, base: Interval, since: Interval, calendar: Calendar) -> Interval:
    """The latest moment that a term may yet run from, where the days that do not count may end at any time to come."""

    def latest(end: int, begun: int) -> int:
        known = -INF < end < INF and begun < INF
        return INF if known and _in_term(of, end, begun, calendar) else end

    return latest(base[0], since[1]), latest(base[1], since[0])


def _in_term(of: Resumed, base: int, since: int, calendar: Calendar) -> bool:
    """Do the days that do not count begin before the term is over?"""
    return since <= -INF or _counts(of, calendar, since) <= _counts(of, calendar, base, today=True) + of.count


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

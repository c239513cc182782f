"""The values of derived facts in the reference: a function a kind, for the record as recorded and as it may go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial, reduce
from typing import Any
from weakref import ref

from attrs import frozen

from ..facts.columns import total_of
from ..facts.recorded import Overlay
from ..kernel.derived import (
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
    YES,
    Interval,
    Truth,
    as_interval,
    at_most,
    hull,
)
from ..law.lowered import Lowered
from ..time.calendar import Calendar
from .moments import Get, Out, at_soonest, built_day, deemed, earliest, extreme, latest, prolonged, term_end
from .operands import OperandViews
from .worlds import OUTLOOKS, AddedItem, ItemTable, Outlook, Scope, ScopeTable, Worlds, truth


@frozen(eq=False, repr=False)
class Values:
    """Works out the derived facts of one kind of record, on one calendar.

    ``item_events``: the slots of the events of each list's items; ``new_items``: all that an item, of which nothing
    is known yet, may be; ``in_items``: the slots of the derived facts that each item has anew.
    """

    lowered: Lowered
    views: OperandViews
    calendar: Calendar
    item_events: Mapping[str, tuple[int, ...]]
    new_items: Mapping[str, Overlay]
    in_items: Mapping[str, frozenset[int]]

    def derive(self, worlds: Worlds, scope: Scope) -> Scope:
        """The same scope, whose tables know how to work out what is derived.

        They know the worlds that they are part of weakly: a record goes with the last who asks for it, and does not
        wait for the collector.
        """
        whole, part = ref(worlds), ref(scope)
        for outlook, table in zip(OUTLOOKS, scope.tables, strict=True):
            table.derive = partial(self.value, whole, part, outlook)
        return scope

    def value(self, whole: ref[Worlds], part: ref[Scope], outlook: Outlook, slot: int) -> Interval:
        """One derived fact, in one scope, as it is looked at."""
        worlds, scope = whole(), part()
        assert worlds is not None  # whoever asks holds them
        assert scope is not None
        derived = self.lowered.derived[slot]
        if type(derived) is Choose:
            sources = scope.sources.get(slot)
            if sources is None:  # the same however it is looked at
                sources = scope.sources[slot] = chosen_sources(derived, scope)
            return self.hull_of(slot, sources, scope.table(outlook))
        return _VALUES[type(derived)](self, derived, scope, outlook, worlds)

    def hull_of(self, slot: int, sources: list[int | None], table: ScopeTable) -> Interval:
        """The smallest interval that holds all that may be chosen."""
        none = self.lowered.layout.none[slot]
        spans = (none if source is None else table.get(source) for source in sources)
        return reduce(hull, spans)

    def extreme_of(self, of: ExtremeOf, _: Scope, outlook: Outlook, worlds: Worlds) -> Interval:
        """An item that surely satisfies the condition bounds the moment on one side, one that may on the other.

        An item that the future adds may be one of them, at the low end.
        """
        found = [
            (truth(of.where, item.recorded), item.table(outlook).get(of.item_slot))
            for item in worlds.items.get(of.list_path, ())
        ]
        of_added = None
        if outlook is Outlook.LOW:
            added = worlds.added(of.list_path)
            of_added = added.truth(of.where, Outlook.HIGH), added.low.get(of.item_slot)
        lo, hi = (latest if of.latest else earliest)(found, of_added)
        return (-INF if worlds.record.recorded.get(of.listed) == MAYBE else lo), hi

    def days_out(self, of: Prolonged, scope: Scope, outlook: Outlook, worlds: Worlds) -> Iterator[Out]:
        """The days that do not count; of a list that nobody knows any days may be. The sooner they begin the more."""
        for one in of.out:
            since, until = scope.table(outlook.other).get(one.since), scope.table(outlook).get(one.until)
            yield Out(one, TRUE, since, until, scope.recorded.get(one.until))
        for each in of.listed:
            items = worlds.items.get(each.list_path, ())
            if not items and worlds.record.recorded.get(each.listed) == MAYBE:
                yield Out(each.out, OPEN, UNKNOWN, UNKNOWN, UNKNOWN)
            for item in items:
                since = item.table(outlook.other).get(each.out.since)
                until = item.table(outlook).get(each.out.until)
                held = truth(each.where, item.recorded)
                yield Out(each.out, held, since, until, item.recorded.get(each.out.until))

    def some(self, of: SomeItem, _: Scope, outlook: Outlook, worlds: Worlds) -> Interval:
        """In the possible future an item with events to come may be added, however complete the record is."""
        items = worlds.items.get(of.list_path, ())
        least = OPEN if not items and worlds.record.recorded.get(of.listed) == MAYBE else FALSE
        held = [item.truth(of.where, outlook) for item in items]
        if of.grows and outlook is Outlook.HIGH:
            held.append(worlds.added(of.list_path).truth(of.where, outlook))
        return as_interval(max(held, default=FALSE) or least)

    def over_items(self, of: OverItems, _: Scope, outlook: Outlook, worlds: Worlds) -> Interval:
        """A number of each item that surely counts, and of each that may; the future may add any number."""
        items = worlds.items.get(of.list_path, ())
        spans = [] if items or worlds.record.recorded.get(of.listed) != MAYBE else [INF_OR_NONE]
        for item in items:
            span = item.table(outlook).get(of.what) if of.what is not None else YES
            spans.append(_counted(item.truth(of.where, outlook), span))
        if of.grows and outlook is Outlook.HIGH:
            to_come = worlds.added(of.list_path).truth(of.where, outlook)
            spans.append(_counted(to_come, (INF, INF)))
        return total_of(spans)

    def added(self, path: str, worlds: Worlds) -> Scope:
        """An item that may still be added to a list: its events are to come, and the future chooses the rest."""
        events = dict.fromkeys(self.item_events.get(path, ()), (worlds.first, INF))
        own, (recorded, low, high) = {**self.new_items[path], **events}, worlds.tables
        inside = self.in_items.get(path, frozenset())
        ends = AddedItem(low, dict(own), inside, 0), AddedItem(high, dict(own), inside, 1)
        return self.derive(worlds, Scope(ItemTable(recorded, own, inside), *ends))


def chosen_sources(of: Choose, scope: Scope) -> list[int | None]:
    """The sources that a definition may choose, judged by the record as it stands; of an added item, any of them."""
    if isinstance(scope.low, AddedItem):
        return [source for _, source in of.cases]
    table, sources = scope.recorded, list[int | None]()
    for condition, source in of.cases:
        holds = TRUE if condition is None else truth(condition, table)
        if holds != FALSE:
            sources.append(source)
        if holds == TRUE:
            return sources
    return [*sources, None]


INF_OR_NONE: Interval = (0, INF)
"""What nobody knows adds to a number."""


def _counted(holds: Truth, span: Interval) -> Interval:
    """What something adds to a number, by whether it counts."""
    return span if holds == TRUE else (0, span[1]) if holds == OPEN else (0, 0)


def _total(_: Values, of: Total, scope: Scope, outlook: Outlook, __: Worlds) -> Interval:
    table, less = scope.table(outlook), scope.table(outlook.other)
    return total_of(map(table.get, of.plus), map(less.get, of.minus), of.constant)


def _deemed(_: Values, of: Deemed, scope: Scope, outlook: Outlook, worlds: Worlds) -> Interval:
    """The sooner the event that was awaited comes, the later it is."""
    today = worlds.first + MINUTES_A_DAY - 1 if outlook is Outlook.RECORDED else None
    unless = scope.table(outlook.other).get(of.unless) if of.unless is not None else NEVER
    return deemed(of, scope.table(outlook).get(of.passed), unless, today)


def _soonest(_: Values, of: Soonest, scope: Scope, outlook: Outlook, worlds: Worlds) -> Interval:
    event = scope.table(outlook).get(of.event)
    return at_soonest(event, worlds.first) if event == NEVER or outlook is Outlook.RECORDED else event


def _prolonged(by: Values, of: Prolonged, scope: Scope, outlook: Outlook, worlds: Worlds) -> Interval:
    table = scope.table(outlook)
    out = by.days_out(of, scope, outlook, worlds)
    calendar = by.calendar.on(of.calendar)
    return prolonged(of, outlook, table.get(of.start), table.get(of.end), out, calendar)


def _term_end(by: Values, of: TermEnd, scope: Scope, outlook: Outlook, _: Worlds) -> Interval:
    calendar = by.calendar.on(by.lowered.operands[of.operand].calendar)
    return term_end(of, by.views.sees[of.operand], scope.table(outlook).get(of.base), calendar)


_VALUES: Mapping[type[Derived], Callable[[Values, Any, Scope, Outlook, Worlds], Interval]] = {
    Total: _total,
    DayOf: lambda _, of, scope, outlook, __: built_day(of, scope.table(outlook).get),
    TermEnd: _term_end,
    Extreme: lambda _, of, scope, outlook, __: extreme(of, scope.table(outlook).get),
    Deemed: _deemed,
    Soonest: _soonest,
    Prolonged: _prolonged,
    ExtremeOf: Values.extreme_of,
    OverItems: Values.over_items,
    SomeItem: Values.some,
}
"""How a fact is worked out in one scope, as it is looked at."""


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

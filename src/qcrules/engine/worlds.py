"""The record in two worlds, as the engines see it: operands of the fact table, and the truth of a formula on it.

In the *closed* world an event that has not happened never does; in the *open* one it may from the day of the check
on. Defined facts and quantifiers are worked out here, once a world; verdicts are written in by the engines' loop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from attrs import define, field, frozen

from ..errors import CalendarRangeError
from ..facts.recorded import Facts, Overlay
from ..facts.table import total_of
from ..kernel.formula import All, Any, Compare, Formula, Operand, Scale
from ..kernel.interval import (
    FALSE,
    INF,
    MAYBE,
    MINUTES_A_DAY,
    NEVER,
    NO,
    OPEN,
    TRUE,
    UNKNOWN,
    YES,
    Interval,
    Key,
    Truth,
    as_interval,
    hull,
    negate,
    whole_day,
)
from ..law.lowering import Choose, DayOf, Derived, EarliestOf, Lowered, Resumed, SomeItem, Total
from ..text import Text
from ..time.calendar import Calendar
from ..time.months import FIRST, IN_YEARS, LAST, day_of_month, month_of
from ..time.term import add_months

See = Callable[[int, int], Interval]


def _day(operand: Operand, minute: int) -> int:
    day = minute // MINUTES_A_DAY
    if operand.months:
        day = add_months(day, operand.months)
    return day + operand.days


def _counted(operand: Operand, calendar: Calendar) -> Callable[[int], int]:
    """W or V of the day of a minute: bare look-ups in the calendar's table."""
    table = calendar.worked_table
    offset = FIRST - 1 if operand.scale is Scale.WORKED else FIRST
    shift, plain = operand.shift, not operand.months and not operand.days

    def count(minute: int) -> int:
        day = minute // MINUTES_A_DAY if plain else _day(operand, minute)
        if not FIRST <= day <= LAST:
            raise CalendarRangeError(
                Text(
                    f"срок выходит за {IN_YEARS.ru} годы, которые знает календарь",
                    f"a term leaves {IN_YEARS.en}, the years that the calendar knows",
                )
            )
        return table[day - offset] + shift

    return count


def see_through(operand: Operand, calendar: Calendar) -> See:
    """The function from a slot's interval to the operand's."""
    if operand.scale is Scale.MEMBER:
        members = operand.members

        def member(lo: int, hi: int) -> Interval:
            if lo == hi:
                return YES if lo in members else NO
            inside = sum(1 for code in members if lo <= code <= hi)
            return NO if not inside else YES if inside == hi - lo + 1 else MAYBE

        return member
    shift = operand.shift
    if operand.scale is Scale.RAW and not shift:
        return lambda lo, hi: (lo, hi)
    if operand.scale is Scale.RAW:

        def raw(value: int) -> int:
            return value + shift

        at: Callable[[int], int] = raw
    elif operand.scale is Scale.DAY and not operand.months:
        days = operand.days + shift

        def plain_day(minute: int) -> int:
            return minute // MINUTES_A_DAY + days

        at = plain_day
    elif operand.scale is Scale.DAY:

        def day(minute: int) -> int:
            return _day(operand, minute) + shift

        at = day
    else:
        at = _counted(operand, calendar)

    def through(lo: int, hi: int) -> Interval:
        low = at(lo) if -INF < lo < INF else lo
        if hi == lo:
            return low, low
        return low, at(hi) if -INF < hi < INF else hi

    return through


@frozen(eq=False, repr=False)
class Lens:
    """The operands of a lowered rulebook on one calendar."""

    slots: Sequence[int | None]
    sees: Sequence[See]
    blank: list[Interval | None]

    @classmethod
    def of(cls, lowered: Lowered, calendar: Calendar) -> Lens:
        slots = [operand.slot for operand in lowered.operands]
        sees = [see_through(operand, calendar) for operand in lowered.operands]
        blank = [(o.shift, o.shift) if o.slot is None else None for o in lowered.operands]
        return cls(slots, sees, blank)


class Operands(Protocol):
    """What a formula is asked of."""

    def operand(self, number: int) -> Interval:
        """The interval of an operand."""


class Table:
    """The facts of the record in one world; each operand is worked out once."""

    __slots__ = ("hi", "lens", "lo", "seen")

    def __init__(self, lens: Lens, lo: list[int], hi: list[int]) -> None:
        self.lens = lens
        self.lo = lo
        self.hi = hi
        self.seen = lens.blank.copy()

    def operand(self, number: int) -> Interval:
        found = self.seen[number]
        if found is None:
            slot = self.lens.slots[number]
            assert slot is not None
            found = self.seen[number] = self.lens.sees[number](self.lo[slot], self.hi[slot])
        return found

    def get(self, slot: int) -> Interval:
        return self.lo[slot], self.hi[slot]

    def put(self, slot: int, value: Interval) -> None:
        self.lo[slot], self.hi[slot] = value


class ItemTable:
    """The facts of one item of a list, and behind them those of the record."""

    __slots__ = ("own", "root", "seen")

    def __init__(self, root: Table, own: Overlay) -> None:
        self.root = root
        self.own = own
        self.seen: dict[int, Interval] = {}

    def operand(self, number: int) -> Interval:
        slot = self.root.lens.slots[number]
        if slot is None or slot not in self.own:
            return self.root.operand(number)
        found = self.seen.get(number)
        if found is None:
            found = self.seen[number] = self.root.lens.sees[number](*self.own[slot])
        return found

    def get(self, slot: int) -> Interval:
        return self.own[slot] if slot in self.own else self.root.get(slot)

    def put(self, slot: int, value: Interval) -> None:
        self.own[slot] = value


def built_day(of: DayOf, table: Table) -> Interval:
    """The day that is built from a year or a month of the record, end by end."""
    if of.source is None:
        return whole_day(_in_year(of, of.year or 0))
    lo, hi = table.get(of.source)
    if of.month is None:
        if lo >= INF:
            return NEVER
        if lo <= -INF or hi >= INF:
            return UNKNOWN
        return whole_day(_in_month(of, lo))[0], whole_day(_in_month(of, hi))[1]
    if hi <= 0:
        return NEVER
    return UNKNOWN if lo <= 0 else (whole_day(_in_year(of, lo))[0], whole_day(_in_year(of, hi))[1])


def resumed(of: Resumed, get: Callable[[int], Interval], calendar: Calendar) -> Interval:
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


def truth(formula: Formula, table: Operands) -> Truth:
    """Kleene's truth of a formula: this is what conditions mean."""
    if isinstance(formula, Compare):
        left, right = table.operand(formula.left), table.operand(formula.right)
        return TRUE if left[1] <= right[0] else FALSE if left[0] > right[1] else OPEN  # ``at_most``
    if isinstance(formula, All):
        worst = TRUE
        for part in formula.parts:
            found = truth(part, table)
            if found < worst:
                worst = found
                if worst == FALSE:
                    break
        return worst
    if isinstance(formula, Any):
        best = FALSE
        for part in formula.parts:
            found = truth(part, table)
            if found > best:
                best = found
                if best == TRUE:
                    break
        return best
    return negate(truth(formula.part, table))


@define(eq=False, repr=False)
class Scope:
    """What a rule is asked of: the record, or one item of a list, in both worlds; ``key`` is 1 for the first item."""

    closed: Table | ItemTable
    open: Table | ItemTable
    key: Key | None = None


@define(eq=False, repr=False)
class Record(Scope):
    """The record itself, in both worlds."""

    closed: Table
    open: Table
    key: Key | None = None


@define(eq=False, repr=False)
class Worlds:
    """The record in both worlds, with its items."""

    lowered: Lowered
    facts: Facts
    record: Record
    items: dict[str, list[Scope]] = field(factory=dict)

    def scopes(self, list_path: str | None) -> list[Scope]:
        """Where a rule is asked: of the record, or of each item (of the record where no item is known)."""
        if list_path is None:
            return [self.record]
        return self.items.get(list_path) or [self.record]


@frozen(eq=False, repr=False)
class WorldMaker:
    """Makes the two worlds of a record. One for a lowered rulebook on a calendar; safe to share."""

    lowered: Lowered
    lens: Lens
    events: tuple[int, ...]
    item_events: dict[str, tuple[int, ...]]
    new_items: dict[str, Overlay]
    calendar: Calendar

    @classmethod
    def of(cls, lowered: Lowered, calendar: Calendar, lists: dict[str, tuple[int, ...]]) -> WorldMaker:
        """``lists``: the slots of the events of each list's items."""
        inside = {slot for slots in lists.values() for slot in slots}
        events = tuple(
            slot for slot, moment in enumerate(lowered.layout.moments) if moment and slot not in inside
        )
        layout = lowered.layout
        new_items = {
            derived.list_path: {
                slot: layout.unknown[slot]
                for path, slot in layout.slots.items()
                if path.startswith(f"{derived.list_path}[].")
            }
            for derived in lowered.derived
            if isinstance(derived, SomeItem) and derived.grows
        }
        return cls(lowered, Lens.of(lowered, calendar), events, lists, new_items, calendar)

    def make(self, facts: Facts) -> Worlds:
        """The two worlds of a record."""
        first = facts.as_of.toordinal() * MINUTES_A_DAY
        lo, hi = facts.lo.copy(), facts.hi.copy()
        for slot in self.events:
            if lo[slot] == INF:
                lo[slot] = first
        closed, open_ = Table(self.lens, facts.lo.copy(), facts.hi.copy()), Table(self.lens, lo, hi)
        worlds = Worlds(self.lowered, facts, Record(closed, open_))
        for path, overlays in facts.items.items():
            scopes = []
            for key, overlay in overlays.items():
                later = self.still_open(path, overlay, facts, first)
                scopes.append(Scope(ItemTable(closed, dict(overlay)), ItemTable(open_, later), key))
            worlds.items[path] = scopes
        settled = self.settled(facts)
        for derived in self.lowered.derived:
            if derived.slot in settled:
                lo_, hi_ = settled[derived.slot]
                closed.put(derived.slot, (lo_, hi_))
                not_yet = lo_ == INF and self.lowered.layout.moments[derived.slot]
                open_.put(derived.slot, (first if not_yet else lo_, hi_))
            else:
                self.derive(derived, worlds, first)
        return worlds

    def settled(self, facts: Facts) -> dict[int, Interval]:
        """The slots of defined facts that a case table has set directly."""
        return {
            slot: value
            for path, value in facts.defined.items()
            for slot in self.lowered.defined_slots[path].values()
        }

    def still_open(self, path: str, overlay: Overlay, facts: Facts, first: int) -> Overlay:
        """An item in the open world: its events that have not happened may still happen."""
        later = dict(overlay)
        for slot in self.item_events.get(path, ()):
            lo, _ = overlay.get(slot) or (facts.lo[slot], facts.hi[slot])
            if lo == INF:
                later[slot] = (first, INF)
        return later

    def derive(self, derived: Derived, worlds: Worlds, first: int) -> None:
        """Work out one defined fact or quantifier in both worlds."""
        record = worlds.record
        if isinstance(derived, Choose):
            sources = self.chosen(derived, record.closed)
            for table in (record.closed, record.open):
                table.put(derived.slot, self.union(derived.slot, sources, table))
        elif isinstance(derived, EarliestOf):
            self.earliest(derived, worlds, first)
        elif isinstance(derived, Total):
            self.total(derived, worlds)
        elif isinstance(derived, DayOf):
            for table in (record.closed, record.open):
                table.put(derived.slot, built_day(derived, table))
        elif isinstance(derived, Resumed):
            for table in (record.closed, record.open):
                table.put(derived.slot, resumed(derived, table.get, self.calendar))
        else:
            self.some(derived, worlds, first)

    def chosen(self, derived: Choose, record: Operands) -> list[int | None]:
        """The sources that a definition may choose, judged by the record as it stands."""
        sources: list[int | None] = []
        for condition, source in derived.cases:
            holds = TRUE if condition is None else truth(condition, record)
            if holds != FALSE:
                sources.append(source)
            if holds == TRUE:
                return sources
        return [*sources, None]

    def union(self, slot: int, sources: list[int | None], table: Table) -> Interval:
        none = self.lowered.layout.none[slot]
        spans = [none if source is None else table.get(source) for source in sources]
        whole = spans[0]
        for span in spans[1:]:
            whole = hull(whole, span)
        return whole

    def earliest(self, derived: EarliestOf, worlds: Worlds, first: int) -> None:
        """The earliest among the items that satisfy a condition; an item that may satisfy it may be the earliest."""
        record = worlds.record
        slot = worlds.facts.layout.slots[derived.list_path]
        unknown = record.closed.get(slot) == MAYBE
        for table, side in ((record.closed, "closed"), (record.open, "open")):
            lo = -INF if unknown else INF if table is record.closed else first
            hi = INF
            for scope in worlds.items.get(derived.list_path, ()):
                holds = truth(derived.where, scope.closed)
                item = scope.closed if side == "closed" else scope.open
                span = item.get(derived.item_slot)
                lo = min(lo, span[0]) if holds != FALSE else lo
                hi = min(hi, span[1]) if holds == TRUE else hi
            table.put(derived.slot, (lo, hi))

    def total(self, derived: Total, worlds: Worlds) -> None:
        """A sum, in the record or in every item of a list."""
        for scope in (worlds.record, *worlds.items.get(derived.list_path or "", ())):
            for table in (scope.closed, scope.open):
                table.put(derived.slot, total_of(map(table.get, derived.plus), map(table.get, derived.minus)))

    def some(self, derived: SomeItem, worlds: Worlds, first: int) -> None:
        """Does some item satisfy a condition? In the open world an item with events to come may still be added.

        Of such an item nothing else is known, however complete the record is."""
        record = worlds.record
        unknown = record.closed.get(worlds.facts.layout.slots[derived.list_path]) == MAYBE
        scopes = worlds.items.get(derived.list_path, ())
        least = OPEN if unknown and not scopes else FALSE
        closed = max((truth(derived.where, scope.closed) for scope in scopes), default=least)
        record.closed.put(derived.slot, as_interval(closed))
        later = max((truth(derived.where, scope.open) for scope in scopes), default=least)
        if later == FALSE and derived.grows:
            events = dict.fromkeys(self.item_events.get(derived.list_path, ()), (first, INF))
            to_come = ItemTable(record.open, {**self.new_items[derived.list_path], **events})
            later = min(OPEN, truth(derived.where, to_come))
        record.open.put(derived.slot, as_interval(later))

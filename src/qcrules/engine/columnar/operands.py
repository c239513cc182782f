"""The operands of a lowered rulebook, as functions of columns.

Every operand on days (the day itself, W, V, months and constants added) is one table over the places, infinities
included: seeing a column through it is looking up. Counts of working days fit 16 bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from attrs import frozen

from ...errors import CalendarRangeError
from ...kernel.derived import TermEnd
from ...kernel.formula import Operand, Scale
from ...kernel.interval import INF, UNKNOWN
from ...law.lowered import Lowered
from ...time.calendar import Calendar
from ...time.counting import add_months
from ...time.months import FIRST, LAST
from ..operands import see_through
from .columns import Codes, Days, FactColumn
from .ends import FAR, PLACE, TOP, End, Span, is_array, pick, taken
from .tape import Array

ON_DAYS = (Scale.DAY, Scale.WORKED, Scale.BEFORE)
OPTIONS = 64
"""More than the options of any choice."""

SHORT = (1 << 15) - 1
"""+∞ among counts of working days, which fit 16 bits unless a term is absurd."""


@frozen(eq=False)
class DayTable:
    """An operand on days as a table over the places. ``outside``: places whose day the calendar does not know."""

    table: Array
    outside: Array | None
    positive: bool
    infinity: int

    @classmethod
    def of(cls, operand: Operand, calendar: Calendar, infinity: int) -> DayTable:
        days = np.arange(FIRST, LAST + 1)
        outside = np.zeros(TOP + 1, np.bool_)
        if operand.months:
            days = _months_on(days, operand.months)
            outside[1:TOP] = (days < FIRST) | (days > LAST)
        days += operand.days
        if operand.scale is not Scale.DAY:
            outside[1:TOP] |= (days < FIRST) | (days > LAST)
            up_to = 1 if operand.scale is Scale.WORKED else 0
            days = np.array(calendar.worked_table).take(days - FIRST + up_to, mode="clip")
        values = days + operand.shift
        table = np.empty(TOP + 1, np.int32 if infinity == FAR else np.int16)
        table[0], table[1:TOP], table[TOP] = -infinity, values, infinity
        return cls(table, outside if outside.any() else None, bool(values.min() >= 0), infinity)

    def until(self, limit: int) -> DayTable:
        """The same table where what lies past a place has not come."""
        table, outside = self.table.copy(), self.outside
        table[limit + 1 :] = self.infinity
        if outside is not None:
            outside = outside.copy()
            outside[limit + 1 :] = False
        return DayTable(table, outside, self.positive, self.infinity)

    def of_days(self, days: Days) -> Span:
        """Both ends of exact or unknown days: where nothing is known, from one infinity to the other."""
        low = taken(self.table, days.first)
        if not days.vague or not is_array(low):
            return low, low
        return low, np.abs(low) if self.positive else pick(low == -self.infinity, self.infinity, low)


def _months_on(days: Array, months: int) -> Array:
    """Days so many months on, or back; for those that leave the calendar, a day beyond its end."""
    beyond = LAST + 1 if months > 0 else FIRST - 1

    def moved(day: int) -> int:
        try:
            return add_months(day, months)
        except CalendarRangeError:
            return beyond

    return np.array([moved(day) for day in days.tolist()])


class ColumnViews:
    """The operands of a lowered rulebook on one calendar."""

    def __init__(self, lowered: Lowered, calendar: Calendar) -> None:
        self.operands = lowered.operands
        self.calendar = calendar
        sums = {slot for slot, derived in lowered.derived.items() if derived.counts}
        spans = enumerate(lowered.layout.unknown)
        self.moments = tuple(span == UNKNOWN and slot not in sums for slot, span in spans)
        self.numbers = tuple(hi >= OPTIONS for _, hi in lowered.layout.unknown)
        counted = [abs(one.shift) for one in self.operands if one.scale in (Scale.WORKED, Scale.BEFORE)]
        most = max(one.worked_table[-1] for one in (calendar, *calendar.others.values()))
        room = most + max(counted, default=0) < SHORT
        self._infinity_of_counts = SHORT if room else FAR
        self._working_days: dict[str, Array] = {}
        self._ends: dict[TermEnd, Array] = {}
        self._days: dict[int, DayTable] = {}
        self._until: tuple[int, dict[int, DayTable]] = 0, {}
        self._members: dict[int, tuple[Array, Array]] = {}

    def calendar_of(self, number: int) -> Calendar:
        """Whose working days an operand counts."""
        return self.calendar.on(self.operands[number].calendar)

    def working_days(self, number: int) -> Array:
        """The place of each working day of an operand's calendar, by its number."""
        name = self.operands[number].calendar
        if name not in self._working_days:
            worked = np.array(self.calendar_of(number).worked_table)
            days = np.flatnonzero(np.diff(worked)) + 1
            self._working_days[name] = np.array([0, *days.tolist(), TOP], PLACE)
        return self._working_days[name]

    def most(self, slot: int) -> int:
        """More than any value of a slot, or its infinity."""
        return FAR if self.moments[slot] else INF if self.numbers[slot] else OPTIONS

    def on_days(self, number: int) -> bool:
        """Is an operand a table over the places, all of them within the calendar?"""
        return self.operands[number].scale in ON_DAYS and self.days(number).outside is None

    def days(self, number: int) -> DayTable:
        """The table of an operand on days, made when it is first asked for."""
        found = self._days.get(number)
        if found is None:
            operand = self.operands[number]
            infinity = FAR if operand.scale is Scale.DAY else self._infinity_of_counts
            found = self._days[number] = DayTable.of(operand, self.calendar_of(number), infinity)
        return found

    def days_until(self, number: int, limit: int) -> DayTable:
        """The same, cut at a place; kept for the day of the check that was asked last."""
        day, tables = self._until
        if day != limit:
            day, tables = self._until = limit, {}
        found = tables.get(number)
        if found is None:
            found = tables[number] = self.days(number).until(limit)
        return found

    def members(self, number: int) -> tuple[Array, Array]:
        """Both ends of a membership, by both ends of the code (options are few)."""
        found = self._members.get(number)
        if found is None:
            see = see_through(self.operands[number], self.calendar_of(number))
            spans = [see((lo, hi)) if lo <= hi else (0, 0) for lo in range(OPTIONS) for hi in range(OPTIONS)]
            ends = np.array(spans, np.int8)
            found = self._members[number] = ends[:, 0].copy(), ends[:, 1].copy()
        return found

    def ends(self, of: TermEnd) -> Array:
        """Of each place the place where the term ends that runs from there; beyond the calendar an infinity."""
        found = self._ends.get(of)
        if found is None:
            operand = self.operands[of.operand]
            days = np.arange(FIRST, LAST + 1)
            days = (_months_on(days, operand.months) if operand.months else days) + operand.days
            inside = np.clip(days, FIRST - 1, LAST + 1) - (FIRST - 1)
            if operand.scale is not Scale.DAY:
                upto = days - FIRST + (1 if operand.scale is Scale.WORKED else 0)
                number = (
                    np.array(self.calendar_of(of.operand).worked_table).take(upto, mode="clip")
                    + operand.shift
                )
                ends = self.working_days(of.operand).take(number, mode="clip")
                inside = np.where((inside > 0) & (inside < TOP), ends, inside)
            found = self._ends[of] = np.concatenate([[0], inside, [TOP]]).astype(PLACE)
        return found

    def see(self, number: int, column: FactColumn, wrong: Callable[[End], None]) -> Span:
        """An operand of a column. ``wrong`` is told which records leave the calendar."""
        if self.operands[number].scale not in ON_DAYS:
            if isinstance(column, Codes):
                return column.of_records(self.plain(number, (column.lo, column.hi)))
            return self.plain(number, column.values())
        days = self.days(number)
        if isinstance(column, Days) and (column.limit is None or isinstance(column.limit, int)):
            if column.limit is not None:
                days = self.days_until(number, column.limit)
            if days.outside is not None:
                wrong(taken(days.outside, column.first))
            return days.of_days(column)
        first, last = column.places()
        if days.outside is not None:
            for place in (first, last):
                wrong(taken(days.outside, place))
        low = taken(days.table, first)
        return low, low if first is last else taken(days.table, last)

    def plain(self, number: int, values: Span) -> Span:
        """A number or a code with a constant added, or its membership."""
        operand = self.operands[number]
        lo, hi = values
        if operand.scale is Scale.MEMBER:
            low, high = self.members(number)
            at = np.multiply(lo, OPTIONS, dtype=np.int16) + hi if is_array(lo) else lo * OPTIONS + hi
            return taken(low, at), taken(high, at)
        if not operand.shift:
            return lo, hi
        most = self.most(cast(int, operand.slot))
        return _shifted(lo, operand.shift, most), _shifted(hi, operand.shift, most)


def _shifted(value: End, by: int, bound: int) -> End:
    if not is_array(value):
        return value if value >= bound or value <= -bound else value + by
    finite: Any = (value < bound) & (value > -bound)
    return cast(End, np.add(value, np.multiply(finite, by, dtype=value.dtype)))

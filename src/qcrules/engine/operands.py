"""Operands on one calendar: the functions through which comparisons see the slots of the fact table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import frozen

from ..errors import CalendarRangeError
from ..kernel.formula import Operand, Scale
from ..kernel.interval import INF, MAYBE, MINUTES_A_DAY, NO, YES, Interval
from ..law.lowered import Lowered
from ..text import Text
from ..time.calendar import Calendar
from ..time.counting import add_months
from ..time.months import FIRST, IN_YEARS, LAST

NO_SLOT = -1
See = Callable[[Interval], Interval]


def _day(operand: Operand, minute: int) -> int:
    day = minute // MINUTES_A_DAY
    if operand.months:
        day = add_months(day, operand.months)
    return day + operand.days


def _counted(operand: Operand, calendar: Calendar) -> Callable[[int], int]:
    """W or V of the day of a minute: bare look-ups in the calendar's table."""
    table = calendar.worked_by_place
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

        def member(span: Interval) -> Interval:
            lo, hi = span
            if lo == hi:
                return YES if lo in members else NO
            inside = sum(1 for code in members if lo <= code <= hi)
            return NO if not inside else YES if inside == hi - lo + 1 else MAYBE

        return member
    shift = operand.shift
    if operand.scale is Scale.RAW and not shift:
        return lambda span: span
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

    def through(span: Interval) -> Interval:
        lo, hi = span
        low = at(lo) if -INF < lo < INF else lo
        if hi == lo:
            return low, low
        return low, at(hi) if -INF < hi < INF else hi

    return through


@frozen(eq=False, repr=False)
class OperandViews:
    """The operands of a lowered rulebook on one calendar."""

    slots: Sequence[int]
    """The slot of each; of a constant, which is in ``blank``, ``NO_SLOT``."""
    sees: Sequence[See]
    blank: list[Interval | None]

    @classmethod
    def of(cls, lowered: Lowered, calendar: Calendar) -> OperandViews:
        slots = [NO_SLOT if one.slot is None else one.slot for one in lowered.operands]
        sees = [see_through(operand, calendar.on(operand.calendar)) for operand in lowered.operands]
        blank = [(o.shift, o.shift) if o.slot is None else None for o in lowered.operands]
        return cls(slots, sees, blank)

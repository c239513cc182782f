"""How a term is counted: on or back, with or without its first day, and where it goes that ends on a day off.

``Counting.due_day`` is the meaning, on bare ordinals; ``Counting.reckon`` gives the same with its way: the first day
counted, the days passed over and why, the day it was rolled from. With n the count, e the day a term runs from and y
the day it runs back from:

=====================  ===========================  ============================
                       first day not counted        first day counted
=====================  ===========================  ============================
n calendar days on     e + n                        e + n - 1
n calendar days back   y - n                        y - n + 1
n working days on      working day no. W(e) + n     working day no. V(e) + n
n working days back    working day no. V(y) - n + 1 working day no. W(y) - n + 1
=====================  ===========================  ============================

Weeks, months, quarters and years go like calendar days, clipped to the month's end before the first day is
counted. A term in hours runs to the minute and knows neither days off nor a first day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal

from attrs import frozen

from ..by_value import ByValue
from ..errors import UsageError
from ..finding import SkippedDay
from ..kernel.interval import MINUTES_A_DAY
from .calendar import Calendar, outside
from .months import FIRST, LAST, YEARS, day_of_month, month_of
from .term import DAYS, MONTHS, Term, Unit

Roll = Literal["none", "forward", "back"]
"""Where a term goes that ends on a day off: nowhere, to the next working day, to the last one before."""


def add_months(day: int, by: int) -> int:
    """The same day ``by`` months on, or back, clipped to the month's end: 31 January + 1 is 28 February."""
    start = date.fromordinal(inside(day))
    month = month_of(start) + by
    if month // 12 not in YEARS:
        raise outside(FIRST - 1 if by < 0 else LAST + 1)
    return day_of_month(month, start.day)


def inside(day: int) -> int:
    """A day that the calendar knows. CalendarRangeError for any other."""
    if FIRST <= day <= LAST:
        return day
    raise outside(day)


@frozen(eq=False, repr=False)
class Reckoning(ByValue):
    """A due day (for hours, a minute) with the way to it; ``raw_end`` is the day before rolling."""

    base: date | datetime
    due: date | datetime
    first_counted: date | None = None
    skipped: tuple[SkippedDay, ...] = ()
    raw_end: date | None = None
    rolled_from: date | None = None


@frozen(eq=False, repr=False)
class Counting(ByValue):
    """A term and how it is counted: back from a moment (``before``), its first day with the rest, rolled or not."""

    term: Term
    before: bool = False
    count_first_day: bool = False
    roll: Roll = "none"

    @property
    def in_hours(self) -> bool:
        """Does it run to the minute?"""
        return self.term.unit is Unit.HOUR

    def due_minute(self, minute: int, calendar: Calendar) -> int:
        """The last minute of a term that runs from a minute (for hours), or the first one of its last day."""
        if self.in_hours:
            return minute + (-60 if self.before else 60) * self.term.count
        return self.due_day(minute // MINUTES_A_DAY, calendar) * MINUTES_A_DAY

    def due_day(self, day: int, calendar: Calendar) -> int:
        """The last day of a term that runs from a day, or back from it; not for hours.

        CalendarRangeError where the term, or a working day it needs, lies outside the calendar.
        """
        end = self._end(self.term, day, calendar)
        if self.roll == "forward":
            return calendar.nth(calendar.before(end) + 1)
        if self.roll == "back":
            return calendar.nth(calendar.worked(end))
        return end

    def _end(self, term: Term, day: int, calendar: Calendar) -> int:
        """The due day before it is rolled."""
        unit, count = term.unit, term.count
        if unit is Unit.WORKING_DAY:
            if self.before:
                upto = calendar.worked if self.count_first_day else calendar.before
                return calendar.nth(upto(day) - count + 1)
            return calendar.nth((calendar.before if self.count_first_day else calendar.worked)(day) + count)
        if unit is Unit.HOUR:
            raise UsageError.of(
                "срок в часах считают от минуты, а не от дня", "a term in hours runs from a minute, not a day"
            )
        sign = -1 if self.before else 1
        step = sign * count
        end = add_months(day, step * MONTHS[unit]) if unit in MONTHS else inside(day) + step * DAYS[unit]
        return inside(end - sign if self.count_first_day else end)

    def reckon(self, base: date | datetime, calendar: Calendar) -> Reckoning:
        """When the term ends that runs from ``base``, or back from it, and how that was counted.

        A term in hours needs a base with a time of day, and takes no first day and no roll (UsageError).
        """
        if self.in_hours:
            return Reckoning(base, self._hours(base))
        day = base.toordinal()
        end, due = self._end(self.term, day, calendar), self.due_day(day, calendar)
        return Reckoning(
            base=base,
            due=date.fromordinal(due),
            first_counted=self._first_counted(day, calendar),
            skipped=tuple(_off(self._passed(day, end, due), calendar)),
            raw_end=date.fromordinal(end),
            rolled_from=date.fromordinal(end) if due != end else None,
        )

    def _passed(self, day: int, end: int, due: int) -> list[int]:
        """The days from the first one counted to the last, and those that the term is rolled over."""
        passed = set(range(min(end, due), max(end, due) + 1)) if due != end else set()
        if self.term.unit is Unit.WORKING_DAY:
            passed |= set(range(min(day, end), max(day, end) + 1))
            if self.term.count > 0 and not self.count_first_day:
                passed.discard(day)
        return sorted(passed)

    def _hours(self, base: date | datetime) -> datetime:
        if self.count_first_day or self.roll != "none":
            raise UsageError.of(
                "срок в часах считается по минутам: первый день и перенос к нему не относятся",
                "a term in hours runs to the minute: it has no first day to count and no roll",
            )
        if not isinstance(base, datetime):
            raise UsageError.of(
                f"срок в часах считают от минуты: у даты {base:%d.%m.%Y} нет времени суток",
                f"a term in hours runs from a minute: {base} has no time of day",
            )
        inside(base.toordinal())
        try:
            due = base + timedelta(hours=self.term.count) * (-1 if self.before else 1)
        except OverflowError:
            raise outside(FIRST - 1 if self.before else LAST + 1) from None
        inside(due.toordinal())
        return due

    def _first_counted(self, day: int, calendar: Calendar) -> date | None:
        """The day that counts as the first of the term; a term of nothing has none."""
        if self.term.count == 0:
            return None
        unit = Unit.WORKING_DAY if self.term.unit is Unit.WORKING_DAY else Unit.CALENDAR_DAY
        return date.fromordinal(self._end(Term(1, unit), day, calendar))


def _off(days: list[int], calendar: Calendar) -> Iterator[SkippedDay]:
    """Those days that are off, each with its reason."""
    for day in days:
        if not calendar.is_working(day):
            reason = calendar.reason(day)
            assert reason is not None, "every day off has its reason"
            yield SkippedDay(date.fromordinal(day), reason)

"""Moments that are worked out from others, end by end: days built from numbers, ends of terms, deemed events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from attrs import frozen

from ..by_value import ByValue
from ..errors import CalendarRangeError
from ..kernel.derived import DayOf, DaysOut, Deemed, Extreme, Prolonged, TermEnd
from ..kernel.interval import (
    FALSE,
    INF,
    MINUTES_A_DAY,
    NEVER,
    OPEN,
    TRUE,
    Interval,
    Truth,
    at_most,
    day_of,
    whole_day,
)
from ..time.calendar import Calendar
from ..time.months import FIRST, LAST, day_of_month, month_of
from .operands import See
from .worlds import Outlook

Get = Callable[[int], Interval]
LAST_OF_DAY = MINUTES_A_DAY - 1


def finite(value: int) -> bool:
    """Is it no infinity?"""
    return -INF < value < INF


def by_ends(span: Interval, at: Callable[[int], int]) -> Interval:
    """A growing function of an interval, end by end; an infinity stays what it is."""
    lo, hi = span
    return at(lo) if finite(lo) else lo, at(hi) if finite(hi) else hi


def at_soonest(event: Interval, first: int) -> Interval:
    """An event as soon as it may come: where it has not, on the day of the check, whose ``first`` minute is given.

    One that may not have come (it ends at infinity) has come by the end of that day, or not at all.
    """
    lo, hi = event
    if hi < INF:
        return event
    return (first, first) if lo == INF else (lo, first + LAST_OF_DAY)


# -- a day of a month, or of a year --------------------------------------------------------------------------


def built_day(of: DayOf, get: Get) -> Interval:
    """The day that is built from a year or a month, end by end."""
    if of.source is None:
        return whole_day(_in_year(of, of.year or 0))
    lo, hi = get(of.source)
    if of.month is None:
        first, last = by_ends((lo, hi), lambda minute: _in_month(of, minute) * MINUTES_A_DAY)
    elif of.of_moment:
        first, last = by_ends((lo, hi), lambda minute: _in_year(of, _date(minute).year) * MINUTES_A_DAY)
    elif hi <= 0:
        return NEVER
    else:  # the number of a year
        first = _in_year(of, lo) * MINUTES_A_DAY if lo > 0 else -INF
        last = _in_year(of, hi) * MINUTES_A_DAY if lo > 0 and hi < INF else INF
    return first, last + LAST_OF_DAY if finite(last) else last


def _date(minute: int) -> date:
    return date.fromordinal(minute // MINUTES_A_DAY)


def _in_year(of: DayOf, year: int) -> int:
    return day_of_month((year + of.years) * 12 + (of.month or 1) - 1, of.day)


def _in_month(of: DayOf, minute: int) -> int:
    return day_of_month(month_of(_date(minute)) + of.months, of.day)


# -- the end of a term ---------------------------------------------------------------------------------------


def term_end(of: TermEnd, see: See, base: Interval, calendar: Calendar) -> Interval:
    """The end of a term, from what its operand names: the last minute of its last day. ``see``: through its operand."""
    if of.names == "minute":
        end = see(base)
        return end if of.rolled == "none" else rolled_minutes(end, calendar, of.rolled == "forward")

    def at(minute: int) -> int:
        try:
            number = see((minute, minute))[0]
            day = calendar.nth(number) if of.names == "working_day" else number
        except CalendarRangeError:
            return -INF if of.back else INF
        return last_minute(day)

    return by_ends(base, at)


def last_minute(day: int) -> int:
    """The last minute of a day; a day beyond the calendar never comes, one before it lies before all others."""
    return INF if day > LAST else -INF if day < FIRST else day * MINUTES_A_DAY + LAST_OF_DAY


def rolled_minutes(span: Interval, calendar: Calendar, forward: bool) -> Interval:
    """Minutes moved from days off to the same time on the next working day, or on the last one before.

    That does not grow with the minute: Saturday at three goes behind Monday at two. So the days between the ends count.
    """

    def moved(day: int, minute: int) -> int:
        try:
            working = calendar.nth(calendar.before(day) + 1 if forward else calendar.worked(day))
        except CalendarRangeError:
            return INF if forward else -INF
        return working * MINUTES_A_DAY + minute

    def at(minute: int) -> int:
        return moved(*divmod(minute, MINUTES_A_DAY))

    lo, hi = span
    first, last = by_ends(span, at)
    if finite(lo) and day_of(lo) < day_of(hi):
        first = min(first, moved(day_of(lo) + 1, 0))
    if finite(hi) and day_of(lo) < day_of(hi):
        last = max(last, moved(day_of(hi) - 1, LAST_OF_DAY))
    return first, last


# -- days that do not count ----------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class Out(ByValue):
    """Days that are out: whether they are, when they begin, when they end, and when they end as recorded."""

    of: DaysOut
    held: Truth
    since: Interval
    until: Interval
    recorded: Interval


def prolonged(
    of: Prolonged, outlook: Outlook, start: Interval, end: Interval, out: Iterable[Out], calendar: Calendar
) -> Interval:
    """The last day of a term, moved on past the days that do not count.

    Those that have not ended may end at any time to come: at the low end of the future they are as none, at the high
    end they go on for ever. So those of which nobody knows whether they have ended are sure at neither.
    """
    sure: list[tuple[int, int]] = []
    perhaps: list[tuple[int, int]] = []
    for one in out:
        (first, last), (begun, ended) = one.since, one.until
        endless = one.recorded == NEVER
        if endless and outlook is not Outlook.HIGH:
            continue
        after, upto = int(one.of.first_counts), int(one.of.last_counts)
        over = begun > -INF and max(ended, one.recorded[1]) < INF
        if one.held == TRUE and last < INF and (endless or over):
            sure.append((day_of(last) + after, INF if endless else day_of(begun) - upto))
        if one.held != FALSE and first < INF and (endless or begun < INF):
            since = day_of(first) + after if first > -INF else -INF
            perhaps.append((since, day_of(ended) - upto if ended < INF else INF))
    low = _moved(of, start[0], end[0], sure, calendar)
    high = _moved(of, start[1], end[1], perhaps, calendar)
    return low, high


def _moved(of: Prolonged, start: int, end: int, out: Sequence[tuple[int, int]], calendar: Calendar) -> int:
    """The last minute of the last day, past days that are out (by their first and their last day)."""
    if not finite(end) or not finite(start):
        return end
    first_day = day_of(start) + (0 if of.first_counts else 1)
    due, free, left = day_of(end), first_day, INF if of.most is None else of.most
    for since, until in sorted(out):
        since = max(since, free)
        if since > due or left == 0:
            break
        if until >= INF and left >= INF:
            return INF
        free = max(free, until + 1)
        lost = min(left, _count(of, since, min(until, LAST), calendar))
        if lost > 0:
            left -= lost
            try:
                due = calendar.nth(calendar.worked(due) + lost) if of.working else due + lost
            except CalendarRangeError:
                return INF
    return last_minute(due)


def _count(of: Prolonged, since: int, until: int, calendar: Calendar) -> int:
    """How many of these days would have counted."""
    if until < since:
        return 0
    return calendar.worked(until) - calendar.before(since) if of.working else until - since + 1


# -- the later of several, and deemed events -----------------------------------------------------------------


def extreme(of: Extreme, get: Get) -> Interval:
    """The latest, or the earliest, of several moments."""
    spans = [get(slot) for slot in of.moments]
    best = max if of.latest else min
    return best(lo for lo, _ in spans), best(hi for _, hi in spans)


def deemed(of: Deemed, passed: Interval, unless: Interval, today: int | None) -> Interval:
    """The day after a moment has passed without another; ``today``: the last minute of the day of the check, after
    which nothing has happened yet (None: in the possible future)."""
    if of.minutes:
        day = by_ends(passed, lambda minute: minute + 1)
        in_time = at_most(unless, passed)
    else:
        first, last = by_ends(passed, lambda minute: (minute // MINUTES_A_DAY + 1) * MINUTES_A_DAY)
        first, last = (INF if end > LAST * MINUTES_A_DAY else end for end in (first, last))
        day = first, last + LAST_OF_DAY if finite(last) else last
        in_time = at_most(*(by_ends(one, day_of) for one in (unless, passed)))
    in_time = FALSE if of.unless is None else in_time
    if in_time == TRUE:
        return NEVER
    lo, hi = day[0], INF if in_time == OPEN else day[1]
    if today is None:
        return lo, hi
    return INF if lo > today else lo, INF if hi > today else hi


# -- of the items of a list ----------------------------------------------------------------------------------


Held = tuple[Truth, Interval]
"""Whether the moment of an item counts, and the moment."""


def earliest(found: Sequence[Held], added: Held | None) -> Interval:
    """The earliest of the items' moments; ``added``: of an item that the future may add, at its low end."""
    every = [*found, *([added] if added is not None else [])]
    low = min((lo for held, (lo, _) in every if held != FALSE), default=INF)
    return low, min((hi for held, (_, hi) in every if held == TRUE), default=INF)


def latest(found: Sequence[Held], added: Held | None) -> Interval:
    """The latest of the items' moments; only where none surely counts, one that the future adds may be it."""
    sure = [lo for held, (lo, _) in found if held == TRUE]
    counted = [span for held, span in found if held != FALSE]
    if sure:
        return max(sure), max(hi for _, hi in counted)
    may = added is not None and added[0] != FALSE
    spans = [*counted, *([added[1]] if added is not None and may else [])]
    certain = added is not None and added[0] == TRUE
    return min((lo for lo, _ in spans), default=INF), max(hi for _, hi in spans) if certain else INF

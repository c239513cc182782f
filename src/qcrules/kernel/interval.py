"""Closed integer intervals and the three truths of comparing them.

An interval is a pair ``(lo, hi)`` of integers. ``-INF`` and ``INF`` are the infinities: a fact that is not
known is ``UNKNOWN``, an event that has not happened is ``NEVER``, a vague one is the span of what it may be.
Truths are ordered, so that *and* is ``min`` and *or* is ``max`` (Kleene).
"""

from __future__ import annotations

INF = 1 << 60
"""Farther than any minute of the calendar and any count; absorbs constants."""

Interval = tuple[int, int]

Key = int | str
"""What tells the items of a list apart: the number (from 1), or for a column of a table its name."""

UNKNOWN: Interval = (-INF, INF)
NEVER: Interval = (INF, INF)
NO: Interval = (0, 0)
YES: Interval = (1, 1)
MAYBE: Interval = (0, 1)

Truth = int
FALSE: Truth = 0
OPEN: Truth = 1
TRUE: Truth = 2

MINUTES_A_DAY = 1440


def shift(value: int, by: int) -> int:
    """``value + by``; an infinity stays what it is."""
    return value if value >= INF or value <= -INF else value + by


def at_most(left: Interval, right: Interval) -> Truth:
    """Is every left value at most every right one, none, or does it depend?"""
    if left[1] <= right[0]:
        return TRUE
    if left[0] > right[1]:
        return FALSE
    return OPEN


def negate(truth: Truth) -> Truth:
    """Kleene's not."""
    return TRUE - truth


def hull(first: Interval, second: Interval) -> Interval:
    """The smallest interval that holds both."""
    return min(first[0], second[0]), max(first[1], second[1])


def as_interval(truth: Truth) -> Interval:
    """A truth as a fact: false is 0, true is 1, open is either."""
    return (NO, MAYBE, YES)[truth]


def whole_day(day: int) -> Interval:
    """The first to the last minute of a day (a proleptic ordinal)."""
    return day * MINUTES_A_DAY, day * MINUTES_A_DAY + MINUTES_A_DAY - 1


def day_of(minute: int) -> int:
    """The day (a proleptic ordinal) of a minute; an infinity stays what it is."""
    return minute if minute >= INF or minute <= -INF else minute // MINUTES_A_DAY

"""The months of a term, week by week, for every picture of a calendar."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from attrs import frozen

from qcrules.facts.moments import the_day
from qcrules.finding import SkippedDay
from qcrules.text import Lang
from qcrules.time.months import month_of

from .words import MONTHS

_MOST_MONTHS = 6


@frozen
class MonthSquare:
    """One day of a month as it is shown: what it is to the term, and why it does not count."""

    day: date
    inside: bool
    """Is it of this month, and not of the one before or after?"""
    role: str
    """«event», «due», «off» or nothing."""
    reason: str


@frozen
class ShownMonth:
    """A month with its days by week."""

    title: str
    weeks: Sequence[Sequence[MonthSquare]]


def shown_months(
    base: date | datetime, due: date | datetime, skipped: Sequence[SkippedDay], lang: Lang
) -> list[ShownMonth]:
    """The months from the event to the due day; of very many, the first and the last."""
    start, end = the_day(base), the_day(due)
    off = {one.day: one.reason(lang) for one in skipped}
    roles = {**dict.fromkeys(off, "off"), start: "event", end: "due"}
    return [_month(year, month, roles, off, lang) for year, month in _months(start, end)]


def _month(
    year: int, month: int, roles: Mapping[date, str], off: Mapping[date, str], lang: Lang
) -> ShownMonth:
    weeks = [
        [MonthSquare(day, day.month == month, roles.get(day, ""), off.get(day, "")) for day in week]
        for week in Weeks().monthdatescalendar(year, month)
    ]
    return ShownMonth(f"{MONTHS[month - 1](lang)} {year}", weeks)


def _months(start: date, end: date) -> Iterator[tuple[int, int]]:
    first, last = month_of(min(start, end)), month_of(max(start, end))
    few = last - first < _MOST_MONTHS
    for month in range(first, last + 1) if few else (first, last):
        yield month // 12, month % 12 + 1

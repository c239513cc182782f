"""Calendars, days, terms, moments, intervals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from hypothesis import strategies as st

from qcrules.kernel.interval import INF, Interval
from qcrules.text import Text
from qcrules.time.calendar import Calendar, Correction, load_calendar
from qcrules.time.months import FIRST, LAST
from qcrules.time.term import Term, Unit

PLAIN = date(2014, 3, 3)
"""An ordinary Monday: examples shrink towards it."""

Draw = st.DrawFn


@st.composite
def calendars(draw: Draw, name: str | None = None) -> Calendar:
    """A calendar: a plain five-day week or Kazakhstan's (or ``name``), with a few days corrected at random."""
    known = load_calendar(name or draw(st.sampled_from(["weekends", "KZ"])))
    days = draw(st.lists(days_of(known), max_size=8, unique=True))
    said = Text("по случаю", "by chance")
    return known.corrected(
        Correction(day, not known.is_working(day.toordinal()), said, "hypothesis") for day in days
    )


def days_of(
    calendar: Calendar, first: date = date(2013, 1, 1), last: date = date(2016, 12, 31)
) -> st.SearchStrategy[date]:
    """Days of a span; half of them stand at the edges of days off."""
    plain = min(max(PLAIN, first), last)
    any_day = st.integers((first - plain).days, (last - plain).days).map(lambda n: plain + timedelta(n))
    some = edges(calendar, first, last)
    return any_day | st.sampled_from(some) if some else any_day


@lru_cache(maxsize=64)
def edges(calendar: Calendar, first: date, last: date) -> tuple[date, ...]:
    """The days at the edges of days off: the last before them, the first and last of them, the first after."""
    span = range(max(first.toordinal(), FIRST + 1), min(last.toordinal(), LAST - 1) + 1)
    return tuple(
        date.fromordinal(day)
        for day in span
        if calendar.is_working(day - 1) != calendar.is_working(day)
        or calendar.is_working(day) != calendar.is_working(day + 1)
    )


def terms(units: Sequence[Unit] = tuple(Unit), most: int = 40) -> st.SearchStrategy[Term]:
    """A term of any unit, or of some."""
    return st.builds(Term, st.integers(0, most), st.sampled_from(list(units)))


@st.composite
def moments(
    draw: Draw,
    days: st.SearchStrategy[date] | None = None,
    *,
    vague: bool = True,
    unknown: bool = True,
    not_yet: bool = True,
) -> str | None:
    """A moment as a case file has it: a day or a minute; a month or a span of days; «?»; None, «not yet»."""
    shapes = ["day", "day", "minute"]
    shapes += ["span", "month"] if vague else []
    shapes += ["?"] if unknown else []
    shapes += ["none"] if not_yet else []
    shape = draw(st.sampled_from(shapes))
    if shape == "none":
        return None
    if shape == "?":
        return "?"
    return written(draw, draw(days if days is not None else days_of(load_calendar("KZ"))), shape)


def written(draw: Draw, day: date, shape: str) -> str:
    """A moment as a case file has it: that day, a minute of it, its month, or a span of days from it on."""
    if shape == "minute":
        return f"{day} {draw(st.integers(0, 23)):02}:{draw(st.sampled_from([0, 1, 30, 59])):02}"
    if shape == "span":
        return f"{day}/{day + timedelta(draw(st.integers(1, 14)))}"
    return f"{day:%Y-%m}" if shape == "month" else str(day)


@st.composite
def intervals(draw: Draw, least: int = -8, most: int = 8) -> Interval:
    """A closed interval of small integers, or one that is open at an end, or at both, or never."""
    ends = st.integers(least, most) | st.sampled_from([-INF, INF])
    one, other = draw(ends), draw(ends)
    return min(one, other), max(one, other)

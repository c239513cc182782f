"""Moments as expressions: their words, and the minute that each is at a point."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from .facts import DAY, EVENTS, NEVER, ON_CALENDAR, Holds, Point, day_of, last_of
from .terms import countings, terms


@frozen
class SaidMoment:
    """A moment as an expression: its words, the minute that it is at a point, whether its term has begun."""

    words: Any
    at: Callable[[Point], int]
    begun: Holds
    reads: tuple[str, ...]
    event: bool
    minutes: bool = False


@st.composite
def moments_said(draw: st.DrawFn, names: Sequence[str], depth: int = 2) -> SaidMoment:
    """Any moment that can be said of some."""
    kinds = ["name", "within", "within", "by_case", "before", "of", "cases", "day", "passed"]
    kinds = kinds if depth else ["name"]
    kind = draw(st.sampled_from(kinds))
    if kind == "name":
        name = draw(st.sampled_from(names))
        return SaidMoment(name, lambda p: p[name], lambda p: p[name] < NEVER, (name,), name != "due_on")
    one = draw(moments_said(names, depth - 1))
    if kind in ("within", "before", "by_case"):
        return draw(ends_of_terms(one, kind))
    if kind == "day":
        number, ahead = draw(st.integers(1, 31)), draw(st.booleans())
        month = {"после": one.words} if ahead else one.words

        def built(point: Point) -> int:
            at = one.at(point)
            if at == NEVER:
                return NEVER
            here = date.fromordinal(at // DAY)
            year, month = divmod(here.year * 12 + here.month - 1 + ahead, 12)
            last = monthrange(year, month + 1)[1]
            return last_of(date(year, month + 1, min(number, last)).toordinal())

        words = {"дата": {"день": number, "месяц": month}}
        return SaidMoment(words, built, lambda p: one.at(p) < NEVER, one.reads, False)
    if kind == "passed":
        name = draw(st.sampled_from(EVENTS))

        def deemed(point: Point) -> int:
            passed = one.at(point)
            if passed == NEVER:
                return NEVER
            if one.minutes:
                after, in_time = passed + 1, point[name] <= passed
            else:
                after, in_time = (day_of(passed) + 1) * DAY, day_of(point[name]) <= day_of(passed)
            return NEVER if in_time or after >= point.get("tomorrow", NEVER) else after

        words = {"истекло": one.words, "без": name}
        return SaidMoment(words, deemed, lambda p: deemed(p) < NEVER, (*one.reads, name), True, one.minutes)
    other = draw(moments_said(names, depth - 1))
    reads, minutes = (*one.reads, *other.reads), one.minutes or other.minutes
    event = one.event and other.event
    if kind == "of":
        later = draw(st.booleans())
        best, every_one = (max, all) if later else (min, any)
        return SaidMoment(
            {"позднее_из" if later else "раньше_из": [one.words, other.words]},
            lambda p: best(one.at(p), other.at(p)),
            lambda p: every_one((one.begun(p), other.begun(p))),
            reads,
            event,
            minutes,
        )
    words = [{"если": {"paid": "да"}, "это": one.words}, {"это": other.words}]

    def chosen(point: Point) -> int:
        return one.at(point) if point["paid"] else other.at(point)

    return SaidMoment(words, chosen, lambda p: chosen(p) < NEVER, ("paid", *reads), event, minutes)


@st.composite
def ends_of_terms(draw: st.DrawFn, one: SaidMoment, kind: str) -> SaidMoment:
    """The end of a term from a moment, or the day so long before it; of one term, or of one by a condition."""
    term, back = draw(terms), kind == "before"
    other = (
        draw(terms.filter(lambda t: (t.unit == "hour") == (term.unit == "hour")))
        if kind == "by_case"
        else term
    )
    hours = term.unit == "hour"
    rests = {term.unit, other.unit}
    counting = draw(countings(term, not back and len(rests) == 1))
    if len(rests) > 1:  # what a pack says of one unit it does not say of another
        counting = evolve(counting, words={"первый_день": "считается", "перенос": "нет", **counting.words})
    length = (
        [{"если": {"paid": "да"}, "это": term.words}, {"это": other.words}]
        if kind == "by_case"
        else term.words
    )
    words = {"за" if back else "через": length, "до" if back else "после": one.words, **counting.words}

    def end(point: Point) -> int:
        chosen = term if kind != "by_case" or point["paid"] else other
        at = counting.end(point, one.at(point), chosen, back)
        return at if hours else last_of(at)

    reads = (*(("paid",) if kind == "by_case" else ()), *one.reads, ON_CALENDAR)
    return SaidMoment(words, end, one.begun, reads, False, hours)

"""Days by mistake: one that is built from numbers and periods a step off; a first or a last day one day off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from attrs import evolve

from qcrules.errors import Place
from qcrules.facts.field import Field
from qcrules.law.model import Life, Window
from qcrules.law.verbs import BuiltDay
from qcrules.text import Text

from .change import Change, Changes, turned, under

_PERIODS = {-1: Text("до: ", "before: "), 0: Text("", ""), 1: Text("после: ", "after: ")}
_MOST = {"day": 31, "month": 12, "year": 9999}


def days_near(day: BuiltDay) -> Iterator[tuple[Text, BuiltDay]]:
    """The day of a month by one, and its month or its year, or the period, for the one beside it."""
    for part, russian in BuiltDay.KEYS.items():
        now = getattr(day, part)
        if isinstance(now, Field):
            steps = _periods_near(day, part, now)
        else:
            others = () if now is None else (now - 1, now + 1)
            words = Text("последний", "last") if (part, now) == ("day", 31) else Text.same(str(now))
            steps = ((turned(words, Text.same(str(n))), {part: n}) for n in others if 1 <= n <= _MOST[part])
        yield from ((under(russian, part, words), evolve(day, **change)) for words, change in steps)


def _periods_near(day: BuiltDay, part: str, field: Field) -> Iterator[tuple[Text, dict[str, int]]]:
    """The period that is meant taken for another: the one before, itself, the one after."""
    said = {by: Text(one.ru + field.label.ru, one.en + field.label.en) for by, one in _PERIODS.items()}
    now = getattr(day, f"{part}s")
    return ((turned(said[now], words), {f"{part}s": by}) for by, words in said.items() if by != now)


def a_day_off(of: Life | Window, place: Place) -> Changes:
    """Something with a first and a last day, one of them a day off."""
    ends = {"first": of.first, "last": of.last}
    for end, day in ends.items():
        if day is None or (isinstance(of, Life) and of.endless and end == "last"):
            continue
        for other in (day - timedelta(1), day + timedelta(1)):
            words = turned(*(Text(f"{one:%d.%m.%Y}", f"{one}") for one in (day, other)))
            yield Change(words, place, evolve(of, **{end: other}), (end, words))

"""Days by mistake: one that is built from numbers and periods a step off; a first or a last day one day off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from attrs import evolve

from qcrules.errors import Place
from qcrules.facts.field import Field
from qcrules.facts.moments import day_words
from qcrules.law.validity import InForce, Validity
from qcrules.law.verbs import BuiltDay
from qcrules.text import Text

from .change import TURNED, UNDER, Change, Changes

_PERIODS = {-1: Text("до: {}", "before: {}"), 0: Text.same("{}"), 1: Text("после: {}", "after: {}")}
_LAST = Text("последний", "last")
_MOST = {"day": 31, "month": 12, "year": 9999}


def days_near(day: BuiltDay) -> Iterator[tuple[Text, BuiltDay]]:
    """The day of a month by one, and its month or its year, or the period, for the one beside it."""
    for part, russian in BuiltDay.KEYS.items():
        number = getattr(day, part)
        if isinstance(number, Field):
            attribute, said = f"{part}s", {by: words.filled(number.label) for by, words in _PERIODS.items()}
            near = list(said)
        elif number is not None:
            attribute, said = part, {n: Text.same(str(n)) for n in (number - 1, number, number + 1)}
            near = [n for n in said if 1 <= n <= _MOST[part]]
            said |= {number: _LAST} if (part, number) == ("day", 31) else {}
        else:
            continue
        now = getattr(day, attribute)
        for other in (other for other in near if other != now):
            words = UNDER.filled(Text(russian, part), TURNED.filled(said[now], said[other]))
            yield words, evolve(day, **{attribute: other})


def a_day_off(of: Validity | InForce, place: Place) -> Changes:
    """Something with a first and a last day, one of them a day off."""
    for end, day in (("first", of.first), ("last", of.last)):
        if day is None or (isinstance(of, Validity) and of.endless and end == "last"):
            continue
        for other in (day - timedelta(1), day + timedelta(1)):
            words = TURNED.filled(day_words(day), day_words(other))
            moved: dict[str, Any] = {end: other}
            changed = evolve(of, **moved)
            yield Change(words, place, changed, (end, words))

"""Moments by mistake: a term by one, its first day counted or not, the earlier for the later, days out that count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from qcrules.facts.field import Field
from qcrules.law.verbs import (
    CHOICES,
    Amount,
    Arg,
    Computed,
    Excluding,
    OfItems,
    OneOfSeveral,
    Passed,
    Period,
    PlainNumber,
    TermFrom,
)
from qcrules.text import Text
from qcrules.time.term import Term, Unit

from .change import TURNED, UNDER, WITHOUT, replaced

_UNITS = {
    Unit.WORKING_DAY: (1, Unit.CALENDAR_DAY),
    Unit.CALENDAR_DAY: (1, Unit.WORKING_DAY),
    Unit.MONTH: (30, Unit.CALENDAR_DAY),
}
"""What a unit is easily taken for, and how many of those."""

_FIRST, _ROLL = Text("первый_день", "first_day"), Text("перенос", "roll")
_LAST_OUT = Text("последний_день", "last_day")


def terms_near(now: Term) -> Iterator[tuple[Text, Term]]:
    """One more, one less, working ↔ calendar days, thirty days for a month."""
    others = [Term(count, now.unit) for count in (now.count - 1, now.count + 1) if count >= 0]
    if now.unit in _UNITS:
        times, unit = _UNITS[now.unit]
        others.append(Term(now.count * times, unit))
    for other in others:
        old = now.words() if other.unit is not now.unit else Text(str(now.count), now.words().en)
        yield TURNED.filled(old, other.words()), other


def moments_near(one: Computed) -> Iterator[tuple[Text, Computed]]:
    """Moments a step off, of those that are no built day."""
    if isinstance(one, TermFrom):
        yield from _of_term(one)
    elif isinstance(one, OneOfSeveral):
        words = Text("позднее_из ↔ раньше_из", "later_of ↔ earlier_of")
        yield words, evolve(one, later=not one.later)
        for at, part in enumerate(one.moments):
            yield WITHOUT.filled(part.label), evolve(one, moments=replaced(one.moments, at))
    elif isinstance(one, OfItems):
        yield Text("самое_раннее ↔ самое_позднее", "earliest ↔ latest"), evolve(one, latest=not one.latest)
    elif isinstance(one, PlainNumber):
        for value in (one.value - 1, one.value + 1):
            if value >= 0:
                yield TURNED.filled(one.value, value), evolve(one, value=value)
    elif isinstance(one, Amount) and one.what is not None:
        yield Text("сумма → число", "sum → count"), evolve(one, what=None)
    elif isinstance(one, Passed) and one.unless is not None:
        yield WITHOUT.filled(UNDER.filled(Text("без", "without"), one.unless.label)), evolve(one, unless=None)


def _of_term(one: TermFrom) -> Iterator[tuple[Text, Computed]]:
    if one.term is not None:
        for words, term in terms_near(one.term):
            if not (one.in_hours or one.excluding) or term.unit is one.term.unit:
                yield words, evolve(one, term=term)
    if one.term is not None and not one.in_hours:
        yield _flipped(_FIRST, one.count_first_day), evolve(one, count_first_day=not one.count_first_day)
    for roll, said in CHOICES[Arg.ROLL].items() if one.roll != "none" else ():
        if roll != one.roll:
            words = UNDER.filled(_ROLL, TURNED.filled(CHOICES[Arg.ROLL][one.roll], said))
            yield words, evolve(one, roll=roll)
    if one.excluding is not None:
        said = UNDER.filled(Text("не_считая", "excluding"), one.excluding.words)
        yield WITHOUT.filled(said), evolve(one, excluding=None)
        yield from ((words, evolve(one, excluding=other)) for words, other in _of_days_out(one.excluding))


def _of_days_out(out: Excluding) -> Iterator[tuple[Text, Excluding]]:
    if out.most is not None:
        yield (
            WITHOUT.filled(UNDER.filled(Text("не_больше", "at_most"), out.most.words())),
            evolve(out, most=None),
        )
        for count in (out.most.count - 1, out.most.count + 1):
            term = Term(count, out.most.unit)
            yield TURNED.filled(out.most.words(), term.words()), evolve(out, most=term)
    for at, period in enumerate(out.periods):
        if len(out.periods) > 1:
            yield WITHOUT.filled(period.words), evolve(out, periods=replaced(out.periods, at))
        for key, attribute in ((_FIRST, "first_counted"), (_LAST_OUT, "last_counted")):
            now = getattr(period, attribute)
            flipped: Any = {attribute: not now}
            other: Period = evolve(period, **flipped)
            # several periods, and the term, have such days
            words = UNDER.filled(period.words, _flipped(key, now))
            yield words, evolve(out, periods=replaced(out.periods, at, other))


def _flipped(key: Text, now: bool) -> Text:
    said = CHOICES[Arg.FIRST_DAY]
    return UNDER.filled(key, TURNED.filled(said[now], said[not now]))


def moments_in(one: Computed) -> Iterator[tuple[str, int | None, Field]]:
    """The moments of which one is made, by where they stand in it."""
    match one:
        case TermFrom():
            yield "base", None, one.base
        case OneOfSeveral():
            yield from (("moments", at, part) for at, part in enumerate(one.moments))
        case OfItems():
            yield "what", None, one.what
        case Passed():
            yield "passed", None, one.passed
            if one.unless is not None:
                yield "unless", None, one.unless


def put(one: Computed, attribute: str, at: int | None, other: Field) -> Computed:
    """The same with another moment in it."""
    part: Any = other if at is None else replaced(getattr(one, attribute), at, other)
    made: Computed = evolve(one, **{attribute: part})
    return made

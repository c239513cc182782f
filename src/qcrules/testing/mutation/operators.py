"""Mutation operators: every small change of a condition that a mistake could make, by what its verbs' keys hold.

* a condition dropped or negated, `все` ↔ `любое`, ≤ read as <;
* a term by one, in a unit that it is easily taken for, its first day counted or not, a roll dropped or turned;
* a number by one, a word or a part dropped from a list, one relation for another, days left out counted after all;
* a moment taken for one near it, a day that is built from numbers one step off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import asdict, evolve, frozen

from qcrules.facts.field import Field, Option
from qcrules.facts.types import Type
from qcrules.law.model import Definition
from qcrules.law.verbs import (
    CHOICES,
    AllOf,
    AnyOf,
    Arg,
    ArgSpec,
    Condition,
    NoMore,
    NotEarlier,
    NotLater,
    NotOf,
    Period,
    Timed,
    written,
    written_argument,
)
from qcrules.text import Text
from qcrules.time.term import Term, Unit

from .change import TURNED, UNDER, WITHOUT, Change, Changes, inside, replaced, short
from .days import days_near

Steps = Iterator[tuple[Text, Any]]
"""What an argument may be by mistake, each with the words for the mistake. (A built day comes as its definition.)"""

ALWAYS, NEVER = AllOf(), NotOf(AllOf())
"""What a dropped part of an *and*, and of an *or*, leaves."""

_OPPOSITE: Mapping[type[Condition], type[Timed]] = {NotLater: NotEarlier, NotEarlier: NotLater}
_UNITS = {
    Unit.WORKING_DAY: (1, Unit.CALENDAR_DAY),
    Unit.CALENDAR_DAY: (1, Unit.WORKING_DAY),
    Unit.MONTH: (30, Unit.CALENDAR_DAY),
}
"""What a unit is easily taken for, and how many of those."""


@frozen(eq=False)
class Operators:
    """What the conditions of a kind of record may be by mistake.

    ``near``: the moments that one is easily taken for. ``definitions``: those of the kind, the days that are built
    where they stand among them.
    """

    near: Callable[[Field], Iterable[Field]]
    definitions: Mapping[str, Definition]

    def changes(self, one: Condition, dropped: Condition | None, negated: bool = True) -> Changes:
        """Every condition one step away. ``dropped`` stands in the place of what is dropped; None: it stays.

        ``negated`` false: the whole is negated elsewhere (a requirement turned into a prohibition).
        """
        if one.is_always:
            return
        said = short(written(one))
        if dropped is not None:
            yield _whole(one, "dropped", WITHOUT.filled(said), dropped)
            if negated and not isinstance(one, NotOf):
                words = Text("«не» перед «{}»", "“not” before “{}”").filled(said)
                yield _whole(one, "negated", words, NotOf(one))
        if isinstance(one, AllOf | AnyOf):
            yield from self._of_several(one)
        elif isinstance(one, NotOf):
            yield from self._of_not(one)
        else:
            yield from _strict(one)
            yield from self._of_arguments(one)

    def _of_several(self, one: AllOf | AnyOf) -> Changes:
        every = isinstance(one, AllOf)
        for at, part in enumerate(one.conditions):
            yield from inside(one, "conditions", self.changes(part, ALWAYS if every else NEVER), at)
        if len(one.conditions) > 1 and every:
            words = Text("условия: все → любое", "conditions: all → any")
            yield _whole(one, "any", words, AnyOf(one.conditions))
        elif len(one.conditions) > 1:
            yield _whole(one, "all", Text("«любое» → «все»", "“any” → “all”"), AllOf(one.conditions))

    def _of_not(self, one: NotOf) -> Changes:
        if not one.is_never:  # without «not» it would be as if it was dropped
            words = Text("без «не» перед «{}»", "no “not” before “{}”").filled(short(written(one.condition)))
            yield _whole(one, "affirmed", words, one.condition)
            yield from inside(one, "condition", self.changes(one.condition, None))

    def _of_arguments(self, one: Condition) -> Changes:
        for arg in one.SPEC.arguments:
            now, place = getattr(one, arg.attribute), one.places.get(arg.attribute, one.place)
            if isinstance(now, Condition):
                yield from inside(one, arg.attribute, self.changes(now, ALWAYS))
            elif now is not None and arg.kind in BY_KIND:
                for words, other in BY_KIND[arg.kind](self, one, arg, now):
                    built = (other,) if isinstance(other, Definition) else ()
                    after: dict[str, Any] = {arg.attribute: built[0].field if built else other}
                    yield Change(words, place, evolve(one, **after), (place, words), built)


def _whole(one: Condition, operator: str, words: Text, after: Condition) -> Change:
    """A change of a whole condition: the same under every reading, whatever stands inside."""
    return Change(words, one.place, after, (one.place, type(one), operator))


def _strict(one: Condition) -> Changes:
    """≤ read as <: not on the day itself, not the number itself. (What it presupposes stays.)"""
    if isinstance(one, NoMore):
        yield _whole(one, "strict", Text.same("≤ → <"), NotOf(NoMore(one.right, one.left)))
    elif type(one) in _OPPOSITE:
        opposite = _OPPOSITE[type(one)](**asdict(one, recurse=False))
        words = Text("«{}» без самого дня", "“{}” without the day itself")
        name = Text(one.SPEC.ru, one.SPEC.en)
        yield _whole(one, "strict", words.filled(name), AllOf((one, NotOf(opposite))))


# -- arguments by their kinds --------------------------------------------------------------------------------


def _term(_: Operators, __: Condition, ___: ArgSpec, now: Term) -> Steps:
    """One more, one less, working ↔ calendar days, thirty days for a month."""
    others = [Term(count, now.unit) for count in (now.count - 1, now.count + 1) if count >= 0]
    if now.unit in _UNITS:
        times, unit = _UNITS[now.unit]
        others.append(Term(now.count * times, unit))
    for other in others:
        old = now.words() if other.unit is not now.unit else Text(str(now.count), now.words().en)
        yield TURNED.filled(old, other.words()), other


def _choice(_: Operators, one: Condition, arg: ArgSpec, now: Any) -> Steps:
    """Another of its few values: = read as ≥ or ≤, a roll that is there dropped or turned, the first day counted or
    not where there are days to count."""
    counted = isinstance(one, Timed) and one.counts_days
    if (arg.kind is Arg.ROLL and now == "none") or (arg.kind is Arg.FIRST_DAY and not counted):
        return
    for other, words in CHOICES[arg.kind].items():
        if other != now:
            yield _turned(Text(arg.ru, arg.en), CHOICES[arg.kind][now], words), other


def _number(_: Operators, one: Condition, __: ArgSpec, now: int | Field) -> Steps:
    """One more, one less."""
    if not isinstance(now, Field) and not any(fact.type is Type.BOOL for fact in one.fields()):
        yield from ((TURNED.filled(now, other), other) for other in (now - 1, now + 1) if other >= 0)


def _several(_: Operators, one: Condition, arg: ArgSpec, now: tuple[Option | Field, ...]) -> Steps:
    """One fewer; none at all, where the verb means something else without."""
    if now and not arg.required:
        yield _left_out(one, arg), ()
    for at, part in enumerate(now if len(now) > 1 else ()):
        if isinstance(part, Option):
            yield UNDER.filled(one.fields()[0].label, WITHOUT.filled(part.term)), replaced(now, at)
        else:
            yield WITHOUT.filled(part.label), replaced(now, at)


def _moment(by: Operators, _: Condition, arg: ArgSpec, now: Field) -> Steps:
    """One near it; for a day that is built where it stands, one a step off."""
    for other in by.near(now):
        yield _turned(Text(arg.ru, arg.en), now.label, other.label), other
    definition = by.definitions.get(now.path)
    if definition is not None and definition.day is not None:
        for words, day in days_near(definition.day):
            yield words, Definition.of_day(day, definition.kind, definition.place)


def _period(by: Operators, one: Condition, arg: ArgSpec, now: Period) -> Steps:
    """Days that do not count: counted after all, or between other moments."""
    yield _left_out(one, arg), None
    for end, (en, ru) in zip(("start", "end"), Period.KEYS.items(), strict=True):
        fact = getattr(now, end)
        for other in by.near(fact):
            yield _turned(Text(ru, en), fact.label, other.label), evolve(now, **{end: other})


def _turned(key: Text, old: Text, new: Text) -> Text:
    return UNDER.filled(key, TURNED.filled(old, new))


def _left_out(one: Condition, arg: ArgSpec) -> Text:
    return WITHOUT.filled(written_argument(one, arg))


BY_KIND: Mapping[Arg, Callable[[Operators, Any, ArgSpec, Any], Steps]] = {
    Arg.TERM: _term,
    **dict.fromkeys(CHOICES, _choice),
    **dict.fromkeys((Arg.COUNT, Arg.VALUE), _number),
    **dict.fromkeys((Arg.VALUES, Arg.FIELDS, Arg.SERIES, Arg.NUMBERS), _several),
    Arg.MOMENT: _moment,
    Arg.PERIOD: _period,
}
"""What an argument may be by mistake, by what it is. (Of the others the whole condition is dropped and negated.)"""

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

from qcrules.errors import Place
from qcrules.facts.field import Field, Option
from qcrules.facts.types import Type
from qcrules.law.model import Branch, Definition
from qcrules.law.verbs import (
    CHOICES,
    AllOf,
    Amount,
    AnyOf,
    Arg,
    ArgSpec,
    AtLeast,
    BuiltDay,
    Computed,
    Condition,
    Excluding,
    LessThan,
    MoreThan,
    NoMore,
    NotEarlier,
    NotLater,
    NotOf,
    NumbersCompared,
    OfItems,
    TermFrom,
    Timed,
    written,
    written_argument,
)
from qcrules.text import Text
from qcrules.time.term import Term

from .change import TURNED, UNDER, WITHOUT, Change, Changes, inside, replaced, short
from .days import days_near
from .moments import moments_in, moments_near, put, terms_near

Steps = Iterator[tuple[Text, Any]]
"""What an argument may be by mistake, each with the words for the mistake. (A moment comes with its
definitions.)"""

ALWAYS, NEVER = AllOf(), NotOf(AllOf())
"""What a dropped part of an *and*, and of an *or*, leaves."""

_STRICT: Mapping[type[NumbersCompared], tuple[Text, type[NumbersCompared]]] = {
    NoMore: (Text.same("≤ → <"), LessThan),
    LessThan: (Text.same("< → ≤"), NoMore),
    AtLeast: (Text.same("≥ → >"), MoreThan),
    MoreThan: (Text.same("> → ≥"), AtLeast),
}
_OPPOSITE: Mapping[type[Condition], type[Timed]] = {NotLater: NotEarlier, NotEarlier: NotLater}


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
        for arg in (arg for arg in one.SPEC.arguments if arg.attribute):
            now, place = getattr(one, arg.attribute), one.places.get(arg.attribute, one.place)
            if isinstance(now, Condition):
                yield from inside(one, arg.attribute, self.changes(now, ALWAYS))
            elif now is not None and arg.kind in BY_KIND:
                for words, step in BY_KIND[arg.kind](self, one, arg, now):
                    other, built = step if arg.kind in _BUILT and isinstance(step, tuple) else (step, ())
                    after: dict[str, Any] = {arg.attribute: other}
                    yield Change(words, place, evolve(one, **after), (place, words), built)

    def _of_periods(self, out: Excluding, place: Place) -> Changes:
        """Days that do not count, between other moments."""
        for at, period in enumerate(out.periods):
            for key, end in ((Text("от", "from"), "start"), (Text("до", "to"), "end")):
                fact: Field = getattr(period, end)
                steps = [(_turned(key, fact.label, near.label), near, ()) for near in self.near(fact)]
                for words, other, built in (*steps, *self.said_near(fact)):
                    said: Any = {end: other}
                    after = evolve(out, periods=replaced(out.periods, at, evolve(period, **said)))
                    yield Change(words, place, after, (place, words), built)

    # -- moments ------------------------------------------------------------------------------------------------

    def said_near(self, fact: Field) -> Iterator[tuple[Text, Field, tuple[Definition, ...]]]:
        """Moments near one that is said where it stands, each with the definitions that it needs."""
        definition = self.definitions.get(fact.path)
        branches = definition.said if definition is not None else ()
        if definition is None:
            return
        for at, branch in enumerate(branches):
            for change in self.of_branch(branch, len(branches) > 1):
                after = replaced(branches, at, *(() if change.after is None else (change.after,)))
                made = Definition.in_place(after, definition.kind, definition.place)
                yield change.words, made.field, (*change.built, made)

    def of_branch(self, branch: Branch, several: bool) -> Changes:
        """One case of a moment that is said where it stands: dropped (None), asked otherwise, chosen otherwise."""
        place = branch.place
        if several:
            words = Text("без варианта «{}»", "without the case “{}”").filled(short(branch.said))
            yield Change(words, place, None, (place, "dropped"))
        if branch.condition is not None:
            yield from inside(branch, "condition", self.changes(branch.condition, ALWAYS))
        if isinstance(branch.choice, Computed):
            yield from inside(branch, "choice", self.of_moment(branch.choice, place))
        elif branch.choice is not None:
            for words, other, built in self.said_near(branch.choice):
                yield Change(words, place, evolve(branch, choice=other), (place, words), built)

    def of_moment(self, one: Computed, place: Place) -> Changes:
        """A moment a step off."""
        if isinstance(one, BuiltDay):
            yield from (Change(words, place, day, (place, words)) for words, day in days_near(one))
        for words, other in moments_near(one):
            yield Change(words, place, other, (place, words))
        if isinstance(one, OfItems | Amount):
            yield from inside(one, "where", self.changes(one.where, ALWAYS))
        if isinstance(one, TermFrom) and one.excluding is not None:
            yield from inside(one, "excluding", self._of_periods(one.excluding, place))
        for attribute, at, fact in moments_in(one):
            for near in self.near(fact):
                words = TURNED.filled(fact.label, near.label)
                yield Change(words, place, put(one, attribute, at, near), (place, words))
            for words, said, built in self.said_near(fact):
                yield Change(words, place, put(one, attribute, at, said), (place, words), built)


def _whole(one: Condition, operator: str, words: Text, after: Condition) -> Change:
    """A change of a whole condition: the same under every reading, whatever stands inside."""
    return Change(words, one.place, after, (one.place, type(one), operator))


def _strict(one: Condition) -> Changes:
    """≤ read as <: not on the day itself, not the number itself. (What it presupposes stays.)"""
    if isinstance(one, NumbersCompared):
        words, other = _STRICT[type(one)]
        yield _whole(one, "strict", words, other(one.left, one.right, place=one.place, places=one.places))
    elif type(one) in _OPPOSITE:
        opposite = _OPPOSITE[type(one)](**asdict(one, recurse=False))
        words = Text("«{}» без самого дня", "“{}” without the day itself")
        name = Text(one.SPEC.ru, one.SPEC.en)
        yield _whole(one, "strict", words.filled(name), AllOf((one, NotOf(opposite))))


# -- arguments by their kinds --------------------------------------------------------------------------------


def _term(_: Operators, __: Condition, ___: ArgSpec, now: Term) -> Steps:
    """A term near it."""
    return terms_near(now)


def _choice(_: Operators, one: Condition, arg: ArgSpec, now: Any) -> Steps:
    """Another of its few values: = read as ≥ or ≤, a roll that is there dropped or turned, the first day counted or
    not where there are days to count."""
    counted = isinstance(one, Timed) and one.counts_days
    if (arg.kind is Arg.ROLL and now == "none") or (arg.kind is Arg.FIRST_DAY and not counted):
        return
    for other, words in CHOICES[arg.kind].items():
        if other != now:
            yield _turned(Text(arg.ru, arg.en), CHOICES[arg.kind][now], words), other


def _number(by: Operators, one: Condition, __: ArgSpec, now: int | Field) -> Steps:
    """One more, one less; of a number that is said where it stands, one a step off."""
    if isinstance(now, Field):
        yield from ((words, (other, built)) for words, other, built in by.said_near(now))
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
    """One near it; for a moment that is said where it stands, one a step off."""
    for other in by.near(now):
        yield _turned(Text(arg.ru, arg.en), now.label, other.label), other
    for words, other, built in by.said_near(now):
        yield words, (other, built)


def _turned(key: Text, old: Text, new: Text) -> Text:
    return UNDER.filled(key, TURNED.filled(old, new))


def _left_out(one: Condition, arg: ArgSpec) -> Text:
    return WITHOUT.filled(written_argument(one, arg))


_BUILT = (Arg.MOMENT, Arg.COUNT, Arg.FACT, Arg.VALUE)
"""What may be said where it stands: with a step come the definitions that it needs."""

BY_KIND: Mapping[Arg, Callable[[Operators, Any, ArgSpec, Any], Steps]] = {
    Arg.TERM: _term,
    **dict.fromkeys(CHOICES, _choice),
    **dict.fromkeys((Arg.COUNT, Arg.FACT, Arg.VALUE), _number),
    **dict.fromkeys((Arg.VALUES, Arg.FIELDS, Arg.SERIES, Arg.NUMBERS), _several),
    Arg.MOMENT: _moment,
}
"""What an argument may be by mistake, by what it is. (Of the others the whole condition is dropped and negated.)"""

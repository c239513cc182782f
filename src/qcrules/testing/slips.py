"""What can slip under one key of a verb: the number of a term, its unit, a roll, a sign, a word of a list, a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import chain

from qcrules.errors import UsageError
from qcrules.law.verbs import RELATIONS, Arg, BuiltDay
from qcrules.source.conditions import BY_WORD, PERIOD_KEYS
from qcrules.source.tree import Mapping, Node, Scalar
from qcrules.source.tree import Sequence as Items
from qcrules.text import Text
from qcrules.time.term import Term, Unit

from .trees import Change, Changes, alternatives, anywhere, at, keys_of, listed, say, scalar, single, without

_COUNTED = {
    "считается": "не_считается",
    "не_считается": "считается",
    "counted": "not_counted",
    "not_counted": "counted",
}
_ROLLS = {
    "вперёд": ("нет", "назад"),
    "назад": ("нет", "вперёд"),
    "forward": ("none", "back"),
    "back": ("none", "forward"),
}
_UNITS = {
    Unit.WORKING_DAY: (1, Unit.CALENDAR_DAY),
    Unit.CALENDAR_DAY: (1, Unit.WORKING_DAY),
    Unit.MONTH: (30, Unit.CALENDAR_DAY),
}
"""What a unit is easily taken for, and how many of those."""
_BESIDE = {"до": "после", "после": "до", "before": "after", "after": "before"}
Near = Callable[[str], Sequence[str]]
"""The moments that one, by its words, is easily taken for."""


def term(node: Node) -> Changes:
    """One more, one less, working ↔ calendar days, thirty days for a month."""
    if not isinstance(node, Scalar):
        return
    try:
        said = Term.parse(node.text)
    except UsageError:
        return
    others = [Term(count, said.unit) for count in (said.count - 1, said.count + 1) if count >= 0]
    if said.unit in _UNITS:
        times, unit = _UNITS[said.unit]
        others.append(Term(said.count * times, unit))
    for other in others:
        old = str(said.count) if said.unit is other.unit else said.words().ru
        words = Text(f"{old} → {other.words().ru}", f"{said.words().en} → {other.words().en}")
        yield Change(words, node.place, scalar(node, other.words().ru))


def in_hours(node: Node) -> bool:
    """Is it a term in hours, which has no first day?"""
    try:
        return isinstance(node, Scalar) and Term.parse(node.text).unit is Unit.HOUR
    except UsageError:
        return False


def first_day(node: Node) -> Changes:
    """Counted or not."""
    if isinstance(node, Scalar) and node.text in _COUNTED:
        yield _exchanged(node, "первый_день", _COUNTED[node.text])


def roll(node: Node) -> Changes:
    """Dropped or turned."""
    if isinstance(node, Scalar):
        for other in _ROLLS.get(node.text, ()):
            yield _exchanged(node, "перенос", other)


def relation(node: Node) -> Changes:
    """= read as ≥ or ≤, and so on."""
    if isinstance(node, Scalar):
        for words in (list(RELATIONS.values()), list(RELATIONS)):
            for other in words if node.text in words else ():
                if other != node.text:
                    yield _exchanged(node, "знак", other)


def number(node: Node) -> Changes:
    """One more, one less."""
    if isinstance(node, Scalar) and node.text.isascii() and node.text.isdigit():
        for other in (int(node.text) - 1, int(node.text) + 1):
            if other >= 0:
                yield Change(Text.same(f"{node.text} → {other}"), node.place, scalar(node, str(other)))


def values(field: str, value: Node) -> Changes:
    """The values under a field: one fewer, or a number by one."""
    yield from alternatives(value, lambda one: chain(number(one), fewer(f"{field}: ", one)))


def fewer(lead: str, node: Node) -> Changes:
    """A list without one of its words."""
    if isinstance(node, Items) and len(node.items) > 1:
        for place, item in enumerate(node.items):
            rest = [other for at_place, other in enumerate(node.items) if at_place != place]
            words = Text(f"{lead}без «{say(item)}»", f"{lead}without “{say(item)}”")
            yield Change(words, item.place, listed(node, rest))


def left_out(node: Mapping, name: str) -> Changes:
    """A key that a verb can do without, dropped: the days that do not count, what is taken away from a sum."""
    entry = node.entries[name]
    words = Text(f"без «{name}: {say(entry.value)}»", f"without “{name}: {say(entry.value)}”")
    yield Change(words, entry.key.place, without(node, name))


def window(node: Node) -> Changes:
    """The first or the last day of an edition, one day off."""
    if isinstance(node, Mapping):
        for name, entry in node.entries.items():
            yield from at(node, name, alternatives(entry.value, _day))


def _day(node: Node) -> Changes:
    if not isinstance(node, Scalar):
        return
    try:
        day = date.fromisoformat(node.text)
    except ValueError:
        return
    for other in (day - timedelta(1), day + timedelta(1)):
        words = Text(f"{day:%d.%m.%Y} → {other:%d.%m.%Y}", f"{day} → {other}")
        yield Change(words, node.place, scalar(node, other.isoformat()))


def _exchanged(node: Scalar, key: str, new: str) -> Change:
    return Change(Text.same(f"{key}: {node.text} → {new}"), node.place, scalar(node, new))


# -- moments, wherever they stand ----------------------------------------------------------------------------


def moments(node: Node, near: Near) -> Changes:
    """Every moment that a verb names taken for one near it, and every day that is built from numbers one step off."""

    def visit(name: str, value: Node) -> Changes:
        if not isinstance(value, Mapping):
            return
        if name in (BuiltDay.RU, BuiltDay.EN):
            yield from _built(value)
        verb = BY_WORD.get(name)
        for arg in verb.SPEC.args if verb is not None else ():
            for key in {arg.ru, arg.en} & value.entries.keys():
                under = value.entries[key].value
                if arg.kind is Arg.MOMENT:
                    yield from at(value, key, alternatives(under, partial(_other, near, key)))
                elif arg.kind is Arg.PERIOD and isinstance(under, Mapping):
                    for end, entry in keys_of(under, PERIOD_KEYS).values():
                        yield from at(value, key, at(under, end, _other(near, end, entry.value)))

    return anywhere(node, visit)


def _other(near: Near, key: str, node: Node) -> Changes:
    if isinstance(node, Scalar):
        for other in near(node.text):
            yield Change(Text.same(f"{key}: {node.text} → {other}"), node.place, scalar(node, other))


def _built(node: Mapping) -> Changes:
    """The day of a month by one, and its month or its year for the one beside it."""
    for part, (name, entry) in keys_of(node, dict(BuiltDay.KEYS)).items():
        if isinstance(entry.value, Scalar) and entry.value.text in BuiltDay.LAST_WORDS:
            yield from at(node, name, iter([_exchanged(entry.value, name, "30")]))
        elif isinstance(entry.value, Scalar) and entry.value.text.isdigit():
            yield from at(node, name, number(entry.value))
        elif part != "day":
            yield from at(node, name, alternatives(entry.value, partial(_beside, name)))


def _beside(name: str, node: Node) -> Changes:
    """A period for the one before it or after it, and the other way round."""
    if isinstance(node, Scalar):
        steps: Iterator[Node] = iter([single(word, node) for word in ("до", "после")])
    elif isinstance(node, Mapping) and len(node.entries) == 1:
        [(word, entry)] = node.entries.items()
        steps = iter([entry.value, *([single(_BESIDE[word], entry.value)] if word in _BESIDE else [])])
    else:
        return
    for other in steps:
        yield Change(Text.same(f"{name}: {say(node)} → {say(other)}"), node.place, other)

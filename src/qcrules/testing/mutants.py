"""The law one small step away: every change that a slip of the pen could make to a rule, a definition or an edition.

A change is made in the tree of the page, before readings are resolved, so that a mutant is what an analyst might
have written. What each verb's keys hold, the verbs themselves say; this module knows only what can slip:

* a term by one, working ↔ calendar days, the first day counted or not, a roll dropped or turned, a number by one;
* a moment taken for the one next to it, days left out of a term counted after all, a part dropped from a sum, = for ≥;
* ≤ read as <;
* a condition dropped or negated, a requirement dropped or negated, `все` ↔ `любое`, an exception dropped;
* a choice removed from a list;
* a branch of a definition dropped, or pointed at another fact;
* a day of an edition one day off.

(The default of a reading and the days of the regulation's life are no trees of a rule: see ``mutation``.)
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from attrs import evolve

from qcrules.facts.words import NONE
from qcrules.law.verbs import (
    AllOf,
    AnyOf,
    Arg,
    ArgSpec,
    Condition,
    NoMore,
    NotEarlier,
    NotLater,
    NotOf,
    VerbSpec,
)
from qcrules.source.conditions import BY_WORD
from qcrules.source.definitions import DEFINITION_KEYS
from qcrules.source.rules import RULE_KEYS
from qcrules.source.tree import Entry, Mapping, Node, Scalar
from qcrules.source.tree import Sequence as Items
from qcrules.text import Text

from . import slips
from .trees import (
    Change,
    Changes,
    Walk,
    alternatives,
    at,
    is_reading,
    joined,
    keys_of,
    listed,
    pair,
    put,
    renamed,
    replaced,
    scalar,
    short,
    single,
    without,
)


def of_rule(node: Node) -> Changes:
    """Every change of a rule. (The window of its page is changed for all rules of the page: ``slips.window``.)"""
    keys = keys_of(node, RULE_KEYS)
    assert isinstance(node, Mapping)
    for key in ("if", "require", "forbid"):
        if key in keys:
            name, entry = keys[key]
            yield from at(node, name, _condition(entry.value, ALWAYS, negated=key == "if"))
    for key, other in (("require", "forbid"), ("forbid", "require")):
        if key in keys:
            name, entry = keys[key]
            russian = name == RULE_KEYS[key]
            swapped = RULE_KEYS[other] if russian else other
            yield Change(_turned(name, swapped), entry.key.place, renamed(node, name, swapped))
    if "except" in keys:
        name, entry = keys["except"]
        yield from at(node, name, _exceptions(entry.value))
    if "in_force" in keys:
        name, entry = keys["in_force"]
        yield from at(node, name, slips.window(entry.value))


def of_definition(node: Node, others: Sequence[str]) -> Changes:
    """Every change of a definition; ``others``: the facts, by their words, that it may be pointed at by mistake."""
    keys = keys_of(node, DEFINITION_KEYS)
    if "cases" not in keys or not isinstance(node, Mapping):
        return
    name, entry = keys["cases"]
    yield from at(node, name, alternatives(entry.value, lambda cases: _branches(cases, others)))


# -- conditions --------------------------------------------------------------------------------------------


ALWAYS = Mapping("", 1, 1, {})
"""What a dropped part of an *and* leaves."""


def _never() -> Mapping:
    """What a dropped part of an *or* leaves."""
    return single(NotOf.SPEC.ru, ALWAYS)


def _condition(node: Node, dropped: Node | None, negated: bool = True) -> Changes:
    """The changes of a condition. ``dropped`` stands in the place of what is dropped; None: it stays.

    ``negated`` false: the whole is negated elsewhere (a requirement turned into a prohibition).
    """
    if is_reading(node):
        yield from alternatives(node, lambda one: _condition(one, dropped))
    elif isinstance(node, Items):
        yield from _parts(node, ALWAYS)
        if len(node.items) > 1:
            yield Change(_all_to_any(), node.place, single(AnyOf.SPEC.ru, node))
    elif isinstance(node, Mapping):
        yield from _entries(node, dropped, negated)


def _entries(node: Mapping, dropped: Node | None, negated: bool) -> Changes:
    """The changes of a mapping all of whose entries must hold."""
    several = len(node.entries) > 1
    for name, entry in node.entries.items():
        one = single(name, entry.value, entry.key)
        rest = without(node, name)
        here = entry.key.place
        if several or dropped is not None:
            left = rest if several else dropped
            assert left is not None
            yield Change(Text(f"без «{short(one)}»", f"without “{short(one)}”"), here, left)
        if name in (NotOf.SPEC.ru, NotOf.SPEC.en):
            yield Change(
                Text(f"без «не» перед «{short(entry.value)}»", f"no “not” before “{short(entry.value)}”"),
                here,
                joined(rest, entry.value),
            )
        elif several or (dropped is not None and negated):
            yield Change(
                Text(f"«не» перед «{short(one)}»", f"“not” before “{short(one)}”"),
                here,
                joined(rest, single(NotOf.SPEC.ru, one)),
            )
        for change in _strict(name, entry):
            yield evolve(change, node=joined(rest, change.node))
        yield from at(node, name, _entry(name, entry.value))
        yield from _swapped(node, name, entry)
    if several:
        parts = [single(name, entry.value, entry.key) for name, entry in node.entries.items()]
        yield Change(_all_to_any(), node.place, single(AnyOf.SPEC.ru, listed(node, parts)))


def _entry(name: str, value: Node) -> Changes:
    """The changes inside one verb, or inside the values of one field."""
    verb = BY_WORD.get(name)
    if verb is None:
        yield from slips.values(name, value)
    elif verb is NotOf:
        yield from _condition(value, None)
    elif verb is AllOf or verb is AnyOf:
        yield from alternatives(value, lambda one: _parts(one, ALWAYS if verb is AllOf else _never()))
    elif verb.SPEC.bare is Arg.FIELDS:
        yield from alternatives(value, lambda one: slips.fewer("", one))
    elif isinstance(value, Mapping) and not verb.SPEC.bare:
        yield from _arguments(verb, value)


def _parts(node: Node, dropped: Node) -> Changes:
    """The changes of each condition of a list."""
    if isinstance(node, Items):
        for number, item in enumerate(node.items):
            for change in _condition(item, dropped):
                yield evolve(change, node=listed(node, replaced(node.items, number, change.node)))


def _swapped(node: Mapping, name: str, entry: Entry) -> Changes:
    """`все` ↔ `любое`."""
    if isinstance(entry.value, Items) and len(entry.value.items) > 1:
        for verb, other in ((AllOf, AnyOf), (AnyOf, AllOf)):
            for own, new in ((verb.SPEC.ru, other.SPEC.ru), (verb.SPEC.en, other.SPEC.en)):
                if name == own:
                    turned = joined(without(node, name), single(new, entry.value))
                    yield Change(_turned(own, new), entry.key.place, turned)


def _strict(name: str, entry: Entry) -> Changes:
    """≤ read as <: not on the day itself, not the number itself. (What it presupposes stays.)"""
    one, spec = single(name, entry.value, entry.key), _spec(name)
    if spec is NotLater.SPEC or spec is NotEarlier.SPEC:
        other = NotEarlier.SPEC if spec is NotLater.SPEC else NotLater.SPEC
        opposite = single(NotOf.SPEC.ru, single(other.ru, entry.value))
        words = Text(f"«{name}» без самого дня", f"“{name}” without the day itself")
        yield Change(words, entry.key.place, single(AllOf.SPEC.ru, listed(one, [one, opposite])))
    elif spec is NoMore.SPEC and isinstance(entry.value, Mapping):
        left, right = (_argument(entry.value, arg) for arg in (spec.args[0], spec.args[1]))
        if left is not None and right is not None:
            turned = Mapping(
                entry.value.file,
                entry.value.line,
                entry.value.column,
                {
                    spec.args[0].ru: pair(spec.args[0].ru, right),
                    spec.args[1].ru: pair(spec.args[1].ru, left),
                },
            )
            opposite = single(NotOf.SPEC.ru, single(spec.ru, turned))
            yield Change(Text("≤ → <", "≤ → <"), entry.key.place, opposite)


# -- what stands under a verb's keys ------------------------------------------------------------------------


def _arguments(verb: type[Condition], node: Mapping) -> Changes:
    """The changes of a verb's arguments, by what each of them is. (Its moments: ``slips.moments``.)"""
    given = _given(verb, node)
    term: Node | None = None
    for arg in given:
        name = arg.ru if arg.ru in node.entries else arg.en
        value = node.entries[name].value
        term = value if arg.kind is Arg.TERM else term
        if arg.kind in _SPARED and not arg.required:
            yield from slips.left_out(node, name)
        walk: Walk | None = SLIPS.get(arg.kind)
        if walk is not None:
            yield from at(node, name, alternatives(value, walk))
    unsaid = {arg.kind: arg for arg in verb.SPEC.args if arg not in given}
    if term is not None and Arg.FIRST_DAY in unsaid and not slips.in_hours(term):
        words = Text("первый день считается", "the first day is counted")
        yield Change(words, term.place, put(node, unsaid[Arg.FIRST_DAY].ru, scalar(term, "считается")))
    if Arg.RELATION in unsaid:
        for other, sign in (("не_меньше", "≥"), ("не_больше", "≤")):
            yield Change(
                Text.same(f"= → {sign}"), node.place, put(node, unsaid[Arg.RELATION].ru, scalar(node, other))
            )


SLIPS: dict[Arg, Walk] = {
    Arg.TERM: slips.term,
    Arg.FIRST_DAY: slips.first_day,
    Arg.ROLL: slips.roll,
    Arg.RELATION: slips.relation,
    Arg.COUNT: slips.number,
    Arg.VALUE: slips.number,
    Arg.VALUES: lambda one: slips.fewer("", one),
    Arg.NUMBERS: lambda one: slips.fewer("", one),
    Arg.CONDITION: lambda one: _condition(one, ALWAYS),
}
"""What can slip under a key, by what stands there."""
_SPARED = (Arg.PERIOD, Arg.NUMBERS)
"""What a verb means something else without."""


# -- exceptions, editions, definitions -----------------------------------------------------------------------


def _exceptions(node: Node) -> Changes:
    if isinstance(node, Items):
        for number, item in enumerate(node.items):
            for change in _exception(item):
                yield evolve(change, node=listed(node, replaced(node.items, number, change.node)))
    else:
        yield from _exception(node)


def _exception(node: Node) -> Changes:
    """An exception that never holds, or whose condition has slipped."""
    keys = keys_of(node, {"provision": "норма", "if": "если"})
    if "if" not in keys or not isinstance(node, Mapping):
        return
    name, entry = keys["if"]
    words = Text(f"без исключения «{short(entry.value)}»", f"without the exception “{short(entry.value)}”")
    yield Change(words, entry.key.place, put(node, name, _never()))
    yield from at(node, name, _condition(entry.value, ALWAYS))


def _branches(node: Node, others: Sequence[str]) -> Changes:
    """The branches of a definition: dropped, asked otherwise, pointed at another fact."""
    if not isinstance(node, Items):
        return
    for number, item in enumerate(node.items):
        if not isinstance(item, Mapping):
            continue
        keys = keys_of(item, {"if": "если", "is": "это"})
        if len(node.items) > 1:
            rest = [other for place, other in enumerate(node.items) if place != number]
            words = Text(f"без варианта «{short(item)}»", f"without the case “{short(item)}”")
            yield Change(words, item.place, listed(node, rest))
        steps: list[Changes] = []
        if "if" in keys:
            steps.append(at(item, keys["if"][0], _condition(keys["if"][1].value, ALWAYS)))
        if "is" in keys:
            pointed = alternatives(keys["is"][1].value, lambda one: _pointed(one, others))
            steps.append(at(item, keys["is"][0], pointed))
        for change in chain(*steps):
            yield evolve(change, node=listed(node, replaced(node.items, number, change.node)))


def _pointed(node: Node, others: Sequence[str]) -> Changes:
    if isinstance(node, Scalar):
        for other in others:
            if other != node.text and not (node.text in NONE and other in NONE):
                words = Text(f"это: {node.text} → {other}", f"is: {node.text} → {other}")
                yield Change(words, node.place, scalar(node, other))
    elif isinstance(node, Mapping):  # {самое_раннее: {в: …, где: …, что: …}}
        for name, entry in node.entries.items():
            keys = keys_of(entry.value, {"in": "в", "where": "где", "what": "что"})
            if "where" in keys and isinstance(entry.value, Mapping):
                where, inner = keys["where"]
                yield from at(node, name, at(entry.value, where, _condition(inner.value, ALWAYS)))


def _spec(name: str) -> VerbSpec | None:
    verb = BY_WORD.get(name)
    return verb.SPEC if verb else None


def _given(verb: type[Condition], node: Mapping) -> list[ArgSpec]:
    return [arg for arg in verb.SPEC.args if {arg.ru, arg.en} & node.entries.keys()]


def _argument(node: Mapping, arg: ArgSpec) -> Node | None:
    return next((node.entries[name].value for name in (arg.ru, arg.en) if name in node.entries), None)


# -- words ---------------------------------------------------------------------------------------------------


def _turned(old: str, new: str) -> Text:
    return Text.same(f"«{old}» → «{new}»")


def _all_to_any() -> Text:
    return Text("условия: все → любое", "conditions: all → any")

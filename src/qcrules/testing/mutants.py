"""The law one small step away: every change that a slip of the pen could make to a rule, a definition or an edition.

A change is made in the tree of the page, before readings are resolved, so that a mutant is what an analyst might
have written. What each verb's keys hold, the verbs themselves say; this module knows only what can slip:

* a term by one, working ↔ calendar days, the first day counted or not, a roll dropped or turned, a number by one;
* ≤ read as <;
* a condition dropped or negated, a requirement dropped or negated, `все` ↔ `любое`, an exception dropped;
* a choice removed from a list;
* a branch of a definition dropped, or pointed at another fact;
* a day of an edition one day off.

(The default of a reading and the days of the regulation's life are no trees of a rule: see ``mutation``.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain

from attrs import evolve, frozen

from qcrules.errors import Place, UsageError
from qcrules.loading.conditions import BY_WORD
from qcrules.loading.definitions import DEFINITION_KEYS
from qcrules.loading.node import Entry, Mapping, Node, Scalar
from qcrules.loading.node import Sequence as Items
from qcrules.loading.rules import RULE_KEYS
from qcrules.rulebook.verbs import AllOf, AnyOf, Arg, Condition, NoMore, NotEarlier, NotLater, NotOf, VerbSpec
from qcrules.term import Term, Unit
from qcrules.text import Text

_READING = ("чтение", "reading")
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
_NONE = {"нет", "none"}


@frozen(eq=False)
class Change:
    """One step: its words («5 рабочих дней → 6 рабочих дней»), where it was made, and the tree after it."""

    words: Text
    place: Place
    node: Node


Changes = Iterator[Change]
Walk = Callable[[Node], Changes]


def of_rule(node: Node) -> Changes:
    """Every change of a rule. (The window of its page is changed for all rules of the page: ``of_window``.)"""
    keys = _keys(node, RULE_KEYS)
    assert isinstance(node, Mapping)
    for key in ("if", "require", "forbid"):
        if key in keys:
            name, entry = keys[key]
            yield from _at(node, name, _condition(entry.value, ALWAYS, negated=key == "if"))
    for key, other in (("require", "forbid"), ("forbid", "require")):
        if key in keys:
            name, entry = keys[key]
            russian = name == RULE_KEYS[key]
            swapped = RULE_KEYS[other] if russian else other
            yield Change(_turned(name, swapped), entry.key.place, _renamed(node, name, swapped))
    if "except" in keys:
        name, entry = keys["except"]
        yield from _at(node, name, _exceptions(entry.value))
    if "in_force" in keys:
        name, entry = keys["in_force"]
        yield from _at(node, name, of_window(entry.value))


def of_definition(node: Node, others: Sequence[str]) -> Changes:
    """Every change of a definition; ``others``: the facts, by their words, that it may be pointed at by mistake."""
    keys = _keys(node, DEFINITION_KEYS)
    if "cases" not in keys or not isinstance(node, Mapping):
        return
    name, entry = keys["cases"]
    yield from _at(node, name, _alternatives(entry.value, lambda cases: _branches(cases, others)))


# -- conditions --------------------------------------------------------------------------------------------


ALWAYS = Mapping("", 1, 1, {})
"""What a dropped part of an *and* leaves."""


def _never() -> Mapping:
    """What a dropped part of an *or* leaves."""
    return _single(NotOf.SPEC.ru, ALWAYS)


def _condition(node: Node, dropped: Node | None, negated: bool = True) -> Changes:
    """The changes of a condition. ``dropped`` stands in the place of what is dropped; None: it stays.

    ``negated`` false: the whole is negated elsewhere (a requirement turned into a prohibition).
    """
    if _is_reading(node):
        yield from _alternatives(node, lambda one: _condition(one, dropped))
    elif isinstance(node, Items):
        yield from _parts(node, ALWAYS)
        if len(node.items) > 1:
            yield Change(_all_to_any(), node.place, _single(AnyOf.SPEC.ru, node))
    elif isinstance(node, Mapping):
        yield from _entries(node, dropped, negated)


def _entries(node: Mapping, dropped: Node | None, negated: bool) -> Changes:
    """The changes of a mapping all of whose entries must hold."""
    several = len(node.entries) > 1
    for name, entry in node.entries.items():
        one = _single(name, entry.value, entry.key)
        rest = _without(node, name)
        here = entry.key.place
        if several or dropped is not None:
            left = rest if several else dropped
            assert left is not None
            yield Change(Text(f"без «{short(one)}»", f"without “{short(one)}”"), here, left)
        if name in (NotOf.SPEC.ru, NotOf.SPEC.en):
            yield Change(
                Text(f"без «не» перед «{short(entry.value)}»", f"no “not” before “{short(entry.value)}”"),
                here,
                _joined(rest, entry.value),
            )
        elif several or (dropped is not None and negated):
            yield Change(
                Text(f"«не» перед «{short(one)}»", f"“not” before “{short(one)}”"),
                here,
                _joined(rest, _single(NotOf.SPEC.ru, one)),
            )
        for change in _strict(name, entry):
            yield evolve(change, node=_joined(rest, change.node))
        yield from _at(node, name, _entry(name, entry.value))
        yield from _swapped(node, name, entry)
    if several:
        parts = [_single(name, entry.value, entry.key) for name, entry in node.entries.items()]
        yield Change(_all_to_any(), node.place, _single(AnyOf.SPEC.ru, _items(node, parts)))


def _entry(name: str, value: Node) -> Changes:
    """The changes inside one verb, or inside the values of one field."""
    verb = BY_WORD.get(name)
    if verb is None:
        yield from _values(name, value)
    elif verb is NotOf:
        yield from _condition(value, None)
    elif verb is AllOf or verb is AnyOf:
        yield from _alternatives(value, lambda one: _parts(one, ALWAYS if verb is AllOf else _never()))
    elif verb.SPEC.bare is Arg.FIELDS:
        yield from _alternatives(value, lambda one: _fewer("", one))
    elif isinstance(value, Mapping) and not verb.SPEC.bare:
        yield from _arguments(verb, value)


def _parts(node: Node, dropped: Node) -> Changes:
    """The changes of each condition of a list."""
    if isinstance(node, Items):
        for number, item in enumerate(node.items):
            for change in _condition(item, dropped):
                yield evolve(change, node=_items(node, _replaced(node.items, number, change.node)))


def _swapped(node: Mapping, name: str, entry: Entry) -> Changes:
    """`все` ↔ `любое`."""
    if isinstance(entry.value, Items) and len(entry.value.items) > 1:
        for verb, other in ((AllOf, AnyOf), (AnyOf, AllOf)):
            for own, new in ((verb.SPEC.ru, other.SPEC.ru), (verb.SPEC.en, other.SPEC.en)):
                if name == own:
                    joined = _joined(_without(node, name), _single(new, entry.value))
                    yield Change(_turned(own, new), entry.key.place, joined)


def _strict(name: str, entry: Entry) -> Changes:
    """≤ read as <: not on the day itself, not the number itself. (What it presupposes stays.)"""
    one, spec = _single(name, entry.value, entry.key), _spec(name)
    if spec is NotLater.SPEC or spec is NotEarlier.SPEC:
        other = NotEarlier.SPEC if spec is NotLater.SPEC else NotLater.SPEC
        opposite = _single(NotOf.SPEC.ru, _single(other.ru, entry.value))
        words = Text(f"«{name}» без самого дня", f"“{name}” without the day itself")
        yield Change(words, entry.key.place, _single(AllOf.SPEC.ru, _items(one, [one, opposite])))
    elif spec is NoMore.SPEC and isinstance(entry.value, Mapping):
        left, right = (_argument(entry.value, arg) for arg in (spec.args[0], spec.args[1]))
        if left is not None and right is not None:
            turned = Mapping(
                entry.value.file,
                entry.value.line,
                entry.value.column,
                {
                    spec.args[0].ru: _pair(spec.args[0].ru, right),
                    spec.args[1].ru: _pair(spec.args[1].ru, left),
                },
            )
            opposite = _single(NotOf.SPEC.ru, _single(spec.ru, turned))
            yield Change(Text("≤ → <", "≤ → <"), entry.key.place, opposite)


# -- what stands under a verb's keys ------------------------------------------------------------------------


def _arguments(verb: type[Condition], node: Mapping) -> Changes:
    """The changes of a verb's arguments, by what each of them is."""
    given = {arg.attribute: arg for arg in verb.SPEC.args if {arg.ru, arg.en} & node.entries.keys()}
    term: Node | None = None
    for arg in given.values():
        name = arg.ru if arg.ru in node.entries else arg.en
        value = node.entries[name].value
        term = value if arg.kind is Arg.TERM else term
        walk: Walk | None = {
            Arg.TERM: _term,
            Arg.FIRST_DAY: _first_day,
            Arg.ROLL: _roll,
            Arg.COUNT: _number,
            Arg.VALUE: _number,
            Arg.VALUES: lambda one: _fewer("", one),
            Arg.CONDITION: lambda one: _condition(one, ALWAYS),
        }.get(arg.kind)
        if walk is not None:
            yield from _at(node, name, _alternatives(value, walk))
    counted = next((arg for arg in verb.SPEC.args if arg.kind is Arg.FIRST_DAY), None)
    if term is not None and counted is not None and counted.attribute not in given and not _in_hours(term):
        words = Text("первый день считается", "the first day is counted")
        yield Change(words, term.place, _with(node, counted.ru, _scalar(term, "считается")))


def _term(node: Node) -> Changes:
    """One more, one less, working ↔ calendar days."""
    if not isinstance(node, Scalar):
        return
    try:
        term = Term.parse(node.text)
    except UsageError:
        return
    counts = [Term(count, term.unit) for count in (term.count - 1, term.count + 1) if count >= 0]
    swap = {Unit.WORKING_DAY: Unit.CALENDAR_DAY, Unit.CALENDAR_DAY: Unit.WORKING_DAY}.get(term.unit)
    for other in [*counts, *([Term(term.count, swap)] if swap else [])]:
        shorter = term.unit is other.unit
        old = str(term.count) if shorter else term.words().ru
        words = Text(f"{old} → {other.words().ru}", f"{term.words().en} → {other.words().en}")
        yield Change(words, node.place, _scalar(node, other.words().ru))


def _first_day(node: Node) -> Changes:
    if isinstance(node, Scalar) and node.text in _COUNTED:
        yield _exchanged(node, "первый_день", _COUNTED[node.text])


def _roll(node: Node) -> Changes:
    if isinstance(node, Scalar):
        for other in _ROLLS.get(node.text, ()):
            yield _exchanged(node, "перенос", other)


def _number(node: Node) -> Changes:
    if isinstance(node, Scalar) and node.text.isascii() and node.text.isdigit():
        for other in (int(node.text) - 1, int(node.text) + 1):
            if other >= 0:
                yield Change(Text.same(f"{node.text} → {other}"), node.place, _scalar(node, str(other)))


def _values(field: str, value: Node) -> Changes:
    """The values under a field: one fewer, or a number by one."""
    yield from _alternatives(value, lambda one: chain(_number(one), _fewer(f"{field}: ", one)))


def _fewer(lead: str, node: Node) -> Changes:
    """A list without one of its words."""
    if isinstance(node, Items) and len(node.items) > 1:
        for number, item in enumerate(node.items):
            rest = [other for place, other in enumerate(node.items) if place != number]
            words = Text(f"{lead}без «{say(item)}»", f"{lead}without “{say(item)}”")
            yield Change(words, item.place, _items(node, rest))


# -- exceptions, editions, definitions -----------------------------------------------------------------------


def _exceptions(node: Node) -> Changes:
    if isinstance(node, Items):
        for number, item in enumerate(node.items):
            for change in _exception(item):
                yield evolve(change, node=_items(node, _replaced(node.items, number, change.node)))
    else:
        yield from _exception(node)


def _exception(node: Node) -> Changes:
    """An exception that never holds, or whose condition has slipped."""
    keys = _keys(node, {"provision": "норма", "if": "если"})
    if "if" not in keys or not isinstance(node, Mapping):
        return
    name, entry = keys["if"]
    words = Text(f"без исключения «{short(entry.value)}»", f"without the exception “{short(entry.value)}”")
    yield Change(words, entry.key.place, _with(node, name, _never()))
    yield from _at(node, name, _condition(entry.value, ALWAYS))


def of_window(node: Node) -> Changes:
    """The first or the last day of an edition, one day off."""
    if isinstance(node, Mapping):
        for name, entry in node.entries.items():
            yield from _at(node, name, _alternatives(entry.value, _day))


def _day(node: Node) -> Changes:
    if not isinstance(node, Scalar):
        return
    try:
        day = date.fromisoformat(node.text)
    except ValueError:
        return
    for other in (day - timedelta(1), day + timedelta(1)):
        yield Change(
            Text(f"{day:%d.%m.%Y} → {other:%d.%m.%Y}", f"{day} → {other}"),
            node.place,
            _scalar(node, other.isoformat()),
        )


def _branches(node: Node, others: Sequence[str]) -> Changes:
    """The branches of a definition: dropped, asked otherwise, pointed at another fact."""
    if not isinstance(node, Items):
        return
    for number, item in enumerate(node.items):
        if not isinstance(item, Mapping):
            continue
        keys = _keys(item, {"if": "если", "is": "это"})
        if len(node.items) > 1:
            rest = [other for place, other in enumerate(node.items) if place != number]
            words = Text(f"без варианта «{short(item)}»", f"without the case “{short(item)}”")
            yield Change(words, item.place, _items(node, rest))
        steps: list[Changes] = []
        if "if" in keys:
            steps.append(_at(item, keys["if"][0], _condition(keys["if"][1].value, ALWAYS)))
        if "is" in keys:
            pointed = _alternatives(keys["is"][1].value, lambda one: _pointed(one, others))
            steps.append(_at(item, keys["is"][0], pointed))
        for change in chain(*steps):
            yield evolve(change, node=_items(node, _replaced(node.items, number, change.node)))


def _pointed(node: Node, others: Sequence[str]) -> Changes:
    if isinstance(node, Scalar):
        for other in others:
            if other != node.text and not (node.text in _NONE and other in _NONE):
                words = Text(f"это: {node.text} → {other}", f"is: {node.text} → {other}")
                yield Change(words, node.place, _scalar(node, other))
    elif isinstance(node, Mapping):  # {самое_раннее: {в: …, где: …, что: …}}
        for name, entry in node.entries.items():
            keys = _keys(entry.value, {"in": "в", "where": "где", "what": "что"})
            if "where" in keys and isinstance(entry.value, Mapping):
                where, inner = keys["where"]
                yield from _at(node, name, _at(entry.value, where, _condition(inner.value, ALWAYS)))


# -- trees ---------------------------------------------------------------------------------------------------


def _at(node: Mapping, name: str, changes: Changes) -> Changes:
    """The changes of what stands under a key, as changes of the whole."""
    for change in changes:
        yield evolve(change, node=_with(node, name, change.node))


def _alternatives(node: Node, walk: Walk) -> Changes:
    """The changes of a value, or of what each option of a reading makes of it."""
    if not _is_reading(node):
        yield from walk(node)
        return
    assert isinstance(node, Mapping)
    for name, entry in node.entries.items():
        if name not in _READING:
            for change in _alternatives(entry.value, walk):
                words = Text(f"{change.words.ru} (чтение {name})", f"{change.words.en} (reading {name})")
                yield evolve(change, words=words, node=_with(node, name, change.node))


def _is_reading(node: Node) -> bool:
    return isinstance(node, Mapping) and any(key in node.entries for key in _READING)


def _keys(node: Node, words: dict[str, str]) -> dict[str, tuple[str, Entry]]:
    """The entries of a mapping under their English keys, each with the key as it was written."""
    if not isinstance(node, Mapping):
        return {}
    found = {en: name for en, ru in words.items() for name in (ru, en) if name in node.entries}
    return {en: (name, node.entries[name]) for en, name in found.items()}


def _spec(name: str) -> VerbSpec | None:
    verb = BY_WORD.get(name)
    return verb.SPEC if verb else None


def _argument(node: Mapping, arg: object) -> Node | None:
    names = (getattr(arg, "ru", ""), getattr(arg, "en", ""))
    return next((node.entries[name].value for name in names if name in node.entries), None)


def _in_hours(node: Node) -> bool:
    try:
        return isinstance(node, Scalar) and Term.parse(node.text).unit is Unit.HOUR
    except UsageError:
        return False


def _scalar(like: Node, text: str) -> Scalar:
    return Scalar(like.file, like.line, like.column, text)


def _pair(name: str, value: Node) -> Entry:
    return Entry(_scalar(value, name), value)


def _single(name: str, value: Node, key: Scalar | None = None) -> Mapping:
    return Mapping(value.file, value.line, value.column, {name: Entry(key or _scalar(value, name), value)})


def _items(like: Node, items: Sequence[Node]) -> Items:
    return Items(like.file, like.line, like.column, list(items))


def _replaced(items: Sequence[Node], number: int, node: Node) -> list[Node]:
    return [node if place == number else item for place, item in enumerate(items)]


def _with(node: Mapping, name: str, value: Node) -> Mapping:
    entries = {**node.entries, name: Entry(_scalar(value, name), value)}
    return Mapping(node.file, node.line, node.column, entries)


def _without(node: Mapping, name: str) -> Mapping:
    entries = {key: entry for key, entry in node.entries.items() if key != name}
    return Mapping(node.file, node.line, node.column, entries)


def _renamed(node: Mapping, name: str, new: str) -> Mapping:
    entries = {new if key == name else key: entry for key, entry in node.entries.items()}
    return Mapping(node.file, node.line, node.column, entries)


def _joined(rest: Mapping, condition: Node) -> Node:
    """The condition, and all that stood beside it."""
    if not rest.entries:
        return condition
    return _single(AllOf.SPEC.ru, _items(rest, [rest, condition]))


# -- words ---------------------------------------------------------------------------------------------------


def say(node: Node) -> str:
    """A tree in one line, as one would write it in YAML."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return f"[{', '.join(say(item) for item in node.items)}]"
    assert isinstance(node, Mapping)
    parts = [f"{name}: {say_inner(entry.value)}" for name, entry in node.entries.items()]
    return ", ".join(parts) if parts else "{}"


def short(node: Node) -> str:
    """A tree in one line of at most 80 signs."""
    words = say(node)
    return words if len(words) <= 80 else f"{words[:79]}…"


def say_inner(node: Node) -> str:
    """A tree under a key."""
    return f"{{{say(node)}}}" if isinstance(node, Mapping) and node.entries else say(node)


def _turned(old: str, new: str) -> Text:
    return Text.same(f"«{old}» → «{new}»")


def _all_to_any() -> Text:
    return Text("условия: все → любое", "conditions: all → any")


def _exchanged(node: Scalar, key: str, new: str) -> Change:
    return Change(Text.same(f"{key}: {node.text} → {new}"), node.place, _scalar(node, new))

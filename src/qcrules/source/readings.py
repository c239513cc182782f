"""Readings: what a page says of them, and ``{чтение: id, option: VALUE, …}`` anywhere in a rule.

Of a tree: which readings stand in it, and what it is under one choice of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingType
from itertools import islice, product
from typing import TypeVar

from ..law.combinations import MOST_COMBINATIONS, too_many
from ..law.model import Reading, ReadingOption
from ..law.validity import Choice
from ..text import Text
from . import contents
from .diagnostics import Diagnostics
from .shape import Shape
from .tree import Entry, Mapping, Node, Scalar, Sequence, walk

T = TypeVar("T")

OPTION = Shape.of("option", {"ru": contents.word, "en": contents.word, "argument": contents.text})
_OPTIONS = contents.at_least(2, contents.by_name(contents.any_of(contents.word, OPTION.content())))
READING = Shape.of(
    "reading",
    {
        "question": contents.words,
        "options": _OPTIONS,
        "default": contents.text,
        "basis": contents.many(contents.word),
    },
)


def read_reading(diagnostics: Diagnostics, name: str, body: Entry) -> Reading | None:
    """A reading as its page gives it; None where its options are wrong (noted)."""
    given = READING.given(diagnostics, body.value)
    options = {key: _option(diagnostics, key, entry) for key, entry in (given["options"] or {}).items()}
    default = given["default"]
    if len(options) < 2 or default not in options:
        diagnostics.note(body.key, "reading-needs", name)
        return None
    ordered = {default: options[default], **options}
    question = given["question"] or Text("", "")
    return Reading(name, question, ordered, default, ", ".join(given["basis"] or ()), body.key.place)


def _option(diagnostics: Diagnostics, key: str, entry: Entry) -> ReadingOption:
    if isinstance(entry.value, Scalar):
        return ReadingOption(key, Text.same(entry.value.text), "")
    given = OPTION.given(diagnostics, entry.value)
    ru, en = given["ru"] or "", given["en"] or ""
    return ReadingOption(key, Text(ru or en or key, en or ru or key), given["argument"] or "")


def _reading_key(node: Node) -> str | None:
    if isinstance(node, Mapping):
        for key in contents.READING_KEYS:
            if key in node.entries:
                return key
    return None


def _reading_of(node: Node) -> tuple[Mapping, Scalar, str] | None:
    key = _reading_key(node)
    if key is None or not isinstance(node, Mapping):
        return None
    name = node.entries[key].value
    return (node, name, key) if isinstance(name, Scalar) else None


def readings_in(node: Node, known: MappingType[str, Reading], diagnostics: Diagnostics) -> tuple[str, ...]:
    """The readings that a tree turns on, sorted; unknown ones and missing or unknown options are noted."""
    found: set[str] = set()
    for part in walk(node):
        turn = _reading_of(part)
        if turn is None:
            continue
        mapping, name, key = turn
        reading = known.get(name.text)
        if reading is None:
            diagnostics.unknown(name, name.text, known, Text("чтение", "reading"))
            continue
        found.add(reading.id)
        given = [option for option in mapping.entries if option != key]
        for option in given:
            if option not in reading.options:
                diagnostics.unknown(
                    mapping.entries[option].key, option, reading.options, Text("вариант чтения", "option")
                )
        for option in reading.options:
            if option not in given:
                diagnostics.note(name, "option-missing", option, reading.id)
    return tuple(sorted(found))


def resolve(node: Node, chosen: MappingType[str, str]) -> Node:
    """The tree in which every reading is replaced by the value of its chosen option."""
    if isinstance(node, Scalar):
        return node
    turn = _reading_of(node)
    if turn is not None:
        mapping, name, key = turn
        options = [option for option in mapping.entries if option != key]
        option = chosen.get(name.text)
        if option not in options:  # noted; any of them will do to read on
            option = next(iter(options), None)
        if option is None:
            return Scalar(node.file, node.line, node.column, "")
        return resolve(mapping.entries[option].value, chosen)
    if isinstance(node, Mapping):
        values = {key: resolve(entry.value, chosen) for key, entry in node.entries.items()}
        if all(values[key] is entry.value for key, entry in node.entries.items()):
            return node
        entries = {key: Entry(entry.key, values[key]) for key, entry in node.entries.items()}
        return Mapping(node.file, node.line, node.column, entries)
    if isinstance(node, Sequence):
        items = [resolve(item, chosen) for item in node.items]
        same = all(one is other for one, other in zip(items, node.items, strict=True))
        return node if same else Sequence(node.file, node.line, node.column, items)
    return node


def under_each_choice(
    node: Node,
    known: MappingType[str, Reading],
    diagnostics: Diagnostics,
    where: Node,
    who: Text,
    read: Callable[[Node], T],
) -> tuple[tuple[str, ...], dict[Choice, T]]:
    """The readings that a tree turns on, and what is read of it under every choice of their options."""
    used = readings_in(node, known, diagnostics)
    return used, {
        choice: read(resolve(node, dict(choice))) for choice in choices(used, known, diagnostics, where, who)
    }


def choices(
    readings: tuple[str, ...],
    known: MappingType[str, Reading],
    diagnostics: Diagnostics,
    where: Node,
    who: Text,
) -> Iterator[Choice]:
    """Every combination of the options of some readings; where they are too many that is noted, and few are given."""
    for problem in too_many(who, where.place, readings, known):
        diagnostics.add(problem.place, problem.message)
    for options in islice(product(*(known[reading].options for reading in readings)), MOST_COMBINATIONS):
        yield tuple(zip(readings, options, strict=True))

"""Readings: what a page says of them, and ``{чтение: id, option: VALUE, …}`` anywhere in a rule.

Of a tree: which readings stand in it, and what it is under one choice of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as MappingType
from collections.abc import Set as AbstractSet
from itertools import islice, product
from typing import TypeVar

from attrs import define, field, frozen

from ..law.combinations import MOST_COMBINATIONS, too_many
from ..law.model import Reading, ReadingOption
from ..law.validity import Choice
from ..text import Text
from . import contents
from .diagnostics import Diagnostics
from .shape import Shape
from .tree import Entry, Mapping, Node, Scalar, Sequence

T = TypeVar("T")
_NOTHING: frozenset[str] = frozenset()

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


@frozen(eq=False)
class Turn:
    """A place where a tree turns on a reading: the name of the reading, and what stands there under each option."""

    name: Scalar
    options: MappingType[str, Entry]


def _turn(node: Mapping) -> Turn | None:
    key = next((key for key in contents.READING_KEYS if key in node.entries), None)
    name = node.entries[key].value if key is not None else None
    if not isinstance(name, Scalar):
        return None
    return Turn(name, {option: entry for option, entry in node.entries.items() if option != key})


@define(eq=False)
class OpenTree:
    """A tree in which readings stand, and what it is under each choice of their options.

    What is the same under several choices is one and the same node, so that it need be read only once. ``turns``: where
    it turns on a reading, in the order of the document; ``names``: for each part that does, on which readings.
    """

    whole: Node
    turns: list[Turn] = field(factory=list)
    names: dict[int, tuple[str, ...]] = field(factory=dict)
    turn_at: dict[int, Turn] = field(factory=dict)
    made: dict[tuple[int, tuple[str | None, ...]], Node] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self._look(self.whole)

    def _look(self, node: Node) -> AbstractSet[str]:
        """The names of the readings on which a part turns."""
        found: AbstractSet[str] = _NOTHING
        parts: Iterable[Node] = ()
        if isinstance(node, Mapping):
            turn = _turn(node)
            if turn is not None:
                self.turns.append(turn)
                self.turn_at[id(node)] = turn
                found = {turn.name.text}
            parts = [entry.value for entry in node.entries.values()]
        elif isinstance(node, Sequence):
            parts = node.items
        for part in parts:
            if not isinstance(part, Scalar):
                found |= self._look(part)
        if found:
            self.names[id(node)] = tuple(found)
        return found

    def readings(self, known: MappingType[str, Reading], diagnostics: Diagnostics) -> tuple[str, ...]:
        """The readings that it turns on, sorted; unknown ones and missing or unknown options are noted."""
        found: set[str] = set()
        for turn in self.turns:
            name = turn.name
            reading = known.get(name.text)
            if reading is None:
                diagnostics.unknown(name, name.text, known, Text("чтение", "reading"))
                continue
            found.add(reading.id)
            for option, entry in turn.options.items():
                if option not in reading.options:
                    what = Text("вариант чтения", "option")
                    diagnostics.unknown(entry.key, option, reading.options, what)
            for option in reading.options:
                if option not in turn.options:
                    diagnostics.note(name, "option-missing", option, reading.id)
            if not turn.options:
                diagnostics.unread.add(name.place)
        return tuple(sorted(found))

    def under(self, chosen: MappingType[str, str]) -> Node:
        """The tree in which every reading is replaced by the value of its chosen option."""
        return self._under(self.whole, chosen)

    def _under(self, node: Node, chosen: MappingType[str, str]) -> Node:
        names = self.names.get(id(node))
        if names is None:
            return node
        key = id(node), tuple(map(chosen.get, names))
        if key not in self.made:
            self.made[key] = self._make(node, chosen)
        return self.made[key]

    def _make(self, node: Node, chosen: MappingType[str, str]) -> Node:
        turn = self.turn_at.get(id(node))
        if turn is not None:
            option = chosen.get(turn.name.text)
            if option not in turn.options:  # noted; any of them will do to read on
                option = next(iter(turn.options), None)
            if option is None:
                name = turn.name  # where it is noted that there is none
                return Scalar(name.file, name.line, name.column, "")
            return self._under(turn.options[option].value, chosen)
        if isinstance(node, Mapping):
            entries = {
                key: Entry(entry.key, self._under(entry.value, chosen))
                if id(entry.value) in self.names
                else entry
                for key, entry in node.entries.items()
            }
            return Mapping(node.file, node.line, node.column, entries)
        assert isinstance(node, Sequence)
        items = [self._under(item, chosen) for item in node.items]
        return Sequence(node.file, node.line, node.column, items)


def readings_in(node: Node, known: MappingType[str, Reading], diagnostics: Diagnostics) -> tuple[str, ...]:
    """The readings that a tree turns on, sorted; what is wrong with them is noted."""
    return OpenTree(node).readings(known, diagnostics)


def resolve(node: Node, chosen: MappingType[str, str]) -> Node:
    """The tree in which every reading is replaced by the value of its chosen option."""
    return OpenTree(node).under(chosen)


def under_each_choice(
    node: Node,
    known: MappingType[str, Reading],
    diagnostics: Diagnostics,
    where: Node,
    who: Text,
    read: Callable[[Node], T],
) -> tuple[tuple[str, ...], dict[Choice, T]]:
    """The readings that a tree turns on, and what is read of it under every choice of their options."""
    tree = OpenTree(node)
    used = tree.readings(known, diagnostics)
    return used, {
        choice: read(tree.under(dict(choice))) for choice in choices(used, known, diagnostics, where, who)
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

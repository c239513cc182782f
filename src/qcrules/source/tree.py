"""What a document says and where: a tree of text, lists and mappings, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import define

from qcrules.errors import KEY, Place
from qcrules.facts.words import NULLS

Path = tuple[str | int, ...]
Plain = dict[str, Any] | list[Any] | str | None


@define(eq=False, repr=False, weakref_slot=False)
class Node:
    """A part of a document; `line` and `column` count from 1."""

    file: str
    line: int
    column: int

    @property
    def place(self) -> Place:
        return Place(self.file, self.line, self.column)


@define(eq=False, repr=False, weakref_slot=False)
class Scalar(Node):
    """One value, always as the text that was written; what it means is for the reader of the field."""

    text: str
    quoted: bool = False

    @property
    def is_null(self) -> bool:
        """Whether it says «nothing»: empty, `~`, `null` or `—`, without quotation marks."""
        return not self.quoted and self.text in NULLS


@define(eq=False, repr=False, weakref_slot=False)
class Sequence(Node):
    """A list."""

    items: list[Node]


@define(eq=False, repr=False, weakref_slot=False)
class Entry:
    """One `key: value`."""

    key: Scalar
    value: Node


@define(eq=False, repr=False, weakref_slot=False)
class Mapping(Node):
    """Keys and values in the order of the document."""

    entries: dict[str, Entry]


def plain(node: Node) -> tuple[Plain, dict[Path, Place]]:
    """The values of a document, and the place of each of its parts by its path.

    A place is that of the value, for an entry that holds a list or a mapping that of its key; the key of an entry
    has its own under the path that ends in KEY.
    """
    places: dict[Path, Place] = {}
    _place(node, (), node, places)
    return values(node), places


def values(node: Node) -> Plain:
    """The document as dicts, lists, text and None.

    None is a null that is written (`null`, `~`, `—`); what is not filled in is blank text.
    """
    if isinstance(node, Mapping):
        return {name: values(entry.value) for name, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [values(item) for item in node.items]
    assert isinstance(node, Scalar)
    return None if node.is_null and node.text else node.text


def same(one: Node, other: Node) -> bool:
    """Are they the same words at the same place, as on a page that is read for several texts?"""
    return one.place == other.place and values(one) == values(other)


def _place(node: Node, path: Path, where: Node, places: dict[Path, Place]) -> None:
    places[path] = where.place
    if isinstance(node, Mapping):
        places.update({(*path, name, KEY): entry.key.place for name, entry in node.entries.items()})
        for name, entry in node.entries.items():
            _place(entry.value, (*path, name), _head(entry), places)
    elif isinstance(node, Sequence):
        for i, item in enumerate(node.items):
            _place(item, (*path, i), item, places)


def _head(entry: Entry) -> Node:
    said = isinstance(entry.value, Scalar) and (entry.value.text or entry.value.quoted)
    return entry.value if said else entry.key


def merged(old: Any, new: Any) -> Any:
    """What stood there, changed by what is said anew: mappings key by key, all else is replaced."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return {**old, **{key: merged(old.get(key), value) for key, value in new.items()}}


def replaced(node: Node, words: tuple[str, ...], instead: str) -> Node:
    """The tree in which a name, alone or before a dot, stands for another; keys are names, too."""
    if isinstance(node, Mapping):
        entries = [
            Entry(_renamed(entry.key, words, instead), replaced(entry.value, words, instead))
            for entry in node.entries.values()
        ]
        return Mapping(node.file, node.line, node.column, {entry.key.text: entry for entry in entries})
    if isinstance(node, Sequence):
        items = [replaced(item, words, instead) for item in node.items]
        return Sequence(node.file, node.line, node.column, items)
    assert isinstance(node, Scalar)
    return _renamed(node, words, instead)


def _renamed(name: Scalar, words: tuple[str, ...], instead: str) -> Scalar:
    first, dot, rest = name.text.partition(".")
    text = f"{instead}{dot}{rest}" if first in words else name.text
    return Scalar(name.file, name.line, name.column, text, name.quoted)


def walk(node: Node) -> Iterator[Node]:
    """The node and all that is in it, values only, in the order of the document."""
    yield node
    if isinstance(node, Mapping):
        for entry in node.entries.values():
            yield from walk(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from walk(item)

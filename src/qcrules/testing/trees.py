"""Trees of the rule language with one part changed: keys put, taken away or renamed, lists with an item replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import evolve, frozen

from qcrules.errors import Place
from qcrules.law.verbs import AllOf
from qcrules.source.tree import Entry, Mapping, Node, Scalar
from qcrules.source.tree import Sequence as Items
from qcrules.text import Text

_READING = ("чтение", "reading")


@frozen(eq=False)
class Change:
    """One step: its words («5 рабочих дней → 6 рабочих дней»), where it was made, and the tree after it."""

    words: Text
    place: Place
    node: Node


Changes = Iterator[Change]
Walk = Callable[[Node], Changes]


def at(node: Mapping, name: str, changes: Changes) -> Changes:
    """The changes of what stands under a key, as changes of the whole."""
    for change in changes:
        yield evolve(change, node=put(node, name, change.node))


def alternatives(node: Node, walk: Walk) -> Changes:
    """The changes of a value, or of what each option of a reading makes of it."""
    if not is_reading(node):
        yield from walk(node)
        return
    assert isinstance(node, Mapping)
    for name, entry in node.entries.items():
        if name not in _READING:
            for change in alternatives(entry.value, walk):
                words = Text(f"{change.words.ru} (чтение {name})", f"{change.words.en} (reading {name})")
                yield evolve(change, words=words, node=put(node, name, change.node))


def anywhere(node: Node, visit: Callable[[str, Node], Changes]) -> Changes:
    """The changes of what stands under any key at any depth; ``visit`` gets the key and its value."""
    if isinstance(node, Mapping):
        for name, entry in node.entries.items():
            yield from at(node, name, visit(name, entry.value))
            yield from at(node, name, anywhere(entry.value, visit))
    elif isinstance(node, Items):
        for number, item in enumerate(node.items):
            for change in anywhere(item, visit):
                yield evolve(change, node=listed(node, replaced(node.items, number, change.node)))


def is_reading(node: Node) -> bool:
    """Is it a choice among readings?"""
    return isinstance(node, Mapping) and any(key in node.entries for key in _READING)


def keys_of(node: Node, words: dict[str, str]) -> dict[str, tuple[str, Entry]]:
    """The entries of a mapping under their English keys, each with the key as it was written."""
    if not isinstance(node, Mapping):
        return {}
    found = {en: name for en, ru in words.items() for name in (ru, en) if name in node.entries}
    return {en: (name, node.entries[name]) for en, name in found.items()}


def scalar(like: Node, text: str) -> Scalar:
    """A text where another node stood."""
    return Scalar(like.file, like.line, like.column, text)


def pair(name: str, value: Node) -> Entry:
    """A key and its value."""
    return Entry(scalar(value, name), value)


def single(name: str, value: Node, key: Scalar | None = None) -> Mapping:
    """A mapping of one key."""
    return Mapping(value.file, value.line, value.column, {name: Entry(key or scalar(value, name), value)})


def listed(like: Node, items: Sequence[Node]) -> Items:
    """A list where another node stood."""
    return Items(like.file, like.line, like.column, list(items))


def replaced(items: Sequence[Node], number: int, node: Node) -> list[Node]:
    """A list with one of its items replaced."""
    return [node if place == number else item for place, item in enumerate(items)]


def put(node: Mapping, name: str, value: Node) -> Mapping:
    """A mapping with a key set."""
    entries = {**node.entries, name: Entry(scalar(value, name), value)}
    return Mapping(node.file, node.line, node.column, entries)


def without(node: Mapping, name: str) -> Mapping:
    """A mapping without a key."""
    entries = {key: entry for key, entry in node.entries.items() if key != name}
    return Mapping(node.file, node.line, node.column, entries)


def renamed(node: Mapping, name: str, new: str) -> Mapping:
    """A mapping with a key renamed, in its place."""
    entries = {new if key == name else key: entry for key, entry in node.entries.items()}
    return Mapping(node.file, node.line, node.column, entries)


def joined(rest: Mapping, condition: Node) -> Node:
    """The condition, and all that stood beside it."""
    if not rest.entries:
        return condition
    return single(AllOf.SPEC.ru, listed(rest, [rest, condition]))


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

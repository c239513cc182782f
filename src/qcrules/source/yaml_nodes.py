"""The events of a YAML parser → nodes. What our YAML refuses is noted; what it means is not known here.

Nothing recurses, what stands elsewhere too is written out within bounds, and no value is turned into anything but text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from attrs import define, field

from qcrules.errors import Place, Problem
from qcrules.text import Text

from .bilingual import message
from .tree import Entry, Mapping, Node, Scalar, Sequence

MAX_DEPTH = 64
MAX_NODES = 200_000

_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]"


class Stopped(Exception):
    """What follows cannot be read; the problem is noted."""


@define(eq=False, repr=False)
class Builder:
    """Nodes as they grow: ``stack`` holds what is open, ``keys`` for each the key that waits for its value.

    Events may be those of PyYAML or of ruamel.yaml: they have the same names and attributes.
    """

    file: str
    first_line: int
    root: Node | None = None
    documents: int = 0
    nodes: int = 0
    stack: list[Mapping | Sequence] = field(factory=list, init=False)
    keys: list[Scalar | None] = field(factory=list, init=False)
    problems: list[Problem] = field(factory=list, init=False)
    refused: set[Text] = field(factory=set, init=False)
    anchors: dict[str, Node] = field(factory=dict, init=False)
    unused: dict[str, Any] = field(factory=dict, init=False)
    measures: dict[int, tuple[int, int]] = field(factory=dict, init=False)

    def build(self, events: Iterable[Any]) -> None:
        """Take every event. Stopped where no more can be read; what the parser itself raises goes through."""
        takers = {
            "ScalarEvent": self.scalar,
            "MappingStartEvent": self.open,
            "SequenceStartEvent": self.open,
            "MappingEndEvent": self.close,
            "SequenceEndEvent": self.close,
            "AliasEvent": self.alias,
            "DocumentStartEvent": self.document,
        }
        for event in events:
            take = takers.get(type(event).__name__)
            if take is not None:
                take(event)
        for mark in self.unused.values():
            self.refuse(message("alias"), mark)

    def scalar(self, event: Any) -> None:
        """A value or a key."""
        value, style, mark = event.value, event.style, event.start_mark
        if event.tag is not None:
            self.refuse(message("tag"), mark)
        if style == '"' and re.search(_CONTROL, value):  # elsewhere the text would hold it, which is refused
            value = _joined(value)
            if re.search(_CONTROL, value):
                self.note(message("unprintable"), mark)
        node = Scalar(self.file, self.first_line + mark.line, mark.column + 1, value, bool(style))
        if event.anchor is not None:
            self.anchored(event, node)
        self.put(node)

    def open(self, event: Any) -> None:
        """A list or a mapping begins."""
        mark = event.start_mark
        if event.tag is not None:
            self.refuse(message("tag"), mark)
        if len(self.stack) >= MAX_DEPTH:
            self.stop(message("too-deep").filled(MAX_DEPTH), mark)
        if self.stack and self.keys[-1] is None and isinstance(self.stack[-1], Mapping):
            self.stop(message("bracket-as-key"), mark)
        node: Mapping | Sequence
        if type(event).__name__ == "MappingStartEvent":
            node = Mapping(*self.at(mark), {})
        else:
            node = Sequence(*self.at(mark), [])
        if event.anchor is not None:
            self.anchored(event, node)
        self.put(node)
        self.stack.append(node)
        self.keys.append(None)

    def close(self, event: Any) -> None:
        """What was opened last ends."""
        self.stack.pop()
        self.keys.pop()

    def alias(self, event: Any) -> None:
        """A value that stands elsewhere too, as programs write what they hold once: written out, within the bounds."""
        node, mark = self.anchors.get(event.anchor), event.start_mark
        self.unused.pop(event.anchor, None)
        if node is None or any(node is one for one in self.stack):
            self.refuse(message("alias") if node is None else message("alias-of-itself"), mark)
            self.put(Scalar(*self.at(mark), "", quoted=True))
            return
        as_key = bool(self.stack) and self.keys[-1] is None and isinstance(self.stack[-1], Mapping)
        if as_key and not isinstance(node, Scalar):
            self.stop(message("bracket-as-key"), mark)
        size, depth = self.measured(node)
        if len(self.stack) + depth > MAX_DEPTH:
            self.stop(message("too-deep").filled(MAX_DEPTH), mark)
        self.nodes += size - 1
        self.put(node)

    def measured(self, node: Node) -> tuple[int, int]:
        """How many values a closed node holds, itself too, and how deep they stand in each other."""
        known = self.measures.get(id(node))
        if known is None:
            inner: Iterable[Node] = ()
            if isinstance(node, Mapping):
                inner = (entry.value for entry in node.entries.values())
            elif isinstance(node, Sequence):
                inner = node.items
            parts = [self.measured(one) for one in inner]
            deepest = max((depth for _, depth in parts), default=0)
            known = 1 + sum(size for size, _ in parts), deepest + (not isinstance(node, Scalar))
            self.measures[id(node)] = known
        return known

    def document(self, event: Any) -> None:
        """A file holds one document."""
        self.documents += 1
        if self.documents > 1:
            self.stop(message("second-document"), event.start_mark)

    def anchored(self, event: Any, node: Node) -> None:
        """Remember a value that may stand elsewhere too; one that never does was meant as text."""
        self.anchors[event.anchor] = node
        self.unused[event.anchor] = event.start_mark

    def put(self, node: Node) -> None:
        """Hang a node where it belongs: as the root, an item, a key or a value."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.problems.append(Problem(message("too-many").filled(MAX_NODES), node.place))
            raise Stopped
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            assert isinstance(node, Scalar)
            self.keys[-1] = node
            if not node.text or node.text in parent.entries:
                self.check_key(parent, node)
        else:
            parent.entries.setdefault(key.text, Entry(key, node))
            self.keys[-1] = None

    def check_key(self, parent: Mapping, key: Scalar) -> None:
        """A key is a word, and stands once."""
        if not key.text and not key.quoted:
            self.problems.append(Problem(message("no-key"), key.place))
        elif key.text in parent.entries:
            line = parent.entries[key.text].key.line
            words = message("key-twice").filled(key.text, line)
            self.problems.append(Problem(words, key.place))

    # -- problems -----------------------------------------------------------------------------------------

    def at(self, mark: Any) -> tuple[str, int, int]:
        """The place of a mark: its file, line and column, which count from 1."""
        return self.file, self.first_line + mark.line, mark.column + 1

    def note(self, words: Text, mark: Any) -> None:
        """Note a problem."""
        self.problems.append(Problem(words, Place(*self.at(mark))))

    def refuse(self, words: Text, mark: Any) -> None:
        """Note the first of each kind; the others follow from it."""
        if words not in self.refused:
            self.refused.add(words)
            self.note(words, mark)

    def stop(self, words: Text, mark: Any) -> None:
        """Note a problem after which nothing can be read."""
        self.note(words, mark)
        raise Stopped


def _joined(value: str) -> str:
    """JSON writes what lies beyond U+FFFF as two halves; join them."""
    try:
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return value

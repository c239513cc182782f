"""``conditions:`` of a pack: conditions with names, each as if it had been written where it is named."""

from __future__ import annotations

from collections.abc import Mapping as MappingType

from attrs import define, field

from ..text import Text
from .arguments import CONDITION, NAMED_WORDS
from .contents import citations, read_citation
from .diagnostics import Diagnostics
from .shape import Shape
from .tree import Entry, Mapping, Node, Scalar, Sequence, same

NAMED_CONDITION = Shape.of("named_condition", {"provision": citations, "is": CONDITION})
_ALL = ("все", "all")


@define(eq=False)
class NamedConditions:
    """The named conditions of a pack, by their names.

    ``kinds``: of which kinds of record the page of each is; ``asked``: those that something asks for.
    """

    diagnostics: Diagnostics
    known: dict[str, Entry] = field(factory=dict)
    kinds: dict[str, tuple[str, ...]] = field(factory=dict)
    asked: set[str] = field(factory=set)

    def add(self, blocks: MappingType[str, Entry], kinds: tuple[str, ...]) -> None:
        """Those of one block of a page."""
        for name, entry in blocks.items():
            given = NAMED_CONDITION.given(self.diagnostics, entry.value)
            if "is" not in given:
                self.diagnostics.note(entry.value, "named-condition-needs", name)
                continue
            for one in given["provision"] or ():
                read_citation(self.diagnostics, one, Text("норма", "provision"))
            known = self.known.setdefault(name, Entry(entry.key, given["is"]))
            if not same(known.value, given["is"]):
                self.diagnostics.note(entry.key, "given-twice", name)
            self.kinds.setdefault(name, kinds)

    def written_out(self, node: Node, around: tuple[str, ...] = ()) -> Node:
        """The tree in which every name of a condition has become the condition; ``around``: those it stands in."""
        if isinstance(node, Mapping):
            entries = {word: self._entry(word, entry, around) for word, entry in node.entries.items()}
            if all(entry is node.entries.get(word) for word, entry in entries.items()):
                return node
            return Mapping(node.file, node.line, node.column, {one.key.text: one for one in entries.values()})
        if isinstance(node, Sequence):
            items = [self.written_out(item, around) for item in node.items]
            same = all(one is other for one, other in zip(items, node.items, strict=True))
            return node if same else Sequence(node.file, node.line, node.column, items)
        return node

    def _entry(self, word: str, entry: Entry, around: tuple[str, ...]) -> Entry:
        if word not in NAMED_WORDS:
            value = self.written_out(entry.value, around)
            return entry if value is entry.value else Entry(entry.key, value)
        names = self.diagnostics.items(entry.value, Text(*NAMED_WORDS))
        parts = [self._condition(one, around) for one in names]
        place = entry.key
        key = Scalar(place.file, place.line, place.column, _ALL[NAMED_WORDS.index(word)])
        return Entry(key, Sequence(place.file, place.line, place.column, parts))

    def _condition(self, node: Node, around: tuple[str, ...]) -> Node:
        name = self.diagnostics.text(node, Text("условие", "condition"))
        nothing = Mapping(node.file, node.line, node.column, {})
        if name in around:
            self.diagnostics.note(node, "condition-of-itself", name)
            return nothing
        self.asked.add(name)
        if name not in self.known:
            self.diagnostics.unknown(node, name, self.known, Text("условие", "condition"))
            return nothing
        return self.written_out(self.known[name].value, (*around, name))

"""Units of the text that were brought in later: ``введена: {п.4-1: 2014-07-01}`` at the head of a page.

Before that day the unit is not there, and none of the rules that decide it: each is in force from then, unless it says
itself from when.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ..law.citation import Citation
from ..law.model import InsertedUnit
from ..text import Text
from . import contents
from .diagnostics import Diagnostics
from .shape import GivenKeys, Shape
from .tree import Entry, Mapping, Node, Scalar

_PROVISION = Text("норма", "provision")


@frozen(eq=False)
class Insertion:
    """A unit, and the node that says from which day it is there: a day, or one for each option of a reading."""

    citation: Citation
    day: Node

    def dates(self, citations: Iterable[Citation]) -> bool:
        """Does a rule that cites these decide this unit, or something in it? The first citation says."""
        return self.citation.holds(next(iter(citations)))

    def dated(self, node: Node, shape: Shape, interval: Shape) -> Node | None:
        """A rule that is in force from that day; None where it says itself from when.

        ``shape``, ``interval``: of a rule, and of what stands under its `in_force`.
        """
        if not isinstance(node, Mapping):
            return None
        key = shape.by_key["in_force"]
        said = next((node.entries[word].value for word in key.both if word in node.entries), None)
        others = said.entries if isinstance(said, Mapping) else {}
        since = interval.by_key["from"]
        if any(word in others for word in (*since.both, *contents.READING_KEYS)):
            return None
        at = self.day.file, self.day.line, self.day.column
        entries = {**others, since.ru: Entry(Scalar(*at, since.ru), self.day)}
        own = {word: entry for word, entry in node.entries.items() if word not in key.both}
        whole = {**own, key.ru: Entry(Scalar(*at, key.ru), Mapping(*at, entries))}
        return Mapping(node.file, node.line, node.column, whole)


def insertions(diagnostics: Diagnostics, front: GivenKeys) -> tuple[Insertion, ...]:
    """The units that the head of a page says were brought in later."""
    found = []
    for entry in (front["inserted"] or {}).values():
        citation = contents.read_citation(diagnostics, entry.key, _PROVISION)
        if isinstance(entry.value, Scalar):
            contents.day.read(diagnostics, entry.value, _PROVISION)
        if citation is not None:
            found.append(Insertion(citation, entry.value))
    return tuple(found)


def inserted_units(found: Iterable[Insertion]) -> tuple[InsertedUnit, ...]:
    """Those units, each with its place."""
    return tuple(InsertedUnit(one.citation, one.day.place) for one in found)

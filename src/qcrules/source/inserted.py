"""Units of the text that were brought in later: ``введена: {п.4-1: 2014-07-01}`` at the head of a page.

Before that day the unit is not there, and none of the rules that decide it and of the exceptions that it makes: each is
in force from then, unless it says itself from when. What a unit defines may be read from then only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingType
from datetime import date

from attrs import frozen

from ..law.citation import Citation
from ..law.dependencies import fields_of, read_at_any_depth
from ..law.model import Definition, RuleForm
from ..law.page import InsertedUnit
from ..law.validity import InForce
from ..text import Text
from . import contents
from .diagnostics import Diagnostics
from .shape import GivenKeys, Shape
from .tree import Entry, Mapping, Node, Scalar, Sequence, walk

_PROVISION = Text("норма", "provision")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@frozen(eq=False)
class Insertion:
    """A unit, and the node that says from which day it is there: a day, or one for each option of a reading."""

    citation: Citation
    day: Node

    def dates(self, citations: Iterable[Citation]) -> bool:
        """Does a rule that cites these decide this unit, or something in it? The first citation says."""
        return self.citation.holds(next(iter(citations)))

    def dated(self, node: Mapping, shape: Shape, interval: Shape) -> Mapping | None:
        """A rule or an exception that is in force from that day; None where it says itself from when.

        ``shape``, ``interval``: of a rule or an exception, and of what stands under its `in_force`.
        """
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

    @property
    def surely(self) -> date:
        """The day from which the unit is there whatever the readings."""
        days = (one.text for one in walk(self.day) if isinstance(one, Scalar) and _DAY.fullmatch(one.text))
        return date.fromisoformat(max(days, default="0001-01-01"))

    def read_before(self, form: RuleForm, definitions: MappingType[str, Definition], path: str) -> bool:
        """May a rule read what the unit defines (``path``) before the unit was there?"""
        demanded = [one for one in (form.condition, form.requirement) if one is not None]
        read = [(form.in_force, demanded)]
        read += [(_later(form.in_force, one.in_force), [one.condition]) for one in form.exceptions]
        return any(
            not self._dated(in_force) and path in read_at_any_depth(fields_of(conditions), definitions)
            for in_force, conditions in read
        )

    def _dated(self, in_force: InForce) -> bool:
        same = in_force.inserted == self.citation.words
        return same or (in_force.first is not None and in_force.first >= self.surely)


def _later(one: InForce, other: InForce) -> InForce:
    return max(one, other, key=lambda each: each.first or date.min)


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


def unit_of(units: Iterable[Insertion], citations: Iterable[Citation]) -> Insertion | None:
    """The unit that was brought in later and in which these citations stand, if any does."""
    return next((one for one in units if one.dates(citations)), None)


def dated_exceptions(
    node: Node, unit: Callable[[Node], Insertion | None], shape: Shape, interval: Shape
) -> Node:
    """A tree in which every exception (``shape``) of a unit that was brought in later is in force from its day."""
    if isinstance(node, Sequence):
        items = [dated_exceptions(one, unit, shape, interval) for one in node.items]
        return Sequence(node.file, node.line, node.column, items)
    if not isinstance(node, Mapping):
        return node
    words = shape.by_key["provision"].both
    said = next((node.entries[word].value for word in words if word in node.entries), None)
    if said is not None:
        found = unit(said)
        return (found.dated(node, shape, interval) if found is not None else None) or node
    entries = {
        word: Entry(entry.key, dated_exceptions(entry.value, unit, shape, interval))
        for word, entry in node.entries.items()
    }
    return Mapping(node.file, node.line, node.column, entries)


def inserted_units(found: Iterable[Insertion]) -> tuple[InsertedUnit, ...]:
    """Those units, each with its place."""
    return tuple(InsertedUnit(one.citation, one.day.place) for one in found)

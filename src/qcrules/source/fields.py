"""What names a field in the rule language: a recorded or a defined fact, a moment, numbers, the rows of a table."""

from __future__ import annotations

from collections.abc import Container
from collections.abc import Mapping as MappingType
from typing import Any, Self

from attrs import define, evolve, frozen
from attrs import field as attr_field

from ..facts.columns import PREVIOUS
from ..facts.field import Field
from ..facts.types import Type
from ..facts.vocabulary import Kind, Vocabulary
from ..law.model import Definition
from ..law.verbs import CalendarChoice
from ..text import Text
from ..time.counting import Roll
from ..time.term import Term, Unit
from .bilingual import message
from .diagnostics import Diagnostics
from .tree import Node

_FIELD = Text("поле", "field")


NOT_ROLLED = (Unit.HOUR, Unit.WORKING_DAY)
"""A term in these goes nowhere unless a rule says so: hours are told apart by most laws, working days end on one."""


@frozen
class CountingRules:
    """How a term ``within … after`` in days is counted that does not say so itself, and the provision that says it.

    None: what it is counted by says nothing of that.
    """

    first_day: bool | None = None
    roll: Roll | None = None
    provision: str = ""
    calendar: CalendarChoice | None = None

    def of(self, term: Term, said: Container[str]) -> dict[str, Any]:
        """What they add to a term that says some of it itself, as arguments of what holds the term."""
        added: dict[str, Any] = {}
        if self.first_day is not None and "first_day" not in said and term.unit is not Unit.HOUR:
            added["count_first_day"] = self.first_day
        if self.roll is not None and "roll" not in said and term.unit not in NOT_ROLLED:
            added["roll"] = self.roll
        return {**added, "counted_by": self.provision} if added else {}


@define
class FieldReader:
    """Reads the names of fields of one kind of record.

    ``lists`` are the lists over whose items they stand: only their item fields may be named. ``built`` gets the days
    that are built where they stand, ``calendars`` the names of those that are not the pack's own.
    """

    diagnostics: Diagnostics
    vocabulary: Vocabulary
    kind: Kind
    defined: MappingType[str, Field]
    lists: tuple[str, ...] = ()
    built: dict[str, Definition] = attr_field(factory=dict)
    counting: CountingRules = CountingRules()
    calendars: set[str] = attr_field(factory=set)

    def over(self, items: Field) -> Self:
        """A reader of what is said of an item of that list."""
        return evolve(self, lists=(*self.lists, items.path))

    def lookup(self, words: str) -> Field | None:
        """The recorded or defined field of that name."""
        return self.defined.get(words) or self.vocabulary.find(self.kind, words)

    def known_names(self) -> list[str]:
        """Every name of a field, for the nearest one."""
        fields = [part for part in self.kind.root.walk() if part.path]
        names = [name for part in fields for name in (part.label.ru, part.path.replace("[]", ""))]
        return [*names, *self.defined]

    def field(self, node: Node, words: str | None = None) -> Field | None:
        """The field that a node names, legal at this place."""
        words = words if words is not None else self.diagnostics.text(node, _FIELD)
        found = self.lookup(words)
        if found is None or found is self.kind.root:
            self.unknown_field(node, words, self.known_names(), _FIELD)
            return None
        if found.list_path is not None and found.list_path not in self.lists:
            self.diagnostics.note(node, "field-of-an-item", words)
            return None
        if found.list_path is not None and found.list_path != self.lists[-1]:
            self.diagnostics.note(node, "field-of-the-outer-item", words)
            return None
        return found

    def unknown_field(self, node: Node, words: str, known: list[str], what: Text) -> None:
        """Note a name that the kind of record does not have; perhaps another kind has it."""
        kinds = (one for one in self.vocabulary.kinds.values() if one.inside is None and one is not self.kind)
        other = next((one for one in kinds if self.vocabulary.find(one, words) is not None), None)
        if other is None:
            self.diagnostics.unknown(node, words, known, what)
        else:
            said = message("field-of-another-kind").filled(words, other.term, self.kind.term)
            self.diagnostics.not_known(node, words, said)

    def fields(self, node: Node, numbers: bool = False) -> tuple[Field, ...] | None:
        """A field or a list of them, ``numbers`` only; None where any is wrong, or there is none."""
        items = self.diagnostics.items(node, _FIELD)
        known = []
        for item in items:
            fact = self.field(item)
            if numbers and fact is not None and fact.type is not Type.NUMBER:
                self.diagnostics.note(item, "is-no", fact, Text("число", "number"))
            elif fact is not None:
                known.append(fact)
        return tuple(known) if known and len(known) == len(items) else None

    def series(self, node: Node) -> tuple[Field, ...] | None:
        """Rows of a table, each of which has a series."""
        found = self.fields(node, numbers=True) or ()
        wrong = [n for n, fact in enumerate(found) if PREVIOUS not in fact.children]
        for n in wrong:
            self.diagnostics.note(self.diagnostics.items(node, _FIELD)[n], "no-series", found[n])
        return None if wrong else found or None

    def set_of_options(self, node: Node) -> Field | None:
        """A field that holds several options."""
        found = self.field(node)
        if found is None or found.type is Type.SET:
            return found
        self.diagnostics.note(node, "is-no", found, Text("набор", "set"))
        return None

    def list_of_items(self, node: Node) -> Field | None:
        """A field that has items."""
        found = self.field(node)
        if found is None or found.type.has_items:
            return found
        self.diagnostics.note(node, "is-no", found, Text("список", "list"))
        return None

    def moment(self, node: Node) -> Field | None:
        """A field that is an event, a date or a month."""
        found = self.field(node)
        if found is not None and not found.type.is_moment:
            self.diagnostics.note(node, "no-moment", found)
            return None
        return found

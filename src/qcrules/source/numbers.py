"""Numbers as expressions: ``{count: LIST}``, ``{sum: {in: LIST, what: NUMBER, where: C}}``, ``[{if: C, is: 3}, …]``."""

from __future__ import annotations

from attrs import define

from ..facts.field import Field
from ..facts.types import Type
from ..law.model import Branch
from ..law.verbs import AllOf, Amount, Computed, PlainNumber
from ..text import Text
from .arguments import COUNTED, NUMBER, SUMMED
from .moments import MomentReader
from .tree import Mapping, Node, Sequence


@define
class NumberReader(MomentReader):
    """Reads numbers over the fields of one kind of record."""

    def count(self, node: Node) -> int | Field | None:
        """A whole number, a field that holds one, or an expression in its place."""
        if isinstance(node, Mapping | Sequence):
            branches = self.number_cases(node)
            return self.in_place(branches, node) if branches else None
        word = self.diagnostics.text(node, Text("число", "number"))
        if word.isascii() and word.isdigit():
            return int(word)
        found = self.field(node)
        if found is not None and not found.type.counts:
            if found.type.has_items:
                self.diagnostics.note(node, "counted", found, found.type.term)
            else:
                self.diagnostics.note(node, "no-number", found, found.type.term)
            return None
        return found

    def fact(self, node: Node) -> Field | None:
        """A field, or a number in its place."""
        if not isinstance(node, Mapping | Sequence):
            return self.field(node)
        found = self.count(node)
        return found if isinstance(found, Field) else None

    def number_cases(self, node: Node) -> tuple[Branch, ...] | None:
        """What a number is: an expression, a field, a whole number, or one of these by a condition."""
        if isinstance(node, Sequence):
            return self.cases(node, self.number_cases)
        made: Field | Computed | None
        if isinstance(node, Mapping):
            made = self.amount(node)
        else:
            found = self.count(node)
            made = PlainNumber(found) if isinstance(found, int) else found
        return (Branch(None, made, node.place),) if made is not None else None

    def amount(self, node: Mapping) -> Computed | None:
        """A count or a sum; None where it is wrong (noted)."""
        given = NUMBER.given(self.diagnostics, node)
        if len(given.entries) != 1:
            self.diagnostics.note(node, "no-amount")
            return None
        [(key, entry)] = given.entries.items()
        if key == "count" and not isinstance(entry.value, Mapping):
            items = self.list_of_items(entry.value)
            return Amount(items=items, where=AllOf(())) if items is not None else None
        shape = COUNTED if key == "count" else SUMMED
        inside = shape.given(self.diagnostics, entry.value, Text.same(key))
        if "in" not in inside or (key == "sum" and "what" not in inside):
            self.diagnostics.note(entry.value, "amount-needs")
            return None
        items = self.list_of_items(inside["in"])
        if items is None:
            return None
        reader = self.over(items)
        where = reader.condition(inside["where"]) if "where" in inside else AllOf(())
        if key == "count":
            return Amount(items=items, where=where)
        said = inside["what"]
        what = reader.fact(said)
        if what is None:
            return None
        if what.type is not Type.NUMBER or what.list_path != items.path:
            self.diagnostics.note(said, "summed", what, items)
            return None
        return Amount(items=items, where=where, what=what)

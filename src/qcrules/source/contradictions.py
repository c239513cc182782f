"""``contradictions`` of pack.yaml: what no record can truly say at once, read once for every choice of readings."""

from __future__ import annotations

from collections.abc import Mapping as MappingType

from attrs import define

from ..law.model import Contradiction, Reading
from ..law.validity import Choice
from ..law.verbs import Condition, Violated, walk
from ..text import Text
from . import contents
from .arguments import CONDITION
from .conditions import ConditionReader
from .counting import COUNTING, counted, counting_rules
from .diagnostics import Diagnostics
from .readings import under_each_choice
from .shape import Shape
from .tree import Node

CONTRADICTION = Shape.of(
    "contradiction",
    {
        "gist": contents.words,
        "counting": COUNTING.content(),
        "if": CONDITION,
        "differ": contents.listed(contents.of(contents.WORD)),
    },
)
WHO = Text("противоречие", "contradiction")


@define
class ContradictionReader:
    """Reads what no record of one kind can truly say at once, by the conditions of the kind."""

    conditions: ConditionReader
    readings: MappingType[str, Reading]
    counting: Node | None

    @property
    def diagnostics(self) -> Diagnostics:
        """Where mistakes are noted."""
        return self.conditions.diagnostics

    def read(self, node: Node) -> Contradiction:
        """One contradiction, its condition under every choice of its own readings."""
        given = CONTRADICTION.given(self.diagnostics, node)
        given.told_missing()
        if ("if" in given) == ("differ" in given):
            self.diagnostics.note(node, "contradiction")
        differ = given["differ"] or ()
        if "differ" in given and len(differ) < 2:
            self.diagnostics.note(given.value("differ"), "differ-needs")
        found = [self.conditions.field(one) for one in differ]
        used, forms = self._forms(node) if "if" in given else ((), {})
        return Contradiction(
            given["gist"] or Text("", ""),
            used,
            forms,
            tuple(fact for fact in found if fact is not None),
            node.place,
        )

    def _forms(self, node: Node) -> tuple[tuple[str, ...], dict[Choice, Condition]]:
        whole = counted(node, CONTRADICTION, self.counting)
        return under_each_choice(whole, self.readings, self.diagnostics, node, WHO, self._condition)

    def _condition(self, node: Node) -> Condition:
        given = CONTRADICTION.given(self.diagnostics, node)
        conditions = self.conditions.counted(counting_rules(self.diagnostics, given.value("counting")))
        found = conditions.condition(given["if"])
        if any(isinstance(part, Violated) for part in walk(found)):
            self.diagnostics.note(given.value("if"), "contradiction-verdict")
        return found

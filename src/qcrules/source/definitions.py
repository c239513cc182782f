"""``определения:`` blocks → Definition: a fact that the law defines by choosing among recorded ones."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from functools import partial

from attrs import define

from ..facts.field import Field
from ..facts.types import Type
from ..facts.words import NONE
from ..law.model import Branch, Definition, Reading
from ..law.verbs import Computed, Violated, walk
from ..text import Text
from . import contents
from .arguments import BRANCH
from .conditions import ConditionReader
from .counting import COUNTING, counted, counting_rules
from .diagnostics import Diagnostics
from .readings import under_each_choice
from .shape import Shape
from .tree import Entry, Mapping, Node, Scalar, Sequence

_DEFINABLE = (Type.EVENT, Type.DATE, Type.NUMBER, Type.BOOL)
DEFINITION = Shape.of(
    "definition",
    {
        "path": contents.text,
        "term": contents.text,
        "en": contents.text,
        "type": contents.text,
        "provision": contents.text,
        "counting": COUNTING.content(),
        "cases": contents.open_to_readings(contents.listed(contents.open_to_readings(BRANCH.content()))),
    },
)


def defined_field(diagnostics: Diagnostics, words: str, entry: Entry) -> Field | None:
    """The field of a defined fact, from the head of its definition."""
    given = DEFINITION.given(diagnostics, entry.value)
    path, said = given["path"], given.get("type", "событие")
    kind = next((one for one in _DEFINABLE if said in (one.term.ru, one.term.en)), None)
    if not path or kind is None:
        diagnostics.note(entry.key, "definition-path", words)
        return None
    english = given.get("en", path.replace("_", " "))
    label = Text(words, english)
    return Field(path, path, label, label, kind, defined=True)


@define
class DefinitionReader:
    """Reads the branches of definitions, by the conditions of one kind of record."""

    conditions: ConditionReader
    readings: MappingType[str, Reading]
    counting: Node | None

    @property
    def diagnostics(self) -> Diagnostics:
        """Where mistakes are noted."""
        return self.conditions.diagnostics

    def read(self, fact: Field | None, entry: Entry) -> Definition | None:
        """The definition of a fact under every choice of its own readings."""
        if fact is None:
            return None
        given = DEFINITION.given(self.diagnostics, entry.value)
        provision = given.value("provision")
        if provision is None or "cases" not in given:
            self.diagnostics.note(entry.key, "definition-needs", fact.label)
            return None
        citation = contents.read_citation(self.diagnostics, provision, Text("норма", "provision"))
        if citation is None:
            return None
        whole = counted(entry.value, DEFINITION, self.counting)
        who = Text(f"определение «{fact.label.ru}»", f"definition “{fact.label.en}”")
        used, forms = under_each_choice(
            whole, self.readings, self.diagnostics, entry.key, who, partial(self._cases, fact)
        )
        return Definition(fact, self.conditions.kind.key, citation, used, forms, entry.key.place)

    def _cases(self, fact: Field, node: Node) -> tuple[Branch, ...]:
        whole = DEFINITION.given(self.diagnostics, node)
        conditions = self.conditions.counted(counting_rules(self.diagnostics, whole.value("counting")))
        found = []
        for item in self.diagnostics.items(whole.entries["cases"].value, Text("варианты", "cases")):
            given = BRANCH.given(self.diagnostics, item)
            if "is" not in given:
                self.diagnostics.note(item, "branch-needs")
                continue
            condition = conditions.condition(given["if"]) if "if" in given else None
            if condition is not None and any(isinstance(part, Violated) for part in walk(condition)):
                self.diagnostics.note(item, "definition-verdict")
            found.append(Branch(condition, self._choice(conditions, fact, given["is"]), item.place))
        return tuple(found)

    def _choice(self, conditions: ConditionReader, fact: Field, node: Node) -> Field | Computed | None:
        if fact.type is Type.NUMBER and not (
            isinstance(node, Scalar) and (node.is_null or node.text in NONE)
        ):
            numbers = conditions.number_cases(node)
            return conditions.one_choice(numbers, node) if numbers else None
        if isinstance(node, Mapping | Sequence):
            if not fact.type.is_moment:
                self.diagnostics.note(node, "definition-chooses")
                return None
            if isinstance(node, Sequence):
                return conditions.moment(node)
            branches = conditions.expression(node)
            return conditions.one_choice(branches, node) if branches else None
        if isinstance(node, Scalar) and (node.is_null or node.text in NONE):
            return None
        found = conditions.field(node)
        if found is not None and found.type.is_moment != fact.type.is_moment:
            self.diagnostics.note(node, "definition-kind", found, fact)
        return found

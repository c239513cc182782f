"""``определения:`` blocks → Definition: a fact that the law defines by choosing among recorded ones."""

from __future__ import annotations

from collections.abc import Mapping as MappingType

from attrs import define

from ..facts.field import Field
from ..facts.types import Type
from ..facts.vocabulary import Kind, Vocabulary
from ..facts.words import NONE
from ..law.citation import Citation
from ..law.model import Branch, Definition, Earliest, Reading
from ..law.verbs import AllOf, BuiltDay, Violated, walk
from ..text import Text
from .conditions import ConditionReader
from .diagnostics import Notes
from .readings import choices, readings_in, resolve
from .tree import Entry, Mapping, Node, Scalar

DEFINITION_KEYS = {
    "path": "путь",
    "term": "термин",
    "en": "en",
    "type": "тип",
    "provision": "норма",
    "cases": "варианты",
}
_DEFINITION = Text("определение", "definition")
_CASE_KEYS = {"if": "если", "is": "это"}
_EARLIEST_KEYS = {"in": "в", "where": "где", "what": "что"}
_EARLIEST = ("самое_раннее", "earliest")
_DEFINABLE = (Type.EVENT, Type.DATE, Type.BOOL)


def defined_field(notes: Notes, words: str, entry: Entry) -> Field | None:
    """The field of a defined fact, from the head of its definition."""
    keys = notes.keys(entry.value, DEFINITION_KEYS, _DEFINITION)
    path = notes.text(keys["path"].value, _DEFINITION) if "path" in keys else ""
    said = notes.text(keys["type"].value, _DEFINITION) if "type" in keys else "событие"
    kind = next((t for t in _DEFINABLE if said in (t.term.ru, t.term.en)), None)
    if not path or kind is None:
        notes.add(
            entry.key,
            f"определение «{words}»: нужны `путь` и `тип` (событие, дата или да_нет)",
            f"definition “{words}”: `path` and `type` (event, date or bool) are needed",
        )
        return None
    english = notes.text(keys["en"].value, _DEFINITION) if "en" in keys else path.replace("_", " ")
    label = Text(words, english)
    return Field(path, path, label, label, kind, defined=True)


@define
class DefinitionReader:
    """Reads the branches of definitions of one kind of record."""

    notes: Notes
    vocabulary: Vocabulary
    kind: Kind
    defined: MappingType[str, Field]
    readings: MappingType[str, Reading]
    built: dict[str, Definition]

    def read(self, fact: Field | None, entry: Entry) -> Definition | None:
        """The definition of a fact under every choice of its own readings."""
        if fact is None:
            return None
        keys = self.notes.keys(entry.value, DEFINITION_KEYS, _DEFINITION)
        words = self.notes.text(keys["provision"].value, _DEFINITION) if "provision" in keys else ""
        citation = Citation.parse(words)
        if citation is None or "cases" not in keys:
            self.notes.add(
                entry.key,
                f"определение «{fact.label.ru}»: нужны `норма` (например, п.11 ч.2) и `варианты`",
                f"definition “{fact.label.en}”: `provision` (such as п.11 ч.2) and `cases` are needed",
            )
            return None
        node = keys["cases"].value
        used = readings_in(node, self.readings, self.notes)
        who = Text(f"определение «{fact.label.ru}»", f"definition “{fact.label.en}”")
        forms = {
            choice: self._cases(fact, resolve(node, dict(choice)))
            for choice in choices(used, self.readings, self.notes, entry.key, who)
        }
        return Definition(fact, self.kind.key, citation, used, forms, entry.key.place)

    def _cases(self, fact: Field, node: Node) -> tuple[Branch, ...]:
        conditions = ConditionReader(self.notes, self.vocabulary, self.kind, self.defined, built=self.built)
        found = []
        for item in self.notes.items(node, Text("варианты", "cases")):
            keys = self.notes.keys(item, _CASE_KEYS, Text("вариант определения", "case of a definition"))
            if "is" not in keys:
                self.notes.add(
                    item, "вариант определения: нет ключа `это`", "case of a definition: key `is` is missing"
                )
                continue
            condition = conditions.condition(keys["if"].value) if "if" in keys else None
            if condition is not None and any(isinstance(part, Violated) for part in walk(condition)):
                self.notes.add(
                    item,
                    "определение выбирает среди записанных фактов; о вердикте правила оно спросить не может",
                    "a definition chooses among recorded facts; it cannot ask for the verdict of a rule",
                )
            choice = self._choice(conditions, fact, keys["is"].value)
            found.append(Branch(condition, choice, item.place))
        return tuple(found)

    def _choice(
        self, conditions: ConditionReader, fact: Field, node: Node
    ) -> Field | Earliest | BuiltDay | None:
        if isinstance(node, Mapping) and fact.type is Type.DATE:
            return conditions.day(node)
        if isinstance(node, Mapping):
            return self._earliest(conditions, node)
        if isinstance(node, Scalar) and (node.is_null or node.text in NONE):
            return None
        found = conditions.field(node)
        if found is not None and found.type.is_moment != fact.type.is_moment:
            self.notes.add(
                node,
                f"«{found.label.ru}» не подходит определению «{fact.label.ru}»: разные виды значений",
                f"`{found.path}` does not fit the definition of `{fact.path}`: they are of different kinds",
            )
        return found

    def _earliest(self, conditions: ConditionReader, node: Mapping) -> Earliest | None:
        key = next((key for key in _EARLIEST if key in node.entries), None)
        if key is None or len(node.entries) != 1:
            self.notes.add(
                node,
                "определение выбирает факт: поле, `нет` или `{самое_раннее: {в: …, где: …, что: …}}`",
                "a definition chooses a fact: a field, `none`, or `{earliest: {in: …, where: …, what: …}}`",
            )
            return None
        keys = self.notes.keys(node.entries[key].value, _EARLIEST_KEYS, Text.same(key))
        items = conditions.field(keys["in"].value) if "in" in keys else None
        if items is None or not items.type.has_items or "what" not in keys:
            self.notes.add(
                node,
                f"`{key}`: нужны список `в` и событие `что`",
                f"`{key}`: a list `in` and an event `what` are needed",
            )
            return None
        inner = conditions.over(items)
        where = inner.condition(keys["where"].value) if "where" in keys else AllOf(())
        what = inner.moment(keys["what"].value)
        return Earliest(items, where, what) if what is not None else None

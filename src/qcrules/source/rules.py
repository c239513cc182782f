"""``## Правило`` blocks → Rule, parsed once for every choice of the readings inside."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType

from attrs import define

from ..facts.field import Field
from ..facts.vocabulary import Kind, Vocabulary
from ..finding import Force
from ..law.citation import Citation
from ..law.model import (
    PLACEHOLDER,
    SPECIAL,
    Bearer,
    Choice,
    Definition,
    Edition,
    Exemption,
    Reading,
    Rule,
    RuleForm,
    Window,
)
from ..law.verbs import AllOf, Condition, terms_of
from ..text import Text
from .conditions import ConditionReader
from .diagnostics import Notes
from .readings import choices, readings_in, resolve
from .tree import Entry, Mapping, Node, Scalar

RULE_KEYS = {
    "id": "id",
    "provision": "норма",
    "gist": "суть",
    "bearer": "обязан",
    "force": "сила",
    "for_each": "для_каждого",
    "in_force": "действует",
    "if": "если",
    "except": "кроме",
    "require": "требуется",
    "forbid": "запрещено",
    "undecidable": "не_решается",
    "violated": "нарушение",
    "not_done": "не_сделано",
}
_RULE = Text("правило", "rule")
FORCES = {
    Force.MANDATORY: "обязательная",
    Force.RECOMMENDATION: "рекомендация",
    Force.ADVISORY: "проверка_правдоподобия",
}
_MESSAGES = ("violated", "not_done")


def _window(notes: Notes, node: Node | None) -> Window:
    if node is None:
        return Window()
    keys = notes.keys(node, {"from": "с", "to": "по"}, Text("действует", "in_force"))
    days = {key: notes.day(entry.value, Text("день", "day")) for key, entry in keys.items()}
    return Window(days.get("from"), days.get("to"))


def edition_of(notes: Notes, window: Node, readings: MappingType[str, Reading]) -> Edition:
    """The life that a page gives to all its provisions."""
    used = readings_in(window, readings, notes)
    who = Text("`действует` страницы", "`in_force` of the page")
    windows = {
        choice: _window(notes, resolve(window, dict(choice)))
        for choice in choices(used, readings, notes, window, who)
    }
    return Edition(used, windows, window.place)


def _with_window(node: Node, window: Node | None) -> Node:
    """A rule with the life that its page gives to all its provisions."""
    if not isinstance(node, Mapping) or window is None:
        return node
    key = Scalar(window.file, window.line, window.column, RULE_KEYS["in_force"])
    return Mapping(node.file, node.line, node.column, {**node.entries, key.text: Entry(key, window)})


@define
class RuleReader:
    """Reads the rules of one page for one kind of record."""

    notes: Notes
    vocabulary: Vocabulary
    kind: Kind
    defined: MappingType[str, Field]
    readings: MappingType[str, Reading]
    bearers: MappingType[str, Bearer]
    built: dict[str, Definition]
    page_window: Node | None = None

    def read(self, node: Node) -> Rule | None:
        """The rule, or None where its head is wrong (noted)."""
        keys = self.notes.keys(node, RULE_KEYS, _RULE)
        name = self.notes.text(keys["id"].value, _RULE) if "id" in keys else ""
        citations = self._citations(keys)
        if not name or not citations:
            self.notes.add(node, "правило: нужны `id` и `норма`", "rule: `id` and `provision` are needed")
            return None
        if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
            self.notes.add(
                keys["id"].value,
                f"`{name}`: в id только латинские строчные буквы, цифры и дефис",
                f"`{name}`: an id has lower-case latin letters, digits and hyphens only",
            )
        own_readings = readings_in(node, self.readings, self.notes)
        own_life = self.page_window is not None and "in_force" not in keys
        if own_life:
            node = _with_window(node, self.page_window)
        used = readings_in(node, self.readings, self.notes)
        conditions = ConditionReader(self.notes, self.vocabulary, self.kind, self.defined, built=self.built)
        for_each = self._for_each(conditions, keys.get("for_each"))
        if for_each is not None:
            conditions = conditions.over(for_each)
        forms: dict[Choice, RuleForm] = {}
        for choice in choices(
            used, self.readings, self.notes, node, Text(f"правило `{name}`", f"rule `{name}`")
        ):
            form = self._form(conditions, node, resolve(node, dict(choice)))
            if form is not None:
                forms[choice] = form
        bearer = self.notes.text(keys["bearer"].value, _RULE) if "bearer" in keys else None
        if bearer is not None and bearer not in self.bearers:
            self.notes.unknown(keys["bearer"].value, bearer, self.bearers, Text("обязанный", "bearer"))
        return (
            Rule(
                name,
                self.kind.key,
                citations,
                bearer,
                self._force(keys),
                for_each,
                used,
                forms,
                node.place,
                own_readings,
                own_life,
            )
            if forms
            else None
        )

    def _citations(self, keys: MappingType[str, Entry]) -> tuple[Citation, ...]:
        found = []
        for node in (
            self.notes.items(keys["provision"].value, Text("норма", "provision"))
            if "provision" in keys
            else []
        ):
            citation = Citation.parse(self.notes.text(node, Text("норма", "provision")))
            if citation is None:
                words = self.notes.text(node, _RULE)
                self.notes.add(
                    node,
                    f"норма `{words}` не читается; пример: п.13 ч.2 3)",
                    f"provision `{words}` cannot be read; for example: п.13 ч.2 3)",
                )
            else:
                found.append(citation)
        return tuple(found)

    def _force(self, keys: MappingType[str, Entry]) -> Force:
        if "force" not in keys:
            return Force.MANDATORY
        words = {str(force): word for force, word in FORCES.items()}
        said = self.notes.one_of(keys["force"].value, words, Text("сила", "force"))
        return Force(said) if said else Force.MANDATORY

    def _for_each(self, conditions: ConditionReader, entry: Entry | None) -> Field | None:
        fact = conditions.field(entry.value) if entry else None
        if fact is not None and entry is not None and not fact.type.has_items:
            self.notes.add(entry.value, f"«{fact.label.ru}» — не список", f"`{fact.path}` is no list")
            return None
        return fact

    def _form(self, conditions: ConditionReader, whole: Node, node: Node) -> RuleForm | None:
        keys = self.notes.keys(node, RULE_KEYS, _RULE)
        duties = [key for key in ("require", "forbid", "undecidable") if key in keys]
        if len(duties) != 1:
            self.notes.add(
                whole,
                "правило: нужно одно из `требуется`, `запрещено`, `не_решается`",
                "rule: exactly one of `require`, `forbid`, `undecidable` is needed",
            )
            return None
        duty = duties[0]
        requirement = conditions.condition(keys[duty].value) if duty != "undecidable" else None
        if requirement is not None:
            self._one_term(keys[duty].key, requirement)
        return RuleForm(
            window=_window(self.notes, keys["in_force"].value if "in_force" in keys else None),
            condition=conditions.condition(keys["if"].value) if "if" in keys else AllOf(()),
            exceptions=self._exceptions(conditions, keys.get("except")),
            requirement=requirement,
            prohibited=duty == "forbid",
            undecidable=self.notes.words(keys[duty].value, _RULE) if duty == "undecidable" else None,
            gist=self._gist(whole, keys),
            messages={key: self._message(conditions, keys[key].value) for key in _MESSAGES if key in keys},
        )

    def _gist(self, whole: Node, keys: MappingType[str, Entry]) -> Text:
        gist = self.notes.words(keys["gist"].value, Text("суть", "gist")) if "gist" in keys else None
        if gist is None:
            self.notes.add(
                whole,
                "правило: нет ключа `суть` — чего требует норма, одной фразой",
                "rule: key `gist` is missing: what the provision demands, in a phrase",
            )
        return gist or Text("", "")

    def _one_term(self, where: Node, requirement: Condition) -> None:
        if len([part for part in terms_of(requirement) if part.term is not None]) > 1:
            self.notes.add(
                where, "в правиле должен быть один срок; разделите правило", "a rule has one term; split it"
            )

    def _exceptions(self, conditions: ConditionReader, entry: Entry | None) -> tuple[Exemption, ...]:
        if entry is None:
            return ()
        nodes = (
            [entry.value]
            if isinstance(entry.value, Mapping)
            else self.notes.items(entry.value, Text("кроме", "except"))
        )
        found = []
        for node in nodes:
            keys = self.notes.keys(node, {"provision": "норма", "if": "если"}, Text("кроме", "except"))
            citations = self._citations(keys)
            if citations and "if" in keys:
                found.append(Exemption(citations[0], conditions.condition(keys["if"].value)))
            else:
                self.notes.add(
                    node, "кроме: нужны `норма` и `если`", "except: `provision` and `if` are needed"
                )
        return tuple(found)

    def _message(self, conditions: ConditionReader, node: Node) -> Text:
        words = self.notes.words(node, Text("сообщение", "message")) or Text("", "")
        for name in {*PLACEHOLDER.findall(words.ru), *PLACEHOLDER.findall(words.en)}:
            if name not in SPECIAL:
                conditions.field(Scalar(node.file, node.line, node.column, name))
        return words

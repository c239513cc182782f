"""``## Правило`` blocks → Rule, parsed once for every choice of the readings inside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as MappingType
from datetime import date
from functools import partial

from attrs import define, evolve, field

from ..facts.field import Field
from ..finding import Force
from ..law.citation import Citation
from ..law.model import PLACEHOLDER, SPECIAL, Bearer, Exemption, Reading, Rule, RuleForm
from ..law.page import Edition
from ..law.validity import Choice, InForce
from ..law.verbs import AllOf, Condition, dues_of, terms_of
from ..text import Text
from . import contents
from .arguments import CONDITION
from .calendars import CALENDAR, calendar_choice
from .conditions import ConditionReader
from .counting import COUNTING, counted, counting_rules
from .diagnostics import Diagnostics, Known
from .inserted import Insertion, dated_exceptions, unit_of
from .readings import OpenTree, choices, resolve, under_each_choice
from .shape import GivenKeys, Shape
from .tree import Entry, Mapping, Node, Scalar, Sequence

FORCES = {
    Force.MANDATORY: "обязательная",
    Force.RECOMMENDATION: "рекомендация",
    Force.ADVISORY: "проверка_правдоподобия",
    Force.RIGHT: "право",
}
_RULE, _PROVISION = Text("правило", "rule"), Text("норма", "provision")
_MESSAGE = Text("сообщение", "message")
_MESSAGES = ("violated", "not_done")
_EXAMPLE = Text("; пример: п.13 ч.2 3)", "; for example: п.13 ч.2 3)")
_ID = contents.of({"type": "string", "pattern": "^[a-z][a-z0-9-]*$"}, Diagnostics.text)

INTERVAL = Shape.of(
    "interval",
    {
        "from": contents.open_to_readings(contents.day),
        "to": contents.open_to_readings(contents.day),
    },
)
EXCEPTION = Shape.of(
    "exception",
    {"provision": contents.citations, "if": CONDITION, "in_force": INTERVAL.content()},
)
RULE = Shape.of(
    "rule",
    {
        "id": _ID,
        "provision": contents.citations,
        "gist": contents.open_to_readings(contents.words),
        "bearer": contents.text,
        "force": contents.one_of({str(force): word for force, word in FORCES.items()}),
        "for_each": contents.of(contents.SCALAR),
        "one_is_enough": contents.many(contents.anything),
        "in_force": contents.open_to_readings(INTERVAL.content()),
        "calendar": contents.open_to_readings(CALENDAR),
        "counting": COUNTING.content(),
        "if": CONDITION,
        "except": contents.open_to_readings(contents.many(EXCEPTION.content())),
        "require": CONDITION,
        "forbid": CONDITION,
        "undecidable": contents.open_to_readings(contents.words),
        "untranslatable": contents.open_to_readings(contents.words),
        "violated": contents.called(_MESSAGE, contents.open_to_readings(contents.words)),
        "not_done": contents.called(_MESSAGE, contents.open_to_readings(contents.words)),
    },
)


RULES = Shape.of(
    "rules",
    {"common": contents.by_name(contents.anything), "rules": contents.listed(contents.later(RULE.content()))},
)


def rules_in(diagnostics: Diagnostics, block: Node) -> list[Node]:
    """The rules of a block: a list of them, or a mapping that says what is common to all."""
    if not isinstance(block, Mapping):
        return diagnostics.items(block, Text("правила", "rules"))
    given = RULES.given(diagnostics, block)
    common = given.value("common")
    entries = common.entries if isinstance(common, Mapping) else {}
    rules: list[Node] = given["rules"] or []
    return [
        Mapping(rule.file, rule.line, rule.column, {**entries, **rule.entries})
        if isinstance(rule, Mapping)
        else rule
        for rule in rules
    ]


_NOBODY = ("undecidable", "untranslatable")
CANNOT_SAY = Text("Язык правил этого не выражает: ", "The language of rules cannot say this: ")
"""Stands before the reason of what is `untranslatable`."""


def _nobody(given: GivenKeys, duty: str) -> Text | None:
    """Why a rule is not decided: nobody can decide it, or the language cannot say it (and somebody else may)."""
    words: Text | None = given[duty] if duty in _NOBODY else None
    return Text.joined("", (CANNOT_SAY, words)) if words is not None and duty == "untranslatable" else words


def _in_force(diagnostics: Diagnostics, node: Node | None) -> InForce:
    if node is None:
        return InForce()
    given = INTERVAL.given(diagnostics, node)
    return InForce(given["from"], given["to"])


def edition_of(diagnostics: Diagnostics, in_force: Node, readings: MappingType[str, Reading]) -> Edition:
    """When a page says that all its provisions are in force."""
    who = Text("`действует` страницы", "`in_force` of the page")
    read = partial(_in_force, diagnostics)
    used, found = under_each_choice(in_force, readings, diagnostics, in_force, who, read)
    return Edition(used, found, in_force.place)


def _with_interval(node: Mapping, in_force: Node) -> Mapping:
    """A rule with the interval in force that its page gives to all its provisions."""
    key = Scalar(in_force.file, in_force.line, in_force.column, RULE.by_key["in_force"].ru)
    return Mapping(node.file, node.line, node.column, {**node.entries, key.text: Entry(key, in_force)})


@define
class RuleReader:
    """Reads the rules of one page, by the conditions of one kind of record.

    ``said``: the words that have been read, by the lists and the keys under which they stand.
    """

    conditions: ConditionReader
    readings: MappingType[str, Reading]
    bearers: MappingType[str, Bearer]
    page_in_force: Node | None
    calendar: str
    counting: Node | None
    inserted: tuple[Insertion, ...] = ()
    said: Known[tuple[tuple[str, ...], str, int], Text] = field(factory=dict)

    @property
    def diagnostics(self) -> Diagnostics:
        """Where mistakes are noted."""
        return self.conditions.diagnostics

    def read(self, node: Node) -> Rule | None:
        """The rule, or None where its head is wrong (noted)."""
        mark = len(self.diagnostics.made)
        given = RULE.given(self.diagnostics, node)
        name = given["id"] or ""
        citations = self._citations(given["provision"] or ())
        if not name or "provision" not in given:
            self.diagnostics.note(node, "rule-needs")
        if not name or not citations or not isinstance(node, Mapping):
            return None
        if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
            self.diagnostics.note(given.value("id"), "rule-id", name)
        unit = unit_of(self.inserted, citations)
        dated = unit.dated(node, RULE, INTERVAL) if unit is not None else None
        if dated is not None:
            node = dated
        node = self._with_exceptions_dated(node, unit)
        given = RULE.given(self.diagnostics, node)
        tree = OpenTree(node)
        own_readings = used = tree.readings(self.readings, self.diagnostics)
        of_page = self.page_in_force if "in_force" not in given else None
        whole = counted(node if of_page is None else _with_interval(node, of_page), RULE, self.counting)
        if whole is not node:
            tree = OpenTree(whole)
            used = tree.readings(self.readings, self.diagnostics)
        conditions = self.conditions
        for_each = conditions.list_of_items(given["for_each"]) if "for_each" in given else None
        if for_each is not None:
            conditions = conditions.over(for_each)
        forms: dict[Choice, RuleForm] = {}
        who = Text(f"правило `{name}`", f"rule `{name}`")
        for choice in choices(used, self.readings, self.diagnostics, whole, who):
            form = self._form(conditions, whole, tree.under(dict(choice)), dict(choice))
            if form is not None and unit is not None:
                form = evolve(
                    form, in_force=self._from_its_day(form.in_force, unit, dict(choice), dated is not None)
                )
            if form is not None:
                forms[choice] = form
        if not forms:
            return None
        if len(self.diagnostics.made) == mark:
            self._told_of_a_term(given, forms.values())
        return Rule(
            name,
            self.conditions.kind.key,
            citations,
            self._bearer(given),
            Force(given["force"] or Force.MANDATORY),
            for_each,
            used,
            forms,
            node.place,
            own_readings,
            of_page is not None,
            self._enough(given["one_is_enough"] or ()),
        )

    def _day_of(self, unit: Insertion, choice: MappingType[str, str]) -> date | None:
        """From which day a unit is there under a choice of readings."""
        day: date | None = contents.day.read(self.diagnostics, resolve(unit.day, choice), _PROVISION)
        return day

    def _from_its_day(
        self, in_force: InForce, unit: Insertion, choice: MappingType[str, str], dated: bool
    ) -> InForce:
        """The edition of a rule or an exception of a unit that was brought in later: no earlier than the unit."""
        if dated:
            return evolve(in_force, inserted=unit.citation.words)
        day = self._day_of(unit, choice)
        if day is not None and in_force.first is not None and in_force.first < day:
            self.diagnostics.note(unit.day, "before-its-unit", unit.citation.words, day, in_force.first)
        return in_force

    def _enough(self, nodes: Iterable[Node]) -> tuple[Field, ...]:
        """What may be given several times, and of which the rule is content with one."""
        found = []
        for node in nodes:
            fact = self.conditions.field(node)
            if fact is not None and fact.several is None:
                self.diagnostics.note(node, "never-several", fact)
            elif fact is not None:
                found.append(fact)
        return tuple(found)

    def _citations(self, nodes: Iterable[Node]) -> tuple[Citation, ...]:
        found = (contents.read_citation(self.diagnostics, node, _PROVISION, _EXAMPLE) for node in nodes)
        return tuple(one for one in found if one is not None)

    def _bearer(self, given: GivenKeys) -> str | None:
        """The word for who is bound."""
        bearer: str | None = given["bearer"]
        where = given.value("bearer")
        if where is not None and bearer not in self.bearers:
            self.diagnostics.unknown(where, bearer or "", self.bearers, Text("обязанный", "bearer"))
        return bearer

    def _form(
        self, conditions: ConditionReader, whole: Node, node: Node, choice: MappingType[str, str]
    ) -> RuleForm | None:
        given = RULE.given(self.diagnostics, node)
        duties = [key for key in ("require", "forbid", *_NOBODY) if key in given]
        if len(duties) != 1:
            self.diagnostics.note(whole, "one-duty")
            return None
        duty = duties[0]
        conditions = conditions.counted(counting_rules(self.diagnostics, given.value("counting")))
        if "calendar" in given:
            chosen = calendar_choice(conditions, given["calendar"], self.calendar, of_pack=False)
            conditions = conditions.counted(conditions.counting, chosen)
        requirement = conditions.condition(given[duty]) if duty not in _NOBODY else None
        if requirement is not None:
            self._one_term(given.entries[duty].key, requirement)
        return RuleForm(
            in_force=_in_force(self.diagnostics, given.value("in_force")),
            condition=conditions.condition(given["if"]) if "if" in given else AllOf(()),
            exceptions=self._exceptions(conditions, given.value("except"), choice),
            requirement=requirement,
            prohibited=duty == "forbid",
            undecidable=self._undecidable(conditions, given, duty),
            gist=self._gist(whole, given),
            messages={key: self._message(conditions, given, key) for key in _MESSAGES if key in given},
        )

    def _undecidable(self, conditions: ConditionReader, given: GivenKeys, duty: str) -> Text | None:
        words = _nobody(given, duty)
        if words is not None:
            self._message(conditions, given, duty)
        return words

    def _gist(self, whole: Node, given: GivenKeys) -> Text:
        node = given.value("gist")
        if node is None:
            self.diagnostics.note(whole, "no-gist")
            return Text("", "")
        return self.diagnostics.once(self.said, ((), "gist", id(node)), node, lambda _: given["gist"])

    def _one_term(self, where: Node, requirement: Condition) -> None:
        if len([part for part in terms_of(requirement) if part.term is not None]) > 1:
            self.diagnostics.note(where, "one-term")

    def _told_of_a_term(self, given: GivenKeys, forms: Iterable[RuleForm]) -> None:
        """A message that tells when something was due is one of a rule that says so under some reading."""
        forms = list(forms)
        if any(form.requirement is not None and dues_of(form.requirement) for form in forms):
            return
        said = dict.fromkeys(
            (key, name)
            for form in forms
            for key, words in form.messages.items()
            for name in PLACEHOLDER.findall(words.ru) + PLACEHOLDER.findall(words.en)
        )
        for key, name in said:
            if SPECIAL.get(name) in ("due", "actual", "delay"):
                self.diagnostics.note(given.value(key), "message-of-no-term", name)

    def _with_exceptions_dated(self, node: Mapping, own: Insertion | None) -> Mapping:
        """A rule whose exceptions are in force since their units are there, where those are not its ``own``."""
        if not self.inserted:
            return node

        def unit(said: Node) -> Insertion | None:
            nodes = said.items if isinstance(said, Sequence) else [said]
            first = next((one for one in nodes if isinstance(one, Scalar)), None)
            cited = self.diagnostics.cites(first.text) if first is not None else None
            found = unit_of(self.inserted, [cited]) if cited is not None else None
            return None if found is own else found

        words = RULE.by_key["except"].both
        entries = {
            word: Entry(entry.key, dated_exceptions(entry.value, unit, EXCEPTION, INTERVAL))
            for word, entry in node.entries.items()
            if word in words
        }
        return Mapping(node.file, node.line, node.column, {**node.entries, **entries})

    def _exceptions(
        self, conditions: ConditionReader, node: Node | None, choice: MappingType[str, str]
    ) -> tuple[Exemption, ...]:
        what = Text("кроме", "except")
        nodes = [node] if isinstance(node, Mapping) else self.diagnostics.items(node, what)
        found = []
        for one in nodes:
            given = EXCEPTION.given(self.diagnostics, one)
            citations = self._citations(given["provision"] or ())
            if citations and "if" in given:
                in_force = _in_force(self.diagnostics, given.value("in_force"))
                unit = unit_of(self.inserted, citations)
                if unit is not None and "in_force" in given:
                    dated = in_force.first == self._day_of(unit, choice)
                    in_force = self._from_its_day(in_force, unit, choice, dated)
                found.append(Exemption(citations[0], conditions.condition(given["if"]), in_force))
            elif "provision" not in given or "if" not in given:
                self.diagnostics.note(one, "except-needs")
        return tuple(found)

    def _message(self, conditions: ConditionReader, given: GivenKeys, key: str) -> Text:
        def read(node: Node) -> Text:
            words: Text = given[key] or Text("", "")
            for name in dict.fromkeys(PLACEHOLDER.findall(words.ru) + PLACEHOLDER.findall(words.en)):
                if name not in SPECIAL:
                    conditions.field(Scalar(node.file, node.line, node.column, name))
            return words

        node = given.entries[key].value
        return self.diagnostics.once(self.said, (conditions.lists, key, id(node)), node, read)

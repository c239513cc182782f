"""Conditions of the rule language: a tree of keys → verbs. What each verb's keys are, the verbs themselves say."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as MappingType
from typing import Any

from attrs import define, evolve
from attrs import field as attr_field

from ..errors import UsageError
from ..facts.field import Field, Option
from ..facts.types import TYPES, Type
from ..facts.words import NO_WORDS, NONE
from ..law.verbs import (
    CHOICES,
    VERBS,
    AllOf,
    Arg,
    ArgSpec,
    CalendarChoice,
    Condition,
    Contains,
    Equals,
    Has,
    NotOf,
    OneOf,
    Timed,
)
from ..text import Text
from ..time.term import Term, Unit
from .arguments import EVERY_ROW, EVERY_ROW_WORDS, VERB_SHAPES
from .diagnostics import Known
from .fields import CountingRules
from .numbers import NumberReader
from .tree import Entry, Mapping, Node, Scalar, Sequence, replaced

BY_WORD: dict[str, type[Condition]] = {word: verb for verb in VERBS for word in (verb.SPEC.ru, verb.SPEC.en)}
_COMPARED = (Type.CHOICE, Type.NUMBER, Type.BOOL, Type.DATE, Type.EVENT)
_SHAPES = ({"than"}, {"within", "after"}, {"at_least", "before_event"})
_ROW = ("строка", "row")
_BESIDE_A_SHAPE = {"what", "count_first_day", "roll", "counted_by", "calendar"}

ArgumentsRead = MappingType[str, Any]
"""The arguments of a verb that have been read, by the attributes they fill."""


@define
class ConditionReader(NumberReader):
    """Reads conditions over the fields of one kind of record.

    What is the same under several choices of readings, or has a name, is read once, ``known``; but anew over the items
    of another list, and where terms are counted by other rules.
    """

    scopes: dict[tuple[tuple[str, ...], CountingRules], Known[int, Condition]] = attr_field(factory=dict)
    known: Known[int, Condition] = attr_field(init=False)

    @known.default
    def _known(self) -> Known[int, Condition]:
        return self.scopes.setdefault((self.lists, self.counting), {})

    def counted(self, rules: CountingRules, calendar: CalendarChoice | None = None) -> ConditionReader:
        """A reader of what is counted by other rules; on another calendar, where one is given."""
        calendar = calendar or self.counting.calendar
        if rules.calendar != calendar:
            rules = evolve(rules, calendar=calendar)
        return self if rules == self.counting else evolve(self, counting=rules)

    def condition(self, node: Node) -> Condition:
        """A mapping of verbs and fields, all of which must hold; a list of such mappings likewise."""
        return self.diagnostics.once(self.known, id(node), node, self._condition)

    def _condition(self, node: Node) -> Condition:
        if isinstance(node, Sequence):
            parts = [self.condition(item) for item in node.items]
        elif isinstance(node, Mapping):
            parts = [self._entry(name, entry) or AllOf() for name, entry in node.entries.items()]
        else:
            self.diagnostics.note(node, "no-condition")
            parts = []
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts), place=node.place)

    def conditions(self, node: Node) -> tuple[Condition, ...]:
        """A list of conditions."""
        return tuple(
            self.condition(item) for item in self.diagnostics.items(node, Text("условие", "condition"))
        )

    def _entry(self, name: str, entry: Entry) -> Condition | None:
        """``VERB: arguments`` or ``FIELD: value``; None where it is wrong (noted, and the pack is refused)."""
        verb = BY_WORD.get(name)
        if verb is not None:
            return self._verb(verb, entry)
        if name in EVERY_ROW_WORDS:
            return self._every_row(entry)
        if self.lookup(name) is None:
            known = [*BY_WORD, *EVERY_ROW_WORDS, *self.known_names()]
            self.unknown_field(entry.key, name, known, Text("глагол или поле", "verb or field"))
            return None
        legal = self.field(entry.key, name)
        return self._value(legal, entry) if legal else None

    def _value(self, fact: Field, entry: Entry) -> Condition | None:
        """``FIELD: value`` or ``FIELD: [a, b]``."""
        node, place = entry.value, entry.key.place
        places = {"options": node.place, "other": node.place}
        if fact.type in (Type.CHOICE, Type.SET):
            if isinstance(node, Scalar) and node.text in NO_WORDS | NONE and fact.type is Type.CHOICE:
                return NotOf(Has((fact,), place=place), place=place)
            options = self.options(fact, node)
            verb = Contains if fact.type is Type.SET else OneOf
            return verb(fact, options, place=place, places=places) if options else None
        if fact.type in (Type.BOOL, Type.NUMBER, Type.YEAR):
            other = self.constant(fact, node)
            return Equals(fact, other, place=place, places=places) if other is not None else None
        self.diagnostics.note(node, "not-compared", fact, fact)
        return None

    def _every_row(self, entry: Entry) -> Condition | None:
        """A condition of every row of a table but some, as if it stood there once for each."""
        given = EVERY_ROW.given(self.diagnostics, entry.value)
        if "table" not in given or not given.others:
            self.diagnostics.note(entry.key, "every-row", Text(*EVERY_ROW_WORDS))
            return None
        where = given["table"]
        table = self.field(where)
        if table is None:
            return None
        if not table.rows:
            self.diagnostics.note(where, "is-no", table, Text("таблица", "table"))
            return None
        known, what = [row.key for row in table.rows], Text("строка", "row")
        but = {self.diagnostics.text(item, what): item for item in given["but"] or ()}
        for row in but.keys() - known:
            self.diagnostics.unknown(but[row], row, known, what)
        node = entry.value
        asked = Mapping(node.file, node.line, node.column, dict(given.others))
        rows = [row for row in table.rows if row.key not in but]
        named = [replaced(asked, _ROW, row.label.ru) for row in rows]
        return AllOf(tuple(self.condition(one) for one in named), place=entry.key.place)

    # -- verbs ----------------------------------------------------------------------------------------------

    def _verb(self, verb: type[Condition], entry: Entry) -> Condition | None:
        spec = verb.SPEC
        if spec.bare is not None:
            given = {spec.en: entry}
        else:
            given = dict(VERB_SHAPES[verb].given(self.diagnostics, entry.value).entries)
        reader = self
        values: dict[str, Any] = {}
        places = {arg.attribute: given[arg.en].value.place for arg in spec.arguments if arg.en in given}
        if issubclass(verb, Timed) and "what" in given and self._says_more(given):
            values["than"] = self._as_moment(given, entry)
            places, given = {"than": entry.value.place, **places}, {"what": given["what"]}
        if "excluding" in given:
            self.diagnostics.note(given.pop("excluding").key, "excluding-where")
        for arg in spec.arguments:
            if arg.en not in given:
                if arg.required:
                    self._missing(verb, arg, entry)
                    values[arg.attribute] = None
                continue
            value = values[arg.attribute] = reader._argument(arg, given[arg.en].value, values)
            if arg.kind is Arg.LIST and isinstance(value, Field):
                reader = self.over(value)
        within = values.get("within")
        if "within" in given and within is not None:
            values |= self.counting.of(within, given)
        if self.counting.calendar is not None and issubclass(verb, Timed):
            self._on_calendar(values)
        if None in values.values() or (issubclass(verb, Timed) and not self._one_base(verb, entry, values)):
            return None
        return verb(**values, place=entry.key.place, places=places).stands_for()

    def _on_calendar(self, values: dict[str, Any]) -> None:
        """A term that counts working days, or rolls, does so on the calendar that the pack or the rule names."""
        terms = [values.get(key) for key in ("within", "at_least")]
        of_working_days = any(one is not None and one.unit is Unit.WORKING_DAY for one in terms)
        if of_working_days or values.get("roll", "none") != "none":
            values["calendar"] = self.counting.calendar

    def _says_more(self, given: MappingType[str, Entry]) -> bool:
        """Is what a moment is held against more than one term, counted in one way: days left out, a term that depends
        on a condition, hours that roll?"""
        term = next((given[key].value for key in ("within", "at_least") if key in given), None)
        if term is None:
            return False
        hours = isinstance(term, Scalar) and _in_hours(term.text)
        return isinstance(term, Sequence) or "excluding" in given or (hours and "roll" in given)

    def _argument(self, arg: ArgSpec, node: Node, given: ArgumentsRead) -> Any:
        """The value of an argument; None where it is wrong (noted)."""
        words = CHOICES.get(arg.kind)
        if words is None:
            return READERS[arg.kind](self, node, given)
        said = self.diagnostics.one_of(
            node, {word.en: word.ru for word in words.values()}, Text(arg.ru, arg.en)
        )
        return next((value for value, word in words.items() if word.en == said), None)

    def _missing(self, verb: type[Condition], arg: ArgSpec, entry: Entry) -> None:
        spec = verb.SPEC
        self.diagnostics.note(entry.key, "missing-argument", Text(spec.ru, spec.en), Text(arg.ru, arg.en))

    def _one_base(self, verb: type[Condition], entry: Entry, values: ArgumentsRead) -> bool:
        spec = verb.SPEC
        terms = [values.get(key) for key in ("within", "at_least")]
        if "count_first_day" in values and any(one is not None and one.unit is Unit.HOUR for one in terms):
            self.diagnostics.note(entry.key, "hours-first-day")
        if set(values) - _BESIDE_A_SHAPE in _SHAPES:
            return True
        self.diagnostics.note(entry.key, "one-base", Text(spec.ru, spec.en))
        return False

    def _as_moment(self, given: dict[str, Entry], entry: Entry) -> Field | None:
        """What stands beside `что`, where it says more than a verb holds by itself, as one moment."""
        body = entry.value
        assert isinstance(body, Mapping)
        rest = {said.key.text: said for name, said in given.items() if name != "what"}
        return self.moment(Mapping(body.file, body.line, body.column, rest))

    # -- values ---------------------------------------------------------------------------------------------

    def options(self, fact: Field, node: Node) -> tuple[Option, ...]:
        """The options that are named; a wrong one is noted and left out."""
        found = []
        for item in self.diagnostics.items(node, Text(f"«{fact.label.ru}»", f"`{fact.path}`")):
            word = self.diagnostics.text(item, Text("вариант", "option"))
            option = fact.option(word)
            if option is None:
                known = [word for option in fact.options for word in (option.term.ru, option.key)]
                what = Text(f"«{fact.label.ru}»: вариант", f"option of `{fact.path}`:")
                self.diagnostics.unknown(item, word, known, what, "" if fact.options else fact.path)
            else:
                found.append(option)
        return tuple(found)

    def constant(self, fact: Field, node: Node) -> int | None:
        """Yes, no or a whole number."""
        if fact.type is Type.BOOL:
            said = self.diagnostics.yes_no(node, Text(f"«{fact.label.ru}»", f"`{fact.path}`"))
            return None if said is None else int(said)
        word = self.diagnostics.text(node, Text("число", "number"))
        if word.isascii() and word.isdigit():
            return int(word)
        self.diagnostics.note(node, "no-whole-number", word)
        return None

    def value_or_field(self, fact: Field, node: Node) -> int | Field | None:
        """What a field may be equal to: a constant, or another field of its kind."""
        if isinstance(node, Mapping | Sequence) and fact.type.counts:
            return self.count(node)
        other = self.lookup(self.diagnostics.text(node, Text("значение", "value")))
        if other is None and fact.type in (Type.BOOL, Type.NUMBER, Type.YEAR):
            return self.constant(fact, node)
        if other is None:
            self.diagnostics.note(node, "no-equal", fact, fact.type.term)
            return None
        same = other.type is fact.type and [o.key for o in other.options] == [o.key for o in fact.options]
        if same and fact.type in _COMPARED:
            return self.field(node)
        if other.type is not fact.type:
            self.diagnostics.note(node, "other-kind", fact, other, fact.type.term, other.type.term)
        elif fact.type in _COMPARED:
            self.diagnostics.note(node, "other-options", fact, other)
        else:
            known = Text.joined(", ", (one.term for one in TYPES.values() if one in _COMPARED))
            self.diagnostics.note(node, "never-compared", fact, fact.type.term, known)
        return None


def _in_hours(words: str) -> bool:
    try:
        return Term.parse(words).unit is Unit.HOUR
    except UsageError:
        return False


def _options(reader: ConditionReader, node: Node, given: ArgumentsRead) -> tuple[Option, ...] | None:
    return (reader.options(given["what"], node) or None) if given.get("what") else None


def _value(reader: ConditionReader, node: Node, given: ArgumentsRead) -> int | Field | None:
    return reader.value_or_field(given["what"], node) if given.get("what") else None


READERS: dict[Arg, Callable[[ConditionReader, Node, ArgumentsRead], Any]] = {
    Arg.FIELD: lambda reader, node, _: reader.field(node),
    Arg.FACT: lambda reader, node, _: reader.fact(node),
    Arg.MOMENT: lambda reader, node, _: reader.moment(node),
    Arg.SET: lambda reader, node, _: reader.set_of_options(node),
    Arg.LIST: lambda reader, node, _: reader.list_of_items(node),
    Arg.FIELDS: lambda reader, node, _: reader.fields(node),
    Arg.NUMBERS: lambda reader, node, _: reader.fields(node, numbers=True),
    Arg.SERIES: lambda reader, node, _: reader.series(node),
    Arg.TERM: lambda reader, node, _: reader.term(node),
    Arg.PERIOD: lambda reader, node, _: None,
    Arg.COUNT: lambda reader, node, _: reader.count(node),
    Arg.VALUE: _value,
    Arg.VALUES: _options,
    Arg.CONDITION: lambda reader, node, _: reader.condition(node),
    Arg.CONDITIONS: lambda reader, node, _: reader.conditions(node),
    Arg.RULE: lambda reader, node, _: reader.diagnostics.text(node, Text("правило", "rule")),
}
"""How an argument of each kind is read, in the light of those read before it."""

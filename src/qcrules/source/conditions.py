"""Conditions of the rule language: a tree of keys → verbs. What each verb's keys are, the verbs themselves say."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from typing import Any

from attrs import define
from attrs import field as attr_field

from ..errors import UsageError
from ..facts.columns import PREVIOUS
from ..facts.field import Field, Option
from ..facts.types import Type
from ..facts.vocabulary import Kind, Vocabulary
from ..facts.words import NO_WORDS, NONE
from ..law.model import Case, Choice, Definition
from ..law.verbs import (
    RELATIONS,
    VERBS,
    AllOf,
    AnyOf,
    Arg,
    ArgSpec,
    BuiltDay,
    Condition,
    Contains,
    Equals,
    Has,
    NotOf,
    NotShrinking,
    OneOf,
    Period,
    Timed,
    Violated,
)
from ..text import Text
from ..time.term import Term, Unit
from .days import read_day
from .diagnostics import Notes
from .tree import Entry, Mapping, Node, Scalar, Sequence

BY_WORD: dict[str, type[Condition]] = {word: verb for verb in VERBS for word in (verb.SPEC.ru, verb.SPEC.en)}
_FIRST_DAY = {"counted": "считается", "not_counted": "не_считается"}
PERIOD_KEYS = {"from": "от", "to": "до"}
_ROLL = {"none": "нет", "forward": "вперёд", "back": "назад"}
_CONDITION = Text("условие", "condition")


def _wrong() -> AllOf:
    """Stands where a condition could not be read; the mistake is noted and the pack refused."""
    return AllOf(())


@define
class ConditionReader:
    """Reads conditions over the fields of one kind of record.

    ``lists`` are the lists over whose items the condition stands: only their item fields may be named.
    """

    notes: Notes
    vocabulary: Vocabulary
    kind: Kind
    defined: MappingType[str, Field]
    lists: tuple[str, ...] = ()
    built: dict[str, Definition] = attr_field(factory=dict)

    def over(self, items: Field) -> ConditionReader:
        """A reader for conditions on an item of that list."""
        return ConditionReader(
            self.notes, self.vocabulary, self.kind, self.defined, (*self.lists, items.path), self.built
        )

    # -- fields ---------------------------------------------------------------------------------------------

    def lookup(self, words: str) -> Field | None:
        """The recorded or defined field of that name."""
        return self.defined.get(words) or self.vocabulary.find(self.kind, words)

    def field(self, node: Node, words: str | None = None) -> Field | None:
        """The field that a node names, legal at this place."""
        words = words if words is not None else self.notes.text(node, Text("поле", "field"))
        found = self.lookup(words)
        if found is None or found is self.kind.root:
            self.notes.unknown(node, words, self.known_names(), Text("поле", "field"))
            return None
        if found.list_path is not None and found.list_path not in self.lists:
            self.notes.add(
                node,
                f"поле `{words}` принадлежит элементу списка; назовите его внутри `для_каждого` или `хотя_бы_один`",
                f"field `{words}` belongs to a list's item; name it inside `for_each` or `at_least_one`",
            )
            return None
        return found

    def known_names(self) -> list[str]:
        """Every name of a field, for the nearest one."""
        fields = [part for part in self.kind.root.walk() if part.path]
        names = [name for part in fields for name in (part.label.ru, part.path.replace("[]", ""))]
        return [*names, *self.defined]

    def moment(self, node: Node) -> Field | None:
        """A field that is an event, a date or a month; or a day that is built from numbers and periods."""
        if isinstance(node, Mapping):
            return self._built_day(node)
        found = self.field(node)
        if found is not None and not found.type.is_moment:
            self.notes.add(
                node,
                f"«{found.label.ru}» — не событие и не дата; срок считается от события или даты",
                f"`{found.path}` is neither an event nor a date; terms run between those",
            )
            return None
        return found

    def day(self, node: Mapping) -> BuiltDay | None:
        """The day that ``{дата: {день: 5, месяц: …, год: …}}`` builds."""
        return read_day(self.notes, self.field, node)

    def _built_day(self, node: Mapping) -> Field | None:
        """A day that is built, as a defined fact without a name of its own."""
        day = self.day(node)
        if day is None:
            return None
        label = Text(day.words("ru"), day.words("en"))
        fact = Field(label.en, f"@{label.en}", label, label, Type.DATE, defined=True)
        cases: dict[Choice, tuple[Case, ...]] = {(): (Case(None, day),)}
        return self.built.setdefault(
            fact.path, Definition(fact, self.kind.key, None, (), cases, node.place)
        ).field

    # -- conditions -----------------------------------------------------------------------------------------

    def condition(self, node: Node) -> Condition:
        """A mapping of verbs and fields, all of which must hold; a list of such mappings likewise."""
        if isinstance(node, Sequence):
            parts = [self.condition(item) for item in node.items]
        elif isinstance(node, Mapping):
            parts = [self._entry(name, entry) for name, entry in node.entries.items()]
        else:
            self.notes.add(
                node,
                "условие: нужны пары «глагол: …» или «поле: значение»",
                "condition: expected `verb: …` or `field: value` pairs",
            )
            return _wrong()
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts), place=node.place)

    def _entry(self, name: str, entry: Entry) -> Condition:
        verb = BY_WORD.get(name)
        if verb is not None:
            return self._verb(verb, entry) or _wrong()
        found = self.lookup(name)
        if found is None:
            known = [*BY_WORD, *self.known_names()]
            self.notes.unknown(entry.key, name, known, Text("глагол или поле", "verb or field"))
            return _wrong()
        legal = self.field(entry.key, name)
        return (self._value(legal, entry) if legal else None) or _wrong()

    def _value(self, fact: Field, entry: Entry) -> Condition | None:
        """``FIELD: value`` or ``FIELD: [a, b]``."""
        node, place = entry.value, entry.key.place
        if fact.type in (Type.CHOICE, Type.SET):
            if isinstance(node, Scalar) and node.text in NO_WORDS | NONE and fact.type is Type.CHOICE:
                return NotOf(Has((fact,), place=place), place=place)
            options = self._options(fact, node)
            verb = Contains if fact.type is Type.SET else OneOf
            return verb(fact, options, place=place) if options else None
        if fact.type in (Type.BOOL, Type.NUMBER, Type.YEAR):
            other = self._constant(fact, node)
            return Equals(fact, other, place=place) if other is not None else None
        self.notes.add(
            node,
            f"«{fact.label.ru}» с значением не сравнивают; спросите `есть: {fact.label.ru}`",
            f"`{fact.path}` is not compared with a value; ask `has: {fact.path}`",
        )
        return None

    def _options(self, fact: Field, node: Node) -> tuple[Option, ...]:
        found = []
        for item in self.notes.items(node, Text(f"«{fact.label.ru}»", f"`{fact.path}`")):
            word = self.notes.text(item, Text("вариант", "option"))
            option = fact.option(word)
            if option is None:
                known = [word for option in fact.options for word in (option.term.ru, option.key)]
                what = Text(f"«{fact.label.ru}»: вариант", f"option of `{fact.path}`:")
                self.notes.unknown(item, word, known, what)
            else:
                found.append(option)
        return tuple(found)

    def _constant(self, fact: Field, node: Node) -> int | None:
        if fact.type is Type.BOOL:
            said = self.notes.yes_no(node, Text(f"«{fact.label.ru}»", f"`{fact.path}`"))
            return None if said is None else int(said)
        word = self.notes.text(node, Text("число", "number"))
        if word.isascii() and word.isdigit():
            return int(word)
        self.notes.add(node, f"`{word}` — не целое число", f"`{word}` is no whole number")
        return None

    # -- verbs ----------------------------------------------------------------------------------------------

    def _verb(self, verb: type[Condition], entry: Entry) -> Condition | None:
        spec = verb.SPEC
        if spec.bare is not None:
            return self._bare(verb, spec.bare, entry)
        words = {arg.en: arg.ru for arg in spec.args}
        given = self.notes.keys(entry.value, words, Text(f"`{spec.ru}`", f"`{spec.en}`"))
        reader = self
        values: dict[str, Any] = {}
        ok = True
        for arg in spec.args:
            if arg.en not in given:
                if arg.required:
                    self.notes.add(
                        entry.key,
                        f"`{spec.ru}`: нет ключа `{arg.ru}`",
                        f"`{spec.en}`: key `{arg.en}` is missing",
                    )
                    ok = False
                continue
            value = reader._argument(arg, given[arg.en].value, values)
            ok = ok and value is not None
            values[arg.attribute] = value
            if arg.kind is Arg.LIST and isinstance(value, Field):
                reader = self.over(value)
        if not ok:
            return None
        if issubclass(verb, Timed) and not self._one_base(verb, entry, values):
            return None
        return verb(**values, place=entry.key.place)

    def _one_base(self, verb: type[Condition], entry: Entry, values: dict[str, Any]) -> bool:
        shapes = ({"than"}, {"within", "after"}, {"at_least", "before_event"})
        given = set(values) - {"what", "count_first_day", "roll", "excluding"}
        spec = verb.SPEC
        if given in shapes:
            return "excluding" not in values or self._may_exclude(entry, values)
        self.notes.add(
            entry.key,
            f"`{spec.ru}`: нужно `чем: …`, или `через: срок` и `после: …`, или `за: срок` и `до: …`",
            f"`{spec.en}`: give `than: …`, or `within: term` and `after: …`, or `at_least: term` and `before: …`",
        )
        return False

    def _may_exclude(self, entry: Entry, values: dict[str, Any]) -> bool:
        """Days are left out of a plain term in days, of moments of the record itself."""
        term, out = values.get("within"), values["excluding"]
        plain = term is not None and term.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WEEK)
        moments = (values.get("after"), out.start, out.end)
        single = all(isinstance(one, Field) and one.list_path is None for one in moments)
        if plain and single and not values.get("count_first_day") and values.get("roll", "none") == "none":
            return True
        self.notes.add(
            entry.key,
            "`не_считая` стоит при `через: … дней` и `после`, без `первый_день` и `перенос`, и не внутри списка",
            "`excluding` goes with `within: … days` and `after`, without `first_day` and `roll`, not inside a list",
        )
        return False

    def _days_out(self, node: Node) -> Period | None:
        keys = self.notes.keys(node, PERIOD_KEYS, Text("не_считая", "excluding"))
        ends = [self.moment(keys[key].value) if key in keys else None for key in PERIOD_KEYS]
        if len(keys) < len(PERIOD_KEYS):
            self.notes.add(node, "не_считая: нужны `от` и `до`", "excluding: `from` and `to` are needed")
        start, end = ends
        return Period(start, end) if isinstance(start, Field) and isinstance(end, Field) else None

    def _bare(self, verb: type[Condition], arg: Arg, entry: Entry) -> Condition | None:
        node, place = entry.value, entry.key.place
        if verb is Violated:
            return Violated(self.notes.text(node, Text("правило", "rule")), place=place)
        if verb is NotOf:
            return NotOf(self.condition(node), place=place)
        if verb in (AllOf, AnyOf):
            parts = tuple(self.condition(item) for item in self.notes.items(node, _CONDITION))
            return AllOf(parts, place=place) if verb is AllOf else AnyOf(parts, place=place)
        assert arg is Arg.FIELDS
        if verb is NotShrinking:
            rows = self._numbers(node)
            series = rows and all(self._is_series(fact, node) for fact in rows)
            return NotShrinking(rows, place=place) if series else None
        fields = [self.field(item) for item in self.notes.items(node, Text("поле", "field"))]
        known = tuple(fact for fact in fields if fact is not None)
        return Has(known, place=place) if all(fields) and fields else None

    def _argument(self, arg: ArgSpec, node: Node, values: dict[str, Any]) -> Any:
        if arg.kind is Arg.MOMENT:
            return self.moment(node)
        if arg.kind in (Arg.FIELD, Arg.SET, Arg.LIST):
            return self._typed_field(arg.kind, node)
        if arg.kind is Arg.TERM:
            return self._term(node)
        if arg.kind is Arg.PERIOD:
            return self._days_out(node)
        if arg.kind is Arg.CONDITION:
            return self.condition(node)
        if arg.kind is Arg.NUMBERS:
            return self._numbers(node) or None
        if arg.kind is Arg.RELATION:
            return self.notes.one_of(node, RELATIONS, Text("знак", "relation"))
        if arg.kind is Arg.COUNT:
            return self._count(node)
        if arg.kind is Arg.VALUES:
            fact = values.get("what")
            return (self._options(fact, node) or None) if isinstance(fact, Field) else None
        if arg.kind is Arg.VALUE:
            return self._other(values.get("what"), node)
        if arg.kind is Arg.FIRST_DAY:
            said = self.notes.one_of(node, _FIRST_DAY, Text("первый_день", "first_day"))
            return None if said is None else said == "counted"
        return self.notes.one_of(node, _ROLL, Text("перенос", "roll"))

    def _typed_field(self, kind: Arg, node: Node) -> Field | None:
        fact = self.field(node)
        fits = fact is None or {Arg.SET: fact.type is Type.SET, Arg.LIST: fact.type.has_items}.get(kind, True)
        if fact is not None and not fits:
            self.notes.add(
                node,
                f"«{fact.label.ru}» — не {'набор' if kind is Arg.SET else 'список'}",
                f"`{fact.path}` is no {kind.value}",
            )
            return None
        return fact

    def _term(self, node: Node) -> Term | None:
        try:
            return Term.parse(self.notes.text(node, Text("срок", "term")))
        except UsageError as error:
            for problem in error.problems:
                self.notes.add(node, problem.message.ru, problem.message.en)
            return None

    def _numbers(self, node: Node) -> tuple[Field, ...]:
        """Fields that are numbers; none where any is wrong."""
        fields = [self.field(item) for item in self.notes.items(node, Text("поле", "field"))]
        for fact in fields:
            if fact is not None and fact.type is not Type.NUMBER:
                self.notes.add(node, f"«{fact.label.ru}» — не число", f"`{fact.path}` is no number")
                return ()
        return tuple(fact for fact in fields if fact is not None) if all(fields) else ()

    def _is_series(self, fact: Field, node: Node) -> bool:
        if PREVIOUS in fact.children:
            return True
        self.notes.add(
            node,
            f"«{fact.label.ru}» — не строка таблицы: ряда у неё нет",
            f"`{fact.path}` is no row of a table: it has no series",
        )
        return False

    def _count(self, node: Node) -> int | Field | None:
        word = self.notes.text(node, Text("число", "number"))
        if word.isascii() and word.isdigit():
            return int(word)
        return self.field(node)

    def _other(self, fact: Field | None, node: Node) -> int | Field | None:
        if fact is None:
            return None
        word = self.notes.text(node, Text("значение", "value"))
        other = self.lookup(word)
        if other is None:
            return self._constant(fact, node)
        same = other.type is fact.type and [o.key for o in other.options] == [o.key for o in fact.options]
        if not same or fact.type not in (Type.CHOICE, Type.NUMBER, Type.BOOL, Type.DATE, Type.EVENT):
            self.notes.add(
                node,
                f"«{fact.label.ru}» и «{other.label.ru}» нельзя сравнить: это разные виды значений",
                f"`{fact.path}` and `{other.path}` cannot be compared: they are of different kinds",
            )
            return None
        return self.field(node)

"""What explaining the verdicts of one kind of record needs, whatever the record: worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from attrs import field, frozen

from ..cached import cached_property
from ..engine import VariantGroup, groups
from ..engine.worlds import FactTable, ItemTable, truth
from ..facts.field import Field
from ..facts.layout import EDITION
from ..facts.types import Type
from ..finding import Provision, ReadingVerdict, Verdict
from ..kernel.derived import Choose, EditionDate, Total
from ..kernel.formula import All, Compare, Formula
from ..kernel.interval import FALSE
from ..law.dependencies import (
    case_fields,
    conditions_of,
    definition_fields,
    fields_of,
    rule_fields,
    verdicts_in,
    verdicts_read,
)
from ..law.lowered import Lowered, Variant
from ..law.model import PLACEHOLDER, Bearer, Branch, Pack, Rule, choice_of
from ..law.validity import Choice, Validity
from ..law.verbs import Timed, dues_of, walk
from ..text import Text
from ..time.calendar import Calendar

TermKey = int
"""What tells terms apart that run otherwise, whatever the record: the number of the first variant that has it."""


@frozen(eq=False, repr=False, slots=False)
class RulePlan:
    """What explaining a rule needs under some chosen readings: worked out once, used for every record.

    ``rows``: of each option of each reading, the others as chosen, its words and the variant that it makes. ``dues``:
    the comparisons of its requirement with moments; ``number`` and ``list_path`` are its variant's.
    """

    variant: Variant
    dues: Sequence[Timed]
    alternatives: tuple[int, ...]
    rows: tuple[tuple[str, str, Text, Variant], ...]
    bearer: Bearer | None
    number: int
    list_path: str | None
    dated_rows: tuple[tuple[int, Variant], ...]
    """The rows whose variant has a term, by their places."""
    _provisions: dict[Validity, Provision] = field(factory=dict, init=False)
    _readings: dict[tuple[Verdict, ...], tuple[ReadingVerdict, ...]] = field(factory=dict, init=False)

    @cached_property
    def row_numbers(self) -> tuple[int, ...]:
        """The number of the variant of each row."""
        return tuple(variant.number for _, _, _, variant in self.rows)

    def readings(
        self, verdicts: tuple[Verdict, ...], dues: Mapping[int, date | datetime]
    ) -> tuple[ReadingVerdict, ...]:
        """What each row makes of the verdict: without terms the same for every record. ``dues``: when the terms of
        some rows end."""
        found = self._readings.get(verdicts)
        if found is None:
            said = zip(self.rows, verdicts, strict=True)
            every = [ReadingVerdict(name, option, one, words) for (name, option, words, _), one in said]
            found = self._readings[verdicts] = tuple(every)
        if not dues:
            return found
        dated = list(found)
        for at, due in dues.items():
            one = dated[at]
            dated[at] = ReadingVerdict(one.reading, one.option, one.verdict, one.words, due)
        return tuple(dated)

    @cached_property
    def timed(self) -> Timed | None:
        """The comparison that tells when its term ends."""
        return next((one for one in self.dues if one.runs), None)

    @cached_property
    def event(self) -> Field | None:
        """The first event of which its requirement speaks, in the record or in its own item."""
        requirement, own = self.variant.form.requirement, self.list_path
        parts = walk(requirement) if requirement is not None else ()
        read = (fact for part in parts for fact in part.fields())
        return next((one for one in read if one.type is Type.EVENT and one.list_path in (None, own)), None)

    @cached_property
    def fields(self) -> list[Field]:
        """The fields that the rule's own form reads."""
        return fields_of(conditions_of(self.variant.form))

    @cached_property
    def follows(self) -> bool:
        """Are there defined facts among them, so that what they rest on depends on the record?"""
        return any(fact.defined for fact in self.fields)

    @cached_property
    def verdicts_read(self) -> list[str]:
        """The rules whose verdicts the rule's own form reads."""
        return sorted(verdicts_in(self.variant.form))

    def provision(self, validity: Validity) -> Provision:
        """What a finding says of the rule itself, while the regulation is in force as given."""
        found = self._provisions.get(validity)
        if found is None:
            rule, in_force = self.variant.rule, self.variant.form.in_force
            found = self._provisions[validity] = Provision(
                rule=rule.id,
                citation=rule.citation.words,
                document=rule.citation.document,
                paragraph=rule.citation.paragraph,
                part=rule.citation.part,
                point=rule.citation.point,
                force=rule.force,
                edition=f"{in_force.first or validity.first}/{in_force.last or validity.last}",
                bearer=self.bearer.id if self.bearer else None,
                bearer_words=self.bearer.words if self.bearer else None,
                gist=self.variant.form.gist,
                each=rule.for_each.label if rule.for_each is not None else None,
                article=rule.citation.article or None,
                subpoint=rule.citation.subpoint,
            )
        return found


@frozen(eq=False, repr=False, slots=False)
class Plan:
    """All rules of a kind of record under some chosen readings, and the groups in which they are decided."""

    rules: Mapping[str, RulePlan]
    groups: list[VariantGroup]
    lowered: Lowered
    _deciding: dict[str, list[VariantGroup]] = field(factory=dict, init=False)

    @cached_property
    def steps(self) -> Mapping[tuple[str | None, Formula], list[int]]:
        """Whether each step of which rules speak is within the validity, with the list in whose items it is taken; and
        the variants that speak of it."""
        found: dict[tuple[str | None, Formula], list[int]] = {}
        for one in self.rules.values():
            if one.variant.step is not None:
                found.setdefault((one.list_path, one.variant.step), []).append(one.number)
        return found

    def deciding(self, rule: str) -> list[VariantGroup]:
        """The groups that decide one rule: itself, and what strata before it assert."""
        found = self._deciding.get(rule)
        if found is None:
            own = self.rules[rule].variant
            asserted = (one for group in self.groups for one in group.asserted if one.stratum < own.stratum)
            found = self._deciding[rule] = groups(self.lowered, [*asserted, own])
        return found


@frozen(eq=False, repr=False)
class Explainer:
    """A lowered rulebook on a calendar, with what stands behind each of its slots. Safe to share.

    ``recorded``: the field of a slot; ``verdicts``: the variant whose verdict it holds; ``definitions``: the defined
    fact.
    """

    pack: Pack
    lowered: Lowered
    calendar: Calendar
    recorded: Mapping[int, Field]
    verdicts: Mapping[int, Variant]
    definitions: Mapping[int, Field]
    _plans: dict[Choice, Plan] = field(factory=dict, init=False)
    _reads: dict[str, tuple[Field, ...]] = field(factory=dict, init=False)
    _background: dict[str, tuple[Field, ...]] = field(factory=dict, init=False)
    _named: dict[str, Field | None] = field(factory=dict, init=False)
    _case_fields: dict[Branch, list[Field]] = field(factory=dict, init=False)
    _chosen: dict[int, Mapping[str, str]] = field(factory=dict, init=False)
    _dues: dict[int, list[Timed]] = field(factory=dict, init=False)
    _terms: dict[int, TermKey | None] = field(factory=dict, init=False)
    _alike: dict[tuple[int, ...], TermKey] = field(factory=dict, init=False)
    _slots: dict[tuple[int, str], int] = field(factory=dict, init=False)
    _cases: dict[tuple[int, str], list[tuple[Branch, Formula | None]]] = field(factory=dict, init=False)

    @classmethod
    def of(cls, pack: Pack, lowered: Lowered, calendar: Calendar) -> Explainer:
        """The explainer of one kind of record."""
        recorded: dict[int, Field] = {}
        for part in pack.vocabulary.kinds[lowered.kind].root.walk():
            for path in part.paths:
                recorded.setdefault(lowered.layout.slots[path], part)
        verdicts = {variant.verdict_slot: variant for variant in lowered.variants}
        definitions = {
            slot: pack.definitions[lowered.kind][path].field
            for path, slots in lowered.defined_slots.items()
            for slot in slots.values()
        }
        return cls(pack, lowered, calendar, recorded, verdicts, definitions)

    @property
    def edition_date(self) -> Field | None:
        """The date that chooses the edition, before all others that may."""
        edition = self.lowered.derived[self.lowered.layout.slots[EDITION]]
        assert isinstance(edition, EditionDate)
        return self.recorded[edition.dates[0]] if edition.dates else None

    def plan(self, chosen: Mapping[str, str]) -> Plan:
        """The plan under some chosen readings."""
        key = tuple(chosen.items())
        found = self._plans.get(key)
        if found is None:
            of_kind = self.pack.rules[self.lowered.kind]
            rules = {name: self.rule_plan(rule, chosen) for name, rule in of_kind.items()}
            found = Plan(rules, groups(self.lowered, [plan.variant for plan in rules.values()]), self.lowered)
            self._plans[key] = found
        return found

    def rule_plan(self, rule: Rule, chosen: Mapping[str, str]) -> RulePlan:
        lowered = self.lowered
        names = lowered.readings_of[rule.id]
        variants = lowered.by_rule[rule.id]
        variant = lowered.variant(rule.id, chosen)
        rows = [
            (name, option, said.title, variants[choice_of(names, {**chosen, name: option})])
            for name in names
            for option, said in self.pack.readings[name].options.items()
        ]
        alternatives = [other.number for other in variants.values() if other is not variant]
        return RulePlan(
            variant=variant,
            dues=self.dues(variant),
            alternatives=tuple(alternatives),
            rows=tuple(rows),
            bearer=self.pack.bearers.get(rule.bearer or ""),
            number=variant.number,
            list_path=variant.list_path,
            dated_rows=tuple(
                (at, row[3]) for at, row in enumerate(rows) if self.term_key(row[3]) is not None
            ),
        )

    def reads(self, rule: Rule) -> tuple[Field, ...]:
        """Every recorded field that a rule reads, through definitions and verdicts."""
        found = self._reads.get(rule.id)
        if found is None:
            found = self._reads[rule.id] = underlying(self.pack, rule)
        return found

    def lists(self, rule: Rule) -> frozenset[str]:
        """The lists of which a rule reads more than its own item: each of them as a whole."""
        return frozenset(whole_lists(self.pack, rule))

    def background(self, rule: Rule) -> tuple[Field, ...]:
        """The recorded fields that a rule reads, and the date that chooses the edition."""
        found = self._background.get(rule.id)
        if found is None:
            edition = self.edition_date
            found = self._background[rule.id] = (*self.reads(rule), *([edition] if edition else ()))
        return found

    def named(self, words: str) -> Field | None:
        """The field that a placeholder of a message names."""
        if words not in self._named:
            self._named[words] = self._found(words)
        return self._named[words]

    def _found(self, words: str) -> Field | None:
        pack, kind = self.pack, self.lowered.kind
        for definition in pack.definitions[kind].values():
            if words in (definition.field.path, definition.field.label.ru):
                return definition.field
        return pack.vocabulary.find(pack.vocabulary.kinds[kind], words)

    def told(self, rule: Rule) -> tuple[Field, ...]:
        """Every field that explaining a verdict of a rule may tell of, under any reading: recorded, and defined."""
        templates = [
            one
            for variant in self.lowered.by_rule[rule.id].values()
            for one in (*variant.form.messages.values(), variant.form.undecidable)
            if one is not None
        ]
        words = {
            found for one in templates for said in (one.ru, one.en) for found in PLACEHOLDER.findall(said)
        }
        named = [fact for one in sorted(words) if (fact := self.named(one)) is not None]
        return (*self.reads(rule), *named)

    def chosen(self, variant: Variant) -> Mapping[str, str]:
        """The variant's readings, and the defaults of all others."""
        chosen = self._chosen.get(variant.number)
        if chosen is None:
            chosen = self._chosen[variant.number] = {**self.pack.defaults(), **dict(variant.choice)}
        return chosen

    def dues(self, variant: Variant) -> list[Timed]:
        """The comparisons of a variant's requirement with moments, those with a term first."""
        found = self._dues.get(variant.number)
        if found is None:
            requirement = variant.form.requirement
            found = self._dues[variant.number] = dues_of(requirement) if requirement is not None else []
        return found

    def term_key(self, variant: Variant) -> TermKey | None:
        """What tells the term of a variant from others that run otherwise: many readings leave it as it is.

        None where it has none.
        """
        number = variant.number
        if number not in self._terms:
            key, dues = None, self.dues(variant)
            if dues and variant.alternatives:
                key = number
            elif dues:
                runs = id(dues[0]), self.slot(dues[0].what, variant), self.slot(dues[0].base, variant)
                key = self._alike.setdefault(runs, number)
            self._terms[number] = key
        return self._terms[number]

    def slot(self, fact: Field, variant: Variant) -> int:
        """The slot of a field under the variant's readings, and the defaults of all others."""
        if not fact.defined:
            return self.lowered.layout.slots[fact.path]
        asked = variant.number, fact.path
        found = self._slots.get(asked)
        if found is None:
            found = self._slots[asked] = self.lowered.slot(fact, self.chosen(variant))
        return found

    def cases(self, fact: Field, variant: Variant) -> list[tuple[Branch, Formula | None]]:
        """The cases of a defined fact under the variant's readings, each with its condition as it was lowered."""
        asked = variant.number, fact.path
        found = self._cases.get(asked)
        if found is None:
            definition = self.pack.definitions[variant.rule.kind][fact.path]
            cases = definition.forms[choice_of(definition.readings, self.chosen(variant))]
            derived = self.lowered.derived[self.slot(fact, variant)]
            assert isinstance(derived, Choose)
            lowered = (condition for condition, _ in derived.cases)
            found = self._cases[asked] = list(zip(cases, lowered, strict=True))
        return found

    def case_fields(self, case: Branch) -> list[Field]:
        """The fields that a case of a defined fact reads."""
        found = self._case_fields.get(case)
        if found is None:
            found = self._case_fields[case] = case_fields(case)
        return found

    def failing(self, variant: Variant, table: FactTable | ItemTable) -> list[Compare]:
        """The comparisons of a requirement that do not hold, where it is a conjunction of comparisons."""
        need = variant.requirement
        parts = need.parts if isinstance(need, All) else (need,)
        return [one for one in parts if isinstance(one, Compare) and truth(one, table) == FALSE]

    def rows_behind(self, comparison: Compare) -> Iterator[Field]:
        """The rows of tables that a comparison reads, also through sums."""
        slots = [self.lowered.operands[number].slot for number in (comparison.left, comparison.right)]
        for slot in slots:
            derived = self.lowered.derived.get(slot) if slot is not None else None
            parts = (*derived.plus, *derived.minus) if isinstance(derived, Total) else (slot,)
            for part in parts:
                fact = self.recorded.get(part) if part is not None else None
                row = self.lowered.layout.rows.get(fact.path) if fact else None
                if row is not None:
                    yield row


def underlying(pack: Pack, rule: Rule) -> tuple[Field, ...]:
    """Every recorded field that a rule reads, through definitions and verdicts."""
    found: dict[str, Field] = {}

    def add(fields: Iterable[Field]) -> None:
        for fact in fields:
            if fact.defined:
                add(definition_fields(pack.definitions[rule.kind][fact.path]))
            else:
                found.setdefault(fact.path, fact)

    add(rule_fields(rule))
    for other in sorted(verdicts_read(rule)):
        add(underlying(pack, pack.rules[rule.kind][other]))
    return tuple(found.values())


def whole_lists(pack: Pack, rule: Rule) -> Iterator[str]:
    """The lists of whose items a rule asks something together, itself or through definitions and verdicts."""
    waiting = fields_of(condition for form in rule.forms.values() for condition in conditions_of(form))
    while waiting:
        fact = waiting.pop()
        if fact.defined:
            waiting += definition_fields(pack.definitions[rule.kind][fact.path])
        elif fact.type is Type.LIST:
            yield fact.path
    for other in verdicts_read(rule):
        yield from (one.list_path or one.path for one in underlying(pack, pack.rules[rule.kind][other]))

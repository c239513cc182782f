"""Rules → comparisons, once, before any engine and without any calendar.

A rule is lowered once for every combination of the readings that it depends on, its own and those of the
definitions and verdicts it reads. Each such *variant* has a slot for its verdict, so that a later stratum
reads verdicts as facts. What the engines see is only this: operands, formulas, strata.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import product

from attrs import define, field

from ..errors import PackError
from ..facts.field import Field
from ..facts.layout import EDITION, FLAG, IN_FORCE, VALID_SINCE, VALID_UNTIL, Layout, lay_out
from ..kernel.derived import Choose, Derived, EditionDate, Within
from ..kernel.formula import ALWAYS, Formula, Not, Operand, Scale, both
from ..text import Text
from .alternatives import alternatives
from .combinations import all_readings, name_of, too_many
from .dependencies import contradiction_fields, definition_fields, in_order, rule_fields, verdicts_read
from .lowered import Lowered, Variant, slot_of
from .model import Branch, Contradiction, Definition, Pack, Rule, RuleForm, choice_of, form_of
from .validity import Choice, InForce, in_force, step_in_force
from .verbs import (
    VERDICT_KEPT,
    VERDICT_VIOLATED,
    Computed,
    Condition,
    compare,
    constant,
    happened,
)


@define(eq=False, repr=False)
class _Lowering:
    """Hands out slots and operands to the verbs while one kind of record is lowered."""

    pack: Pack
    kind: str
    layout: Layout
    chosen: Mapping[str, str] = field(factory=dict)
    operands: dict[Operand, int] = field(factory=dict)
    known: dict[Derived, int] = field(factory=dict)
    defined: dict[str, dict[Choice, int]] = field(factory=dict)
    readings: dict[str, tuple[str, ...]] = field(factory=dict)
    verdicts: dict[str, dict[Choice, int]] = field(factory=dict)
    verdicts_read: set[int] = field(factory=set)
    formulas: dict[int, dict[Condition, Formula]] = field(factory=dict)
    met: dict[Condition, Formula] = field(factory=dict)
    steps: set[int] = field(factory=set)
    is_demand: bool = False
    is_negated: bool = False

    @property
    def definitions(self) -> Mapping[str, Definition]:
        """The definitions of the kind."""
        return self.pack.definitions[self.kind]

    def formula(self, condition: Condition) -> Formula:
        found = condition.lower(self)
        started = [self.started(base) for base in condition.presupposed()]
        self.met[condition] = both(*started, found) if started else found
        return found

    @contextmanager
    def negated(self) -> Iterator[None]:
        """What is lowered meanwhile stands under one more «not»."""
        self.is_negated = not self.is_negated
        try:
            yield
        finally:
            self.is_negated = not self.is_negated

    def demanded(self, requirement: Condition, prohibited: bool) -> Formula:
        """The formula of a requirement, or of the opposite of what is prohibited."""
        self.is_demand, self.is_negated = True, prohibited
        found = self.formula(requirement)
        self.is_demand = self.is_negated = False
        return Not(found) if prohibited else found

    def keep(self, slot: int) -> None:
        """Keep the formulas of the conditions met since the last time under the slot of what they belong to."""
        self.formulas[slot], self.met = self.met, {}

    def slot(self, field: Field) -> int:
        return slot_of(field, self.layout, self.defined, self.chosen)

    def path(self, path: str) -> int:
        return self.layout.slots[path]

    def operand(self, operand: Operand) -> int:
        return self.operands.setdefault(operand, len(self.operands))

    def derived(self, one: Derived, like: Field) -> int:
        known = self.known.get(one)
        if known is None:
            name = f"@{type(one).__name__}:{len(self.known)}"
            known = self.known[one] = self.layout.add(name, like)
        return known

    def edition(self, dates: Iterable[Field]) -> None:
        """The date that chooses the edition, and whether the regulation is in force on it."""
        edition, *valid = (self.path(path) for path in (EDITION, VALID_SINCE, VALID_UNTIL))
        self.known[EditionDate(tuple(self.path(fact.path) for fact in dates), *valid)] = edition
        self.known[Within(edition, *valid)] = self.path(IN_FORCE)

    def verdict(self, rule: str) -> int:
        slot = self.verdicts[rule][choice_of(self.readings[rule], self.chosen)]
        self.verdicts_read.add(slot)
        return slot

    def combinations(self, name: str) -> Iterator[Choice]:
        """Every combination of the readings of a rule or a definition; sets ``chosen`` to each in turn."""
        readings = self.readings[name]
        for options in product(*(self.pack.readings[reading].options for reading in readings)):
            self.chosen = dict(zip(readings, options, strict=True))
            yield tuple(self.chosen.items())

    def define(self, definition: Definition) -> None:
        """Lower a definition under every combination of its readings."""
        path = definition.field.path
        slots: dict[Choice, int] = {}
        self.defined[path] = slots
        for choice in self.combinations(path):
            form = definition.forms[choice_of(definition.readings, self.chosen)]
            cases = tuple(
                (
                    case.condition.running(self) if case.condition is not None else None,
                    self.source(case, definition.field.list_path),
                )
                for case in form
            )
            slots[choice] = self.derived(Choose(cases, definition.field.list_path), definition.field)
            self.keep(slots[choice])

    def contradiction(self, one: Contradiction) -> dict[Choice, Formula]:
        """When a contradiction holds, under every combination of its readings and those of what it reads."""
        name = f"@contradiction:{one.place}"
        inner = [self.readings[fact.path] for fact in contradiction_fields(one) if fact.defined]
        self.readings[name] = all_readings(one.readings, inner)
        problems = too_many(one.gist, one.place, self.readings[name], self.pack.readings)
        if problems:
            raise PackError(problems)
        return {
            choice: form_of(one.forms, self.chosen).running(self)
            for choice in self.combinations(name)
            if one.forms
        }

    def source(self, case: Branch, item_list: str | None) -> int | None:
        """The slot that a branch chooses."""
        if case.choice is None or isinstance(case.choice, Field):
            return self.slot(case.choice) if case.choice else None
        return case.choice.lower(self, item_list)

    def started(self, fact: Field) -> Formula:
        """A term has begun (where days are left out, it may have no end in sight), or a moment has come."""
        definition = self.definitions[fact.path] if fact.defined else None
        cases = (
            definition.forms[choice_of(definition.readings, self.chosen)] if definition is not None else ()
        )
        choice = cases[0].choice if len(cases) == 1 and cases[0].condition is None else None
        if isinstance(choice, Computed):
            return choice.started(self, fact)
        return happened(self, fact)

    def to_the_minute(self, fact: Field) -> bool:
        """Does a fact hold the end of a term in hours, under the chosen readings?"""
        if not fact.defined:
            return False
        definition = self.definitions[fact.path]
        choices = (case.choice for case in definition.forms[choice_of(definition.readings, self.chosen)])
        return any(
            self.to_the_minute(one) if isinstance(one, Field) else one.to_the_minute(self)
            for one in choices
            if one is not None
        )

    def of_edition(self, in_force: InForce) -> Formula:
        """Does the date that chooses the edition lie in this interval?"""
        edition = Operand(self.path(EDITION), Scale.DAY)
        first, last = in_force.first, in_force.last
        interval = [compare(self, constant(first.toordinal()), edition)] if first is not None else []
        interval += [compare(self, edition, constant(last.toordinal()))] if last is not None else []
        return both(*interval)

    def gates(self, rule: Rule, form: RuleForm, step: Formula | None) -> dict[str, Formula]:
        """The condition in the parts that an explanation tells apart."""
        ruled = in_force(self, step, rule.for_each)
        self.steps.add(ruled)
        gates = {
            "in_force": compare(self, constant(1), Operand(ruled)),
            "edition": self.of_edition(form.in_force),
        }
        for number, part in enumerate(form.condition.conjuncts()):
            gates[f"condition:{number}"] = part.running(self)
        if rule.for_each is not None:
            gates["items"] = happened(self, rule.for_each)
        for number, exception in enumerate(form.exceptions):
            excepted = both(self.of_edition(exception.in_force), exception.condition.running(self))
            gates[f"exception:{number}"] = Not(excepted)
        if form.requirement is not None:
            started = [self.started(base) for base in form.requirement.presupposed()]
            gates["started"] = both(*started)
        return {name: gate for name, gate in gates.items() if gate != ALWAYS}

    def step(self, form: RuleForm) -> Formula | None:
        """Is the step of a rule within the validity of the regulation? None where nobody asks that of such records."""
        asked = any(self.kind in one.by_step for one in self.pack.validity.values())
        need = None if form.prohibited else form.requirement
        return step_in_force(self, form.condition, need) if asked else None

    def vary(self, rule: Rule, stratum: int, number: int) -> Iterator[Variant]:
        """The variants of a rule."""
        slots: dict[Choice, int] = {}
        self.verdicts[rule.id] = slots
        reads = tuple(rule_fields(rule))
        for choice in self.combinations(rule.id):
            form = rule.form(self.chosen)
            step = self.step(form)
            gates = self.gates(rule, form, step)
            need = form.requirement
            requirement = self.demanded(need, form.prohibited) if need is not None else None
            enough = tuple(alternatives(need, self.met)) if need is not None else ()
            slots[choice] = verdict = self.layout.add(f"@verdict:{rule.id}:{len(slots)}", FLAG)
            self.layout.unknown[verdict] = (VERDICT_KEPT, VERDICT_VIOLATED)
            self.keep(verdict)
            condition = both(*gates.values())
            yield Variant(
                number + len(slots) - 1,
                rule,
                form,
                choice,
                condition,
                requirement,
                gates,
                stratum,
                verdict,
                reads,
                enough,
                step,
            )


def lower(pack: Pack, kind: str) -> Lowered:
    """The rulebook of one kind of record. PackError where definitions or verdicts run in a circle."""
    work = _Lowering(pack, kind, lay_out(pack.vocabulary.kinds[kind].root))
    work.edition(pack.edition_dates.get(kind, ()))
    definitions = pack.definitions[kind]
    uses = {path: [f.path for f in definition_fields(d) if f.defined] for path, d in definitions.items()}
    for path in in_order(
        uses,
        Text("определения ссылаются друг на друга", "definitions refer to each other"),
        {path: definition.place for path, definition in definitions.items()},
    ):
        definition = definitions[path]
        work.readings[path] = all_readings(definition.readings, (work.readings[used] for used in uses[path]))
        problems = too_many(name_of(definition), definition.place, work.readings[path], pack.readings)
        if problems:
            raise PackError(problems)
        work.define(definition)

    rules = pack.rules[kind]
    reads = {rule.id: sorted(verdicts_read(rule)) for rule in rules.values()}
    order = in_order(
        reads,
        Text("правила ссылаются на вердикты друг друга", "rules read each other's verdicts"),
        {rule.id: rule.place for rule in rules.values()},
    )
    stratum: dict[str, int] = {}
    variants: list[Variant] = []
    problems = []
    for name in order:
        rule = rules[name]
        stratum[name] = 1 + max((stratum[other] for other in reads[name]), default=-1)
        inner = [work.readings[f.path] for f in rule_fields(rule) if f.defined]
        inner += [work.readings[other] for other in reads[name]]
        work.readings[name] = all_readings(rule.readings, inner)
        wrong = too_many(name_of(rule), rule.place, work.readings[name], pack.readings)
        problems += wrong
        variants += [] if wrong else work.vary(rule, stratum[name], len(variants))
    if problems:
        raise PackError(problems)
    contradictions = tuple(map(work.contradiction, pack.contradictions.get(kind, ())))

    by_rule: dict[str, dict[Choice, Variant]] = {name: {} for name in rules}
    for variant in variants:
        by_rule[variant.rule.id][variant.choice] = variant
    return Lowered(
        kind=kind,
        layout=work.layout,
        operands=tuple(work.operands),
        derived={slot: one for one, slot in work.known.items()},
        variants=tuple(variants),
        by_rule=by_rule,
        readings_of={name: work.readings[name] for name in rules},
        defined_slots=work.defined,
        verdict_slots_read=frozenset(work.verdicts_read),
        contradictions=contradictions,
        formulas=work.formulas,
        steps=frozenset(work.steps - {work.path(IN_FORCE)}),
    )

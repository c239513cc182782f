"""Cases are checked one by one, and what each of them shows is noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from attrs import define, field

from qcrules.engine.worlds import Scope, Worlds, truth
from qcrules.facts.field import Field
from qcrules.facts.layout import EDITION
from qcrules.finding import Finding, Verdict
from qcrules.judge.judgement import Judgement
from qcrules.kernel.formula import Formula, comparisons
from qcrules.kernel.interval import FALSE, INF, MINUTES_A_DAY, TRUE, Interval, Truth
from qcrules.law.dependencies import case_fields, conditions_of, fields_of
from qcrules.law.model import Branch, Definition, Pack, Rule, choice_of
from qcrules.law.page import Page
from qcrules.law.verbs import Condition, Timed

from ..cases.rows import Row
from ..cases.run import by_rule
from ..dependencies import Dependencies
from .covered import PAGE, PartKey, ShownByCase, parts_of
from .targets import (
    NO,
    REQUIRED,
    YES,
    AskedCondition,
    Target,
    asked_by_branch,
    asked_by_form,
    of_interval,
    of_intervals,
    said_in,
)


@define(eq=False)
class _PartShown:
    """A part of the law while cases are measured: which of its targets no case has shown, and what this one shows."""

    key: PartKey
    left: set[Target]
    shown: list[tuple[PartKey, Target]]

    def show(self, target: Target) -> None:
        """The case shows this target."""
        if target in self.left:
            self.left.remove(target)
            self.shown.append((self.key, target))


@define(eq=False)
class Measuring:
    """Cases measured one after another: of each is told what it shows that none before it did."""

    pack: Pack
    pages: Mapping[str, Page] = field(init=False)
    parts: Mapping[PartKey, _PartShown] = field(init=False)
    dependencies: Dependencies = field(init=False)
    _shown: list[tuple[PartKey, Target]] = field(init=False, factory=list)
    _asserted: list[PartKey] = field(init=False, factory=list)

    def __attrs_post_init__(self) -> None:
        self.pages = {rule: page for page in self.pack.pages for rule in page.rules}
        self.dependencies = Dependencies(self.pack)
        self.parts = {
            key: _PartShown(key, set(part.targets), self._shown) for key, part in parts_of(self.pack).items()
        }

    # -- one case --------------------------------------------------------------------------------------------

    def case(self, row: Row, judgement: Judgement) -> ShownByCase:
        """What one case shows, judged."""
        self._asserted.clear()
        self._shown.clear()
        kind = row.kind.whole
        each = [(view, by_rule(view.findings())) for view in judgement.told().views]
        named = dict.fromkeys(name for asserted in row.asserted for name in asserted.rules)
        rules = [self.pack.rules[kind][name] for name in named if name in self.pack.rules[kind]]
        for case, found in each:
            self.view(case, found, rules, row)
        for page in {
            self.pages[rule.id].id: self.pages[rule.id] for rule in rules if rule.own_interval
        }.values():
            self.edition(page, each[0][0])
        return ShownByCase(row.place, tuple(self._asserted), tuple(self._shown))

    def view(
        self, case: Judgement, found: Mapping[str, Sequence[Finding]], rules: Iterable[Rule], row: Row
    ) -> None:
        """What one case shows of some rules, and of what they stand on."""
        for rule in rules:
            self.rule(rule, found.get(rule.id, ()), case)
            definitions = self.dependencies.definitions([rule], self.pack.definitions[row.kind.whole])
            for path, definition in definitions.items():
                if (row.kind.whole, path) in self.parts and path not in row.defined:
                    self.definition(definition, case)

    def rule(self, rule: Rule, found: Sequence[Finding], case: Judgement) -> None:
        """What one case shows of a rule."""
        part = self._part_shown(rule.kind, rule.id, rule.own_readings, case)
        form, worlds = rule.form(case.chosen), case.worlds
        formulas = case.machine.lowered.formulas[
            case.machine.lowered.variant(rule.id, case.chosen).verdict_slot
        ]
        path = rule.for_each.path if rule.for_each else None
        _show_interval(part, of_intervals(rule, form), worlds)
        for finding, scope in zip(found, worlds.scopes(path), strict=False):
            part.show(Target.verdict(finding.verdict))
            for one in asked_by_form(form, path):
                if one.part is REQUIRED and finding.verdict is Verdict.NOT_APPLICABLE:
                    continue
                scopes = [scope] if one.list_path in (None, path) else worlds.items.get(one.list_path, [])
                _show_condition(part, one, formulas[one.condition], scopes)
            if finding.verdict is not Verdict.NOT_APPLICABLE:
                self.said(part, fields_of(conditions_of(form)), rule.kind, case, scope)

    def edition(self, page: Page, case: Judgement) -> None:
        """What one case shows of the days between which the rules of a page are in force."""
        if page.edition is not None:
            part = self._part_shown(PAGE, page.id, page.edition.readings, case)
            choice = choice_of(page.edition.readings, case.chosen)
            _show_interval(part, of_interval(page.edition.in_force[choice]), case.worlds)

    def definition(self, definition: Definition, case: Judgement) -> None:
        """What one case shows of a definition: the branch that is taken, and the conditions on the way to it."""
        part = self._part_shown(definition.kind, definition.field.path, definition.readings, case)
        branches = definition.forms[choice_of(definition.readings, case.chosen)]
        _show_branches(part, definition.field, branches, case, case.worlds.record)
        fields = [fact for branch in branches for fact in case_fields(branch)]
        self.said(part, fields, definition.kind, case, case.worlds.record)

    def said(
        self, part: _PartShown, fields: Iterable[Field], kind: str, case: Judgement, scope: Scope
    ) -> None:
        """What one case shows of the moments and numbers that are said where they stand."""
        for one in said_in(fields, self.pack.definitions[kind]):
            here = scope if one.field.list_path else case.worlds.record
            _show_branches(part, one.field, one.said, case, here)

    def _part_shown(self, kind: str, name: str, readings: Iterable[str], case: Judgement) -> _PartShown:
        """A part of which a case asserts something; it shows the options that it chooses."""
        part = self.parts[kind, name]
        self._asserted.append(part.key)
        for reading in readings:
            part.show(Target.reading(reading, case.chosen[reading]))
        return part


def _show_branches(
    part: _PartShown, fact: Field, branches: Iterable[Branch], case: Judgement, scope: Scope
) -> None:
    """The branch that is taken, and the conditions on the way to it."""
    formulas = case.machine.lowered.formulas[case.machine.lowered.slot(fact, case.chosen)]
    for number, branch in enumerate(branches, 1):
        holds: Truth = TRUE
        if branch.condition is not None:
            for one in asked_by_branch(branch):
                scopes = case.worlds.items.get(one.list_path, []) if one.list_path else [scope]
                _show_condition(part, one, formulas[one.condition], scopes)
            holds = truth(formulas[branch.condition], scope.recorded)
        if holds == TRUE:
            part.show(Target.branch(number, branch))
        if holds != FALSE:
            return


def _show_condition(part: _PartShown, one: AskedCondition, formula: Formula, scopes: Iterable[Scope]) -> None:
    """Whether one condition is met in the record, or in an item, and how near its boundary."""
    for scope in scopes:
        holds = truth(formula, scope.recorded)
        if holds in (TRUE, FALSE):
            part.show(one.answered(YES if holds == TRUE else NO))
        if one.condition.has_boundary:
            bound = comparisons(formula)[-1]
            left, right = (scope.recorded.operand(side) for side in (bound.left, bound.right))
            distance = _distance(left, right, one.condition)
            if distance is not None:
                part.show(one.near(distance))


def _show_interval(part: _PartShown, days: Iterable[tuple[date, Target]], worlds: Worlds) -> None:
    """How near the case is to the first and the last day of an edition: what each of some days shows."""
    low, high = worlds.record.recorded.get(worlds.lowered.layout.slots[EDITION])
    day = low // MINUTES_A_DAY
    if low > -INF and high < INF and day == high // MINUTES_A_DAY:
        for at, target in days:
            if at.toordinal() == day:
                part.show(target)


def _distance(left: Interval, right: Interval, condition: Condition) -> int | None:
    """How far it is to the boundary: 1, 0 or -1 of the unit; None where it is farther off, or vague."""
    if left[0] != left[1] or right[0] != right[1] or abs(left[0]) >= INF or abs(right[0]) >= INF:
        return None
    distance = condition.nearness(right[0] - left[0])
    if isinstance(condition, Timed) and condition.in_hours and 0 < abs(distance) <= 60:
        return 1 if distance > 0 else -1
    return distance if abs(distance) <= 1 else None

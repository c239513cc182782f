"""What comes next in a case: what is due, by whom, by when, on what it depends, and what follows from it.

Everything is read off a judgement: its findings, and its two worlds. A step that has not begun is found by judging the
record once more with what has not happened yet taken as unknown: the rules that may then apply are those that follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from attrs import evolve, frozen

from ..engine.worlds import truth
from ..errors import UsageError
from ..explain.explainer import RulePlan
from ..facts.field import Field
from ..facts.types import Type
from ..facts.words import says_nothing
from ..finding import Assessment, Finding, Force, Verdict
from ..judge.check import check
from ..judge.judgement import Judgement
from ..kernel.interval import FALSE, INF, Key
from ..law.dependencies import definition_fields
from ..law.verbs import AllOf, NotLater
from ..text import Lang, Text
from ..time.calendar import Calendar


class StepKind(StrEnum):
    """How a step stands: overdue, running, hanging on a fact that nobody knows, or not begun."""

    OVERDUE = "overdue"
    RUNNING = "running"
    OPEN = "open"
    CONDITIONAL = "conditional"


@frozen
class PlanStep:
    """One thing that is due, or will be once something happens.

    ``uid``: the same for the same duty of the same case, whatever the day. ``due``: the last day, or minute, under
    the chosen readings; ``safe``: the day that is in time however vague facts and readings turn out. ``depends``: the
    facts, or the condition, on which it depends. ``after``: the event that starts it, and ``term``: how long it then
    runs; ``follows``: the uids of the steps that begin with what is to be done.
    """

    uid: str
    kind: StepKind
    finding: Finding
    due: date | datetime | None = None
    safe: date | datetime | None = None
    not_before: bool = False
    depends: tuple[Text, ...] = ()
    after: Text | None = None
    term: Text | None = None
    follows: tuple[str, ...] = ()

    @property
    def vague(self) -> bool:
        """Is the day not certain?"""
        return (
            self.finding.contested
            or self.safe != self.due
            or self.kind in (StepKind.OPEN, StepKind.CONDITIONAL)
        )


@frozen
class CasePlan:
    """What comes next in one case, the nearest first, and what it was worked out with."""

    pack: Mapping[str, str]
    pack_title: Text
    calendar: Calendar
    as_of: date
    kind: str
    kind_words: Text
    subject_id: str | None
    source: str | None
    steps: tuple[PlanStep, ...]
    lang: Lang = "en"
    caveat: Text | None = None
    """What the pack says of its text with every answer."""


def plan(record: Any, **how: Any) -> CasePlan:
    """What comes next in a record: what is due, by whom, by when (and by which day it is safe), and what follows.

    It takes what ``check`` takes for one record, and raises what that raises.
    """
    assessment: Assessment = check(record, **how)
    if not isinstance(assessment, Assessment):
        raise UsageError.of("план составляют по одной записи", "a plan is made of one record")
    return plan_of(assessment.basis)


def plan_of(judgement: Judgement) -> CasePlan:
    """The plan of a record that was judged."""
    core, given = judgement.book.core, judgement.given
    id_ = judgement.facts.recorded.get("id")
    subject = str(id_.value) if id_ and id_.value else None
    case = "\n".join((core.id, given.kind.key, subject or given.source or ""))
    return CasePlan(
        pack={"id": core.id, "version": core.version, "sha256": core.sha256},
        pack_title=core.title,
        caveat=core.caveat,
        calendar=judgement.book.calendar,
        as_of=judgement.day,
        kind=given.kind.key,
        kind_words=given.kind.term,
        subject_id=subject,
        source=given.source,
        steps=_steps(judgement, case),
        lang=judgement.settings.lang,
    )


def _steps(judgement: Judgement, case: str) -> tuple[PlanStep, ...]:
    """All steps: what has a day by its day, then what has none, then what has not begun."""
    views = judgement.told().views
    steps = (step for view, told in views.items() for step in _Planning.of(view, case, told).steps())
    return tuple(sorted(steps, key=_order))


@frozen(eq=False)
class _Planning:
    """Finds the steps of one case.

    ``told``: its findings as they are told, and as they were found; ``ahead``: the record as it may go on.
    """

    judgement: Judgement
    ahead: Judgement
    case: str
    plans: Mapping[str, RulePlan]
    told: Sequence[tuple[Finding, Finding]]

    @classmethod
    def of(cls, judgement: Judgement, case: str, told: Sequence[tuple[Finding, Finding]]) -> _Planning:
        """With the record as it may go on: what has not happened yet may be anything."""
        given = judgement.given
        later = evolve(given, record=_without_blanks(given.record), complete=False)
        settings = evolve(judgement.settings, as_of=judgement.day, complete=None, engine="reference")
        plans = judgement.machine.explainer.plan(judgement.chosen).rules
        return cls(judgement, Judgement.of(later, judgement.book, settings), case, plans, told)

    def steps(self) -> list[PlanStep]:
        """What its findings leave to be done, each step with those that follow from it."""
        found: list[tuple[PlanStep, RulePlan]] = []
        for told, one in self.told:
            step = self.step(one) if one.force is Force.MANDATORY else None
            if step is not None:
                found.append((evolve(step, finding=told, uid=self.uid(told)), self.plans[one.rule]))
        begin = self.begin(step for step in found if step[0].kind is StepKind.CONDITIONAL)
        return [evolve(step, follows=self.after(step, plan, begin)) for step, plan in found]

    def step(self, finding: Finding) -> PlanStep | None:
        """What a finding leaves to be done."""
        plan = self.plans[finding.rule]
        match finding.verdict:
            case Verdict.PENDING:
                return self.dated(finding, plan, StepKind.RUNNING)
            case Verdict.UNDETERMINED if finding.actual is None:
                asked = tuple(
                    Text.joined(" — ", (one.term, one.decides) if one.decides.ru else (one.term,))
                    for one in finding.missing
                )
                return evolve(self.dated(finding, plan, StepKind.OPEN), depends=asked)
            case Verdict.VIOLATED if finding.due is not None and finding.actual is None:
                return self.dated(finding, plan, StepKind.OVERDUE)
            case Verdict.NOT_APPLICABLE:
                return self.conditional(finding, plan)
        return None

    def dated(self, finding: Finding, plan: RulePlan, kind: StepKind) -> PlanStep:
        """A step with its day, and the day that is safe under every reading."""
        due, early = finding.due, plan.timed is not None and plan.timed.EARLIEST
        days = [due.at, due.earliest] if due is not None else []
        days += [
            one.due
            for one in finding.readings
            if one.due is not None and one.verdict is not Verdict.NOT_APPLICABLE
        ]
        return PlanStep(
            uid=self.uid(finding),
            kind=kind,
            finding=finding,
            due=due.at if due is not None else None,
            safe=(max if early else min)(days, key=_moment) if days else None,
            not_before=early,
        )

    def conditional(self, finding: Finding, plan: RulePlan) -> PlanStep | None:
        """A step that begins with an event that has not happened, if that may still make it begin."""
        timed, key = plan.timed, finding.at.key if finding.at is not None else None
        if not isinstance(timed, NotLater) or not timed.runs or timed.backwards:
            return None
        here, ahead = (one.worlds.scope(plan.list_path, key) for one in (self.judgement, self.ahead))
        slot = self.judgement.machine.explainer.slot(timed.base, plan.variant)
        if here is None or ahead is None or here.recorded.get(slot)[0] < INF:
            return None
        named = timed.base.type is Type.DATE and not self.judgement.given.complete
        if not (here.possible(slot)[0] < INF or named):
            return None
        if truth(plan.variant.condition, ahead.recorded) == FALSE:
            return None
        condition = plan.variant.form.condition.words
        return PlanStep(
            uid=self.uid(finding),
            kind=StepKind.CONDITIONAL,
            finding=finding,
            depends=() if condition == AllOf().words else (condition,),
            after=timed.base.label,
            term=timed.term.words() if timed.term is not None else None,
        )

    def begin(self, conditional: Iterable[tuple[PlanStep, RulePlan]]) -> _Begin:
        """Steps that have not begun, by the recorded facts with which they begin and the items where these stand."""
        found: _Begin = {}
        for number, (step, plan) in enumerate(conditional):
            for path in self.recorded(plan.timed.base) if plan.timed is not None else ():
                steps = found.setdefault(path, {}).setdefault(_item(path, step, plan), {})
                steps[number] = step.uid
        return found

    def after(self, step: PlanStep, plan: RulePlan, begin: _Begin) -> tuple[str, ...]:
        """The steps that begin with what is to be done in this one: in an item, not those of other items."""
        found: dict[int, str] = {}
        for path in self.recorded(plan.timed.what) if plan.timed is not None else ():
            by_item, item = begin.get(path, {}), _item(path, step, plan)
            for other in by_item if item is None else (None, item):
                found.update(by_item.get(other, {}))
        return tuple(uid for _, uid in sorted(found.items()) if uid != step.uid)

    def recorded(self, fact: Field) -> set[str]:
        """The recorded facts behind a fact that the law defines; else the fact itself."""
        if not fact.defined:
            return {fact.path}
        kind = self.judgement.machine.lowered.kind
        definition = self.judgement.book.core.definitions[kind].get(fact.path)
        return {
            path
            for one in (definition_fields(definition) if definition is not None else ())
            if one.path != fact.path and one.type.is_moment
            for path in self.recorded(one)
        }

    def uid(self, finding: Finding) -> str:
        """The identity of a duty of a case: it says nothing of the case to others."""
        whole = "\n".join((self.case, finding.rule, finding.item or ""))
        return f"{sha256(whole.encode()).hexdigest()[:32]}@qcrules"


def _item(path: str, step: PlanStep, plan: RulePlan) -> Key | None:
    """The item in which a step is to be done, where the fact stands in the list of its rule."""
    at = step.finding.at
    inside = at is not None and plan.list_path is not None and path.startswith(f"{plan.list_path}[]")
    return at.key if at is not None and inside else None


def _without_blanks(record: Any) -> Any:
    """A record without what is said not to have happened."""
    if isinstance(record, Mapping):
        return {key: _without_blanks(value) for key, value in record.items() if not says_nothing(value)}
    return [_without_blanks(one) for one in record] if isinstance(record, list | tuple) else record


def _moment(moment: date | datetime) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, datetime.max.time())


_Begin = dict[str, dict[Key | None, dict[int, str]]]
_KINDS = tuple(StepKind)


def _order(step: PlanStep) -> tuple[object, ...]:
    day = _moment(step.safe) if step.safe is not None else datetime.max
    return (
        step.kind is StepKind.CONDITIONAL,
        day,
        _KINDS.index(step.kind),
        step.finding.rule,
        step.finding.item or "",
    )

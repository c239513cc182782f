"""Coverage targets: what there is to show of a law.

Of each rule: its verdicts; the day before a boundary, the day itself and the day after it; each option of each of
its readings; each condition met and not met. Of each definition, and of each
moment or number that is said where it stands: each branch taken. Of an edition: its first and
its last day, and the days next to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Literal

from attrs import frozen

from qcrules.explanation import NO_WORDS
from qcrules.facts.field import Field
from qcrules.facts.moments import day_words
from qcrules.law.dependencies import case_fields, conditions_of, definition_fields, fields_of
from qcrules.law.model import Branch, Definition, Pack, Rule, RuleForm
from qcrules.law.page import Edition
from qcrules.law.validity import Choice, InForce
from qcrules.law.verbs import AllOf, AnyOf, Condition, Exists, NotOf, NumbersCompared, walk
from qcrules.text import Text
from qcrules.verdict import Verdict

TargetKind = Literal["verdict", "boundary", "reading", "branch"]
KINDS: Mapping[TargetKind, Text] = {
    "verdict": Text("выводы", "verdicts"),
    "boundary": Text("границы", "boundaries"),
    "reading": Text("чтения", "readings"),
    "branch": Text("условия", "conditions"),
}

YES, NO = Text("да", "yes"), Text("нет", "no")
IF, EXCEPT, REQUIRED = Text("если", "if"), Text("кроме", "except"), Text("требуется", "required")
_AT = Text("ровно на границе", "exactly there")
_NEAR = {1: Text("шаг до границы", "a step before"), 0: _AT, -1: Text("шаг за границей", "a step after")}
_NEAR_NUMBER = {1: Text("на один меньше", "one less"), 0: _AT, -1: Text("на один больше", "one more")}
_SAYS = Text("{} — {}", "{}: {}")
_OF, _EXCEPTION = Text.same("{}{}"), Text("кроме ({}): ", "except ({}): ")


@frozen
class Target:
    """One thing that a case can show."""

    kind: TargetKind
    words: Text

    @classmethod
    def verdict(cls, verdict: Verdict) -> Target:
        """«нарушение»."""
        return cls("verdict", verdict.words)

    @classmethod
    def reading(cls, reading: str, option: str) -> Target:
        """«p18-first-day = next_day»."""
        return cls("reading", Text.same(f"{reading} = {option}"))

    @classmethod
    def branch(cls, number: int, branch: Branch) -> Target:
        """«вариант 2: это акт вручён»."""
        return cls("branch", Text("вариант {}: это {}", "case {}: is {}").filled(number, branch.plain))


@frozen(eq=False)
class AskedCondition:
    """One condition without conditions beside it, where it stands, and the list whose items it is asked of."""

    part: Text
    condition: Condition
    list_path: str | None

    def answered(self, answer: Text) -> Target:
        """«требуется: письмо отправлено — нет»."""
        return Target("branch", self._say(answer))

    def near(self, distance: int) -> Target:
        """«… — ровно на границе»; ``distance``: how far it is to the boundary, 1, 0 or -1."""
        words = _NEAR_NUMBER if isinstance(self.condition, NumbersCompared) else _NEAR
        return Target("boundary", self._say(words[distance]))

    def _say(self, answer: Text) -> Text:
        return Text("{}: {} — {}", "{}: {}: {}").filled(self.part, self.condition.words, answer)

    def targets(self) -> Iterator[Target]:
        """What there is to show of it."""
        yield from map(self.answered, (YES, NO))
        if self.condition.has_boundary:
            yield from map(self.near, _NEAR)


def asked(part: Text, condition: Condition, list_path: str | None) -> Iterator[AskedCondition]:
    """The conditions in one that have none beside them."""
    if not isinstance(condition, AllOf | AnyOf | NotOf):
        yield AskedCondition(part, condition, list_path)
    inside = condition.items.path if isinstance(condition, Exists) else list_path
    for inner in condition.parts():
        yield from asked(part, inner, inside)


def asked_by_form(form: RuleForm, list_path: str | None) -> Iterator[AskedCondition]:
    """All conditions of a rule under some readings."""
    yield from asked(IF, form.condition, list_path)
    for exception in form.exceptions:
        yield from asked(EXCEPT, exception.condition, list_path)
    if form.requirement is not None:
        yield from asked(REQUIRED, form.requirement, list_path)


def asked_by_branch(branch: Branch) -> Iterator[AskedCondition]:
    """All conditions of a branch of a definition."""
    if branch.condition is not None:
        yield from asked(IF, branch.condition, None)


def said_in(fields: Iterable[Field], definitions: Mapping[str, Definition]) -> Iterator[Definition]:
    """The moments and numbers that are said where they stand and choose between cases, at any depth."""
    for fact in fields:
        definition = definitions.get(fact.path)
        if definition is not None and definition.said:
            if len(definition.said) > 1:
                yield definition
            yield from said_in(definition_fields(definition), definitions)


# -- what there is to show -------------------------------------------------------------------------------------


def of_rule(rule: Rule, pack: Pack) -> Iterator[Target]:
    """What there is to show of a rule; what its page says for all its rules is not its own."""
    path = rule.for_each.path if rule.for_each else None
    yield from map(Target.verdict, _verdicts(rule))
    yield from _of_readings(rule.own_readings, pack)
    for choice, form in rule.forms.items():
        if _is_plain(choice, pack):
            yield from (target for one in asked_by_form(form, path) for target in one.targets())
            yield from (target for _, target in of_intervals(rule, form))
            yield from _of_said(fields_of(conditions_of(form)), pack.definitions[rule.kind])


def of_definition(definition: Definition, pack: Pack) -> Iterator[Target]:
    """What there is to show of a definition: its readings, its branches, and the conditions of each."""
    yield from _of_readings(definition.readings, pack)
    for choice, branches in definition.forms.items():
        if _is_plain(choice, pack):
            yield from _of_branches(branches)
            fields = [fact for branch in branches for fact in case_fields(branch)]
            yield from _of_said(fields, pack.definitions[definition.kind])


def _of_branches(branches: Iterable[Branch]) -> Iterator[Target]:
    for number, branch in enumerate(branches, 1):
        yield Target.branch(number, branch)
        yield from (target for one in asked_by_branch(branch) for target in one.targets())


def _of_said(fields: Iterable[Field], definitions: Mapping[str, Definition]) -> Iterator[Target]:
    for definition in said_in(fields, definitions):
        yield from _of_branches(definition.said)


def of_edition(edition: Edition, pack: Pack) -> Iterator[Target]:
    """What there is to show of an edition that a page states for all its rules."""
    yield from _of_readings(edition.readings, pack)
    for choice, in_force in edition.in_force.items():
        if _is_plain(choice, pack):
            yield from (target for _, target in of_interval(in_force))


def of_intervals(rule: Rule, form: RuleForm) -> Iterator[tuple[date, Target]]:
    """The days between which a rule and each of its exceptions are in force, where its page does not say so for all."""
    if not rule.own_interval:
        yield from of_interval(form.in_force)
    for one in form.exceptions:
        yield from of_interval(one.in_force, _EXCEPTION.filled(one.citation.words))


def of_interval(in_force: InForce, of: Text = NO_WORDS) -> Iterator[tuple[date, Target]]:
    """The first and the last day of an edition (``of``: of what, in words), and the days next to them: each with the
    target that it shows."""
    step, that_day = timedelta(1), Text("в этот день", "on that day")
    if in_force.first is not None:
        words = _OF.filled(of, Text("действует с {}", "in force from {}").filled(day_words(in_force.first)))
        yield in_force.first, Target("boundary", _SAYS.filled(words, that_day))
        yield (
            in_force.first - step,
            Target("boundary", _SAYS.filled(words, Text("накануне", "the day before"))),
        )
    if in_force.last is not None:
        words = _OF.filled(of, Text("действует по {}", "in force to {}").filled(day_words(in_force.last)))
        after = Text("на следующий день", "the day after")
        yield in_force.last, Target("boundary", _SAYS.filled(words, that_day))
        yield in_force.last + step, Target("boundary", _SAYS.filled(words, after))


def _of_readings(readings: Iterable[str], pack: Pack) -> Iterator[Target]:
    return (Target.reading(name, option) for name in readings for option in pack.readings[name].options)


def _is_plain(choice: Choice, pack: Pack) -> bool:
    """The default readings, or one other option alone: their combinations bring no new boundary."""
    return sum(pack.readings[name].default != option for name, option in choice) <= 1


def _verdicts(rule: Rule) -> Iterator[Verdict]:
    """The verdicts that a rule can come to."""
    forms = rule.forms.values()
    demands = [(form, form.requirement) for form in forms if form.requirement is not None]
    asks = [(form, duty) for form, duty in demands if any(asked(REQUIRED, duty, None))]
    if asks:
        yield Verdict.VIOLATED
    if demands:
        yield Verdict.COMPLIANT
    if any(part.may_come for form, duty in asks if not form.prohibited for part in walk(duty)):
        yield Verdict.PENDING
    yield Verdict.UNDETERMINED
    gated = any(form.exceptions or any(asked(IF, form.condition, None)) for form in forms)
    if gated or rule.for_each is not None:
        yield Verdict.NOT_APPLICABLE

"""The changes of what a rule or a definition says under some readings."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from qcrules.facts.field import Field
from qcrules.law.model import Branch, Rule, RuleForm
from qcrules.law.verbs import Computed, written
from qcrules.text import Text

from .change import TURNED, UNDER, Change, Changes, inside, replaced, short
from .days import a_day_off
from .operators import ALWAYS, NEVER, Operators

_DUTIES = Text("«требуется» → «запрещено»", "“require” → “forbid”")
_NO_DUTIES = Text("«запрещено» → «требуется»", "“forbid” → “require”")
_IF, _IS, _NONE = Text("если: {{{}}}", "if: {{{}}}"), Text("это", "is"), Text("нет", "none")


def forms_near(operators: Operators, rule: Rule, form: RuleForm) -> Changes:
    """A rule under some readings: its conditions, its requirement forbidden, no exception, its own edition."""
    yield from inside(form, "condition", operators.changes(form.condition, ALWAYS))
    duty = form.requirement
    if duty is not None:
        turned = evolve(form, prohibited=not form.prohibited)
        yield Change(_NO_DUTIES if form.prohibited else _DUTIES, duty.place, turned, (duty.place, "duty"))
        yield from inside(form, "requirement", operators.changes(duty, ALWAYS, negated=False))
    for at, exception in enumerate(form.exceptions):
        one = exception.condition
        words = Text("без исключения «{}»", "without the exception “{}”").filled(short(written(one)))
        changes = [Change(words, one.place, NEVER, (one.place, "exception")), *operators.changes(one, ALWAYS)]
        yield from inside(form, "exceptions", inside(exception, "condition", changes), at)
        days = a_day_off(exception.in_force, one.place)
        moved = (evolve(day, key=(one.place, day.key)) for day in days)
        yield from inside(form, "exceptions", inside(exception, "in_force", moved), at)
    if not rule.own_interval:
        yield from inside(form, "in_force", a_day_off(form.in_force, rule.place))


def branches_near(
    operators: Operators, targets: Iterable[Field | None], branches: tuple[Branch, ...]
) -> Changes:
    """A definition under some readings: branches dropped, asked otherwise, pointed at another fact."""
    for at, branch in enumerate(branches):
        if len(branches) > 1:
            words = Text("без варианта «{}»", "without the case “{}”").filled(short(written_branch(branch)))
            yield Change(words, branch.place, replaced(branches, at), (branch.place, "dropped"))
        changes = [*inside(branch, "choice", _choices_near(operators, targets, branch))]
        if branch.condition is not None:
            changes += inside(branch, "condition", operators.changes(branch.condition, ALWAYS))
        yield from (evolve(change, after=replaced(branches, at, change.after)) for change in changes)


def _choices_near(operators: Operators, targets: Iterable[Field | None], branch: Branch) -> Changes:
    """What a branch chooses: the moment a step off, another fact."""
    choice = branch.choice
    if isinstance(choice, Computed):
        yield from operators.of_moment(choice, branch.place)
        return
    for other in (other for other in targets if other is not choice):
        words = UNDER.filled(_IS, TURNED.filled(_label(choice), _label(other)))
        yield Change(words, branch.place, other, (branch.place, words))
    if choice is not None:
        for words, other, built in operators.said_near(choice):
            yield Change(words, branch.place, other, (branch.place, words), built)


def written_branch(branch: Branch) -> Text:
    """A branch of a definition as a page writes it."""
    when = [] if branch.condition is None else [_IF.filled(written(branch.condition))]
    return Text.joined(", ", (*when, UNDER.filled(_IS, branch.plain)))


def _label(fact: Field | None) -> Text:
    return _NONE if fact is None else fact.label

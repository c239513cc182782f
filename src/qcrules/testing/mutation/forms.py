"""The changes of what a rule or a definition says under some readings."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from qcrules.facts.field import Field
from qcrules.law.model import Case, Earliest, Rule, RuleForm
from qcrules.law.verbs import BuiltDay, written
from qcrules.text import Lang, Text

from .change import Change, Changes, inside, quoting, replaced, short, turned, under
from .days import a_day_off, days_near
from .operators import ALWAYS, NEVER, Operators

_REQUIRED, _FORBIDDEN = Text("«требуется»", "“require”"), Text("«запрещено»", "“forbid”")
_NONE, _IF, _IS = Text("нет", "none"), Text("если", "if"), Text("это", "is")


def forms_near(operators: Operators, rule: Rule, form: RuleForm) -> Changes:
    """A rule under some readings: its conditions, its requirement forbidden, no exception, its own edition."""
    yield from inside(form, "condition", operators.changes(form.condition, ALWAYS))
    duty = form.requirement
    if duty is not None:
        words = turned(*(_FORBIDDEN, _REQUIRED) if form.prohibited else (_REQUIRED, _FORBIDDEN))
        other = evolve(form, prohibited=not form.prohibited)
        yield Change(words, duty.place, other, (duty.place, "duty"))
        yield from inside(form, "requirement", operators.changes(duty, ALWAYS, negated=False))
    for at, exception in enumerate(form.exceptions):
        one = exception.condition
        words = quoting("без исключения", "without the exception", short(written, one))
        changes = [Change(words, one.place, NEVER, (one.place, "exception")), *operators.changes(one, ALWAYS)]
        yield from inside(form, "exceptions", inside(exception, "condition", changes), at)
    if not rule.own_life:
        yield from inside(form, "window", a_day_off(form.window, rule.place))


def cases_near(operators: Operators, targets: Iterable[Field | None], cases: tuple[Case, ...]) -> Changes:
    """A definition under some readings: branches dropped, asked otherwise, pointed at another fact."""
    for at, case in enumerate(cases):
        if len(cases) > 1:
            words = quoting("без варианта", "without the case", short(written_case, case))
            yield Change(words, case.place, replaced(cases, at), (case.place, "dropped"))
        changes = [*inside(case, "choice", _choices_near(operators, targets, case))]
        if case.condition is not None:
            changes += inside(case, "condition", operators.changes(case.condition, ALWAYS))
        for change in changes:
            yield evolve(change, after=replaced(cases, at, change.after))


def _choices_near(operators: Operators, targets: Iterable[Field | None], case: Case) -> Changes:
    """What a branch chooses: the earliest of other items, a day a step off, another fact."""
    choice = case.choice
    if isinstance(choice, Earliest):
        changes = operators.over(choice.items).changes(choice.where, ALWAYS)
        yield from inside(choice, "where", changes)
        return
    steps: Iterable[tuple[Text, object]]
    if isinstance(choice, BuiltDay):
        steps = days_near(choice)
    else:
        steps = (
            (under(_IS.ru, _IS.en, turned(_label(choice), _label(one))), one)
            for one in targets
            if one is not choice
        )
    yield from (Change(words, case.place, other, (case.place, words)) for words, other in steps)


def written_case(case: Case, lang: Lang) -> str:
    """A branch of a definition as a page writes it."""
    when = f"{_IF(lang)}: {{{written(case.condition, lang)}}}, " if case.condition is not None else ""
    choice = case.choice
    if isinstance(choice, Earliest):
        items, where, what = choice.items.label(lang), written(choice.where, lang), choice.what.label(lang)
        said = Text(
            f"{{самое_раннее: {{в: {items}, где: {{{where}}}, что: {what}}}}}",
            f"{{earliest: {{in: {items}, where: {{{where}}}, what: {what}}}}}",
        )
        return f"{when}{_IS(lang)}: {said(lang)}"
    return (
        f"{when}{_IS(lang)}: {choice.words(lang) if isinstance(choice, BuiltDay) else _label(choice)(lang)}"
    )


def _label(fact: Field | None) -> Text:
    return _NONE if fact is None else fact.label

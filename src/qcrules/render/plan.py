"""What comes next, for a person at a terminal and for a machine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qcrules.ahead.plan import CasePlan, PlanStep, StepKind
from qcrules.text import Lang, Text

from .html import said
from .layout import TextLayout
from .sections import item_words
from .words import iso, when, with_weekday

SCHEMA = "qcrules/plan/1"
MARKS = {StepKind.OVERDUE: "✗", StepKind.RUNNING: "…", StepKind.OPEN: "?", StepKind.CONDITIONAL: "→"}
_STYLES = {StepKind.OVERDUE: "red bold", StepKind.RUNNING: "yellow bold", StepKind.OPEN: "cyan bold"}


def subject(plan: CasePlan) -> str:
    """Whose plan it is: «проверка 2014-09»."""
    return f"{plan.kind_words(plan.lang)} {plan.subject_id or ''}".strip()


def cited(step: PlanStep, lang: Lang) -> str:
    """The provision, with the item that it is about."""
    finding = step.finding
    item = f" {item_words(finding, finding.at, lang)}" if finding.at is not None else ""
    return f"{finding.citation}{item}"


def day_words(step: PlanStep, lang: Lang) -> str:
    """By when: «до ср 19.03.2014», or since when; that no day is set; or after what."""
    if step.due is not None:
        return said("not-before" if step.not_before else "until", with_weekday(step.due, lang))(lang)
    if step.after is not None:
        return (said("after-term", step.term, step.after) if step.term else said("after", step.after))(lang)
    return said("no-day" if step.kind is not StepKind.OPEN else "to-find-out")(lang)


def safe_words(step: PlanStep, lang: Lang) -> str:
    """The day that is safe under every reading, where it is another."""
    return with_weekday(step.safe, lang) if step.safe is not None and step.safe != step.due else ""


def depends_words(step: PlanStep, lang: Lang) -> list[str]:
    """On what it depends, a line a fact."""
    name = "if" if step.kind is StepKind.CONDITIONAL else "needed-to-know"
    return [said(name, words)(lang) for words in step.depends]


def follows_words(step: PlanStep, plan: CasePlan) -> list[str]:
    """What begins with it: «п.20: возражения … (3 рабочих дня)»."""
    steps = {one.uid: one for one in plan.steps}
    return [f"{cited(steps[uid], plan.lang)}: {steps[uid].finding.gist(plan.lang)}" for uid in step.follows]


def render(plans: Iterable[CasePlan], *, width: int = 100, colour: bool = False) -> str:
    """Every plan in turn, the nearest day first."""
    layout = TextLayout(width=width, colour=colour)
    for number, plan in enumerate(plans):
        if number:
            layout.row("")
        _write(plan, layout)
    return layout.text()


def _write(plan: CasePlan, layout: TextLayout) -> None:
    lang = plan.lang
    layout.whole(f"{subject(plan)} · {said('plan-as-of', when(plan.as_of, lang))(lang)}", style="bold")
    if plan.source:
        layout.line(plan.source, style="dim")
    if plan.caveat:
        layout.entry("!", plan.caveat(lang), style="yellow")
    if not plan.steps:
        layout.line(said("nothing-due")(lang))
    conditional = False
    for step in plan.steps:
        if step.kind is StepKind.CONDITIONAL and not conditional:
            conditional = True
            layout.gap()
            layout.line(said("what-follows")(lang), style="bold")
        _step(step, plan, layout)


def _step(step: PlanStep, plan: CasePlan, layout: TextLayout) -> None:
    lang = plan.lang
    layout.gap()
    overdue = f" ({said('overdue')(lang)})" if step.kind is StepKind.OVERDUE else ""
    lead = f"{MARKS[step.kind]} {day_words(step, lang)}{overdue}"
    layout.entry(lead, step.finding.gist(lang), style=_STYLES.get(step.kind, "dim"))
    bearer = step.finding.bearer_words
    parts = [
        cited(step, lang),
        bearer(lang) if bearer else "",
        said("contested")(lang) if step.finding.contested else "",
    ]
    layout.line(" · ".join(filter(None, parts)), indent=4, style="dim")
    if safe_words(step, lang):
        layout.line(f"{said('safe-date')(lang)}: {safe_words(step, lang)}", indent=4, hang=6)
    for words in depends_words(step, lang):
        layout.line(words, indent=4, hang=6)
    for words in follows_words(step, plan):
        layout.line(f"{said('then')(lang)} {words}", indent=4, hang=6, style="dim")


def as_dict(plan: CasePlan) -> dict[str, Any]:
    """One plan in plain dicts, lists, strings and numbers."""
    lang = plan.lang
    return {
        "schema": SCHEMA,
        "pack": {**plan.pack, **({"caveat": plan.caveat(lang)} if plan.caveat else {})},
        "calendar": {"id": plan.calendar.id, "sha256": plan.calendar.sha256},
        "as_of": plan.as_of.isoformat(),
        "subject": {"kind": plan.kind, "id": plan.subject_id, "source": plan.source},
        "language": lang,
        "steps": [_as_dict(step, lang) for step in plan.steps],
    }


def _as_dict(step: PlanStep, lang: Lang) -> dict[str, Any]:
    finding = step.finding

    def words(text: Text | None) -> str | None:
        return text(lang) if text is not None else None

    return {
        "uid": step.uid,
        "status": str(step.kind),
        "rule": finding.rule,
        "citation": finding.citation,
        "item": finding.item,
        "what": finding.gist(lang),
        "bearer": finding.bearer,
        "bearer_words": words(finding.bearer_words),
        "due": iso(step.due),
        "safe": iso(step.safe),
        "not_before": step.not_before,
        "contested": finding.contested,
        "after": words(step.after),
        "term": words(step.term),
        "depends": [one(lang) for one in step.depends],
        "follows": list(step.follows),
    }

"""What comes next as a page, and as the part of the report of a case that says what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qcrules.ahead.plan import CasePlan, StepKind

from .html import filled, said
from .plan import MARKS, cited, day_words, depends_words, follows_words, safe_words, subject


def rows(plan: CasePlan) -> list[dict[str, Any]]:
    """A plan as the rows of its table."""
    lang = plan.lang
    return [
        {
            "mark": MARKS[step.kind],
            "kind": said(f"step-{step.kind}"),
            "overdue": step.kind is StepKind.OVERDUE,
            "contested": step.finding.contested,
            "day": day_words(step, lang),
            "safe": safe_words(step, lang),
            "what": step.finding.gist,
            "bearer": step.finding.bearer_words,
            "cited": cited(step, lang),
            "depends": depends_words(step, lang),
            "follows": follows_words(step, plan),
        }
        for step in plan.steps
    ]


def html(plans: Iterable[CasePlan]) -> str:
    """The page of one plan, or of several one after the other."""
    shown = list(plans)
    lang = shown[0].lang if shown else "en"
    data = [
        {
            "subject": subject(plan),
            "source": plan.source,
            "as_of": plan.as_of,
            "caveat": plan.caveat,
            "rows": rows(plan),
        }
        for plan in shown
    ]
    return filled("plan.html", lang, title=said("what-next")(lang), plans=data)

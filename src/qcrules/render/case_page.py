"""The report of a case as a page that a person opens, prints and passes on: one file, no script, no network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen

from qcrules.ahead.change import WhatIf
from qcrules.ahead.plan import CasePlan, plan_of
from qcrules.errors import Problem, UsageError
from qcrules.finding import Assessment, Finding
from qcrules.text import Lang

from .finding_card import MARKS, FindingCard, LawAtHand
from .html import filled, said
from .plan_page import rows
from .sections import (
    COUNTS,
    ReportSection,
    headline,
    open_sections,
    quiet_sections,
    receipt,
    subject,
)
from .timeline import case_picture

_MOST_LINES = 3000


@frozen
class ReportedCase:
    """A case to be shown: its assessment, the law that judged it, and the lines of its record."""

    assessment: Assessment
    law: LawAtHand = field(factory=LawAtHand)
    lines: Sequence[str] = ()
    plan: CasePlan | None = None
    what_if: WhatIf | None = None


def reported(assessment: Assessment, *, what_if: bool = True) -> ReportedCase:
    """An assessment with the law that judged it, the smallest changes, and the lines of a record that is a text."""
    judgement = assessment.basis
    if judgement is None:
        return ReportedCase(assessment, lines=_lines(assessment.source))
    law = LawAtHand(judgement.book.pack, judgement.book.calendar)
    changes = WhatIf.of(assessment) if what_if else None
    return ReportedCase(assessment, law, _lines(assessment.source), plan_of(judgement), changes)


def _lines(source: str | None) -> Sequence[str]:
    """The lines of a case file, for links to them; none of a workbook, or of what cannot be read again."""
    if source is None or not source.lower().endswith((".yaml", ".yml", ".json")):
        return ()
    try:
        lines = Path(source).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError):
        return ()
    return lines if len(lines) <= _MOST_LINES else ()


def svg(case: ReportedCase) -> str:
    """The picture of its terms alone. UsageError where it has none."""
    picture = case_picture(case.assessment, case.law.calendar)
    if not picture:
        raise UsageError(Problem(said("no-terms", subject(case.assessment))))
    return picture


def case_data(case: ReportedCase, id: str) -> dict[str, Any]:
    """A case as the templates want it; ``id`` begins the anchors of its parts."""
    return _CaseData(case, id).data()


def render(cases: Iterable[ReportedCase]) -> str:
    """The page of one case, or of several with a table of contents."""
    shown = list(cases)
    lang = shown[0].assessment.lang if shown else "en"
    data = [case_data(one, f"c{number}") for number, one in enumerate(shown, start=1)]
    title = data[0]["subject"] if len(data) == 1 else said("many-cases", len(data))(lang)
    return filled("case.html", lang, title=title, cases=data)


@frozen
class _CaseData:
    """One case, as the template wants it."""

    of: ReportedCase
    id: str

    @property
    def it(self) -> Assessment:
        return self.of.assessment

    @property
    def lang(self) -> Lang:
        return self.it.lang

    def data(self) -> dict[str, Any]:
        from markupsafe import Markup

        it = self.it
        picture = case_picture(it, self.of.law.calendar)
        return {
            "id": self.id,
            "subject": subject(it),
            "source": it.source,
            "pack": it.pack_title,
            "as_of": it.as_of,
            "headline": headline(it),
            "violated": bool(it.violations),
            "counts": self.counts(),
            "picture": Markup(picture),  # escaped when it was made
            "sections": [self.section(one) for one in open_sections(it) if one.findings],
            "quiet": [self.section(one) for one in quiet_sections(it) if one.findings],
            "steps": rows(self.of.plan) if self.of.plan is not None else [],
            "warnings": it.warnings,
            "assumptions": it.assumptions,
            "caveat": it.caveat,
            "receipt": list(receipt(it)),
            "lines": self.of.lines,
        }

    def counts(self) -> list[dict[str, Any]]:
        """How many mandatory findings have each verdict, as the badges at the top show it."""
        counts = self.it.summary
        return [
            {
                "mark": MARKS[verdict],
                "number": counts[verdict],
                "words": noun.form(counts[verdict], self.lang),
                "verdict": str(verdict),
            }
            for verdict, noun in COUNTS.items()
            if counts[verdict]
        ]

    def section(self, one: ReportSection) -> dict[str, Any]:
        return {
            "name": one.name,
            "title": one.title,
            "number": len(one.findings),
            "cards": [
                self.card(finding, f"{self.id}-{one.name}-{n}").data()
                for n, finding in enumerate(one.findings, 1)
            ],
        }

    def card(self, finding: Finding, id: str) -> FindingCard:
        changes = self.of.what_if.words(finding) if self.of.what_if is not None else []
        return FindingCard(finding, id, self.of.law, len(self.of.lines), self.it.as_of, changes)

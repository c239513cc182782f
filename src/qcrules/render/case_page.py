"""The report of a case as a page that a person opens, prints and passes on: one file, no script, no network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import field, frozen

from qcrules.ahead.change import WhatIf
from qcrules.ahead.plan import CasePlan, plan_of
from qcrules.errors import Place, Problem, UsageError
from qcrules.finding import Assessment, Due, Evidence, Finding, Force, Verdict
from qcrules.law.model import Pack, Page
from qcrules.text import Lang, Text
from qcrules.time.calendar import Calendar

from .html import filled, said
from .month import shown_months
from .plan_page import rows
from .sections import (
    COUNTS,
    ReportSection,
    days_left,
    divided_readings,
    headline,
    item_words,
    open_sections,
    quiet_sections,
    receipt,
    subject,
)
from .timeline import case_picture
from .words import overrun, skipped, with_weekday

_MARKS = {
    Verdict.VIOLATED: "✗",
    Verdict.PENDING: "…",
    Verdict.UNDETERMINED: "?",
    Verdict.COMPLIANT: "✓",
    Verdict.NOT_APPLICABLE: "–",
}
_MOST_LINES = 3000


@frozen
class LawAtHand:
    """The law that a case was judged by, where it is at hand: its words, its readings, its calendar."""

    pack: Pack | None = None
    calendar: Calendar | None = None

    def quote(self, finding: Finding) -> Sequence[str]:
        """The words of the provision that a finding cites; of its whole paragraph where its part is not found."""
        for page in self.pack.pages if self.pack is not None else ():
            if finding.rule in page.rules:
                return _cited(page, finding.part, finding.point)
        return ()

    def question(self, reading: str) -> str | Text:
        """What a reading asks; its name where the law is not at hand."""
        found = self.pack.readings.get(reading) if self.pack is not None else None
        return found.question if found is not None else reading


def _cited(page: Page, part: int | None, point: str | None) -> Sequence[str]:
    """The part and the subparagraph of a page's quotation."""
    parts: list[list[str]] = []
    for words in page.quote:
        if re.match(r"\(?[0-9a-z-]+\)", words) and parts:
            parts[-1].append(words)
        else:
            parts.append([words])
    if part is None and point is None:
        return page.quote
    chosen = parts[part - 1 : part] if part is not None else [one for one in parts if len(one) > 1]
    if len(chosen) != 1:
        return page.quote
    lead, *points = chosen[0]
    wanted = [words for words in points if point and re.match(rf"\(?{re.escape(point)}\)", words)]
    return [lead, *wanted] if wanted or not points else chosen[0]


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


def render(cases: Iterable[ReportedCase]) -> str:
    """The page of one case, or of several with a table of contents."""
    shown = list(cases)
    lang = shown[0].assessment.lang if shown else "en"
    data = [_CaseData(one, f"c{number}").data() for number, one in enumerate(shown, start=1)]
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
                "mark": _MARKS[verdict],
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
                self.card(finding, f"{self.id}-{one.name}-{n}") for n, finding in enumerate(one.findings, 1)
            ],
        }

    def card(self, finding: Finding, id: str) -> dict[str, Any]:
        """A finding: its badge, its date, its sentence, and what opens under «why»."""
        lang, due = self.lang, finding.due
        item = f" {item_words(finding, finding.at, lang)}" if finding.at is not None else ""
        advice = finding.verdict is Verdict.VIOLATED and finding.force is not Force.MANDATORY
        return {
            "id": id,
            "verdict": "advice" if advice else str(finding.verdict),
            "mark": "•" if advice else _MARKS[finding.verdict],
            "badge": said("advice") if advice else finding.verdict.words,
            "contested": finding.contested,
            "cited": f"{finding.citation}{item}",
            "gist": "" if finding.text(lang).startswith(finding.gist(lang)) else finding.gist,
            "text": finding.text,
            "bearer": finding.bearer_words,
            "due": due,
            "done": finding.done(lang),
            "undone": due is not None and finding.verdict is Verdict.VIOLATED and finding.done(lang) is None,
            "delay": overrun(finding.delay, lang) if finding.delay is not None else None,
            "left": days_left(finding, self.it) if due and finding.verdict is Verdict.PENDING else None,
            "near": [self.evidence(one) for one in finding.evidence if not one.background],
            "far": [self.evidence(one) for one in finding.evidence if one.background],
            "missing": finding.missing,
            "changes": self.of.what_if.words(finding) if self.of.what_if is not None else [],
            "readings": self.readings(finding),
            "reckoning": _reckoning(due, lang) if due is not None else [],
            "months": _months(due, lang) if due is not None else [],
            "law": self.of.law.quote(finding),
            "rule": finding.rule,
        }

    def evidence(self, one: Evidence) -> dict[str, Any]:
        """A fact with a link to its line in the record."""
        place, line = one.place, None
        if place is not None:
            line = place.line if place.line and place.line <= len(self.of.lines) else None
            place = Place(Path(place.file).name, place.line, None, place.cell)
        return {"term": one.term, "words": one.words, "place": place, "line": line}

    def readings(self, finding: Finding) -> list[dict[str, Any]]:
        """Readings side by side, each with its verdict and its day."""
        dues = {(one.reading, one.words): one.due for one in finding.readings}
        divided = {one.reading for one in divided_readings(finding, self.lang)}
        moved = {
            name
            for name in {one.reading for one in finding.readings}
            if len({due for (reading, _), due in dues.items() if reading == name and due is not None}) > 1
        }
        found: dict[str, dict[str, Any]] = {}
        for one in finding.readings:
            if one.reading in divided | moved:
                row = found.setdefault(
                    one.reading,
                    {"question": self.of.law.question(one.reading), "id": one.reading, "options": []},
                )
                row["options"].append(
                    {
                        "words": one.words if one.words.ru else one.option,
                        "mark": _MARKS[one.verdict],
                        "verdict": one.verdict.words,
                        "due": one.due,
                    }
                )
        return list(found.values())


def _reckoning(due: Due, lang: Lang) -> list[tuple[Text, str]]:
    """How a term was counted, step by step."""
    found: list[tuple[Text, str]] = []
    if due.base is not None:
        term = f" — {due.base_term(lang)}" if due.base_term else ""
        found.append((said("event"), with_weekday(due.base, lang) + term))
    if due.first_counted is not None:
        found.append((said("counted-from"), with_weekday(due.first_counted, lang)))
    if due.skipped:
        found.append((said("not-counted"), skipped(due.skipped, lang)))
    if due.rolled_from is not None:
        found.append((said("moved-from"), with_weekday(due.rolled_from, lang)))
    if due.earliest != due.at:
        found.append((said("at-the-earliest"), with_weekday(due.earliest, lang)))
    if found:
        found.append((said("due"), with_weekday(due.at, lang)))
    return found


def _months(due: Due, lang: Lang) -> list[Any]:
    """The months of a term in days that was reckoned."""
    if due.base is None or due.first_counted is None or isinstance(due.at, datetime):
        return []
    return shown_months(due.base, due.at, due.skipped, lang)

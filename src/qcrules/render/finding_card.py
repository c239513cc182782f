"""A finding as a card of a page: what was decided, why, on what evidence, and the law behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from attrs import field, frozen

from qcrules.errors import Place
from qcrules.finding import Due, Evidence, Finding, Force, Verdict
from qcrules.law.lookup import quoted
from qcrules.law.model import Pack
from qcrules.text import Lang, Text
from qcrules.time.calendar import Calendar

from .html import filled, said
from .month import shown_months
from .sections import days_left, divided_readings, item_words
from .words import overrun, skipped, with_weekday

MARKS = {
    Verdict.VIOLATED: "✗",
    Verdict.PENDING: "…",
    Verdict.UNDETERMINED: "?",
    Verdict.COMPLIANT: "✓",
    Verdict.NOT_APPLICABLE: "–",
}
RIGHTS = {
    Verdict.VIOLATED: Text("право утрачено", "right lost"),
    Verdict.COMPLIANT: Text("право использовано", "right used"),
    Verdict.PENDING: Text("право действует", "right still open"),
}
"""What a verdict comes to where the provision gives a right."""


@frozen
class LawAtHand:
    """The law that a case was judged by, where it is at hand: its words, its readings, its calendar."""

    pack: Pack | None = None
    calendar: Calendar | None = None

    def quote(self, finding: Finding) -> Sequence[str]:
        """The words of the provision that a finding cites; of its whole paragraph where its part is not found."""
        pages = self.pack.pages if self.pack is not None else ()
        number = next((page.words for page in pages if finding.rule in page.rules), None)
        words = quoted(page for page in pages if page.words == number)
        return _cited(words, finding.part, finding.point)

    def question(self, reading: str) -> str | Text:
        """What a reading asks; its name where the law is not at hand."""
        found = self.pack.readings.get(reading) if self.pack is not None else None
        return found.question if found is not None else reading


def _cited(quote: Sequence[str], part: int | str | None, point: str | None) -> Sequence[str]:
    """The part and the subparagraph of a quotation."""
    parts: list[list[str]] = []
    for words in quote:
        if re.match(r"\(?[0-9a-z-]+\)", words) and parts:
            parts[-1].append(words)
        else:
            parts.append([words])
    if part is None and point is None:
        return quote
    printed = [one for one in parts if part is not None and one[0].startswith(f"{part}. ")]
    by_place = parts[part - 1 : part] if isinstance(part, int) else [one for one in parts if len(one) > 1]
    chosen = printed or by_place
    if len(chosen) != 1:
        return quote
    lead, *points = chosen[0]
    wanted = [words for words in points if point and re.match(rf"\(?{re.escape(point)}\)", words)]
    return [lead, *wanted] if wanted or not points else chosen[0]


@frozen
class FindingCard:
    """A finding with what a page says of it; ``lines``: how many lines of its record the page shows."""

    finding: Finding
    id: str = "finding"
    law: LawAtHand = field(factory=LawAtHand)
    lines: int = 0
    as_of: date | None = None
    changes: Sequence[Text] = ()

    @property
    def lang(self) -> Lang:
        return self.finding.lang

    def html(self) -> str:
        """The card alone."""
        return filled("alone.html", self.lang, title=self.finding.citation, card_data=self.data())

    def data(self) -> dict[str, Any]:
        """Its badge, its date, its sentence, and what opens under «why»."""
        finding, lang = self.finding, self.lang
        due = finding.due
        item = f" {item_words(finding, finding.at, lang)}" if finding.at is not None else ""
        early, lost = (
            due is not None and due.opens,
            finding.force is Force.RIGHT and finding.done(lang) is None,
        )
        advice = finding.verdict is Verdict.VIOLATED and finding.force is not Force.MANDATORY
        badge = said("advice") if advice else finding.verdict.words
        if finding.force is Force.RIGHT:
            badge = RIGHTS.get(finding.verdict, badge)
        return {
            "id": self.id,
            "verdict": "advice" if advice else str(finding.verdict),
            "mark": "•" if advice else MARKS[finding.verdict],
            "badge": badge,
            "contested": finding.contested,
            "cited": f"{finding.citation}{item}",
            "gist": "" if finding.text(lang).startswith(finding.gist(lang)) else finding.gist,
            "text": finding.text,
            "bearer": finding.bearer_words,
            "due": due,
            "done": finding.done(lang),
            "undone": due is not None and finding.verdict is Verdict.VIOLATED and finding.done(lang) is None,
            "delay": overrun(finding.delay, early, lang) if finding.delay is not None and not lost else None,
            "delay_name": said("too-early" if early else "overrun"),
            "left": days_left(finding, self.as_of, lang)
            if self.as_of and due and finding.verdict is Verdict.PENDING
            else None,
            "near": [self.evidence(one) for one in finding.foreground],
            "far": [self.evidence(one) for one in finding.evidence if one.background],
            "missing": finding.missing,
            "rests_on": finding.rests_on,
            "changes": self.changes,
            "readings": self.readings(),
            "reckoning": _reckoning(due, lang) if due is not None else [],
            "months": _months(due, lang) if due is not None else [],
            "law": self.law.quote(finding),
            "rule": finding.rule,
        }

    def evidence(self, one: Evidence) -> dict[str, Any]:
        """A fact with a link to its line in the record."""
        place, line = one.place, None
        if place is not None:
            line = place.line if place.line and place.line <= self.lines else None
            place = Place(Path(place.file).name, place.line, None, place.cell)
        return {"term": one.term, "words": one.words, "place": place, "line": line}

    def readings(self) -> list[dict[str, Any]]:
        """Readings side by side, each with its verdict and its day."""
        finding = self.finding
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
                    {"question": self.law.question(one.reading), "id": one.reading, "options": []},
                )
                row["options"].append(
                    {
                        "words": one.words if one.words.ru else one.option,
                        "mark": MARKS[one.verdict],
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
    if due.calendar:
        found.append((said("on-the-calendar"), due.calendar))
    if due.counted_by:
        found.append((said("counted-under"), due.counted_by))
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

"""A register that was checked, as a page: shares with their denominators, the worst first, samples with their cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from attrs import frozen

from qcrules.engine.columnar.formulas import COMPLIANT, NOT_APPLICABLE, PENDING, UNDETERMINED, VIOLATED
from qcrules.finding import Delay, Force
from qcrules.text import Lang

from .case_page import ReportedCase, case_data
from .finding_card import LawAtHand
from .html import filled, said
from .words import overrun

if TYPE_CHECKING:
    import pyarrow as pa

    from qcrules.batch.deciding import Decider
    from qcrules.batch.summary import Summary, WorstDelay

_BODIES, _MONTHS, _MISSING, _MOVES, _SAMPLES = 50, 60, 12, 40, 5


@frozen
class Share:
    """How many of a group have violations: «12 of 340, 3.5 %»."""

    name: str
    bad: int
    rows: int

    @property
    def percent(self) -> float:
        """Of a hundred."""
        return 100 * self.bad / self.rows if self.rows else 0.0


def render(it: Summary, decider: Decider, lang: Lang, moved: pa.Table | None = None) -> str:
    """The page of a register; ``moved``: the verdicts that differ from the last run."""
    bodies = sorted(_shares(it.by_body, it.rows_by_body), key=lambda one: (-one.percent, -one.rows))
    months = sorted(_shares(it.by_month, it.rows_by_month), key=lambda one: one.name)
    missing = [
        {"term": fact(lang), "path": fact.path, "number": number}
        for fact, number in it.missing.most_common(_MISSING)
    ]
    samples = _samples(it.delays, decider, lang)
    return filled(
        "register.html",
        lang,
        title=said("register")(lang),
        it=it,
        kept=it.rows - it.rejected,
        pack=decider.pack,
        calendar=decider.book.calendar,
        paragraphs=_paragraphs(it, decider),
        bodies=bodies[:_BODIES],
        more_bodies=max(len(bodies) - _BODIES, 0),
        months=months[-_MONTHS:],
        editions=sorted(_shares(it.by_edition, it.rows_by_edition), key=lambda one: one.name),
        missing=missing,
        delays=[_delay(one, samples, lang) for one in it.delays],
        moves=_moves(moved) if moved is not None else None,
        moved=moved.num_rows if moved is not None else 0,
        samples=list(samples.values()),
        number=lambda count: f"{count:,}".replace(",", "\u202f" if lang == "ru" else ","),
    )


def _shares(bad: Counter[str], rows: Counter[str]) -> list[Share]:
    return [Share(name, bad[name], number) for name, number in rows.items()]


def _paragraphs(it: Summary, decider: Decider) -> list[dict[str, Any]]:
    """Mandatory rules by paragraph, the worst first."""
    found: dict[str, Counter[int]] = {}
    for rule in decider.rules:
        if rule.force is Force.MANDATORY and rule.id in it.by_rule:
            found.setdefault(rule.citation.paragraph_words, Counter()).update(
                dict(enumerate(it.by_rule[rule.id]))
            )
    rows = [
        {
            "cited": citation,
            "violated": counts[VIOLATED],
            "pending": counts[PENDING],
            "undecided": counts[UNDETERMINED],
            "compliant": counts[COMPLIANT],
            "aside": counts[NOT_APPLICABLE],
            "share": Share(citation, counts[VIOLATED], counts.total() - counts[NOT_APPLICABLE]),
        }
        for citation, counts in found.items()
    ]
    return sorted(rows, key=lambda row: -row["share"].percent)


def _delay(one: WorstDelay, samples: dict[str, Any], lang: Lang) -> dict[str, Any]:
    words = overrun(Delay(one.value, one.unit), False, lang)
    case = samples.get(one.id)
    return {"words": words, "cited": one.citation, "id": one.id, "case": case["id"] if case else None}


def _samples(delays: Iterable[WorstDelay], decider: Decider, lang: Lang) -> dict[str, Any]:
    """The whole case of some of the latest records, judged alone."""
    found: dict[str, Any] = {}
    law = LawAtHand(None, decider.book.calendar)
    for one in delays:
        if one.late is not None and one.id not in found and len(found) < _SAMPLES:
            assessment = decider.judged(one.late.record, one.late.place, lang).assessment()
            data = case_data(ReportedCase(assessment, law), f"c{len(found) + 1}")
            found[one.id] = data | {"name": one.id}
    return found


def _moves(moved: pa.Table) -> list[dict[str, Any]]:
    """What moved: of each rule from what to what, how often, and a few of the records."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in moved.to_pylist():
        found.setdefault((row["rule"], row["before"], row["after"]), []).append(str(row["id"]))
    rows = sorted(found.items(), key=lambda one: -len(one[1]))
    return [
        {"rule": rule, "before": before, "after": after, "number": len(ids), "ids": ids[:_SAMPLES]}
        for (rule, before, after), ids in rows[:_MOVES]
    ]

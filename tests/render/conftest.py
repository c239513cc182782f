"""An assessment as a check would make it, for the faces to show."""

from __future__ import annotations

import sys
from datetime import date, datetime
from types import ModuleType
from typing import Any

import pytest

from qcrules.errors import Place
from qcrules.finding import (
    Assessment,
    Delay,
    Due,
    Evidence,
    Explanation,
    Finding,
    Force,
    Item,
    Missing,
    Provision,
    ReadingVerdict,
    SkippedDay,
    Verdict,
)
from qcrules.text import Lang, Text

WEEKEND = Text("выходной", "weekend")
DELIVERED = Text("08.01.2014", "2014-01-08")
ISSUED = Text("приказ.издан", "order issued")
TERM = Text("извещение.вручено", "notice delivered")


def finding(rule: str, verdict: Verdict, **how: Any) -> Finding:
    """A finding of п.10 ч.1 with plain words."""
    provision: dict[str, Any] = {
        "rule": rule,
        "citation": "п.10 ч.1",
        "document": "rules",
        "paragraph": "10",
        "part": 1,
        "point": None,
        "force": Force.MANDATORY,
        "edition": "2013-06-12/2015-07-18",
        "bearer": "inspector",
        "bearer_words": Text("проверяющее лицо", "inspector"),
        "gist": Text(f"Суть {rule}", f"Gist of {rule}"),
        "each": None,
    }
    provision |= {name: how.pop(name) for name in set(how) & set(provision)}
    item, contested_ = how.pop("item", None), how.pop("contested", False)
    words = Text(f"Слова о {rule}.", f"Words about {rule}.")
    explanation = Explanation(**({"text": words} | how))
    return Finding(Provision(**provision), item, verdict, contested_, "ru", explanation)


def violated(rule: str = "p10-planned-notice", **how: Any) -> Finding:
    """A late act: due on Friday 27.12.2013, done on 08.01.2014, three working days over."""
    return finding(
        rule,
        Verdict.VIOLATED,
        **{
            "due": Due(
                at=date(2013, 12, 30),
                earliest=date(2013, 12, 30),
                base=date(2013, 12, 26),
                base_field="letter.sent_on",
                base_term=Text("письмо.направлено", "letter sent"),
                first_counted=date(2013, 12, 27),
                skipped=(SkippedDay(date(2013, 12, 28), WEEKEND), SkippedDay(date(2013, 12, 29), WEEKEND)),
            ),
            "actual": date(2014, 1, 8),
            "delay": Delay(3, "working_days"),
            "evidence": (
                Evidence("notice.delivered_at", TERM, "2014-01-08", DELIVERED, Place("case.yaml", 12, 5)),
                Evidence(
                    "order.issued_on", ISSUED, "2013-12-01", ISSUED, Place("case.yaml", 3, 5), background=True
                ),
            ),
            **how,
        },
    )


def pending(rule: str, day: int) -> Finding:
    """Still to be done by that day of January 2014."""
    due = date(2014, 1, day)
    return finding(rule, Verdict.PENDING, due=Due(due, due, None, None, None, None))


def undetermined(rule: str) -> Finding:
    """Waits for the day of delivery."""
    decides = Text(
        "до 01.04.2014 — соответствует, позже — нарушение", "by 2014-04-01 complies, later violates"
    )
    return finding(rule, Verdict.UNDETERMINED, missing=(Missing("notice.delivered_at", TERM, decides),))


def contested(rule: str, verdict: Verdict, other: Verdict) -> Finding:
    """One reading turns it."""
    return finding(
        rule,
        verdict,
        contested=True,
        readings=(
            ReadingVerdict("p10-clear-days", "difference", verdict),
            ReadingVerdict("p10-clear-days", "full_days", other),
            ReadingVerdict("p10-form", "paper", verdict),
            ReadingVerdict("p10-form", "any", verdict),
        ),
    )


def assessment(*findings: Finding, lang: Lang = "ru", **how: Any) -> Assessment:
    """An assessment of 10 January 2014."""
    plain: dict[str, Any] = {
        "pack": {"version": "1.0.0", "sha256": "ab" * 32, "id": "kz-06-7-63"},
        "pack_title": Text("Правила", "Rules"),
        "calendar": {"sha256": "cd" * 32, "id": "KZ"},
        "engine": "reference",
        "as_of": date(2014, 1, 10),
        "as_of_source": "record",
        "readings": {},
        "kind": "inspection",
        "kind_words": Text("проверка", "inspection"),
        "subject_id": "17-А",
        "source": "case.yaml",
    }
    return Assessment(findings=findings, lang=lang, **(plain | how))


def full(lang: Lang = "ru") -> Assessment:
    """Something of everything."""
    return assessment(
        finding("p1-subject", Verdict.COMPLIANT),
        contested("p10-hours", Verdict.VIOLATED, Verdict.COMPLIANT),
        violated(),
        violated("p20-hours", due=None, actual=datetime(2014, 1, 8, 10, 30), delay=Delay(21, "hours")),
        pending("p18-later", 20),
        pending("p18-sooner", 15),
        undetermined("p14-served"),
        contested("p21-term", Verdict.COMPLIANT, Verdict.VIOLATED),
        finding("f1-advice", Verdict.VIOLATED, force=Force.RECOMMENDATION),
        finding("p12-protocol", Verdict.NOT_APPLICABLE, item=Item("obstructions", 1)),
        lang=lang,
        warnings=(Text("акт раньше начала проверки", "the act is earlier than the start"),),
        assumptions=(Text("приказ издан при действии Правил", "the order was issued while the Rules lived"),),
    )


@pytest.fixture
def sample() -> ModuleType:
    """The makers above."""
    return sys.modules[__name__]

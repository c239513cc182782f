"""What a check answers: findings, and the assessment that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from attrs import field, frozen

from .text import Lang, Text


class Verdict(StrEnum):
    """The five answers to one rule (design: two worlds)."""

    VIOLATED = "violated"
    PENDING = "pending"
    UNDETERMINED = "undetermined"
    COMPLIANT = "compliant"
    NOT_APPLICABLE = "not_applicable"

    @property
    def words(self) -> Text:
        return _VERDICT_WORDS[self]


_VERDICT_WORDS = {
    Verdict.VIOLATED: Text("нарушение", "violated"),
    Verdict.PENDING: Text("срок не истёк", "pending"),
    Verdict.UNDETERMINED: Text("недостаточно данных", "undetermined"),
    Verdict.COMPLIANT: Text("соответствует", "compliant"),
    Verdict.NOT_APPLICABLE: Text("не применимо", "not applicable"),
}


class Force(StrEnum):
    """How a provision binds; only mandatory ones count as violations."""

    MANDATORY = "mandatory"
    RECOMMENDATION = "recommendation"
    ADVISORY = "advisory"


Unit = Literal["hours", "calendar_days", "working_days"]


@frozen
class Delay:
    """By how much at least, in the unit of the term (months and years are shown in calendar days)."""

    value: int
    unit: Unit


@frozen
class Evidence:
    """A fact that the rule read: its path, its value (None: «not yet» or «absent»), the value in words, its place.

    ``edition``: the rule itself does not read it; it is the date that chose the edition.
    """

    field: str
    term: Text
    value: str | int | bool | None
    words: Text
    source: str | None
    edition: bool = False


@frozen
class Missing:
    """A fact that would decide an undetermined finding, and which of its values would decide it how."""

    field: str
    term: Text
    decides: Text


@frozen
class SkippedDay:
    """A day that a term passed over, and why."""

    day: date
    reason: Text


@frozen
class Due:
    """A due day (or minute, for terms in hours) with the way it was reckoned."""

    at: date | datetime
    earliest: date | datetime
    base: date | datetime | None
    base_field: str | None
    base_term: Text | None
    first_counted: date | None
    skipped: tuple[SkippedDay, ...] = ()
    rolled_from: date | None = None


@frozen
class ReadingVerdict:
    """What one option of a reading, the others as chosen, makes of the verdict."""

    reading: str
    option: str
    verdict: Verdict


@frozen
class Finding:
    """The answer to one rule, or to one rule for one item of a list."""

    rule: str
    citation: str
    paragraph: str
    part: int | None
    point: str | None
    item: str | None
    force: Force
    edition: str
    verdict: Verdict
    contested: bool
    bearer: str | None
    bearer_words: Text | None
    gist: Text
    text: Text
    due: Due | None = None
    actual: date | datetime | str | None = None
    delay: Delay | None = None
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[Missing, ...] = ()
    readings: tuple[ReadingVerdict, ...] = ()
    lang: Lang = "en"

    @property
    def message(self) -> str:
        """The sentence for a person, in the language of the assessment."""
        return self.text(self.lang)


@frozen
class Assessment:
    """All findings on one record, and what they were made with."""

    pack: Mapping[str, str]
    pack_title: Text
    calendar: Mapping[str, str]
    engine: str
    as_of: date
    as_of_source: Literal["argument", "record", "today"]
    readings: Mapping[str, str]
    kind: str
    kind_words: Text
    subject_id: str | None
    source: str | None
    findings: tuple[Finding, ...]
    warnings: tuple[Text, ...] = ()
    assumptions: tuple[Text, ...] = ()
    lang: Lang = "en"
    _counts: dict[str, Any] = field(factory=dict, init=False, repr=False, eq=False)

    def with_verdict(self, verdict: Verdict, *, force: Force | None = Force.MANDATORY) -> tuple[Finding, ...]:
        """The findings of one verdict; by default the mandatory ones only (force=None: of any force)."""
        return tuple(f for f in self.findings if f.verdict is verdict and (force is None or f.force is force))

    @property
    def violations(self) -> tuple[Finding, ...]:
        """Mandatory provisions that were violated; the exit status is 1 where there is one."""
        return self.with_verdict(Verdict.VIOLATED)

    @property
    def summary(self) -> dict[str, int]:
        """How many mandatory findings have each verdict."""
        return {str(verdict): len(self.with_verdict(verdict)) for verdict in _SUMMARY_ORDER}

    @property
    def advice(self) -> tuple[Finding, ...]:
        """Recommendations and advisory checks that were not kept."""
        return tuple(
            f for f in self.findings if f.verdict is Verdict.VIOLATED and f.force is not Force.MANDATORY
        )


_SUMMARY_ORDER = (
    Verdict.COMPLIANT,
    Verdict.VIOLATED,
    Verdict.PENDING,
    Verdict.UNDETERMINED,
    Verdict.NOT_APPLICABLE,
)

"""What a check answers: findings, and the assessment that holds them.

All of it is immutable for its users. What a record has hundreds of (findings, evidence) is not guarded: to set what is
guarded takes three times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Literal

import attrs
from attrs import define, frozen

from .by_value import ByValue
from .errors import UsageError
from .explanation import Delay as Delay
from .explanation import DelayUnit as DelayUnit
from .explanation import Due as Due
from .explanation import Evidence as Evidence
from .explanation import ExplainedVerdict
from .explanation import Explanation as Explanation
from .explanation import Item as Item
from .explanation import Missing as Missing
from .explanation import ReadingVerdict as ReadingVerdict
from .explanation import SkippedDay as SkippedDay
from .explanation import VerdictRead as VerdictRead
from .showing import ShownAssessment, ShownFinding
from .text import Lang, Text
from .verdict import Force as Force
from .verdict import Verdict as Verdict


@frozen(eq=False, repr=False)
class Provision(ByValue):
    """What a rule is, the same for every record: its id, its place in the text, its force, who is bound.

    ``document``: `rules`, `order`, `form-1mk`, … : row 4 of a form and point 4 of an explanation are no п.4.
    ``each``: the list of whose items it speaks, in words.
    """

    rule: str
    citation: str
    document: str
    paragraph: str
    part: int | str | None
    point: str | None
    force: Force
    edition: str
    bearer: str | None
    bearer_words: Text | None
    gist: Text
    each: Text | None = None
    article: str | None = None
    subpoint: str | None = None


@define(eq=False, repr=False)
class Finding(ShownFinding):
    """The answer to one rule, or to one rule for one item of a list.

    The verdict is there at once; each part of its explanation is worked out, from the same operands that decided,
    when it is first asked for.
    """

    provision: Provision
    at: Item | None
    verdict: Verdict
    contested: bool
    lang: Lang
    _why: Callable[[Finding], ExplainedVerdict] | ExplainedVerdict

    @property
    def explanation(self) -> Explanation:
        """All that explains the verdict."""
        found = self._why = self._reasons.whole()
        return found

    @property
    def _reasons(self) -> ExplainedVerdict:
        found = self._why
        if callable(found):
            found = self._why = found(self)
        return found

    @property
    def item(self) -> str | None:
        """The item of a list that it is about: «obstructions[2]»."""
        return str(self.at) if self.at is not None else None

    @property
    def rule(self) -> str:
        """The rule's permanent id."""
        return self.provision.rule

    @property
    def citation(self) -> str:
        """The provision as people cite it: «п.10 ч.1»."""
        return self.provision.citation

    @property
    def paragraph(self) -> str:
        """The paragraph's number."""
        return self.provision.paragraph

    @property
    def part(self) -> int | str | None:
        """The part's number, where the citation names one."""
        return self.provision.part

    @property
    def point(self) -> str | None:
        """The subparagraph, where the citation names one."""
        return self.provision.point

    @property
    def force(self) -> Force:
        """How the provision binds."""
        return self.provision.force

    @property
    def edition(self) -> str:
        """From when to when this edition is in force: «2013-06-12/2015-07-18»."""
        return self.provision.edition

    @property
    def bearer(self) -> str | None:
        """Who is bound, by the pack's id."""
        return self.provision.bearer

    @property
    def bearer_words(self) -> Text | None:
        """Who is bound, in words."""
        return self.provision.bearer_words

    @property
    def gist(self) -> Text:
        """What the provision demands, in a phrase."""
        return self.provision.gist

    @property
    def text(self) -> Text:
        """One sentence on the finding, in both languages."""
        return self._reasons.text

    @property
    def message(self) -> str:
        """The sentence for a person, in the language of the assessment."""
        return self._reasons.text(self.lang)

    @property
    def due(self) -> Due | None:
        """The last possible day where it was violated, the earliest where it is pending."""
        return self._reasons.due

    @property
    def due_at(self) -> date | datetime | None:
        """That day or minute alone, without the way in which it was reckoned."""
        return self._reasons.due_at

    @property
    def actual(self) -> date | datetime | str | None:
        """When it was done; words, in the language of the assessment, where that is vague; None where it was not."""
        return self.done(self.lang)

    def done(self, lang: Lang) -> date | datetime | str | None:
        """When it was done, in a language."""
        actual = self._reasons.actual
        return actual(lang) if isinstance(actual, Text) else actual

    @property
    def delay(self) -> Delay | None:
        """By how much the term was missed at least."""
        return self._reasons.delay

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The recorded facts that the rule read."""
        return self._reasons.evidence

    @property
    def foreground(self) -> tuple[Evidence, ...]:
        """Of the evidence, the facts on which the verdict rests, and not those in the background."""
        return self._reasons.foreground

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The facts that would decide an undetermined finding."""
        return self._reasons.missing

    @property
    def readings(self) -> tuple[ReadingVerdict, ...]:
        """What each option of each reading makes of the verdict, the others as chosen."""
        return self._reasons.readings

    @property
    def rests_on(self) -> tuple[VerdictRead, ...]:
        """The verdicts of other rules that it was decided by."""
        return self._reasons.rests_on

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Finding):
            return NotImplemented
        return self._key() == other._key() and self.explanation == other.explanation

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        return self.provision, self.at, self.verdict, self.contested, self.lang

    def __repr__(self) -> str:
        at = f" {self.item}" if self.item else ""
        return f"<{self.citation} {self.rule}{at}: {self.verdict}>"

    def __getstate__(self) -> tuple[object, ...]:
        return (*self._key(), self.explanation)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.provision, self.at, self.verdict, self.contested, self.lang, self._why = state


@frozen(getstate_setstate=False, eq=False, repr=False)  # it is stored in a way of its own
class Assessment(ByValue, ShownAssessment):
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
    caveat: Text | None = None
    """What the pack says of its text with every answer: whether it was changed later is not known."""
    basis: Any = attrs.field(default=None, eq=False, repr=False)
    """The judgement that it was worked out from, for more questions; None once it has been stored or sent on."""

    def __repr__(self) -> str:
        about = f"{self.kind} {self.subject_id}" if self.subject_id else self.kind
        counted = ", ".join(f"{many} {verdict}" for verdict, many in self.summary.items() if many)
        return f"<{about} on {self.as_of}: {counted or 'no finding'}>"

    def with_verdict(
        self, verdict: Verdict | str, *, force: Force | str | None = Force.MANDATORY
    ) -> tuple[Finding, ...]:
        """The findings of one verdict; by default the mandatory ones only (force=None: of any force).

        UsageError where there is no such verdict or force.
        """
        try:
            wanted = Verdict(verdict)
            of = None if force is None else Force(force)
        except ValueError as wrong:
            known = ", ".join([*Verdict, *Force])
            raise UsageError.of(f"{wrong}; есть: {known}", f"{wrong}; there are: {known}") from None
        return tuple(f for f in self.findings if f.verdict is wanted and (of is None or f.force is of))

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
        return tuple(f for f in self.findings if f.verdict is Verdict.VIOLATED and f.force.advises)


_SUMMARY_ORDER = (
    Verdict.COMPLIANT,
    Verdict.VIOLATED,
    Verdict.PENDING,
    Verdict.UNDETERMINED,
    Verdict.NOT_APPLICABLE,
)

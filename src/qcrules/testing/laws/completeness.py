"""The law of completeness: what is undetermined asks for facts, and their values decide it each way.

A verdict is worked out from intervals, so it may stay open though every point inside them gives the same answer:
where a fact is read twice, its two readings are taken to differ. Where each fact is read once that cannot happen, and
this law looks for it: it answers what a finding asks, one fact after another, with well-chosen values.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from attrs import evolve, frozen
from hypothesis import assume

from qcrules.errors import CalendarRangeError
from qcrules.facts.path import FactPath
from qcrules.finding import Finding, Verdict
from qcrules.judge.check import check
from qcrules.judge.judgement import Judgement, Settings
from qcrules.judge.rulebook import Rulebook
from qcrules.law.dependencies import verdicts_read
from qcrules.law.lowered import Variant
from qcrules.law.lowering import lower
from qcrules.records.reading import read_mapping
from qcrules.source.ready import Ready

from ..strategies import Record
from .answers import answered, answers
from .reads import Reads, Stage, asked

MOST_QUESTIONS = 40


@lru_cache(maxsize=512)
def alone(book: Rulebook, kind: str, rule: str) -> Rulebook:
    """The rulebook with one rule only, so that very many records can be judged by it."""
    pack = evolve(book.core, rules={kind: {rule: book.core.rules[kind][rule]}})
    return Rulebook(Ready(pack, {kind: lower(pack, kind)}), book.calendar)


class Judged(NamedTuple):
    """A record and what one rule says of it (or of one item of it)."""

    record: Record
    finding: Finding
    stage: Stage
    """On what does the verdict hang?"""
    once: bool
    """Is each fact read once on which the verdict hangs?"""


@frozen
class Conversation:
    """One rule, of which a record is asked."""

    book: Rulebook
    kind: str
    rule: str
    item: str | None

    @classmethod
    def of(cls, book: Rulebook, kind: str, finding: Finding) -> Conversation | None:
        """The conversation on a finding; None where the rule reads the verdict of another."""
        if verdicts_read(book.core.rules[kind][finding.rule]):
            return None
        return cls(alone(book, kind, finding.rule), kind, finding.rule, finding.item)

    def judge(self, record: Record) -> Judged | None:
        """The rule's finding; None where a term leaves the calendar, or the item is gone."""
        given = read_mapping(record, self.book.core.vocabulary)
        try:
            judgement = Judgement.of(given, self.book, Settings(engine="reference"))
            found = judgement.findings()
        except CalendarRangeError:
            return None
        same = [one for one in found if one.item == self.item]
        if not same:  # an item has come; or there is none left to which the rule applies
            same = list(found[:1]) if self.item is None else [one for one in found if not_applicable(one)]
        if not same:
            return None
        stage, once = self.depends(judgement, same[0])
        return Judged(record, same[0], stage, once)

    def depends(self, judgement: Judgement, finding: Finding) -> tuple[Stage, bool]:
        """On what the verdict hangs, and whether what decides reads each fact once."""
        worlds = judgement.worlds
        variant: Variant = judgement.machine.lowered.variant(self.rule, judgement.chosen)
        key = finding.at.key if finding.at is not None else None
        scope = worlds.scope(variant.list_path, key)
        assert scope is not None
        reads = Reads(worlds, frozenset(one.path for one in self.book.core.edition_dates.get(self.kind, ())))
        stage, formula, outlook = asked(variant, scope)
        if formula is not None:
            reads.formula(formula, scope, outlook)
        return stage, reads.once and formula is not None

    def way(self, before: Judged, after: Judged) -> bool | None:
        """Which way an answer decided it: does the rule apply (is it complied with, may it be)? None: neither yet."""
        verdict, open_ = after.finding.verdict, after.finding.verdict is Verdict.UNDETERMINED
        if open_ and after.stage is before.stage:
            return None
        if before.stage is Stage.CONDITION:
            return verdict is not Verdict.NOT_APPLICABLE
        if before.stage is Stage.REQUIREMENT:
            return verdict is Verdict.COMPLIANT
        return verdict is Verdict.PENDING

    def values(self, judged: Judged, path: str) -> list[Any]:
        """Values to try for a missing fact."""
        record = judged.record[self.kind]
        fact = self.book.core.vocabulary.kinds[self.kind].root.at(path)
        as_of = date.fromisoformat(judged.record["as_of"])
        return list(
            answers(fact, FactPath.parse(path).get(record, "?"), judged.finding, as_of, days_said(record))
        )

    def decided(self, judged: Judged) -> Judged | None:
        """Answer questions until the finding is decided each way; give a record in which the next question is open.

        AssertionError where it asks for nothing, or no answer leads further.
        """
        ways: set[bool] = set()
        further: Judged | None = None
        here = judged
        root = self.book.core.vocabulary.kinds[self.kind].root
        for _ in range(MOST_QUESTIONS):
            missing = [one.field for one in here.finding.missing]
            assert missing, ("asks for nothing", self.rule, here.record)
            path = next((one for one in missing if "[]" not in one), missing[0])
            later: Judged | None = None
            tried = {}
            for value in self.values(here, path):
                after = self.judge(
                    {**here.record, self.kind: answered(here.record[self.kind], root, path, value)}
                )
                if after is None:
                    continue
                way = self.way(here, after)
                tried[str(value)] = str(after.finding.verdict)
                if way is None:
                    later = later or after
                else:
                    ways.add(way)
                    if after.finding.verdict is Verdict.UNDETERMINED:
                        further = further or after
            if len(ways) == 2:
                return further
            assert later is not None, (
                "no answer decides it the other way",
                self.rule,
                path,
                tried,
                here.record,
            )
            here = later
        raise AssertionError(("asks without end", self.rule, here.record))


def not_applicable(finding: Finding) -> bool:
    return finding.verdict is Verdict.NOT_APPLICABLE


def days_said(record: Any) -> list[date]:
    """Every exact day in a record."""
    if isinstance(record, Mapping):
        return [day for value in record.values() for day in days_said(value)]
    if isinstance(record, list):
        return [day for value in record for day in days_said(value)]
    if isinstance(record, str) and len(record) in (10, 16):
        try:
            return [date.fromisoformat(record[:10])]
        except ValueError:
            return []
    return []


def complete(book: Rulebook, kind: str, drawn: tuple[Record, int]) -> None:
    """Hold one undetermined finding of a record (counted from ``drawn[1]``) to the law; there must be one that fits."""
    record, first = whole(book, kind, drawn[0]), drawn[1]
    kind = book.core.vocabulary.kinds[kind].whole
    try:
        found = check(record, rules=book, engine="reference").findings
    except CalendarRangeError:
        found = ()
    undecided = [one for one in found if one.verdict is Verdict.UNDETERMINED]
    for number in range(len(undecided)):
        talk = Conversation.of(book, kind, undecided[(first + number) % len(undecided)])
        judged = talk.judge(record) if talk is not None else None
        if talk is not None and judged is not None and judged.once:
            while judged is not None and judged.once:
                judged = talk.decided(judged)
            return
    assume(False)


def whole(book: Rulebook, kind: str, record: Record) -> Record:
    """A record of a part alone as one of the whole of which nothing else is known."""
    known = book.core.vocabulary.kinds[kind]
    if known.inside is None:
        return record
    around: Record = {}
    FactPath.parse(known.inside).put(around, record[kind])
    return {**{key: value for key, value in record.items() if key != kind}, known.whole: around}

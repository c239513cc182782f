"""The smallest change: what would have made a record comply, or still will; found by search, judged by the engine.

The space that is searched, and the order of what is smaller in it:

* the facts that the rule reads, in the record or in its item: one of them, or two where none alone is enough;
* a moment that is recorded moves by whole days, up to 400 of them (beyond 40, to the first day from which on it is
  enough), and to any minute that the record or the term names; one that is not recorded happens on a day that these
  name; yes becomes no, one option another, and what is not there is there;
* fewer facts are a smaller change than more; of one fact, a shorter move than a longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from ..bilingual import messages
from ..engine import VariantGroup, decide
from ..errors import QcrulesError
from ..explain.explainer import RulePlan
from ..explain.spots import path_of_item
from ..facts.field import Field
from ..facts.moments import exact, the_day
from ..facts.types import Type
from ..facts.words import UNKNOWN_MARK, says_nothing
from ..finding import Assessment, Finding, Force, Verdict
from ..judge.judgement import Judgement, validity_of
from ..kernel.interval import Key
from ..text import Text
from .edit import changed, without_lists

said = messages(str(Path(__file__)), "messages.md")

_DAY = timedelta(days=1)
_FEW_DAYS, _MOST_DAYS = 40, 400
_MOST_PAIRS, _MORE = 300, 2
_SINGLE_VALUES = (Type.BOOL, Type.CHOICE, Type.TEXT)


@frozen
class FactChange:
    """One fact that would be another: its path, its words, what it is and what it would be.

    ``moved``: by how much a moment would move; None of any other fact, and of what has not happened.
    """

    path: str
    label: Text
    before: Text
    after: Text
    value: Any
    moved: timedelta | None = None

    @property
    def size(self) -> timedelta:
        """How far a moment moves."""
        return abs(self.moved or timedelta())

    @property
    def words(self) -> Text:
        """«извещение.вручено» — 29.03.2014 вместо 02.04.2014 (на 4 дня раньше)."""
        by = _moved_words(self.moved) if self.moved else _NOTHING
        if self.before is _NOTHING:
            return said("fact-new", self.label, self.after)
        return Text.joined("", (said("fact", self.label, self.after, self.before), by))


@frozen
class SmallestChange:
    """A change with which a provision is complied with: the facts, the changed record, and the day it is judged on.

    ``breaks``: what would be violated then, and is not now.
    """

    changes: tuple[FactChange, ...]
    record: Mapping[str, Any]
    as_of: date
    breaks: tuple[Finding, ...] = ()
    running: bool = False
    """Can it still be done?"""

    @property
    def words(self) -> Text:
        """One sentence, for a person."""
        whole = said(
            "will-comply" if self.running else "would-comply",
            Text.joined("; ", (one.words for one in self.changes)),
        )
        if not self.breaks:
            return whole
        return said("but", whole, ", ".join(dict.fromkeys(one.citation for one in self.breaks)))


def smallest_changes(judgement: Judgement, finding: Finding, most: int = 2) -> tuple[SmallestChange, ...]:
    """The smallest changes with which a violated or a running provision is complied with, the smallest first.

    Nothing where the searched space holds none.
    """
    search = _ChangeSearch.of(judgement, finding)
    found = search.singles() or search.pairs()
    judged = [search.judged(one) for one in found[: most + _MORE]]
    return tuple(
        sorted(judged, key=lambda one: bool(one.breaks))[:most]
    )  # what breaks nothing else comes first


@frozen(eq=False)
class WhatIf:
    """The smallest changes for every violation and every running term of a record."""

    found: Mapping[tuple[str, str | None], tuple[SmallestChange, ...]]

    @classmethod
    def of(cls, assessment: Assessment) -> WhatIf:
        """Those of an assessment that still has its judgement; else none."""
        judgement: Judgement | None = assessment.basis
        changes = {}
        for view, told in judgement.told().views.items() if judgement is not None else ():
            for one, found in told:
                if one.force is Force.MANDATORY and one.verdict in (Verdict.VIOLATED, Verdict.PENDING):
                    most = 2 if one.verdict is Verdict.VIOLATED else 1
                    changes[one.rule, one.item] = smallest_changes(view, found, most)
        return cls(changes)

    def changes(self, finding: Finding) -> tuple[SmallestChange, ...] | None:
        """Those of a finding; None where none were looked for."""
        return self.found.get((finding.rule, finding.item))

    def words(self, finding: Finding) -> list[Text]:
        """A sentence a change; where nothing would do, that."""
        changes = self.changes(finding)
        if changes is None:
            return []
        return [one.words for one in changes] or [said("none")]


_NOTHING = Text("", "")
Candidate = tuple[FactChange, ...]


@define(eq=False)
class _ChangeSearch:
    """The search for one finding; ``seen`` remembers what each change came to.

    ``read``: what the rule reads of the record, without other lists and items: each change is judged on it. ``key``: of
    the rule's item; there it is ``there``: the first, where it is alone.
    """

    judgement: Judgement
    finding: Finding
    plan: RulePlan
    groups: list[VariantGroup]
    as_of: date
    read: Mapping[str, Any]
    key: Key | None
    there: Key | None
    seen: dict[tuple[tuple[str, Any], ...], bool] = field(factory=dict)

    @classmethod
    def of(cls, judgement: Judgement, finding: Finding) -> _ChangeSearch:
        """A running term is judged on its last day, all else on the day of the check."""
        due, as_of = finding.due, judgement.day
        if finding.verdict is Verdict.PENDING and due is not None:
            as_of = max(as_of, the_day(due.at))
        explainer, given = judgement.machine.explainer, judgement.given
        plan = explainer.plan(judgement.chosen)
        rule = plan.rules[finding.rule]
        kept: dict[str, int | None] = dict.fromkeys(explainer.lists(rule.variant.rule))
        key = there = finding.at.key if finding.at is not None else None
        if rule.list_path is not None and rule.list_path not in kept:
            kept[rule.list_path], there = (key, 1) if isinstance(key, int) else (None, key)
        read = without_lists(given.record, given.kind.root, kept)
        return cls(judgement, finding, rule, plan.deciding(finding.rule), as_of, read, key, there)

    # -- what is looked at --------------------------------------------------------------------------------------

    def singles(self) -> list[Candidate]:
        """Of each fact the smallest change that is enough alone."""
        found = []
        for fact in self.facts():
            one = self.moment(fact) if fact.type.is_moment else self.first(self.values(fact))
            if one is not None:
                found.append((one,))
        return sorted(found, key=self.order)

    def pairs(self) -> list[Candidate]:
        """Two facts together, where none alone is enough."""
        each = [list(self.days(fact) if fact.type.is_moment else self.values(fact)) for fact in self.facts()]
        pairs = ((a, b) for one, two in combinations(each, 2) for a in one for b in two)
        found = []
        for number, pair in enumerate(pairs):
            if number >= _MOST_PAIRS:
                break
            if self.complies(pair):
                found.append(pair)
        return sorted(found, key=self.order)

    def order(self, candidate: Candidate) -> tuple[object, ...]:
        """What is smaller first; what was not done as late as may be; then that which is to be done before another."""
        timed = self.plan.timed
        undone = [one for one in candidate if one.moved is None and isinstance(one.value, date)]
        about = [timed is None or one.path != self.path(timed.what) for one in candidate]
        return (
            len(candidate),
            sum((one.size for one in candidate), timedelta()),
            sum(map(self.latest, undone), timedelta()),
            sum(about),
            candidate[0].path,
        )

    def facts(self) -> list[Field]:
        """The facts that the rule reads, in the record or in its item, and that a person could have made otherwise."""
        own = self.plan.variant.list_path
        reads = self.judgement.machine.explainer.reads(self.plan.variant.rule)
        kinds = (Type.EVENT, Type.DATE, *_SINGLE_VALUES)
        return [
            one
            for one in reads
            if one.type in kinds and one.list_path in (None, own) and one.month_path is None
        ]

    def path(self, fact: Field) -> str:
        return path_of_item(fact.path, self.key if fact.list_path else None)

    # -- candidates ---------------------------------------------------------------------------------------------

    def values(self, fact: Field) -> Iterator[FactChange]:
        """Every other value of a fact that is no moment."""
        path = self.path(fact)
        recorded = self.judgement.facts.recorded.get(path)
        now, before = recorded.show() if recorded is not None else (None, _NOTHING)
        for value in fact.type.samples(fact, ()):
            if says_nothing(value) or (fact.type is Type.TEXT and now is not None):
                continue
            shown, words = fact.type.show(fact, value)
            if shown != now:
                after = said("is-there") if fact.type is Type.TEXT else words
                yield FactChange(path, fact.label, before, after, value)

    def moment(self, fact: Field) -> FactChange | None:
        """The shortest move of a moment that is enough: from a day that may decide, back towards where it was."""
        now = self.now(fact)
        if now is None:
            return self.first(sorted(self.days(fact), key=self.latest))
        best: FactChange | None = None
        tried = sorted((*self.days(fact), *self.doubled(fact, now)), key=lambda one: one.size)
        for one in tried:
            if best is not None and best.moved is not None and one.size >= best.size:
                break
            if self.complies((one,)):
                best = self.nearest(fact, now, one)
        return best

    def latest(self, one: FactChange) -> timedelta:
        """What is done later is the smaller change, where nothing was done."""
        return datetime.max - _moment(one.value)

    def nearest(self, fact: Field, now: date | datetime, found: FactChange) -> FactChange:
        """The shortest move that is still enough: day by day; of a very long one by halving, in its direction."""
        assert found.moved is not None
        days = -(-found.size // _DAY)
        if days <= _FEW_DAYS:
            nearer = (self.change(fact, now + by * _DAY, now) for n in range(1, days) for by in (-n, n))
            return self.first(one for one in nearer if one is not None) or found
        sign, best = (1 if found.moved > timedelta() else -1), found
        low, high = 0, days
        while high - low > 1:
            middle = (low + high) // 2
            one = self.change(fact, now + sign * middle * _DAY, now)
            if one is not None and self.complies((one,)):
                high, best = middle, one
            else:
                low = middle
        return best

    def days(self, fact: Field) -> Iterator[FactChange]:
        """A moment on a day, or at a minute, that the term or another fact names, and on the days beside it."""
        now, due = self.now(fact), self.finding.due
        named: dict[date | datetime, None] = {}
        if due is not None:
            named |= dict.fromkeys([due.at, due.earliest])
            actual = self.finding.actual
            if now is not None and isinstance(actual, date):
                late = _moment(actual) - _moment(due.at)
                named |= dict.fromkeys([now + late, now - late])
        for other in self.judgement.machine.explainer.reads(self.plan.variant.rule):
            if other.type.is_moment and other is not fact and (there := self.now(other)) is not None:
                named[there] = None
        if now is None:
            named[self.as_of] = None
        for day in named:
            for by in (0, -1, 1) if now is not None else (0, -1):
                one = self.change(fact, day + by * _DAY, now)
                if one is not None:
                    yield one

    def doubled(self, fact: Field, now: date | datetime) -> Iterator[FactChange]:
        """A moment moved by 1, 2, 4, … days, both ways."""
        by = 1
        while by <= _MOST_DAYS:
            for sign in (-1, 1):
                one = self.change(fact, now + sign * by * _DAY, now)
                if one is not None:
                    yield one
            by *= 2

    def now(self, fact: Field) -> date | datetime | None:
        """When a moment was, where that is known exactly."""
        if fact.list_path is not None and fact.list_path != self.plan.variant.list_path:
            return None
        recorded = self.judgement.facts.recorded.get(self.path(fact))
        if recorded is None or recorded.value in (None, UNKNOWN_MARK):
            return None
        return exact(fact.type.spans(fact, recorded.value)[0])

    def change(self, fact: Field, day: date | datetime, now: date | datetime | None) -> FactChange | None:
        """A moment on another day; None where that is no change, or has not come."""
        if now is not None and isinstance(now, datetime) and not isinstance(day, datetime):
            day = datetime.combine(day, now.time())
        if now is not None and not isinstance(now, datetime) and isinstance(day, datetime):
            day = day.date()
        if day == now or (fact.type is Type.EVENT and the_day(day) > self.as_of):
            return None
        if fact.type is Type.DATE and isinstance(day, datetime):
            day = day.date()
        moved = _moment(day) - _moment(now) if now is not None else None
        if moved is not None and abs(moved) > _MOST_DAYS * _DAY:
            return None
        recorded = self.judgement.facts.recorded.get(self.path(fact))
        before = recorded.words() if recorded is not None and now is not None else _NOTHING
        _, after = fact.type.show(fact, day)
        return FactChange(self.path(fact), fact.label, before, after, day, moved)

    # -- judging ------------------------------------------------------------------------------------------------

    def first(self, candidates: Iterable[FactChange]) -> FactChange | None:
        return next((one for one in candidates if self.complies((one,))), None)

    def complies(self, changes: Candidate) -> bool:
        """Is the provision complied with in the changed record? The reference engine says so."""
        key = tuple((one.path, one.value) for one in changes)
        if key not in self.seen:
            self.seen[key] = self.verdict(changes) is Verdict.COMPLIANT
        return self.seen[key]

    def verdict(self, changes: Candidate) -> Verdict | None:
        it, machine = self.judgement, self.judgement.machine
        given, own = it.given, self.plan.list_path
        here, there = f"{own}[{self.key}]", f"{own}[{self.there}]"
        values = {one.path.replace(here, there): one.value for one in changes}
        try:
            facts = machine.reader.read(
                changed(self.read, given.kind.root, values),
                as_of=self.as_of,
                complete=it.settings.complete_of(given),
                part=given.kind,
                defined=given.defined,
                nulls=it.settings.nulls or given.nulls,
            )
            worlds = machine.worlds.make(facts, validity_of(it.book.core, it.chosen).given(given.kind.whole))
            decided = decide(self.groups, worlds, machine.reference)
        except QcrulesError:  # a record that nobody could have made
            return None
        return decided.get(self.there, {}).get(self.plan.variant.number)

    def judged(self, changes: Candidate) -> SmallestChange:
        """The change, judged as any record is: by the engines of the check."""
        it = self.judgement
        values = {one.path: one.value for one in changes}
        record = changed(it.given.record, it.given.kind.root, values)
        given, settings = evolve(it.given, record=record), evolve(it.settings, as_of=self.as_of)
        again = Judgement.of(given, it.book, settings).findings()
        own = (self.finding.rule, self.finding.item)
        assert any((one.rule, one.item) == own and one.verdict is Verdict.COMPLIANT for one in again)
        new = (one for one in again if one.verdict is Verdict.VIOLATED and one.force is Force.MANDATORY)
        on_this_day, running = self.as_of == it.day, self.finding.verdict is Verdict.PENDING
        breaks = tuple(one for one in new if on_this_day and (one.rule, one.item) not in it.violated)
        return SmallestChange(changes, record, self.as_of, breaks, running)


def _moment(moment: date | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, datetime.min.time())


def _moved_words(moved: timedelta) -> Text:
    """«на 4 дня раньше», “4 hours later”."""
    from ..time.term import time_words

    which = "later" if moved > timedelta() else "earlier"
    return Text.joined(" ", (_NOTHING, said(which, time_words(abs(moved)))))

"""Why one verdict is what it is: each part of the explanation, worked out when somebody asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from attrs import define, evolve, field, frozen

from ..cached import cached_property
from ..engine import Decided
from ..engine.moments import at_soonest
from ..engine.reference import decide
from ..engine.worlds import ItemTable, Scope, Worlds
from ..facts.field import Field
from ..finding import Delay, Due, Evidence, Explanation, Missing, ReadingVerdict, Verdict, VerdictRead
from ..kernel.interval import MINUTES_A_DAY, Interval, Key
from ..law.lowered import Variant
from ..law.validity import Validity
from ..text import Text
from .evidence import RecordedEvidence
from .explainer import Explainer, Plan, RulePlan, TermKey
from .governing import Governing
from .sentences import Sentences
from .spots import MOST_ITEMS, Spot
from .terms import RunningTerm, running_term

if TYPE_CHECKING:
    from .missing import MissingSearch

MANY = 3
"""So many values of a missing fact are named; what more come to is said of the rest."""

_ANY_OTHER = Text("любое другое", "any other")


@frozen(eq=False, repr=False)
class Elsewhere:
    """The verdicts under another validity of the regulation: the readings that turn, from which option to which."""

    turns: tuple[tuple[str, str, str], ...]
    decided: Decided


@define(eq=False, repr=False, slots=False)
class DecidedRecord:
    """The verdicts on one record, and what explaining several of them shares.

    ``settled``: the rules of which it is not asked whether a reading turns them, and which were not decided under it.
    """

    of: Explainer
    plan: Plan
    worlds: Worlds
    decided: Decided
    elsewhere: Sequence[Elsewhere]
    validity: Validity
    settled: frozenset[str] = frozenset()
    terms: dict[tuple[TermKey, Key | None], RunningTerm] = field(factory=dict)

    @cached_property
    def recorded(self) -> RecordedEvidence:
        """Its facts, as findings show them."""
        return RecordedEvidence(self.of, self.worlds.facts)

    @cached_property
    def searches(self) -> tuple[MissingSearch, MissingSearch]:
        """Look for the facts that are missing: for findings on the record, and on its items, which may be many."""
        from .missing import MissingSearch  # few records are explained whose verdicts are open

        return MissingSearch(self.of, self.worlds), MissingSearch(self.of, self.worlds, MOST_ITEMS)

    def due_under(self, variant: Variant, scope: Scope, verdict: Verdict) -> date | datetime | None:
        """The end of the term of a variant of a rule, where it has one that runs."""
        term = self.term(variant, scope) if verdict is not Verdict.NOT_APPLICABLE else None
        return term.due_at(verdict) if term is not None else None

    def term(self, variant: Variant, scope: Scope) -> RunningTerm | None:
        """The term of a variant of a rule, as it runs in this record."""
        key = self.of.term_key(variant)
        if key is None:
            return None
        found = self.terms.get((key, scope.key))
        if found is None:  # a finding and the readings that leave its term alone ask for the same
            found = self.terms[key, scope.key] = running_term(self.of, variant, scope, self.worlds)
        return found


@define(eq=False, repr=False)
class VerdictReasons:
    """Why a verdict on one record, or one item of it, is what it is. ``term``: the one that the verdict is about."""

    record: DecidedRecord
    plan: RulePlan
    scope: Scope
    verdict: Verdict
    term: RunningTerm | None
    _text: Text | None = None
    _due: Due | None = None
    _delay: Delay | None = None
    _missing: tuple[Missing, ...] | None = None

    def whole(self) -> Explanation:
        """All that explains the verdict."""
        return Explanation(
            text=self.text,
            due=self.due,
            actual=self.actual,
            delay=self.delay,
            evidence=self.evidence,
            missing=self.missing,
            readings=self.readings,
            rests_on=self.rests_on,
        )

    # -- the term -----------------------------------------------------------------------------------------------

    @property
    def due(self) -> Due | None:
        """When the term is due, and how that was reckoned."""
        if self._due is None and self.term is not None:
            self._due = self.term.due(self.verdict)
        return self._due

    @property
    def due_at(self) -> date | datetime | None:
        """When the term is due."""
        return self.term.due_at(self.verdict) if self.term is not None else None

    @property
    def actual(self) -> date | datetime | Text | None:
        """When what the term awaits was done."""
        return self.term.actual() if self.term is not None else None

    @property
    def delay(self) -> Delay | None:
        """By how much the term was missed."""
        if self._delay is None and self.verdict is Verdict.VIOLATED and self.term is not None:
            due = self.due_at
            self._delay = self.term.delay(due) if due is not None else None
        return self._delay

    # -- what is said -------------------------------------------------------------------------------------------

    @property
    def text(self) -> Text:
        """One sentence."""
        if self._text is None:
            facts, validity = self.record.worlds.facts, self.record.validity
            sentences = Sentences(self.record.of, facts, validity, self.plan, self.scope, self.term)
            self._text = sentences.of(self.verdict, self.due_at, self.delay, self.missing)
        return self._text

    # -- evidence -----------------------------------------------------------------------------------------------

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The recorded facts that the rule read: first those it rests on, then those in the background."""
        behind = self.record.of.background(self.plan.variant.rule)
        return self.record.recorded.all_of(self._foremost(), behind, self.plan.list_path, self.scope.key)

    @property
    def foreground(self) -> tuple[Evidence, ...]:
        """The first of them alone."""
        return tuple(
            self.record.recorded.near(self._foremost(), self.plan.list_path, self.scope.key).values()
        )

    def _foremost(self) -> list[Field]:
        """The fields on which the verdict rests; of the rows of tables only those that are not as they should be."""
        of, rests_on = self.record.of, self._rests_on()
        rows = of.lowered.layout.rows
        if not rows:
            return rests_on
        failing = of.failing(self.plan.variant, self.scope.recorded)
        differ = {row.path for one in failing for row in of.rows_behind(one)}
        return [
            one for one in rests_on if not differ or one.path not in rows or rows[one.path].path in differ
        ]

    def _rests_on(self) -> list[Field]:
        """The fields that the rule's own form reads; of a defined fact, the branch that was chosen."""
        plan, of = self.plan, self.record.of
        if not plan.follows:
            return plan.fields
        found: list[Field] = []
        here = Governing(of, plan.variant, self.scope.recorded)
        waiting = plan.fields[::-1]
        while waiting:
            fact = waiting.pop()
            if fact.defined:
                branch = here.chosen(fact)
                waiting += reversed(of.case_fields(branch)) if branch is not None else ()
            else:
                found.append(fact)
        return found

    # -- other verdicts -----------------------------------------------------------------------------------------

    @property
    def readings(self) -> tuple[ReadingVerdict, ...]:
        """What each option of each reading makes of the verdict, the others as chosen."""
        record, plan, scope = self.record, self.plan, self.scope
        verdicts = record.decided[scope.key]
        under = tuple([verdicts[number] for number in plan.row_numbers])
        found = plan.readings(
            under,
            {
                at: due
                for at, variant in plan.dated_rows
                if (due := record.due_under(variant, scope, under[at])) is not None
            },
        )
        if not record.elsewhere:
            return found
        more = list(found)
        for elsewhere in record.elsewhere:
            own, other = self.verdict, elsewhere.decided[scope.key][plan.number]
            for name, first, then in elsewhere.turns if other is not own else ():
                due = record.due_under(plan.variant, scope, own)
                self._add_reading(name, first, own, due, more)
                self._add_reading(name, then, other, None, more)
        return tuple(more)

    def _add_reading(
        self, name: str, option: str, verdict: Verdict, due: date | datetime | None, to: list[ReadingVerdict]
    ) -> None:
        """Add what an option makes of a verdict, where that has not been said."""
        if all((one.reading, one.option, one.verdict) != (name, option, verdict) for one in to):
            words = self.record.of.pack.readings[name].options[option].title
            to.append(ReadingVerdict(name, option, verdict, words, due))

    @property
    def rests_on(self) -> tuple[VerdictRead, ...]:
        """The verdicts of other rules that it was decided by."""
        return tuple(map(self._verdict_read, self.plan.verdicts_read))

    def _verdict_read(self, name: str) -> VerdictRead:
        """What another rule came to."""
        record = self.record
        variant = record.plan.rules[name].variant
        scopes = record.worlds.scopes(variant.list_path)
        verdicts = [record.decided[one.key][variant.number] for one in scopes]
        return VerdictRead(name, variant.rule.citation.words, min(verdicts, key=list(Verdict).index))

    # -- missing facts ------------------------------------------------------------------------------------------

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The facts that would decide it, where it is open."""
        if self.verdict is not Verdict.UNDETERMINED:
            return ()
        if self._missing is None:
            search = self.record.searches[self.plan.list_path is not None]
            found = list(search.behind(self.plan.variant, self.scope).values())
            self._missing = tuple(map(search.told, found))
            if len(found) == 1 and isinstance(found[0], Spot):
                self._missing = (evolve(self._missing[0], decides=self._decides(found[0].field)),)
        return self._missing

    def _decides(self, fact: Field) -> Text:
        """Which values of the one missing fact make the verdict what; where many make it the same, these come last."""
        slot = self.record.of.slot(fact, self.plan.variant)
        verdicts: dict[Verdict, list[Text]] = {}
        for value, words in fact.type.alternatives(fact, self.due_at):
            verdicts.setdefault(self._suppose(slot, value), []).append(words)
        if len(verdicts) < 2:
            return Text("", "")
        most = max(verdicts, key=lambda verdict: len(verdicts[verdict]))
        if len(verdicts[most]) > MANY:
            del verdicts[most]
            verdicts[most] = [_ANY_OTHER]
        return Text(
            "; ".join(f"{', '.join(w.ru for w in words)} — {v.words.ru}" for v, words in verdicts.items()),
            "; ".join(f"{', '.join(w.en for w in words)}: {v.words.en}" for v, words in verdicts.items()),
        )

    def _suppose(self, slot: int, value: Interval) -> Verdict:
        """The verdict if a fact had a value."""
        worlds = self.record.worlds
        first = worlds.facts.as_of.toordinal() * MINUTES_A_DAY
        soonest = at_soonest(value, first) if worlds.facts.layout.moments[slot] else value
        recorded, low, high = self.scope.tables
        supposed = Scope(
            ItemTable(recorded, {slot: value}),
            ItemTable(low, {slot: soonest}),
            ItemTable(high, {slot: value}),
        )
        return decide(self.plan.variant, supposed)

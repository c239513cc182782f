"""Verdicts → findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from attrs import define, field, frozen

from ..engine import Decided
from ..engine.reference import decide
from ..engine.worlds import ItemTable, Scope, ScopeTable, Worlds
from ..facts.field import Field
from ..finding import Due, Evidence, Explanation, Finding, Item, Missing, ReadingVerdict, Verdict, VerdictRead
from ..kernel.interval import MINUTES_A_DAY, NEVER, Interval, Key
from ..law.lowered import Variant
from ..law.model import Rule
from ..law.validity import Validity
from ..text import Lang, Text
from .explainer import Explainer, Plan, RulePlan, TermKey
from .governing import Governing
from .missing import MissingSearch
from .sentences import Sentences
from .spots import concrete, evidence_at
from .terms import RunningTerm, running_term, surely_ends_by

_OUTCOMES = {
    Verdict.VIOLATED: Verdict.VIOLATED,
    Verdict.PENDING: Verdict.PENDING,
    Verdict.COMPLIANT: Verdict.COMPLIANT,
    Verdict.NOT_APPLICABLE: Verdict.COMPLIANT,
}
"""What a decided verdict comes to for whom the rule binds: nobody is the worse for one that does not apply."""

MANY = 3
"""So many values of a missing fact are named; what more come to is said of the rest."""

_ANY_OTHER = Text("любое другое", "any other")


def disputed(verdicts: Iterable[Verdict]) -> bool:
    """Do the decided ones of these verdicts, of one rule under several readings, come to different things?"""
    return len({_OUTCOMES[one] for one in verdicts if one in _OUTCOMES}) > 1


@frozen(eq=False, repr=False)
class Elsewhere:
    """The verdicts under another validity of the regulation: the readings that turn, from which option to which."""

    turns: tuple[tuple[str, str, str], ...]
    decided: Decided


@define(eq=False, repr=False)
class Explaining:
    """Explains the verdicts on one record."""

    of: Explainer
    plan: Plan
    worlds: Worlds
    decided: Decided
    elsewhere: Sequence[Elsewhere]
    validity: Validity
    known: dict[Key | None, dict[str, list[Evidence]]] = field(factory=dict)
    near: dict[str, Evidence] = field(factory=dict)
    terms: dict[tuple[TermKey, Key | None], RunningTerm] = field(factory=dict)

    def findings(self, rules: list[Rule], lang: Lang) -> tuple[Finding, ...]:
        """A finding for every rule, and for every item of a rule's list, in the order of the law."""
        found, why = [], self.explain
        for rule in rules:
            one = self.plan.rules[rule.id]
            provision, path = one.provision(self.validity), one.list_path
            for scope in self.scopes(one) if path in self.worlds.facts.columns else self.worlds.scopes(path):
                verdict, contested = self.decided[scope.key][one.number], self.contested(one, scope)
                item = Item(path, scope.key) if path is not None and scope.key is not None else None
                found.append(Finding(provision, item, verdict, contested, lang, why))
        return tuple(found)

    def scopes(self, plan: RulePlan) -> list[Scope]:
        """The columns in which a rule is found; one that applies to none says so once: where that is contested."""
        scopes = self.worlds.scopes(plan.list_path)
        if any(self.decided[one.key][plan.number] is not Verdict.NOT_APPLICABLE for one in scopes):
            return scopes
        return [one for one in scopes if self.contested(plan, one)][-1:] or scopes[-1:]

    def contested(self, plan: RulePlan, scope: Scope) -> bool:
        """Is the verdict disputed, under another reading or another validity?"""
        if not plan.alternatives and not self.elsewhere:
            return False
        verdicts = self.decided[scope.key]
        own = verdicts[plan.number]
        others = [verdicts[other] for other in plan.alternatives if verdicts[other] is not own]
        if others and disputed((own, *others)):
            return True
        return any(disputed((own, other.decided[scope.key][plan.number])) for other in self.elsewhere)

    def readings(self, plan: RulePlan, scope: Scope) -> tuple[ReadingVerdict, ...]:
        """What each option of each reading makes of the verdict, the others as chosen."""
        found, verdicts = [], self.decided[scope.key]
        for name, option, words, variant in plan.rows:
            verdict = verdicts[variant.number]
            due = self.due_under(variant, scope, verdict)
            found.append(ReadingVerdict(name, option, verdict, words, due))
        for elsewhere in self.elsewhere:
            own, other = verdicts[plan.number], elsewhere.decided[scope.key][plan.number]
            for name, first, then in elsewhere.turns if other is not own else ():
                due = self.due_under(plan.variant, scope, own)
                self.add_reading(name, first, own, due, found)
                self.add_reading(name, then, other, None, found)
        return tuple(found)

    def add_reading(
        self, name: str, option: str, verdict: Verdict, due: date | datetime | None, to: list[ReadingVerdict]
    ) -> None:
        """Add what an option makes of a verdict, where that has not been said."""
        if all((one.reading, one.option, one.verdict) != (name, option, verdict) for one in to):
            words = self.of.pack.readings[name].options[option].title
            to.append(ReadingVerdict(name, option, verdict, words, due))

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

    def last_year(self, told: Iterable[tuple[Finding, Finding]], enough: int) -> int:
        """The last year in which a term of some findings (by the second of each) ends, where that is after ``enough``.

        No explanation is worked out for it, and no term that is far from its end.
        """
        last, found = date(enough, 12, 31), 0
        for _, one in told:
            plan = self.plan.rules[one.provision.rule]
            if one.verdict is Verdict.NOT_APPLICABLE or not plan.dues:
                continue
            scope = self.scope(one)
            if not surely_ends_by(last, self.of, plan.variant, scope):
                due = self.due_under(plan.variant, scope, one.verdict)
                found = max(found, due.year if due is not None else 0)
        return found

    def scope(self, finding: Finding) -> Scope:
        """Where a finding was decided: in the record or in an item."""
        if finding.at is None:
            return self.worlds.record
        scopes = self.worlds.scopes(self.plan.rules[finding.rule].list_path)
        return next(one for one in scopes if one.key == finding.at.key)

    def explain(self, finding: Finding) -> Explanation:
        """Why a verdict is what it is."""
        plan, verdict, scope = self.plan.rules[finding.rule], finding.verdict, self.scope(finding)
        due = actual = delay = None
        term = self.term(plan.variant, scope) if verdict is not Verdict.NOT_APPLICABLE else None
        if term is not None:
            due, actual = term.due(verdict), term.actual()
            delay = term.delay(due) if verdict is Verdict.VIOLATED and due is not None else None
        missing = self.missing(plan.variant, scope, due) if verdict is Verdict.UNDETERMINED else ()
        sentences = Sentences(self.of, self.worlds.facts, self.validity, plan, scope, term)
        return Explanation(
            text=sentences.of(verdict, due, delay, missing),
            due=due,
            actual=actual,
            delay=delay,
            evidence=self.evidence(plan, scope),
            missing=missing,
            readings=self.readings(plan, scope),
            rests_on=tuple(map(self.verdict_read, plan.verdicts_read)),
        )

    def verdict_read(self, name: str) -> VerdictRead:
        """What another rule came to."""
        variant = self.plan.rules[name].variant
        verdicts = [self.decided[one.key][variant.number] for one in self.worlds.scopes(variant.list_path)]
        return VerdictRead(name, variant.rule.citation.words, min(verdicts, key=list(Verdict).index))

    # -- evidence -----------------------------------------------------------------------------------------------

    def evidence(self, plan: RulePlan, scope: Scope) -> tuple[Evidence, ...]:
        """The recorded facts that a rule read: first those it rests on, then those in the background."""
        found: dict[str, Evidence] = {}
        for one in self.recorded(self.foremost(plan, scope), plan, scope):
            if one.field not in found:
                found[one.field] = self.foreground(one)
        for one in self.recorded(self.of.background(plan.variant.rule), plan, scope):
            if one.field not in found:
                found[one.field] = one
        return tuple(found.values())

    def foremost(self, plan: RulePlan, scope: Scope) -> list[Field]:
        """The fields on which a verdict rests; of the rows of tables only those that are not as they should be."""
        rests_on, rows = self.rests_on(plan, scope.recorded), self.of.lowered.layout.rows
        if not rows:
            return rests_on
        failing = self.of.failing(plan.variant, scope.recorded)
        differ = {row.path for one in failing for row in self.of.rows_behind(one)}
        return [
            one for one in rests_on if not differ or one.path not in rows or rows[one.path].path in differ
        ]

    def foreground(self, one: Evidence) -> Evidence:
        """The same, as what a verdict rests on."""
        found = self.near.get(one.field)
        if found is None:
            known = one.field, one.term, one.value, one.words, one.place, one.trail, one.item
            found = self.near[one.field] = Evidence(*known, background=False)
        return found

    def recorded(self, fields: Iterable[Field], plan: RulePlan, scope: Scope) -> list[Evidence]:
        """What is recorded of some fields: in the rule's item, or in every item of a field's list."""
        found, own, everywhere = list[Evidence](), plan.list_path, self.known.setdefault(None, {})
        here = self.known.setdefault(scope.key, {}) if own is not None else everywhere
        for fact in fields:
            known, key = everywhere, None
            if own is not None and fact.list_path == own:
                known, key = here, scope.key
            seen = known.get(fact.path)
            if seen is None:
                facts = self.worlds.facts
                spots = concrete(fact, facts, key)
                seen = known[fact.path] = [one for spot in spots if (one := evidence_at(spot, facts))]
            found += seen
        return found

    def rests_on(self, plan: RulePlan, table: ScopeTable) -> list[Field]:
        """The fields that the rule's own form reads; of a defined fact, the branch that was chosen."""
        if not plan.follows:
            return plan.fields
        found: list[Field] = []
        here = Governing(self.of, plan.variant, table)
        waiting = plan.fields[::-1]
        while waiting:
            fact = waiting.pop()
            if fact.defined:
                branch = here.chosen(fact)
                waiting += reversed(self.of.case_fields(branch)) if branch is not None else ()
            else:
                found.append(fact)
        return found

    # -- missing facts ------------------------------------------------------------------------------------------

    def missing(self, variant: Variant, scope: Scope, due: Due | None) -> tuple[Missing, ...]:
        search = MissingSearch(self.of, self.worlds)
        search.ask(variant, scope)
        found = search.found
        alone = len(found) == 1
        return tuple(
            Missing(
                spot.path,
                spot.label,
                self.decides(variant, scope, spot.field, due) if alone else Text("", ""),
                spot.trail,
            )
            for spot in found.values()
        )

    def decides(self, variant: Variant, scope: Scope, fact: Field, due: Due | None) -> Text:
        """Which values of the one missing fact make the verdict what; where many make it the same, these come last."""
        slot = self.of.slot(fact, variant)
        verdicts: dict[Verdict, list[Text]] = {}
        for value, words in fact.type.alternatives(fact, due.at if due is not None else None):
            verdicts.setdefault(self.suppose(variant, scope, slot, value), []).append(words)
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

    def suppose(self, variant: Variant, scope: Scope, slot: int, value: Interval) -> Verdict:
        """The verdict if a fact had a value."""
        first = self.worlds.facts.as_of.toordinal() * MINUTES_A_DAY
        moment = self.of.lowered.layout.moments[slot]
        soonest = (first, first) if value == NEVER and moment else value
        recorded, low, high = scope.tables
        supposed = Scope(
            ItemTable(recorded, {slot: value}),
            ItemTable(low, {slot: soonest}),
            ItemTable(high, {slot: value}),
        )
        return decide(variant, supposed)

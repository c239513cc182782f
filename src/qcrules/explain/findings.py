"""Verdicts → findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from ..engine.worlds import Scope
from ..finding import Finding, Item, Verdict
from ..law.model import Rule
from ..text import Lang
from .explained import DecidedRecord, VerdictReasons
from .explainer import RulePlan
from .terms import surely_ends_by


def disputed(verdicts: Collection[Verdict]) -> bool:
    """Do the decided ones of these verdicts, of one rule under several readings, come to different things?

    For whom the rule binds: nobody is the worse for one that does not apply.
    """
    harmless = Verdict.COMPLIANT in verdicts or Verdict.NOT_APPLICABLE in verdicts
    return harmless + (Verdict.VIOLATED in verdicts) + (Verdict.PENDING in verdicts) > 1


class Explaining(DecidedRecord):
    """The findings on one record, which ask it why they are what they are."""

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
        if not (plan.alternatives or self.elsewhere) or plan.variant.rule.id in self.settled:
            return False
        verdicts = self.decided[scope.key]
        own, others = verdicts[plan.number], [*map(verdicts.__getitem__, plan.alternatives)]
        if others.count(own) < len(others) and disputed((own, *others)):
            return True
        if not self.elsewhere:  # as in most records, and every rule asks
            return False
        return any(disputed((own, other.decided[scope.key][plan.number])) for other in self.elsewhere)

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
        found = self.worlds.scope(self.plan.rules[finding.rule].list_path, finding.at.key)
        assert found is not None
        return found

    def explain(self, finding: Finding) -> VerdictReasons:
        """Why a verdict is what it is."""
        plan, verdict = self.plan.rules[finding.provision.rule], finding.verdict
        scope = self.scope(finding)
        term = self.term(plan.variant, scope) if verdict is not Verdict.NOT_APPLICABLE else None
        return VerdictReasons(self, plan, scope, verdict, term)

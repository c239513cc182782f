"""Some rules of many, found alone: what they need of a row, and what decides them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve, field, frozen

from ..engine import VariantGroup, groups
from ..engine.columnar.engine import Columnar
from ..explain.explainer import RulePlan
from ..facts.layout import EDITION, IN_FORCE
from ..judge.rulebook import Machine
from ..law.lowered import Variant
from .schema import Names

MOST_NARROW = 2048
"""So many sets of rules are kept, with the machines that find only these."""


@frozen(eq=False)
class Behind:
    """What finding a rule needs: the groups in which it is decided, by the numbers of their variants; the facts of a
    row that are read, by their paths."""

    strata: Mapping[tuple[int, ...], VariantGroup]
    facts: frozenset[str]


@frozen(eq=False)
class Narrow:
    """What explains some rules alone: the machine that finds them, and which facts of a row it reads (None: all)."""

    machine: Machine
    facts: frozenset[str] | None = None


def deciding(machine: Machine, engine: Columnar, numbers: Iterable[int]) -> list[VariantGroup]:
    """What must be decided: variants, by their numbers, and those whose verdicts they read."""
    lowered, verdicts = machine.lowered, machine.explainer.verdicts
    waiting = [lowered.variants[number] for number in numbers]
    needed: dict[int, Variant] = {}
    while waiting:
        variant = waiting.pop()
        if variant.number not in needed:
            needed[variant.number] = variant
            waiting += [verdicts[slot] for slot in engine.prepared.needed([variant]) & verdicts.keys()]
    return groups(lowered, sorted(needed.values(), key=lambda variant: variant.number))


@frozen(eq=False)
class RulesAlone:
    """Finds some rules of a kind of record alone. ``weigh``: is it known of each row whether a reading turns a rule?"""

    machine: Machine
    engine: Columnar
    names: Names
    plans: Sequence[RulePlan]
    weigh: bool
    _found: dict[tuple[frozenset[str], frozenset[str]], Narrow] = field(factory=dict)
    _of_rules: dict[tuple[str, bool], Behind] = field(factory=dict)

    def found(self, rules: frozenset[str], weighed: frozenset[str] | None = None) -> Narrow:
        """What finds these rules alone: it reads and works out only what they need.

        ``weighed``: of these a finding says itself whether a reading turns it (None: of all).
        """
        weighed = rules if weighed is None else weighed
        found = self._found.get((rules, weighed))
        if found is None:
            behind = [self._behind(rule, rule in weighed) for rule in rules]
            strata = {numbers: group for one in behind for numbers, group in one.strata.items()}
            in_order = sorted(strata.values(), key=lambda group: group.variants[0].stratum)
            machine = evolve(self.machine, groups=in_order, only=rules, settled=rules - weighed)
            if len(self._found) >= MOST_NARROW:
                self._found.clear()
            facts = frozenset[str]().union(*(one.facts for one in behind))
            found = self._found[rules, weighed] = Narrow(machine, facts)
        return found

    def weighing(self, turned: frozenset[str]) -> frozenset[str] | None:
        """Of the rules that a reading turns, those that must be weighed anew: for each item of a list. None: all."""
        if not self.weigh:
            return None
        return frozenset(
            one.variant.rule.id for one in self.plans if one.list_path and one.variant.rule.id in turned
        )

    def _behind(self, rule: str, weighed: bool) -> Behind:
        """What finding a rule needs."""
        found = self._of_rules.get((rule, weighed))
        if found is None:
            (plan,) = (one for one in self.plans if one.variant.rule.id == rule)
            lowered, explainer = self.machine.lowered, self.machine.explainer
            numbers = plan.variant.number, *(plan.alternatives if weighed else ())
            strata = {one.numbers: one for one in deciding(self.machine, self.engine, numbers)}
            told = explainer.told(plan.variant.rule)
            slots = [lowered.layout.slots[EDITION], lowered.layout.slots[IN_FORCE]]
            slots += [slot for fact in told for slot in lowered.defined_slots.get(fact.path, {}).values()]
            needed = self.engine.prepared.needed((v for one in strata.values() for v in one.variants), slots)
            recorded = [explainer.recorded[slot] for slot in needed & explainer.recorded.keys()]
            facts = self.names.holding((*recorded, *told))
            found = self._of_rules[rule, weighed] = Behind(strata, facts)
        return found

"""The reference engine: what a verdict means, in plain Python.

The condition is asked of the record as it stands; the requirement of the record as it stands, and, where that
fails, of what may still happen: it is pending only where some future meets it whatever the unknown facts are.

The readings of one rule share most of what they ask, and rules share parts of their conditions. So each part is judged
once for all of them, when it is first asked for; and what rules out every variant of a rule is asked before any of
them: a variant is decided only where a reading may make a difference.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ..finding import Verdict
from ..kernel.formula import All, Compare, Formula
from ..kernel.interval import FALSE, OPEN, TRUE, Truth
from ..law.lowered import Variant
from . import VariantGroup
from .worlds import Scope, truth, truth_to_come


def decide(variant: Variant, scope: Scope) -> Verdict:
    """The verdict of one rule on the record, or on one item of it."""
    applies = truth(variant.condition, scope.recorded)
    if applies == FALSE:
        return Verdict.NOT_APPLICABLE
    need = variant.requirement
    if applies == OPEN or need is None:
        return Verdict.UNDETERMINED
    return required(need, truth(need, scope.recorded), scope)


def required(requirement: Formula | None, stands: Truth, scope: Scope) -> Verdict:
    """The verdict of a rule that applies, from its requirement; one that nobody can decide (None) is open.

    ``stands``: its truth in the record as it stands. On what is not done the verdict turns on what may still happen:
    too late, not yet, or nobody knows which of the two.
    """
    if requirement is None or stands == OPEN:
        return Verdict.UNDETERMINED
    return Verdict.COMPLIANT if stands == TRUE else _LATER[truth_to_come(requirement, scope.low, scope.high)]


_LATER = {FALSE: Verdict.VIOLATED, OPEN: Verdict.UNDETERMINED, TRUE: Verdict.PENDING}


@frozen(eq=False, repr=False)
class _RuleVariants:
    """The variants of one rule that are asked together, by the numbers of what they ask.

    ``shared``: the parts of conditions that all variants have; ``cases``: of each distinct condition what else it has,
    and each distinct requirement beside it, with the places of its variants.
    """

    shared: tuple[int, ...]
    cases: tuple[tuple[tuple[int, ...], tuple[tuple[int, tuple[int, ...]], ...]], ...]


@frozen(eq=False, repr=False)
class _GroupProgram:
    """A group of variants, ready to be judged: what they ask of the record as it stands, each distinct part once.

    ``parts``: of conditions and requirements; ``needs``: the requirements, with the numbers of their parts.
    """

    parts: tuple[Formula, ...]
    needs: tuple[tuple[Formula | None, tuple[int, ...]], ...]
    rules: tuple[_RuleVariants, ...]
    count: int

    @classmethod
    def of(cls, variants: Sequence[Variant]) -> _GroupProgram:
        parts: dict[Formula, int] = {}
        needs: dict[Formula | None, int] = {}
        by_rule: dict[str, dict[tuple[int, ...], dict[int, list[int]]]] = {}

        def numbered(formula: Formula) -> tuple[int, ...]:
            conjuncts = formula.parts if isinstance(formula, All) else (formula,)
            return tuple(parts.setdefault(one, len(parts)) for one in conjuncts)

        for place, variant in enumerate(variants):
            asked = numbered(variant.condition)
            need = needs.setdefault(variant.requirement, len(needs))
            by_rule.setdefault(variant.rule.id, {}).setdefault(asked, {}).setdefault(need, []).append(place)
        rules = []
        for conditions in by_rule.values():
            first, *others = conditions
            shared = tuple(one for one in first if all(one in other for other in others))
            cases = (
                (
                    tuple(one for one in asked if one not in shared),
                    tuple((need, tuple(places)) for need, places in beside.items()),
                )
                for asked, beside in conditions.items()
            )
            rules.append(_RuleVariants(shared, tuple(cases)))
        whole = tuple((need, numbered(need) if need is not None else ()) for need in needs)
        return cls(tuple(parts), whole, tuple(rules), len(variants))

    def verdicts(self, scope: Scope) -> list[Verdict]:
        found = [Verdict.NOT_APPLICABLE] * self.count
        parts: list[Truth | None] = [None] * len(self.parts)
        met: list[Verdict | None] = [None] * len(self.needs)
        formulas, recorded = self.parts, scope.recorded
        compared = recorded.compared

        def holds(numbers: tuple[int, ...]) -> Truth:
            worst = TRUE
            for number in numbers:
                one = parts[number]
                if one is None:
                    part = formulas[number]
                    one = compared(part) if type(part) is Compare else truth(part, recorded)
                    parts[number] = one
                if one < worst:
                    if one == FALSE:
                        return FALSE
                    worst = one
            return worst

        for rule in self.rules:
            shared = holds(rule.shared)
            for rest, beside in rule.cases if shared != FALSE else ():
                applies = min(shared, holds(rest)) if rest else shared
                for need, places in beside if applies != FALSE else ():
                    verdict = Verdict.UNDETERMINED
                    if applies == TRUE:
                        known = met[need]
                        if known is None:
                            formula, asked = self.needs[need]
                            known = met[need] = required(formula, holds(asked), scope)
                        verdict = known
                    for place in places:
                        found[place] = verdict
        return found


class Reference:
    """The reference engine, for the loop over the strata."""

    name = "reference"

    def __init__(self) -> None:
        self.programs: dict[VariantGroup, _GroupProgram] = {}

    def decide(self, group: VariantGroup, scope: Scope) -> list[Verdict]:
        """The verdicts of a group of variants, all asked of the same record or item."""
        if len(group.variants) == 1:
            return [decide(group.variants[0], scope)]
        program = self.programs.get(group)
        if program is None:
            program = self.programs[group] = _GroupProgram.of(group.variants)
        return program.verdicts(scope)

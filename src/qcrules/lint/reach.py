"""Can a rule ever apply, and can it ever be violated?

What is said is proven: the facts with few values (a choice, a yes or no) are tried one after another, all others
may be anything. So a rule named here never applies or is never violated; of some that never do, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import define, field

from qcrules.kernel.formula import All, Any, Compare, Formula, Not, Operand, Scale, comparisons
from qcrules.kernel.interval import FALSE, INF, NO, OPEN, TRUE, YES, Interval, Truth, at_most
from qcrules.law.lowered import Lowered, Variant

from .inspected import Inspected
from .issue import Issue, issue

_FEW = 16
_MOST = 20_000


def reach(it: Inspected) -> Iterator[Issue]:
    """The rules that can never apply, or never be violated, under any reading."""
    every_rule = ((one, *of) for one in it.lowered.values() for of in one.by_rule.items())
    for lowered, name, variants in every_rule:
        every = list(variants.values())
        rule = every[0].rule
        if all(not _possible(lowered, [(one.condition, True)], may_come=False) for one in every):
            yield issue("QC008", rule.place, name, subject=name)
        elif all(not _can_be_violated(lowered, one) for one in every) and _is_asked(every):
            yield issue("QC009", rule.place, name, subject=name)


def _is_asked(variants: Sequence[Variant]) -> bool:
    """A rule that nobody can decide here is never violated, and says so itself."""
    return any(one.requirement is not None for one in variants)


def _can_be_violated(lowered: Lowered, variant: Variant) -> bool:
    """Violated: the condition holds as the record stands, and the requirement fails even if all may still happen."""
    if variant.requirement is None:
        return False
    return _possible(lowered, [(variant.condition, True)], False) and _possible(
        lowered, [(variant.condition, True), (variant.requirement, False)], True
    )


def _possible(lowered: Lowered, wanted: list[tuple[Formula, bool]], may_come: bool) -> bool:
    """May every formula have its value? ``may_come``: the last one is asked where all may still happen."""
    return _Search(lowered, wanted, may_come).possible()


@define(eq=False)
class _Search:
    lowered: Lowered
    wanted: list[tuple[Formula, bool]]
    may_come: bool
    chosen: dict[int, Interval] = field(factory=dict)
    steps: int = 0

    def possible(self) -> bool:
        slots = {
            operand.slot
            for formula, _ in self.wanted
            for one in comparisons(formula)
            for operand in map(self.operand, (one.left, one.right))
            if operand.slot is not None and self.few(operand.slot)
        }
        return self.search(sorted(slots))

    def search(self, slots: list[int]) -> bool:
        self.steps += 1
        if not self.may_be():
            return False
        if not slots or self.steps > _MOST:
            return True
        first, *rest = slots
        lo, hi = self.lowered.layout.unknown[first]
        found = False
        for value in range(lo, hi + 1):
            self.chosen[first] = (value, value)
            found = self.search(rest)
            if found:
                break
        del self.chosen[first]
        return found

    def may_be(self) -> bool:
        last = len(self.wanted) - 1
        return all(
            self.can(formula, wanted, self.may_come and number == last)
            for number, (formula, wanted) in enumerate(self.wanted)
        )

    def can(self, formula: Formula, wanted: bool, may_come: bool) -> bool:
        """May the formula have that value, each part for itself?"""
        if isinstance(formula, Not):
            return self.can(formula.part, not wanted, may_come)
        if isinstance(formula, All | Any):
            every = isinstance(formula, All) == wanted
            found = (self.can(part, wanted, may_come) for part in formula.parts)
            return all(found) if every else any(found)
        truth = self.truth(formula, may_come)
        return truth == OPEN or truth == (TRUE if wanted else FALSE)

    def truth(self, one: Compare, may_come: bool) -> Truth:
        left, right = self.operand(one.left), self.operand(one.right)
        if left.slot == right.slot and _seen_alike(left, right):
            return TRUE if left.shift + left.days <= right.shift + right.days else FALSE
        found = at_most(self.see(left), self.see(right))
        if found == OPEN and may_come and _has_happened(left, right) and self.happens(left):
            return TRUE  # it may still happen: the record can never say that it did not
        return found

    def happens(self, operand: Operand) -> bool:
        return operand.slot is not None and self.lowered.layout.moments[operand.slot]

    def see(self, operand: Operand) -> Interval:
        if operand.slot is None:
            return operand.shift, operand.shift
        lo, hi = self.chosen.get(operand.slot, self.lowered.layout.unknown[operand.slot])
        if operand.scale is Scale.MEMBER:
            inside = sum(1 for code in operand.members if lo <= code <= hi)
            return NO if not inside else YES if inside == hi - lo + 1 else (0, 1)
        if operand.scale is not Scale.RAW:
            return -INF, INF
        return (lo if lo <= -INF else lo + operand.shift), (hi if hi >= INF else hi + operand.shift)

    def operand(self, number: int) -> Operand:
        return self.lowered.operands[number]

    def few(self, slot: int) -> bool:
        lo, hi = self.lowered.layout.unknown[slot]
        return lo > -INF and hi < INF and hi - lo < _FEW


def _seen_alike(left: Operand, right: Operand) -> bool:
    return (
        left.slot is not None
        and (left.scale, left.months) == (right.scale, right.months)
        and not left.members
    )


def _has_happened(left: Operand, right: Operand) -> bool:
    return left.scale is Scale.RAW and right.slot is None and right.shift == INF - 1

"""The reference engine: what a verdict means, in plain Python.

The condition is asked of the record as it stands; the requirement of the record as it stands, and, where that
fails, of what may still happen.

Many rules, and the readings of one rule, share comparisons and whole formulas. So each comparison is judged once,
and each distinct formula is written once as a Python expression over those truths: *and* is ``min``, *or* is
``max``, *not* is ``2 - x``, which is all that ``worlds.truth`` says, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import frozen

from ..finding import Verdict
from ..interval import FALSE, OPEN, TRUE, Truth
from ..rulebook.formula import ALWAYS, All, Compare, Formula, Not, comparisons
from ..rulebook.lowering import Variant
from ..worlds import Scope, truth, truths
from . import Group

Judge = Callable[[Sequence[Truth]], Truth]


def decide(variant: Variant, scope: Scope) -> Verdict:
    """The verdict of one rule on the record, or on one item of it."""
    applies = truth(variant.condition, scope.closed)
    stands = truth(variant.requirement or ALWAYS, scope.closed)
    return verdict(applies, stands, variant, scope)


def verdict(applies: Truth, stands: Truth, variant: Variant, scope: Scope) -> Verdict:
    """The verdict, from the truth of the condition and of the requirement in the record as it stands."""
    if applies == FALSE:
        return Verdict.NOT_APPLICABLE
    if applies == OPEN or variant.requirement is None:
        return Verdict.UNDETERMINED
    if stands == TRUE:
        return Verdict.COMPLIANT
    if stands == OPEN:
        return Verdict.UNDETERMINED
    as_it_may_go_on = truth(variant.requirement, scope.open)
    return Verdict.VIOLATED if as_it_may_go_on == FALSE else Verdict.PENDING


@frozen(eq=False)
class _Program:
    """A group of variants, ready to be judged: distinct comparisons, distinct formulas, and who uses which."""

    comparisons: tuple[Compare, ...]
    judges: tuple[Judge, ...]
    uses: tuple[tuple[int, int, Variant], ...]

    @classmethod
    def of(cls, variants: Sequence[Variant]) -> _Program:
        needs = [(variant.condition, variant.requirement or ALWAYS) for variant in variants]
        formulas = {
            formula: number for number, formula in enumerate(dict.fromkeys(f for pair in needs for f in pair))
        }
        found = dict.fromkeys(comparison for formula in formulas for comparison in comparisons(formula))
        numbers = {comparison: number for number, comparison in enumerate(found)}
        judges = tuple(_judge(formula, numbers) for formula in formulas)
        uses = tuple((formulas[a], formulas[b], v) for (a, b), v in zip(needs, variants, strict=True))
        return cls(tuple(found), judges, uses)

    def verdicts(self, scope: Scope) -> list[Verdict]:
        found = truths(self.comparisons, scope.closed)
        judged = [judge(found) for judge in self.judges]
        return [
            verdict(judged[condition], judged[need], variant, scope) for condition, need, variant in self.uses
        ]


def _judge(formula: Formula, numbers: dict[Compare, int]) -> Judge:
    judge: Judge = eval(f"lambda t: {_expression(formula, numbers)}")  # only integers and the names below
    return judge


def _expression(formula: Formula, numbers: dict[Compare, int]) -> str:
    if isinstance(formula, Compare):
        return f"t[{numbers[formula]}]"
    if isinstance(formula, Not):
        return f"(2 - {_expression(formula.part, numbers)})"
    every = isinstance(formula, All)
    parts = [_expression(part, numbers) for part in formula.parts]
    if len(parts) < 2:
        return parts[0] if parts else str(TRUE if every else FALSE)
    return f"{'min' if every else 'max'}({', '.join(parts)})"


class Reference:
    """The reference engine, for the loop over the strata."""

    name = "reference"

    def __init__(self) -> None:
        self.programs: dict[Group, _Program] = {}

    def decide(self, group: Group, scope: Scope) -> list[Verdict]:
        """The verdicts of a group of variants, all asked of the same record or item."""
        program = self.programs.get(group)
        if program is None:
            program = self.programs[group] = _Program.of(group.variants)
        return program.verdicts(scope)

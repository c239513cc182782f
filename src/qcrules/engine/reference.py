"""The reference engine: what a verdict means, in plain Python.

The condition is asked of the record as it stands; the requirement of the record as it stands, and, where that
fails, of what may still happen: it is pending only where some future meets it whatever the unknown facts are.

Many rules, and the readings of one rule, share comparisons and whole formulas. So each comparison is judged once,
and each distinct formula is written once as a Python expression over those truths. There a truth is two bits,
«it may hold» and «it surely holds» (0, 1, 3): *and* is ``&``, *or* is ``|``, *not* is looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from attrs import frozen

from ..finding import Verdict
from ..kernel.formula import All, Compare, Formula, Not, comparisons
from ..kernel.interval import FALSE, OPEN, TRUE, Truth
from ..law.lowering import Variant
from . import VariantGroup
from .worlds import Outlook, Scope, truth

T = TypeVar("T", bound=Hashable)
Bits = int
_TRUTHS: dict[Bits, Truth] = {0b00: FALSE, 0b01: OPEN, 0b11: TRUE}
_NOT: tuple[Bits, ...] = (0b11, 0b01, 0b01, 0b00)


def decide(variant: Variant, scope: Scope) -> Verdict:
    """The verdict of one rule on the record, or on one item of it."""
    applies = truth(variant.condition, scope.recorded)
    stands = truth(variant.requirement, scope.recorded) if variant.requirement is not None else OPEN
    return verdict(applies, stands) or later(variant, scope)


def verdict(applies: Truth, stands: Truth) -> Verdict | None:
    """The verdict, from the truth of the condition and of the requirement in the record as it stands.

    A requirement that nobody can decide is open. None: it turns on what may still happen.
    """
    if applies == FALSE:
        return Verdict.NOT_APPLICABLE
    if applies == OPEN or stands == OPEN:
        return Verdict.UNDETERMINED
    return Verdict.COMPLIANT if stands == TRUE else None


def later(variant: Variant, scope: Scope) -> Verdict:
    """The verdict on what is not done: too late, not yet, or nobody knows which of the two."""
    assert variant.requirement is not None
    return _LATER[scope.truth(variant.requirement, Outlook.HIGH)]


_LATER = {FALSE: Verdict.VIOLATED, OPEN: Verdict.UNDETERMINED, TRUE: Verdict.PENDING}


_VERDICTS = {a: {s: verdict(_TRUTHS[a], _TRUTHS[s]) for s in _TRUTHS} for a in _TRUTHS}


@frozen(eq=False, repr=False)
class _GroupProgram:
    """A group of variants, ready to be judged.

    Distinct operands, distinct comparisons of those (by their places), one function for all distinct formulas, and
    for each variant the places of its condition and its requirement.
    """

    operands: tuple[int, ...]
    comparisons: tuple[tuple[int, int], ...]
    judge: Callable[[Sequence[Bits]], list[Bits]]
    uses: tuple[tuple[int, int, Variant], ...]

    @classmethod
    def of(cls, variants: Sequence[Variant]) -> _GroupProgram:
        formulas = _numbered(f for variant in variants for f in (variant.condition, variant.requirement))
        found = _numbered(one for formula in formulas if formula is not None for one in comparisons(formula))
        operands = _numbered(number for one in found for number in (one.left, one.right))
        uses = tuple((formulas[one.condition], formulas[one.requirement], one) for one in variants)
        written = ", ".join(_expression(formula, found) for formula in formulas)
        return cls(
            tuple(operands),
            tuple((operands[one.left], operands[one.right]) for one in found),
            eval(f"lambda t: [{written}]", {"no": _NOT}),  # only integers and these two names
            uses,
        )

    def verdicts(self, scope: Scope) -> list[Verdict]:
        seen = scope.recorded.operands(self.operands)
        found = []
        for left, right in self.comparisons:  # ``at_most``, written out for speed
            a, b = seen[left], seen[right]
            found.append(0b11 if a[1] <= b[0] else 0b00 if a[0] > b[1] else 0b01)
        judged = self.judge(found)
        return [
            _VERDICTS[judged[condition]][judged[need]] or later(variant, scope)
            for condition, need, variant in self.uses
        ]


def _numbered(values: Iterable[T]) -> dict[T, int]:
    """Each distinct value with its place."""
    return {value: place for place, value in enumerate(dict.fromkeys(values))}


def _expression(formula: Formula | None, places: dict[Compare, int]) -> str:
    if formula is None:
        return "1"
    if isinstance(formula, Compare):
        return f"t[{places[formula]}]"
    if isinstance(formula, Not):
        return f"no[{_expression(formula.part, places)}]"
    sign, empty = ("&", "3") if isinstance(formula, All) else ("|", "0")
    parts = [_expression(part, places) for part in formula.parts]
    return f"({sign.join(parts)})" if parts else empty


class Reference:
    """The reference engine, for the loop over the strata."""

    name = "reference"

    def __init__(self) -> None:
        self.programs: dict[VariantGroup, _GroupProgram] = {}

    def decide(self, group: VariantGroup, scope: Scope) -> list[Verdict]:
        """The verdicts of a group of variants, all asked of the same record or item."""
        program = self.programs.get(group)
        if program is None:
            program = self.programs[group] = _GroupProgram.of(group.variants)
        return program.verdicts(scope)

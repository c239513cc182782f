"""The reference engine: what a verdict means, in plain Python.

The condition is asked of the record as it stands; the requirement of the record as it stands, and, where that
fails, of what may still happen.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..finding import Verdict
from ..interval import FALSE, OPEN, TRUE
from ..rulebook.lowering import Variant
from ..worlds import Scope, truth


def decide(variant: Variant, scope: Scope) -> Verdict:
    """The verdict of one rule on the record, or on one item of it."""
    applies = truth(variant.condition, scope.closed)
    if applies == FALSE:
        return Verdict.NOT_APPLICABLE
    if applies == OPEN or variant.requirement is None:
        return Verdict.UNDETERMINED
    as_it_stands = truth(variant.requirement, scope.closed)
    if as_it_stands == TRUE:
        return Verdict.COMPLIANT
    if as_it_stands == OPEN:
        return Verdict.UNDETERMINED
    as_it_may_go_on = truth(variant.requirement, scope.open)
    return Verdict.VIOLATED if as_it_may_go_on == FALSE else Verdict.PENDING


class Reference:
    """The reference engine, for the loop over the strata."""

    name = "reference"

    def decide(self, variants: Sequence[Variant], scope: Scope) -> list[Verdict]:
        """The verdicts of some variants of one stratum, all asked of the same record or item."""
        return [decide(variant, scope) for variant in variants]

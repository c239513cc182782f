"""Sums of numbers, which an infinity stays in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from ...kernel.interval import INF
from ...law.lowering import Total
from .columns import Column
from .ends import End, Span, is_array, pick

if TYPE_CHECKING:
    from .scopes import World


def total(derived: Total, world: World) -> Column:
    """A sum of numbers less others, in the records or in the items of a list."""

    def added() -> Span:
        lo: End = 0
        hi: End = 0
        for slot in derived.plus:
            low, high = world.column(slot).values()
            lo, hi = _sum(lo, low), _sum(hi, high)
        for slot in derived.minus:
            low, high = world.column(slot).values()
            lo, hi = _sum(lo, -high), _sum(hi, -low)
        return lo, hi

    return Column(added)


def _sum(first: End, second: End) -> End:
    """A sum in which an infinity stays what it is."""
    if not is_array(first) and not is_array(second):
        return first if abs(first) >= INF else second if abs(second) >= INF else first + second
    both = cast(End, np.add(first, second, dtype=np.int64))
    return pick(_finite(first), pick(_finite(second), both, second), first)


def _finite(value: End) -> Any:
    return (value < INF) & (value > -INF)

"""What an engine knows: operands, comparisons, and/or/not."""

from __future__ import annotations

from itertools import product
from typing import Any as Anything

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcrules.engine.worlds import truth
from qcrules.kernel.formula import ALWAYS, All, Any, Compare, Formula, Not, both, comparisons
from qcrules.kernel.interval import FALSE, OPEN, TRUE, Truth, at_most

POINTS = (0, 1, 2)
SPANS = [(lo, hi) for lo, hi in product(POINTS, POINTS) if lo <= hi]


class Spans:
    """A table of operands by hand."""

    def __init__(self, *spans: tuple[int, int]) -> None:
        self.spans = spans

    def operand(self, number: int) -> tuple[int, int]:
        return self.spans[number]

    def compared(self, one: Compare) -> Truth:
        return at_most(self.spans[one.left], self.spans[one.right])


def said(formula: Formula, point: tuple[int, ...]) -> bool:
    """The formula at one point."""
    if isinstance(formula, Compare):
        return point[formula.left] <= point[formula.right]
    if isinstance(formula, Not):
        return not said(formula.part, point)
    return (all if isinstance(formula, All) else any)(said(part, point) for part in formula.parts)


leaves = st.builds(Compare, st.integers(0, 2), st.integers(0, 2))
formulas = st.recursive(
    leaves,
    lambda inner: (
        st.builds(Not, inner)
        | st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, max_size=3).map(lambda parts: Any(tuple(parts)))
    ),
    max_leaves=6,
)


@given(formulas, st.tuples(*[st.sampled_from(SPANS)] * 3))
def test_what_is_decided_holds_at_every_point(formula, spans):
    found = {said(formula, point) for point in product(*([*range(lo, hi + 1)] for lo, hi in spans))}
    decided = truth(formula, Spans(*spans))
    assert decided == OPEN or found == {decided == TRUE}


@given(formulas, st.tuples(*[st.integers(0, 2)] * 3))
def test_at_a_point_nothing_is_open(formula, point):
    assert truth(formula, Spans(*((value, value) for value in point))) == (
        TRUE if said(formula, point) else FALSE
    )


def test_nothing_to_ask_is_always_and_nothing_to_choose_is_never():
    assert truth(ALWAYS, Spans()) == TRUE
    assert truth(Any(()), Spans()) == FALSE
    assert truth(Not(ALWAYS), Spans()) == FALSE


ONE, TWO, THREE = Compare(0, 1), Compare(1, 2), Compare(0, 2)


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        ((), ALWAYS),
        ((ONE,), ONE),
        ((ONE, ALWAYS), ONE),
        ((ONE, All((TWO, THREE))), All((ONE, TWO, THREE))),
        ((ONE, Any((TWO, THREE))), All((ONE, Any((TWO, THREE))))),
    ],
)
def test_and_is_flat(parts: tuple[Anything, ...], joined):
    assert both(*parts) == joined


def test_every_comparison_is_found():
    assert comparisons(All((ONE, Not(Any((TWO, THREE)))))) == [ONE, TWO, THREE]
    assert comparisons(ALWAYS) == []

"""Closed intervals and the three truths."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcrules.kernel.interval import (
    FALSE,
    INF,
    MAYBE,
    MINUTES_A_DAY,
    NEVER,
    NO,
    OPEN,
    TRUE,
    UNKNOWN,
    YES,
    as_interval,
    at_most,
    day_of,
    hull,
    negate,
    shift,
    whole_day,
)

ENDS = (-INF, -2, -1, 0, 1, 2, INF)
INTERVALS = [(lo, hi) for lo, hi in product(ENDS, ENDS) if lo <= hi]


def points(interval):
    """The points of an interval among the ends, and between them."""
    return [point for point in ENDS if interval[0] <= point <= interval[1]]


@pytest.mark.parametrize("left", INTERVALS)
def test_at_most_is_what_all_points_say(left):
    for right in INTERVALS:
        said = {a <= b for a, b in product(points(left), points(right))}
        assert at_most(left, right) == (OPEN if len(said) == 2 else TRUE if said == {True} else FALSE), right


def test_truths_are_ordered_so_that_and_is_min_and_or_is_max():
    assert FALSE < OPEN < TRUE
    table = {(FALSE, OPEN): (FALSE, OPEN), (OPEN, TRUE): (OPEN, TRUE), (OPEN, OPEN): (OPEN, OPEN)}
    assert all((min(pair), max(pair)) == kleene for pair, kleene in table.items())
    assert [negate(truth) for truth in (FALSE, OPEN, TRUE)] == [TRUE, OPEN, FALSE]


def test_a_truth_is_a_fact():
    assert [as_interval(truth) for truth in (FALSE, OPEN, TRUE)] == [NO, MAYBE, YES]


@pytest.mark.parametrize("end", [INF, -INF])
@pytest.mark.parametrize("by", [-30, 0, 10**9])
def test_an_infinity_absorbs_what_is_added(end, by):
    assert shift(end, by) == end
    assert day_of(end) == end


@given(st.integers(-(10**12), 10**12), st.integers(-(10**6), 10**6))
def test_what_is_finite_moves(value, by):
    assert shift(value, by) == value + by


def test_nothing_that_is_counted_reaches_infinity():
    assert date.max.toordinal() * MINUTES_A_DAY * 1000 < INF
    assert INF < 2**63, "the engine in C saturates there"


@given(*[st.tuples(st.integers(-9, 9), st.integers(-9, 9)).map(lambda pair: tuple(sorted(pair)))] * 2)
def test_the_hull_holds_both_and_no_more(first, second):
    lo, hi = hull(first, second)
    assert {lo, hi} <= {*first, *second}
    assert lo <= min(first[0], second[0])
    assert hi >= max(first[1], second[1])


def test_the_hull_of_never_and_a_day_is_that_day_or_later():
    assert hull(whole_day(5), NEVER) == (5 * MINUTES_A_DAY, INF)
    assert hull(UNKNOWN, NO) == UNKNOWN


@pytest.mark.parametrize("day", [date(1991, 1, 1), date(2014, 2, 28), date(2100, 12, 31)])
def test_a_day_is_its_minutes(day):
    first, last = whole_day(day.toordinal())
    assert last - first == 24 * 60 - 1
    assert (day_of(first), day_of(last)) == (day.toordinal(), day.toordinal())
    assert day_of(last + 1) == day.toordinal() + 1

"""What comparisons see of a slot: what all its points say together."""

from __future__ import annotations

from itertools import combinations, combinations_with_replacement

import pytest

from qcrules.engine.operands import see_through
from qcrules.kernel.formula import Operand, Scale
from qcrules.time.calendar import load_calendar

CODES = range(4)


@pytest.mark.parametrize("members", [set(some) for many in range(4) for some in combinations(CODES, many)])
def test_one_of_some_options_is_seen_as_all_that_the_fact_may_be_say(members: set[int]) -> None:
    see = see_through(Operand(0, Scale.MEMBER, members=frozenset(members)), load_calendar("KZ"))
    for low, high in combinations_with_replacement(CODES, 2):
        said = {int(code in members) for code in range(low, high + 1)}
        assert see((low, high)) == (min(said), max(said)), (low, high)

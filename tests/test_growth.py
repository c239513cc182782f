"""What is made of a record of many items grows as the record does: counted in calls of Python, not in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

import qcrules

GROUND = {"kind": "plan", "plan_from": "2014-01-01", "plan_to": "2014-06-30", "dated_on": "2013-12-05"}
REFUSED = {
    "kind": "access_denied",
    "occurred_at": "2014-02-03 10:00",
    "protocol": {"drawn_up_at": "2014-02-03 12:00"},
}
WORK: dict[str, Callable[[dict[str, Any]], object]] = {
    "checked": lambda record: qcrules.check(record, as_of="2014-03-01"),
    "told": lambda record: qcrules.check(record, as_of="2014-03-01").to_dict(),
    "planned": lambda record: qcrules.plan(record, as_of="2014-03-01"),
}


def record(count: int, ground: dict[str, Any], obstruction: dict[str, Any]) -> dict[str, Any]:
    """An inspection with so many items of five lists."""
    lists = {"grounds": [ground] * count, "obstructions": [obstruction] * count, "publications": [{}] * count}
    act = {"violations": [{}] * count, "recommendations": [{}] * count}
    return {"inspection": {"kind": "planned", **lists, "act": act}}


def calls(work: Callable[[], object]) -> int:
    """How many functions of Python are called while something works."""
    count = 0

    def see(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.long
@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
@pytest.mark.parametrize(("ground", "obstruction"), [(GROUND, REFUSED), ({}, {})], ids=["filled in", "empty"])
def test_twice_the_items_cost_twice(
    ground: dict[str, Any], obstruction: dict[str, Any], work: Callable[[dict[str, Any]], object]
):
    """Of fewer than ``spots.MOST_ITEMS`` a finding on an item tells each of another list, which is many times many."""
    one, two = (record(count, ground, obstruction) for count in (60, 120))
    work(one)  # what is made once
    assert calls(lambda: work(two)) < 2.2 * calls(lambda: work(one))

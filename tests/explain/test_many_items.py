"""Where a record has many items of two lists, a finding on an item of one tells the first of the other and the rest."""

from __future__ import annotations

from typing import Any

import pytest

from qcrules import check
from qcrules.explain.spots import MOST_ITEMS
from qcrules.finding import Finding

PLAN = {"kind": "plan", "plan_from": "2014-01-01", "plan_to": "2014-06-30"}
REFUSED = {"kind": "access_denied", "occurred_at": "2014-02-03"}
FIRST = [f"obstructions[{number}].kind" for number in range(1, MOST_ITEMS + 1)]


def findings(obstructions: list[Any]) -> dict[str, list[Finding]]:
    record = {"inspection": {"kind": "planned", "grounds": [PLAN, PLAN], "obstructions": obstructions}}
    found: dict[str, list[Finding]] = {}
    for one in check(record, as_of="2014-03-01").findings:
        found.setdefault(one.rule, []).append(one)
    return found


def kinds(fields: list[str]) -> list[str]:
    return [one for one in fields if one.startswith("obstructions[") and one.endswith((".kind", "[…]"))]


@pytest.mark.parametrize(("more", "rest"), [(0, []), (1, [1]), (30, [30])])
def test_evidence(more: int, rest: list[int]):
    for one in findings([REFUSED] * (MOST_ITEMS + more))["p05-plan-half-year"]:
        told = {fact.field: fact for fact in one.evidence}
        assert kinds(list(told)) == FIRST + ["obstructions[…]"] * len(rest)
        assert [told[path].value for path in told if path.endswith("[…]")] == rest
        assert [told[path].words.en for path in told if path.endswith("[…]")] == [
            f"and {n} more" for n in rest
        ]


@pytest.mark.parametrize(("more", "rest"), [(0, []), (1, [1]), (30, [30])])
def test_missing_facts(more: int, rest: list[int]):
    for one in findings([{}] * (MOST_ITEMS + more))["p05-plan-half-year"]:
        assert kinds([fact.field for fact in one.missing]) == FIRST + ["obstructions[…]"] * len(rest)
        assert [fact.term.en for fact in one.missing if fact.field.endswith("[…]")] == [
            f"obstructions: and {number} more" for number in rest
        ]


def test_a_missing_fact_is_told_however_far_down_it_stands():
    obstructions = [*[REFUSED] * (MOST_ITEMS + 5), {"occurred_at": "2014-02-03"}]
    for one in findings(obstructions)["p05-plan-half-year"]:
        assert kinds([fact.field for fact in one.missing]) == [f"obstructions[{len(obstructions)}].kind"]


def test_a_finding_on_the_record_tells_all():
    found = findings([{}] * (MOST_ITEMS + 5))
    (drawn_up,) = found["p13-act-drawn-up"]
    assert len(kinds([fact.field for fact in drawn_up.missing])) == MOST_ITEMS + 5

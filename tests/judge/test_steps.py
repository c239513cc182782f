"""The law of which day judges a step: of the order, or of the step itself. Alike in all engines, and in registers."""

from __future__ import annotations

from itertools import product
from typing import Any

import pyarrow as pa
import pytest
from packs import ENGINES

from qcrules import check
from qcrules.batch import check_batch
from qcrules.judge.judgement import EngineName

AS_OF = "2015-12-31"


def record(ordered: str, considered: str | None, sent: str | None, **more: Any) -> dict[str, Any]:
    return {
        "order": {"issued_on": ordered, "ends_on": considered},
        "decision": {"considered_on": considered, "outcomes": ["recommendation_letter"]},
        "letter": {"sent_on": sent, "addressee": "other", "signed_by": "other", "reply_due_on": "2015-09-01"},
        **more,
    }


RECORDS = [
    record(*one)
    for one in product(
        ("2013-06-10", "2013-06-12", "2014-02-03", "2015-06-29", "2015-07-18", "2015-07-19"),
        ("2013-06-14", "2014-03-03", "2015-07-10", "2015-07-14", "2015-08-04", "—"),
        ("2013-06-20", "2015-07-18", "2015-08-20", "—"),
    )
][::5]


RULES = [
    "p18-five-days",
    "p18-signed",
    "p17-addressee",
    "p23-report",
    "p14-served-by-last-day",
    "p23-each-date",
]


@pytest.mark.long
@pytest.mark.parametrize("which", ["order", "step"])
def test_a_register_answers_as_a_check(which: str):
    readings = {"order-which-day": which}
    table = pa.RecordBatch.from_pylist([{"id": str(n), **one} for n, one in enumerate(RECORDS)])
    rows = check_batch(table, as_of=AS_OF, readings=readings, select=RULES).to_pylist()
    for row, one in zip(rows, RECORDS, strict=True):
        found = check({"inspection": one}, as_of=AS_OF, readings=readings, engine="reference").findings
        rank = ["not_applicable", "compliant", "undetermined", "pending", "violated"]
        for rule in RULES:
            own = [f for f in found if f.rule == rule]
            assert row[rule] == max((str(f.verdict) for f in own), key=rank.index), (rule, one)
            assert (rule in row["contested"]) == any(f.contested for f in own), (rule, one)


@pytest.mark.long
@pytest.mark.parametrize("engine", [one for one in ENGINES if one != "reference"])
@pytest.mark.parametrize("one", RECORDS[::7])
def test_the_engines_agree(engine: EngineName, one: dict[str, Any]):
    for which in ("order", "step"):
        how: dict[str, Any] = {"as_of": AS_OF, "readings": {"order-which-day": which}}
        assert (
            check({"inspection": one}, engine=engine, **how).findings
            == check({"inspection": one}, engine="reference", **how).findings
        )


def test_it_is_told():
    late = {"inspection": record("2015-06-29", "2015-08-04", "2015-08-20")}
    found = next(one for one in check(late, as_of=AS_OF).violations if one.rule == "p18-five-days")
    assert found.contested
    assert {(one.option, str(one.verdict)) for one in found.readings if one.reading == "order-which-day"} == {
        ("order", "violated"),
        ("step", "not_applicable"),
    }
    other = check(late, as_of=AS_OF, readings={"order-which-day": "step"}, lang="ru").findings
    [silent] = [one for one in other if one.rule == "p18-five-days"]
    assert (
        silent.message
        == "Норма действует с 12.06.2013 по 18.07.2015, а шаг, о котором она, — вне этого времени"
    )


def test_an_ordinary_case_is_not_contested_by_it():
    usual = {"inspection": record("2014-02-03", "2014-03-03", "2014-03-07")}
    usual["inspection"]["letter"]["reply_due_on"] = "2014-03-28"
    found = check(usual, as_of="2014-12-31").findings
    assert not any(one.reading == "order-which-day" for finding in found for one in finding.readings)

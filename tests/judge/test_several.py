"""Several of a kind where the law speaks of one: each rule is asked of each, or of the best where one is enough."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from packs import ENGINES, PAID, VOCABULARY, judged, load, rule

from qcrules import Inspection, check
from qcrules.ahead.change import WhatIf
from qcrules.ahead.plan import plan
from qcrules.batch import check_batch
from qcrules.errors import RecordError
from qcrules.judge.judgement import EngineName

LATE = {"sent_on": "2014-03-05", "addressee": "head_of_subject", "reply_due_on": "2014-04-10"}
IN_TIME = {"sent_on": "2014-02-24", "addressee": "other", "reply_due_on": "2014-04-01"}
CASE: dict[str, Any] = {
    "order": {"issued_on": "2014-02-01"},
    "decision": {"considered_on": "2014-02-20", "outcomes": ["recommendation_letter"]},
}


def verdicts(record: dict[str, Any], *rules: str, engine: EngineName = "reference", **how: Any) -> list[str]:
    found = check({"inspection": {**CASE, **record}}, as_of="2014-05-30", engine=engine, **how).findings
    return [f"{one.item}: {one.verdict}" for one in found if one.rule in rules]


@pytest.mark.parametrize("engine", ENGINES)
def test_each_rule_is_asked_of_each_letter(engine: EngineName):
    found = verdicts({"letters": [LATE, IN_TIME]}, "p18-five-days", "p17-addressee", engine=engine)
    assert found == [
        "letters[1]: compliant",
        "letters[2]: violated",
        "letters[1]: violated",
        "letters[2]: compliant",
    ]


def test_a_letter_alone_is_as_a_list_of_one():
    alone = check({"inspection": {**CASE, "letter": LATE}}, as_of="2014-05-30")
    for names in ("letter", "letters", "письма"):
        one = (
            check({"inspection": {**CASE, names: [LATE]}}, as_of="2014-05-30") if names != "письма" else alone
        )
        assert [(f.rule, f.item, f.verdict, f.message) for f in one.findings] == [
            (f.rule, f.item, f.verdict, f.message) for f in alone.findings
        ]


def test_no_letter_is_an_empty_list():
    assert verdicts({"letters": []}, "p18-five-days") == verdicts({"letter": None}, "p18-five-days")
    assert verdicts({"letters": "?"}, "p17-addressee") == ["None: undetermined"]
    assert verdicts({"letters": [LATE, "?"]}, "p17-addressee") == [
        "letters[1]: compliant",
        "letters[2]: undetermined",
    ]


def test_what_reads_no_letter_is_found_once():
    assert verdicts({"letters": [LATE, IN_TIME]}, "p17-listed-decision") == ["None: undetermined"]


def test_items_within_one_of_several():
    due = [{"due_on": "2014-03-20"}, {"due_on": "2014-03-21"}]
    letters = [
        {"sent_on": "2014-02-24", "delivered_at": "2014-02-25", "reply_due_on": None, "recommendations": due},
        {**IN_TIME, "recommendations": due[:1]},
    ]
    record = {"letters": letters, "implementation": {"reported_at": "2014-03-20"}}
    assert verdicts(record, "p23-each-date")[:2] == [
        "letters[1].recommendations[1]: compliant",
        "letters[1].recommendations[2]: compliant",
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_one_report_in_time_is_enough_for_each_letter(engine: EngineName):
    letters = [{**one, "delivered_at": "2014-03-06"} for one in (LATE, IN_TIME)]
    reports = [{"reported_at": "2014-04-20"}, {"reported_at": "2014-04-05"}]
    found = verdicts({"letters": letters, "implementation": reports}, "p23-report", engine=engine)
    assert found == [
        "letters[1], implementation[2]: compliant",
        "letters[2], implementation[1]: violated",
    ]


def test_the_best_is_one_for_all_rules_that_are_content_with_it():
    """A notice in time that says nothing and one that says all and is late are two faults of either: not none."""
    notices = [
        {
            "delivered_at": "2014-01-01",
            "form": "written",
            "states_period": False,
            "states_subject_matter": False,
        },
        {
            "delivered_at": "2014-02-09",
            "form": "written",
            "states_period": True,
            "states_subject_matter": True,
        },
    ]
    record = {"kind": "planned", "notices": notices, "order_handed_at": "2014-02-10", "obstructions": None}
    rules = ("p10-planned-notice", "p10-planned-period", "p10-planned-subject-matter")
    assert verdicts(record, *rules) == [
        "notices[2]: violated",
        "notices[2]: compliant",
        "notices[2]: compliant",
    ]


def test_what_is_wrong_in_any_of_them_is_said_with_its_place(tmp_path: Path):
    case = tmp_path / "case.yaml"
    case.write_text(
        "inspection:\n  letters:\n    - sent_on: 2014-03-05\n    - sent_on: 2014-02-30\n      sent: 1\n",
        encoding="utf-8",
    )
    with pytest.raises(RecordError) as error:
        check(case)
    assert [str(one.place).rpartition("case.yaml:")[2] for one in error.value.problems] == ["4:16", "5:7"]
    for record in (
        {"letter": LATE, "letters": [LATE]},
        {"letters": [[LATE]]},
        {"letters": 5},
        {"letters": [LATE] * 21},
        {"order": [{"number": "1"}]},
        {"letters": [LATE, "x"]},
    ):
        with pytest.raises(RecordError):
            check({"inspection": record})


def test_evidence_stands_where_it_was_given(tmp_path: Path):
    case = tmp_path / "case.yaml"
    case.write_text(
        "inspection:\n  order: {issued_on: 2014-02-01}\n  decision: {considered_on: 2014-02-20, outcomes: "
        "recommendation_letter}\n  letters:\n    - sent_on: 2014-02-24\n    - sent_on: 2014-03-05\n",
        encoding="utf-8",
    )
    found = next(one for one in check(case, as_of="2014-05-30").violations if one.rule == "p18-five-days")
    sent = next(one for one in found.evidence if one.field == "letters[2].sent_on")
    assert (sent.place.line, sent.trail) == (6, ("inspection", "letters", 1, "sent_on"))
    assert sent.item == found.at


def test_what_reads_a_verdict_is_asked_as_often_as_the_rule_that_it_reads(tmp_path: Path):
    several = VOCABULARY.replace("тип: объект\n", "тип: объект\n        несколько: {readers: читатели}\n", 1)
    rules = [
        rule("p1-adult", требуется={"читатель.взрослый": "да"}),
        rule("p1-paid", если={"вердикт": "p1-adult"}, требуется=PAID),
    ]
    record = {"readers": [{"adult": True}, {"adult": False}], "paid": False}
    found = judged(load(tmp_path, rules, vocabulary=several), record).findings
    assert [(one.rule, one.item, str(one.verdict)) for one in found] == [
        ("p1-adult", "readers[1]", "compliant"),
        ("p1-adult", "readers[2]", "violated"),
        ("p1-paid", "readers[1]", "not_applicable"),
        ("p1-paid", "readers[2]", "violated"),
    ]


def test_missing_facts_are_named_with_the_number():
    found = check({"inspection": {**CASE, "letters": [LATE, IN_TIME]}}, as_of="2014-05-30").findings
    missing = {fact.field for one in found if one.rule == "p17-recommendations" for fact in one.missing}
    assert missing == {"letters[1].recommendations", "letters[2].recommendations"}


def test_the_plan_and_the_changes_know_them_all():
    record = {"inspection": {**CASE, "letters": [{**LATE, "delivered_at": "2014-03-06"}, IN_TIME]}}
    steps = plan(record, as_of="2014-03-07").steps
    assert {"letters[1]", "letters[2]"} <= {
        step.finding.item for step in steps if step.finding.rule == "p23-report"
    }
    assert len({step.uid for step in steps}) == len(steps)
    assessment = check(record, as_of="2014-05-30")
    changes = WhatIf.of(assessment)
    for one in assessment.violations:
        assert changes.changes(one) is not None


def test_too_many_together_are_refused(tmp_path: Path):
    """What is asked of each letter with each act grows with both: twenty of six kinds took half a minute."""
    case = tmp_path / "case.yaml"
    twenty = "[" + ", ".join(["{}"] * 20) + "]"
    case.write_text(f"inspection:\n  letters: {twenty}\n  acts: {twenty}\n", encoding="utf-8")
    assert len(check(case, as_of="2014-05-30").findings) > 0
    case.write_text(
        f"inspection:\n  notices: {twenty}\n  acts: {twenty}\n  letters: {twenty}\n  measures: {twenty}\n",
        "utf-8",
    )
    with pytest.raises(RecordError) as refused:
        check(case, as_of="2014-05-30")
    (problem,) = refused.value.problems
    assert str(problem.place) == f"{case}:2:13"
    for words in ("notices: 20", "acts: 20", "letters: 20", "measures: 20", "at most 500"):
        assert words in problem.message.en
    assert "письма — 20" in problem.message.ru


@pytest.mark.long
def test_typed_and_tabled_records_say_the_same():
    record = {**CASE, "letters": [LATE, IN_TIME]}
    typed = Inspection.from_dict(record)
    assert typed.to_dict() == record
    assert verdicts(typed.to_dict(), "p18-five-days") == verdicts(record, "p18-five-days")
    table = pa.RecordBatch.from_pylist(
        [
            {"id": "a", **record},
            {"id": "b", **CASE, "letters": [IN_TIME]},
            {"id": "c", **CASE, "letters": None},
        ]
    )
    found = check_batch(table, as_of="2014-05-30").to_pylist()
    assert [row["p18-five-days"] for row in found] == ["violated", "compliant", "undetermined"]
    assert found[0]["p17-addressee"] == "violated"
    said = check_batch(table, as_of="2014-05-30", report="findings").to_pylist()
    assert {row["item"] for row in said if row["id"] == "a" and row["rule"] == "p18-five-days"} == {
        "letters[1]"
    }

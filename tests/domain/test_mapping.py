"""Objects become the mappings that a check reads."""

from __future__ import annotations

import copy
import pickle
from datetime import date, datetime

import pytest

from qcrules import check
from qcrules.domain import (
    LEFT_OUT,
    UNKNOWN,
    Act,
    Inspection,
    InspectionPlan,
    MonitoringReport,
    Notice,
    Official,
    Order,
    Protocol,
    Recommendation,
    as_mapping,
    kind_of,
)


def test_what_is_left_out_is_left_out_and_what_is_absent_or_unknown_is_kept() -> None:
    inspection = Inspection(
        kind="planned",
        measures_taken=False,
        notice=Notice(delivered_at=None),
        act=Act(copies=2, served_at=datetime(2014, 1, 10, 9, 30), inspectors=[Official(position="эксперт")]),
        objections=None,
        publications=[],
        escalation=UNKNOWN,
        cancelled_at=LEFT_OUT,
    )
    assert as_mapping(inspection) == {
        "kind": "planned",
        "measures_taken": False,
        "notice": {"delivered_at": None},
        "act": {
            "copies": 2,
            "served_at": datetime(2014, 1, 10, 9, 30),
            "inspectors": [{"position": "эксперт"}],
        },
        "objections": None,
        "publications": [],
        "escalation": "?",
    }


def test_what_is_unknown_stays_so_in_a_complete_record_and_what_is_left_out_is_not_there() -> None:
    for said, verdict in ((UNKNOWN, "undetermined"), (LEFT_OUT, "violated"), (None, "violated")):
        inspection = Inspection(
            kind="planned",
            order=Order(issued_on=date(2014, 3, 3)),
            notice=Notice(delivered_at=said),
            order_handed_at=date(2014, 4, 2),
        )
        found = check(inspection, as_of="2014-06-01", complete=True)
        [finding] = [one for one in found.findings if one.rule == "p10-planned-notice"]
        assert finding.verdict == verdict
        assert Inspection.from_dict(inspection.to_dict()) == inspection


def test_an_object_of_which_nothing_is_known_is_there_all_the_same() -> None:
    assert as_mapping(Inspection(notice=Notice())) == {"notice": {}}
    assert as_mapping(Inspection()) == {}


def test_the_kind_is_the_top_key_of_the_case_file() -> None:
    records = [Inspection(), Act(), Protocol(), MonitoringReport(), InspectionPlan()]
    kinds = ["inspection", "act", "protocol", "monitoring_report", "inspection_plan"]
    assert [kind_of(record) for record in records] == kinds
    assert kind_of(Recommendation()) is None
    assert kind_of({}) is None
    assert kind_of("case.yaml") is None


def test_records_are_frozen_and_compare_by_value() -> None:
    act = Act(served_at=date(2014, 1, 10))
    assert act == Act(served_at=date(2014, 1, 10))
    assert hash(act) == hash(Act(served_at=date(2014, 1, 10)))
    with pytest.raises(AttributeError):
        act.served_at = None  # type: ignore[misc]
    with pytest.raises(TypeError):
        Act(date(2014, 1, 10))  # type: ignore[misc]


def test_unknown_is_one_value_and_neither_true_nor_false() -> None:
    assert repr(UNKNOWN) == "UNKNOWN"
    assert copy.deepcopy(UNKNOWN) is UNKNOWN
    assert pickle.loads(pickle.dumps(UNKNOWN)) is UNKNOWN
    assert (
        repr(Recommendation(due_on=None))
        == "Recommendation(text=LEFT_OUT, due_on=None, reported_at=LEFT_OUT)"
    )
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(Act().sign_refused)

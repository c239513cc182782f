"""The face of machines: keys, their order, and plain values."""

from __future__ import annotations

import json as standard

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcrules import harmless
from qcrules.render import json

PLAIN = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
KEYS = st.text() | st.integers() | st.booleans() | st.none()
DATA = st.recursive(PLAIN, lambda one: st.lists(one) | st.tuples(one, one) | st.dictionaries(KEYS, one))


@pytest.mark.long
@given(DATA)
def test_it_is_written_as_the_standard_library_writes_it(data):
    whole = standard.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    assert json.dumps(data) == harmless.json(whole) + "\n"


def test_keys_that_are_equal_to_python_are_written_each_as_it_is():
    assert [json.dumps({key: None}) for key in (0, False, True, 1)] == [
        f'{{\n  "{word}": null\n}}\n' for word in ("0", "false", "true", "1")
    ]


def shown(*assessments):
    return standard.loads(json.render(assessments))


def test_always_a_list(sample):
    assert shown() == []
    assert len(shown(sample.full(), sample.full())) == 2


def test_the_keys_of_an_assessment_and_their_order(sample):
    [one] = shown(sample.full())
    assert list(one) == [
        "schema", "pack", "calendar", "engine", "as_of", "as_of_source", "readings", "subject", "language",
        "warnings", "assumptions", "summary", "findings",
    ]  # fmt: skip
    assert one["schema"] == "qcrules/assessment/1"
    assert list(one["pack"]) == ["id", "version", "sha256"]
    assert one["subject"] == {"kind": "inspection", "id": "17-А", "source": "case.yaml"}
    assert one["as_of"] == "2014-01-10"
    assert list(one["summary"].items()) == [
        ("compliant", 2), ("violated", 3), ("pending", 2), ("undetermined", 1), ("not_applicable", 1),
    ]  # fmt: skip


def test_a_finding(sample):
    [one] = shown(sample.assessment(sample.violated()))
    [finding] = one["findings"]
    detail = finding.pop("due_detail")
    assert finding == {
        "rule": "p10-planned-notice",
        "document": "rules",
        "article": None,
        "paragraph": "10",
        "part": 1,
        "point": None,
        "subpoint": None,
        "citation": "п.10 ч.1",
        "item": None,
        "force": "mandatory",
        "edition": "2013-06-12/2015-07-18",
        "verdict": "violated",
        "contested": False,
        "bearer": "inspector",
        "due": "2013-12-30",
        "actual": "2014-01-08",
        "delay": {"value": 3, "unit": "working_days"},
        "gist": "Суть p10-planned-notice",
        "message": "Слова о p10-planned-notice.",
        "evidence": [
            {"field": "notice.delivered_at", "value": "2014-01-08", "source": "case.yaml:12:5"},
            {"field": "order.issued_on", "value": "2013-12-01", "source": "case.yaml:3:5"},
        ],
        "missing": [],
        "rests_on": [],
        "readings": [],
    }
    assert detail["skipped"][0] == {"date": "2013-12-28", "reason": "выходной"}


def test_minutes_and_missing_facts(sample):
    [one] = shown(sample.full("en"))
    by_rule = {finding["rule"]: finding for finding in one["findings"]}
    assert by_rule["p20-hours"]["actual"] == "2014-01-08T10:30"
    assert by_rule["p20-hours"]["due_detail"] is None
    assert by_rule["p14-served"]["missing"] == [
        {
            "field": "notice.delivered_at",
            "term": "notice delivered",
            "decides": "by 2014-04-01 complies, later violates",
        }
    ]
    assert by_rule["p10-hours"]["readings"][1] == {
        "reading": "p10-clear-days",
        "option": "full_days",
        "verdict": "compliant",
    }


def test_letters_stay_letters(sample):
    assert "Слова" in json.render([sample.full()])

"""A form written from a record is that record; the examples are the same reports in both shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

import qcrules
from qcrules.forms import read, write

EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = sorted(EXAMPLES.glob("monitoring-?mk.yaml"))


@pytest.mark.long
def test_a_form_filled_by_us_says_what_a_form_filled_by_a_script_says(filled, tmp_path):
    record = filled.record()
    write(tmp_path / "again.xlsx", "1-mk", 2014, 4, record=record)
    assert read(tmp_path / "again.xlsx")[0].record == record


def test_a_sum_that_the_record_says_otherwise_stands_as_it_is_said(filled, tmp_path):
    filled.cell("1", 2).value = 999
    record = filled.record()
    write(tmp_path / "again.xlsx", "1-mk", 2014, 4, record=record)
    again = read(tmp_path / "again.xlsx")[0].record
    assert again["figures"]["1"] == record["figures"]["1"]
    assert again["figures"]["1"]["2014-02"] == 999


@pytest.mark.parametrize(
    "facts",
    [
        {"submitted_at": "2014-05", "stamped": True},
        {"submitted_at": "2014-05-05 15:30"},
        {"submitted_at": "вчера", "stamped": "наверно"},
        {"preventive_measures": "Обучение"},
    ],
)
def test_a_form_says_what_the_record_says_however_vague_or_wrong(tmp_path, facts):
    """Who checks the form is told what is wrong with it."""
    write(tmp_path / "again.xlsx", "1-mk", 2014, 4, record=facts)
    again = read(tmp_path / "again.xlsx")[0].record
    assert {key: str(again[key])[:16] for key in facts} == {key: str(said) for key, said in facts.items()}


def test_more_services_than_rows(tmp_path):
    record = {"late_services": {"3.2": {f"Услуга {number}": {"2014-01": number} for number in range(9)}}}
    write(tmp_path / "again.xlsx", "1-mk", 2014, 4, record=record)
    again = read(tmp_path / "again.xlsx")[0].record
    assert [row["2014-01"] for row in again["late_services"]["3.2"].values()] == list(range(9))
    assert again["figures"]["3.2"]["2014-01"] == 36


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_examples_say_the_same_in_both_shapes(case):
    """`python tools/build_form_examples.py` writes the workbooks anew. What was decided is not in a form."""
    said = qcrules.check(case)
    told = {(finding.rule, finding.item): finding.verdict for finding in said.findings}
    book = qcrules.check(case.with_suffix(".xlsx"), as_of=said.as_of)
    of_form = [f for f in book.findings if f.rule.startswith(("form", "explanation", "p25", "p26"))]
    assert len(of_form) > 30
    for finding in of_form:
        assert finding.verdict == told[finding.rule, finding.item], finding.rule

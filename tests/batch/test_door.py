"""The laws of the door, on a few records; ``make prove`` tries many (tests/prove/door.py)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from properties import examples

pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
pytest.importorskip("xlsxwriter", reason="workbooks need the extra `excel`")
pytest.importorskip("python_calamine", reason="workbooks need the extra `excel`")

from prove import door

LAWS = door.laws(most=2, few=2)


@pytest.mark.long
@pytest.mark.parametrize("name", LAWS)
@settings(
    max_examples=examples(2), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_a_law_of_the_door(tmp_path: Path, name: str, data: st.DataObject) -> None:
    _, law = LAWS[name]
    law.holds(tmp_path, data.draw(law.examples))


def test_every_door_is_tried() -> None:
    assert set(door.REGISTERS) < set(door.DOORS)
    assert len(door.DOORS) == 11


@pytest.mark.long
@pytest.mark.parametrize("word", ["—", "?", "нет", " – "])
def test_a_dash_and_a_question_mark_in_a_fact_of_a_form_say_something(tmp_path: Path, word: str) -> None:
    from openpyxl import load_workbook

    from qcrules import forms

    file = tmp_path / "form.xlsx"
    forms.write(file, "1-mk", 2014, 4, record={"submitted_at": "2014-05-05"})
    book = load_workbook(file)
    [cell] = [one for row in book.active for one in row if getattr(one.value, "year", None) == 2014]
    cell.value = word
    book.save(file)
    [read] = forms.read(file)
    assert read.record["submitted_at"] == ("?" if word == "?" else None)

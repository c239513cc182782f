"""Every type of fields has its entry in every table that is kept by type, and tells a cell of another program."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from qcrules.batch.cells import TYPED
from qcrules.batch.schema import REGISTER
from qcrules.facts.field import Door
from qcrules.facts.types import TYPES, Type
from qcrules.forms.cells import WORKBOOK
from qcrules.testing.strategies import drawing, whole

CASE_FILE = Door()


@pytest.mark.parametrize("table", [TYPED, drawing._GROW, whole.WRONG], ids=["arrow", "drawn", "wrong"])
def test_no_type_is_forgotten(table):
    assert set(table) == set(TYPES.values())


@pytest.mark.parametrize(
    ("type_", "cell", "door", "meant"),
    [
        (Type.EVENT, datetime(2014, 3, 5), REGISTER, date(2014, 3, 5)),
        (Type.EVENT, datetime(2014, 3, 5, 10), REGISTER, datetime(2014, 3, 5, 10)),
        (Type.DATE, "05.3.2014", WORKBOOK, "2014-03-05"),
        (Type.EVENT, "05.03.2014  9:30", WORKBOOK, "2014-03-05 09:30"),
        (Type.DATE, "05.03.2014", REGISTER, "05.03.2014"),
        (Type.NUMBER, 3.0, REGISTER, 3),
        (Type.YEAR, 2014.0, REGISTER, 2014),
        (Type.NUMBER, 1.5, REGISTER, 1.5),
        (Type.NUMBER, float("nan"), REGISTER, None),
        (Type.TEXT, 17.0, WORKBOOK, "17"),
        (Type.CHOICE, " первый \n руководитель", WORKBOOK, "первый руководитель"),
        (Type.CHOICE, " первый  руководитель", REGISTER, "первый  руководитель"),
        (Type.SET, "stamp; note", REGISTER, ["stamp", "note"]),
        (Type.SET, ["stamp;note", "fine"], REGISTER, ["stamp", "note", "fine"]),
        (Type.SET, ["stamp"], REGISTER, "stamp"),
        (Type.SET, [], REGISTER, "—"),
        (Type.SET, "stamp; note", CASE_FILE, "stamp; note"),
    ],
    ids=str,
)
def test_a_cell_means_what_a_case_file_would_say(type_, cell, door, meant):
    found = type_.from_cell(cell, door)
    assert (found, type(found)) == (meant, type(meant))

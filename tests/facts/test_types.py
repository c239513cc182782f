"""Every type of fields has its entry in every table that is kept by type, and reads whatever stands in a cell."""

from __future__ import annotations

import enum
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packs import load, rule
from tables import rows_of

from qcrules.batch.cells import TYPED
from qcrules.facts.field import Field, WrongValue
from qcrules.facts.types import TYPES, Type
from qcrules.facts.words import BLANK, UNKNOWN_MARK, Nulls, folded
from qcrules.testing.strategies import drawing, whole

ROOT = load(Path(mkdtemp()), [rule(требуется={})]).core.vocabulary.kinds["loan"].root
FIELDS = ("lent_at", "month", "renewals", "paid", "kind", "marks", "remark", "guests", "claims")
ANY = ("lent_at", "due_on", "month", "renewals", "kind", "marks", "remark", "guests", "claims", "reader")


@pytest.mark.parametrize("table", [TYPED, drawing._GROW, whole.WRONG], ids=["arrow", "drawn", "wrong"])
def test_no_type_is_forgotten(table):
    assert set(table) == set(TYPES.values())


def told(fact: Field, value: Any, nulls: Nulls = "absent") -> str:
    """What a value says of a field, in the words of the tables; what was accepted gives itself again."""
    try:
        found = fact.type.given(fact, value, nulls)
        if found is None:
            return "absent"
        if found in (BLANK, UNKNOWN_MARK):
            return "unknown" if found else "blank"
        meant = fact.type.spans(fact, found) if not fact.type.has_items else found
    except WrongValue as wrong:
        return f"no: {wrong.messages[0].en}"
    assert fact.type.given(fact, found) == found
    shown, words = fact.type.show(fact, found)
    if fact.type.is_moment:
        for said in (str(shown), words.ru, words.en):
            if "–" not in said and " to " not in said:
                assert fact.type.spans(fact, fact.type.given(fact, said)) == meant
        return str(shown).replace("T", " ")
    if fact.type is Type.BOOL:
        return "yes" if shown else "no"
    return str(shown)


@pytest.mark.parametrize(
    ("name", "cell", "value"), [(name, *row) for name in FIELDS for row in rows_of("values.md", name)]
)
def test_what_a_cell_says(name: str, cell: str, value: str) -> None:
    for nulls in ("absent", "unknown"):
        found = told(ROOT.children[name], cell, nulls)  # type: ignore[arg-type]
        if value.startswith("no: "):
            assert found.startswith("no: ")
            assert value.removeprefix("no: ") in found
        else:
            assert found == value


@pytest.mark.parametrize(("cell", "value"), rows_of("values.md", "any field"))
def test_what_any_field_says(cell: str, value: str) -> None:
    for name in ANY:
        assert value.removeprefix("no: ") in told(ROOT.children[name], cell.strip("`")), name


@pytest.mark.parametrize(("cell", "value"), rows_of("values.md", "null in a table"))
def test_what_a_null_says_in_a_table(cell: str, value: str) -> None:
    for name in ANY:
        assert told(ROOT.children[name], cell, "unknown") == value, name


class Kept(enum.Enum):
    LATE = "2014-01-31"


class Whole(int):
    pass


class Day(date):
    pass


class Strange:
    def to_dict(self) -> dict[str, str]:
        raise ValueError


OBJECTS = [
    ("lent_at", datetime(2014, 3, 5), "2014-03-05"),
    ("lent_at", datetime(2014, 3, 5, 10, 30), "2014-03-05 10:30"),
    ("lent_at", datetime(2014, 3, 5, 10, tzinfo=UTC), "a zone is not read"),
    ("lent_at", np.datetime64("2014-03-05"), "2014-03-05"),
    ("lent_at", np.datetime64("2014-03-05T10:30:00.000000000"), "2014-03-05 10:30"),
    ("lent_at", np.datetime64("NaT", "D"), "blank"),
    ("lent_at", np.datetime64("2014"), "`2014` is no date"),
    ("lent_at", np.datetime64("30000-01-01"), "`30000-01-01` is no date"),
    ("lent_at", np.timedelta64(3, "D"), "a value of type `timedelta64` is no value of a field"),
    ("lent_at", Strange(), "a value of type `Strange` is no value of a field"),
    ("lent_at", Day(2014, 1, 31), "2014-01-31"),
    ("lent_at", Kept.LATE, "2014-01-31"),
    ("lent_at", b"2014-01-31", "2014-01-31"),
    ("lent_at", b"\xff", "binary data"),
    ("lent_at", object(), "is no value of a field"),
    ("lent_at", 41670.0, "is no date"),
    ("month", date(2014, 3, 1), "2014-03"),
    ("month", np.datetime64("2014-03"), "2014-03"),
    ("renewals", 3.0, "3"),
    ("renewals", np.int64(3), "3"),
    ("renewals", np.float32(3), "3"),
    ("renewals", np.float64(3), "3"),
    ("renewals", np.float64("nan"), "blank"),
    ("renewals", np.ma.masked, "blank"),
    ("renewals", Whole(3), "3"),
    ("renewals", Decimal("3.00"), "3"),
    ("renewals", Decimal("3.5"), "expected a whole number"),
    ("renewals", float("nan"), "blank"),
    ("renewals", float("inf"), "expected a whole number"),
    ("renewals", True, "expected a whole number"),
    ("renewals", 10**5000, "expected a whole number"),
    ("paid", np.bool_(True), "yes"),
    ("paid", 1, "yes"),
    ("paid", 0.0, "no"),
    ("paid", 2, "expected yes or no"),
    ("kind", np.str_("night"), "night"),
    ("marks", np.array(["stamp", "note"]), "note, stamp"),
    ("marks", ("stamp",), "stamp"),
    ("marks", {"stamp"}, "stamp"),
    ("marks", ["stamp", None], "is not one of"),
    ("remark", 17.0, "17"),
    ("remark", "первая\nвторая", "первая\nвторая"),
]


@pytest.mark.parametrize(("name", "value", "meant"), OBJECTS, ids=range(len(OBJECTS)))
def test_what_other_programs_hand_over(name: str, value: Any, meant: str) -> None:
    assert meant in told(ROOT.children[name], value)


def test_a_month_of_numpy_is_not_its_first_day() -> None:
    assert told(ROOT.children["lent_at"], np.datetime64("2014-03")) == "2014-03"


def test_what_pandas_hands_over() -> None:
    pd = pytest.importorskip("pandas")
    for name, value, meant in (
        ("lent_at", pd.Timestamp("2014-03-05"), "2014-03-05"),
        ("lent_at", pd.Timestamp("2014-03-05 10:30:00.123456789"), "2014-03-05 10:30"),
        ("lent_at", pd.NaT, "blank"),
        ("kind", pd.NA, "blank"),
        ("remark", pd.NA, "blank"),
        ("month", pd.Period("2014-03"), "2014-03"),
    ):
        assert meant in told(ROOT.children[name], value)


VALUES = (
    st.text(max_size=12)
    | st.text("0123456789-./: TZгабв", max_size=20)
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.datetimes()
    | st.dates()
    | st.times()
    | st.binary(max_size=5)
    | st.none()
    | st.booleans()
)


@given(value=VALUES | st.lists(VALUES, max_size=3))
def test_anything_is_read_or_refused_and_what_was_accepted_gives_itself(value: Any) -> None:
    for name in FIELDS:
        for nulls in ("absent", "unknown"):
            told(ROOT.children[name], value, nulls)  # type: ignore[arg-type]


@pytest.mark.long
@given(st.sampled_from(["Ночная", "да", "31.01.2014", "нет", "НЕ БЫЛО", "#Н/Д"]), st.data())
def test_spaces_letters_and_forms_of_unicode_mean_nothing(word: str, data: st.DataObject) -> None:
    space = data.draw(st.sampled_from(["", " ", "\u00a0", "\t", "\u2009"]))
    other = data.draw(st.sampled_from([str.upper, str.lower, str.title]))(word)
    for name in FIELDS:
        fact = ROOT.children[name]
        if fact.type not in (Type.TEXT, Type.LIST) or folded(word) in ("нет", "не было", "#н/д"):
            assert told(fact, f"{space}{other}{space}").casefold() == told(
                fact, word
            ).casefold() or "no:" in told(fact, word)


def test_the_pack_of_the_tables_has_every_field_that_they_name() -> None:
    assert set(FIELDS) | set(ANY) <= set(ROOT.children)


@pytest.mark.parametrize("type_", TYPES.values(), ids=str)
def test_the_reference_shows_what_is_read(type_: Any) -> None:
    """Every example of docs/reference/values.md is accepted, in either language."""
    assert all(text.ru and text.en for text in (type_.as_text, type_.as_cell, type_.as_column))
    if type_.has_fields or type_.has_items:
        return
    fact = (
        next(one for one in ROOT.walk() if one.type is type_)
        if type_ is not Type.YEAR
        else ROOT.children["renewals"]
    )
    for example in re.findall("`([^`]+)`", type_.as_text.ru):
        assert not told(fact, example).startswith("no: ")

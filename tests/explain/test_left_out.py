"""The story of a term that leaves days out: which days, under a ceiling, of the items of a list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from packs import judged, load, only, rule

from qcrules.render import text

LISTED = {"в": "claims", "где": {"claims.upheld": "да"}, "от": "claims.made_at", "до": "claims.reply.sent_at"}
PLAIN = {"от": "reminded_at", "до": "reader.enrolled_at", "первый_день": "считается"}


def claim(since: str, until: str, upheld: bool = True) -> dict[str, Any]:
    return {"made_at": since, "upheld": upheld, "reply": {"sent_at": until}}


@pytest.mark.parametrize(
    ("out", "term", "record", "due", "days"),
    [
        # Monday 3 March 2014; the day of the reminder counts, the weekend of a term in calendar days is out, too
        (PLAIN, "3 календарных дня", {"reminded_at": "2014-03-05"}, "2014-03-11", "06 07 08 09 10"),
        (PLAIN, "3 рабочих дня", {"reminded_at": "2014-03-05"}, "2014-03-11", "06 07 08 09 10"),
        (LISTED, "3 календарных дня", {"claims": [claim("2014-03-04", "2014-03-05")]}, "2014-03-08", "04 05"),
        (
            LISTED,
            "3 календарных дня",
            {"claims": [claim("2014-03-04", "2014-03-05", upheld=False)]},
            "2014-03-06",
            "",
        ),
        (
            {"периоды": [LISTED], "не_больше": "3 календарных дня"},
            "3 календарных дня",
            {"claims": [claim("2014-03-04", "2014-03-05"), claim("2014-03-05", "2014-03-20")]},
            "2014-03-09",
            "04 05 06",
        ),
    ],
)
def test_the_days_that_are_left_out(
    tmp_path: Path, out: Any, term: str, record: dict[str, Any], due: str, days: str
) -> None:
    held = {"что": "returned_at", "через": term, "после": "lent_at", "не_считая": out}
    book = load(tmp_path, [rule(требуется={"не_позднее": held})])
    enrolled = {"reader": {"enrolled_at": "2014-03-10"}}
    late = {"lent_at": "2014-03-03", "returned_at": "2014-04-30", **enrolled, **record}
    found = only(judged(book, late))
    assert found.due is not None
    assert str(found.due.at) == due
    assert [f"{one.day:%d}" for one in found.due.skipped] == days.split()


def test_of_many_days_those_in_a_row_are_named(tmp_path: Path) -> None:
    held = {"что": "returned_at", "через": "20 рабочих дней", "после": "lent_at", "не_считая": PLAIN}
    book = load(tmp_path, [rule(требуется={"не_позднее": held})])
    late = {
        "lent_at": "2014-03-03",
        "returned_at": "2014-06-20",
        "reminded_at": "2014-03-09",
        "reader": {"enrolled_at": "2014-03-20"},
    }
    said = " ".join(text.render([judged(book, late)]).split())
    assert "not counted 10 days off; 03-10–03-14, 03-17–03-20 does not count: from “reminded”" in said


@pytest.mark.parametrize(
    ("as_of", "verdict", "due"),
    [
        ("2014-03-05", "pending", "2014-03-06"),  # were it to end today
        ("2014-03-07", "pending", "2014-03-09"),
        ("2014-03-09", "pending", "2014-03-09"),
        ("2014-03-10", "violated", "2014-03-09"),
    ],
)
def test_what_has_not_ended_goes_on_to_the_ceiling(
    tmp_path: Path, as_of: str, verdict: str, due: str
) -> None:
    out = {"периоды": [{"от": "reminded_at", "до": "reader.enrolled_at"}], "не_больше": "3 календарных дня"}
    held = {"что": "returned_at", "через": "3 календарных дня", "после": "lent_at", "не_считая": out}
    book = load(tmp_path, [rule(требуется={"не_позднее": held})])
    record = {"lent_at": "2014-03-03", "reminded_at": "2014-03-05", "reader": {"enrolled_at": None}}
    found = only(judged(book, {**record, "returned_at": None}, as_of))
    assert found.due is not None
    assert (str(found.verdict), str(found.due.at)) == (verdict, due)
    if due == "2014-03-09":
        assert [f"{one.day:%d}" for one in found.due.skipped] == ["05", "06", "07"]

"""``qcrules calendar``."""

from __future__ import annotations

import json

import pytest


def test_every_day_of_the_year_with_its_reason(run):
    days = json.loads(run("calendar", "2013", "--format", "json").out)
    assert len(days) == 365
    assert sum(day["working"] for day in days) == 246
    assert set(days[0]) == {"date", "working", "reason"}
    by_date = {day["date"]: day for day in days}
    assert by_date["2013-05-04"]["working"] is True
    assert by_date["2013-05-04"]["reason"]
    assert by_date["2013-10-16"] == {"date": "2013-10-16", "working": True, "reason": None}
    assert all(day["reason"] for day in days if not day["working"])


def test_the_words_count_months_and_list_what_is_special(run):
    rows = run("calendar", "2014", "--lang", "ru").out.splitlines()
    assert rows[0] == "2014: 245 рабочих дней, 120 выходных дней"
    assert "май — 19 рабочих дней" in rows
    assert any(row.startswith("+ 04.05 вс") for row in rows)
    assert not any(row.startswith("  12.01") for row in rows), "an ordinary Sunday is not listed"


def test_another_calendar(run):
    days = json.loads(run("calendar", "2013", "--calendar", "weekends", "--format", "json").out)
    assert sum(day["working"] for day in days) == 261


@pytest.mark.parametrize("year", ["1990", "2101", "13", "abc", "٢٠١٣", "2013.0"])
def test_a_year_outside_or_none_at_all(run, year):
    got = run("calendar", year)
    assert got.status == 2
    assert got.out == ""
    assert len(got.err.splitlines()) == 1

"""``qcrules calendar``."""

from __future__ import annotations

import json
import shutil

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


@pytest.mark.long
def test_a_pack_brings_its_calendar(run, request, tmp_path):
    rules = request.config.rootpath / "rules" / "kz-06-7-63"
    assert (
        run("calendar", "2014", "--rules", str(rules)).out.splitlines()[-1]
        == (run("calendar", "2014").out.splitlines()[-1])
    ), "a due day of `deadline` is that of `check`"
    spoiled = tmp_path / "pack"
    shutil.copytree(rules, spoiled)
    with (spoiled / "calendar.yaml").open("a", encoding="utf-8") as file:
        file.write("- {день: 2014-10-20, рабочий: нет, почему: {ru: проба, en: trial}, источник: тест}\n")
    got = run("calendar", "2014", "--rules", str(spoiled))
    assert "  10-20 Mo  trial" in got.out
    due = run("deadline", "--from", "2014-10-17", "--term", "1 working day", "--rules", str(spoiled))
    assert due.out.startswith("Tu 2014-10-21")

"""``qcrules deadline``."""

from __future__ import annotations

import json

import pytest


def answer(run, *arguments):
    got = run("deadline", *arguments, "--format", "json")
    assert got.status == 0, got.err
    return json.loads(got.out)


def test_working_days_with_every_skipped_day_and_its_reason(run):
    got = answer(run, "--from", "2013-10-11", "--term", "3 working days")
    assert got["due"] == "2013-10-17"
    assert [day["date"] for day in got["skipped"]] == ["2013-10-13", "2013-10-14", "2013-10-15"]
    assert "2013-10-12" in got["skipped"][1]["reason"], "says what the day off was moved from"
    assert got["first_counted"] == "2013-10-12", "a working Saturday"


@pytest.mark.parametrize(
    ("options", "due"),
    [
        (["--term", "5 рабочих дней"], "2014-01-08"),
        (["--term", "5 рабочих дней", "--count-first-day"], "2014-01-06"),
        (["--term", "5 working days", "--before"], "2013-12-20"),
        (["--term", "1 week"], "2014-01-03"),
        (["--term", "1 week", "--roll", "forward"], "2014-01-06"),
        (["--term", "1 week", "--roll", "back"], "2013-12-31"),
        (["--term", "2 months"], "2014-02-27"),
        (["--term", "3 working days", "--calendar", "weekends"], "2014-01-01"),
        (["--term", "3 working days", "--calendar", "weekends", "--day-off", "2013-12-31"], "2014-01-02"),
    ],
)
def test_terms(run, options, due):
    assert answer(run, "--from", "2013-12-27", *options)["due"] == due


def test_hours_run_to_the_minute(run):
    got = answer(run, "--from", "2014-01-10 10:30", "--term", "24 часа", "--before")
    assert got["due"] == "2014-01-09T10:30"
    assert answer(run, "--from", "2014-01-10T10:30", "--term", "24 hours")["due"] == "2014-01-11T10:30"


def test_hours_need_a_time(run):
    got = run("deadline", "--from", "2014-01-10", "--term", "24 hours")
    assert (got.status, got.out) == (2, "")
    assert "no time of day" in got.err


def test_the_words_say_the_day_first_and_each_skipped_day(run):
    got = run("deadline", "--lang", "ru", "--from", "2013-10-11", "--term", "3 рабочих дня")
    rows = got.out.splitlines()
    assert rows[0] == "чт 17.10.2013 — 3 рабочих дня после пт 11.10.2013"
    assert any(
        row.startswith("не считается  пн 14.10.2013  выходной день, перенесён с 12.10.2013") for row in rows
    )
    assert "  7   8   9  10 <11> 12 (13)" in rows
    assert "(14)(15) 16 [17] 18  19  20" in rows
    assert "\x1b" not in got.out


def test_the_words_say_the_roll(run):
    got = run("deadline", "--from", "2013-12-27", "--term", "1 week", "--roll", "forward")
    assert "count ends    Fr 2014-01-03\n" in got.out
    assert "moved         on to the next working day: day off, moved from 2013-12-28" in got.out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--from", "10/01/2014", "--term", "1 day"], "--from: `10/01/2014` is not a date"),
        (["--from", "2014-02-30", "--term", "1 day"], "--from: `2014-02-30` is not a date"),
        (["--from", "2014-01-10"], "--term is missing"),
        (["--from", "2014-01-10", "--term", "3 moons"], "moons"),
        (["--from", "2014-01-10", "--term", "1 week", "--roll", "forwards"], "did you mean `forward`?"),
        (
            ["--from", "2014-01-10", "--term", "1 week", "--calendar", "atlantis"],
            "unknown calendar `atlantis`",
        ),
        (["--from", "2100-12-31", "--term", "1 week"], "1991-2100"),
        (["--from", "0001-01-01", "--term", "1 week", "--before"], "1991-2100"),
    ],
)
def test_what_is_wrong_is_said_in_a_line_or_two(run, options, words):
    got = run("deadline", *options)
    assert got.status == 2
    assert got.out == ""
    assert words in got.err
    assert "Traceback" not in got.err
    assert len(got.err.splitlines()) <= 2

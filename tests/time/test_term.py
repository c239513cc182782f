"""Terms: counted day by day beside the formulas, in words and back, and at the edges."""

from __future__ import annotations

from calendar import monthrange
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import rows_of

from qcrules.errors import CalendarRangeError, UsageError
from qcrules.time.calendar import Calendar, load_calendar
from qcrules.time.counting import Counting, Reckoning, Roll, add_months
from qcrules.time.months import FIRST, LAST
from qcrules.time.term import Term, Unit, plural

KZ = load_calendar("KZ")
WORKING, CALENDAR = Unit.WORKING_DAY, Unit.CALENDAR_DAY
ROLLS: tuple[Roll, ...] = ("none", "forward", "back")

days = st.integers(FIRST, LAST)
near_days = st.integers(date(2001, 1, 1).toordinal(), date(2090, 1, 1).toordinal())
terms = st.builds(Term, st.integers(0, 400), st.sampled_from(list(Unit)))
day_terms = st.builds(
    Term, st.integers(0, 8), st.sampled_from([unit for unit in Unit if unit is not Unit.HOUR])
)


def due_day(term: Term, day: int, calendar: Calendar, **way: Any) -> int:
    return Counting(term, **way).due_day(day, calendar)


def reckon(term: Term, base: date | datetime, calendar: Calendar, **way: Any) -> Reckoning:
    return Counting(term, **way).reckon(base, calendar)


# --- beside the formulas: a finger on a calendar ---


def walk(day: int, step: int, counted: bool, working: bool, most: int) -> list[int]:
    """The ends of the terms of 0, 1, 2, … days, going day by day: no W, no V.

    A term of nothing ends on the last day that could have been counted before it began.
    """
    at = day if counted else day + step
    met = [to_working(at - step, -step) if working else at - step]
    while len(met) <= most:
        if not working or KZ.is_working(at):
            met.append(at)
        at += step
    return met


def to_working(day: int, step: int) -> int:
    while not KZ.is_working(day):
        day += step
    return day


@pytest.mark.long
@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("counted", [False, True])
@pytest.mark.parametrize("unit", [WORKING, CALENDAR])
def test_every_start_of_2013_and_2014_counted_day_by_day(unit: Unit, counted: bool, before: bool) -> None:
    first, last = date(2013, 4, 1).toordinal(), date(2014, 6, 30).toordinal()
    step = -1 if before else 1
    around = range(first - 200, last + 200)
    moved: dict[Roll, dict[int, int]] = {
        "none": {d: d for d in around},
        "forward": {d: to_working(d, 1) for d in around},
        "back": {d: to_working(d, -1) for d in around},
    }
    some = [Term(n, unit) for n in range(41)]
    for start in range(first, last + 1):
        ends = walk(start, step, counted, unit is WORKING, 40)
        for roll in ROLLS:
            dues = [
                due_day(term, start, KZ, before=before, count_first_day=counted, roll=roll) for term in some
            ]
            assert dues == [moved[roll][d] for d in ends]


@pytest.mark.parametrize("start", [date(2014, 5, 1), date(2014, 5, 4), date(2014, 5, 10), date(2014, 5, 13)])
def test_a_term_of_nothing(start: date) -> None:
    """Zero working days on end on the last working day up to the base, back on the first one from it on."""
    day = start.toordinal()
    assert due_day(Term(0, WORKING), day, KZ) == to_working(day, -1)
    assert due_day(Term(0, WORKING), day, KZ, before=True) == to_working(day, 1)
    assert due_day(Term(0, CALENDAR), day, KZ) == due_day(Term(0, CALENDAR), day, KZ, before=True) == day
    assert reckon(Term(0, WORKING), start, KZ).first_counted is None


@pytest.mark.parametrize(("words", "start", "how", "due"), rows_of("terms.md", "Worked out by hand"))
def test_worked_out_by_hand(words: str, start: str, how: str, due: str) -> None:
    term, base, rolls = (
        Term.parse(words),
        date.fromisoformat(start),
        {"forward": "roll forward", "back": "roll back"},
    )
    way: dict[str, Any] = {
        "before": how.startswith("back"),
        "count_first_day": "first day counted" in how,
        "roll": next((roll for roll, said in rolls.items() if said in how), "none"),
    }
    assert str(date.fromordinal(due_day(term, base.toordinal(), KZ, **way))) == due
    assert str(reckon(term, base, KZ, **way).due) == due


# --- months ---


def test_months_clip_to_the_end() -> None:
    assert [
        date.fromordinal(add_months(date(2015, 10, 31).toordinal(), n)).isoformat() for n in range(-2, 6)
    ] == [
        "2015-08-31",
        "2015-09-30",
        "2015-10-31",
        "2015-11-30",
        "2015-12-31",
        "2016-01-31",
        "2016-02-29",
        "2016-03-31",
    ]


@given(near_days, st.integers(-100, 100))
def test_a_month_on_is_the_same_day_or_the_last(day: int, by: int) -> None:
    start, end = date.fromordinal(day), date.fromordinal(add_months(day, by))
    assert (end.year - start.year) * 12 + end.month - start.month == by
    assert end.day == min(start.day, monthrange(end.year, end.month)[1])


# --- properties ---


@given(day_terms, near_days, st.booleans(), st.booleans(), st.sampled_from(ROLLS))
def test_the_reckoning_shows_the_way_to_the_same_day(
    term: Term, day: int, before: bool, counted: bool, roll: Roll
) -> None:
    base = date.fromordinal(day)
    way = reckon(term, base, KZ, before=before, count_first_day=counted, roll=roll)
    due = due_day(term, day, KZ, before=before, count_first_day=counted, roll=roll)
    assert way.due == date.fromordinal(due)
    assert (way.rolled_from is None) == (way.raw_end == way.due)
    off = [skipped.day for skipped in way.skipped]
    assert off == sorted(set(off))
    assert all(not KZ.is_working(d.toordinal()) for d in off)
    if roll != "none":
        assert KZ.is_working(due)
    if way.first_counted is not None:
        assert way.raw_end is not None
        first, end = sorted((way.first_counted.toordinal(), way.raw_end.toordinal()))
        if term.unit is WORKING:
            assert sum(KZ.is_working(d) for d in range(first, end + 1)) == term.count
            between = [d for d in range(first, end + 1) if not KZ.is_working(d)]
            assert {date.fromordinal(d) for d in between} <= set(off)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1)), st.integers(0, 1000), st.booleans())
def test_hours_run_to_the_minute(base: datetime, count: int, before: bool) -> None:
    way = reckon(Term(count, Unit.HOUR), base, KZ, before=before)
    assert way.due == base + timedelta(hours=-count if before else count)
    assert way.skipped == ()
    assert way.rolled_from is way.raw_end is way.first_counted is None


# --- what a reckoning shows ---


def test_days_passed_over_have_their_reasons() -> None:
    way = reckon(Term(5, WORKING), date(2013, 12, 27), KZ)
    assert way.first_counted == date(2013, 12, 28)  # a worked Saturday is counted
    assert [(f"{skipped.day:%d.%m}", skipped.reason.ru) for skipped in way.skipped] == [
        ("29.12", "воскресенье"),
        ("01.01", "Новый год"),
        ("02.01", "Новый год"),
        ("03.01", "выходной день, перенесён с 28.12.2013 (P1300001322)"),
        ("04.01", "суббота"),
        ("05.01", "воскресенье"),
        ("07.01", "православное Рождество"),
    ]
    assert way.raw_end == way.due == date(2014, 1, 8)
    assert way.rolled_from is None


def test_a_first_day_that_is_off_is_passed_over_only_when_it_would_count() -> None:
    sunday = date(2014, 1, 12)
    assert [s.day for s in reckon(Term(1, WORKING), sunday, KZ).skipped] == []
    assert [s.day for s in reckon(Term(1, WORKING), sunday, KZ, count_first_day=True).skipped] == [sunday]


def test_rolling_shows_from_where() -> None:
    way = reckon(Term(0, CALENDAR), date(2014, 1, 5), KZ, roll="back")
    assert (way.rolled_from, way.raw_end) == (date(2014, 1, 5), date(2014, 1, 5))
    assert [s.day.day for s in way.skipped] == [1, 2, 3, 4, 5]
    assert way.due == date(2013, 12, 31)


def test_a_base_with_a_time_is_kept_and_counted_by_its_day() -> None:
    base = datetime(2013, 12, 27, 18, 30)
    way = reckon(Term(1, CALENDAR), base, KZ)
    assert way.base is base
    assert way.due == date(2013, 12, 28)
    assert not isinstance(way.due, datetime)


# --- the edges ---


@pytest.mark.parametrize(
    ("words", "start", "way"),
    [
        ("1 calendar day", LAST, {}),
        ("1 working day", LAST, {}),
        ("1 calendar day", FIRST, {"before": True}),
        ("1 working day", FIRST, {"before": True}),
        ("1 month", LAST, {}),
        ("1 year", FIRST, {"before": True}),
        ("999999 years", FIRST, {}),
        ("999999 weeks", FIRST, {}),
        ("999999 working days", LAST, {"before": True}),
        ("0 calendar days", LAST + 1, {}),
        ("0 working days", FIRST - 1, {}),
        ("200 years", FIRST - 40000, {}),
        ("0 calendar days", FIRST, {"roll": "back"}),  # 1 January is off, and nothing lies before
        ("0 calendar days", FIRST, {"count_first_day": True}),
    ],
)
def test_outside_the_calendar(words: str, start: int, way: dict[str, object]) -> None:
    with pytest.raises(CalendarRangeError):
        due_day(Term.parse(words), start, KZ, **way)


@pytest.mark.parametrize(
    ("count", "base", "before"),
    [
        (1, datetime(2100, 12, 31, 23, 30), False),
        (1, datetime(1991, 1, 1, 0, 30), True),
        (999_999_999, datetime(2014, 1, 1), False),
        (10**15, datetime(2014, 1, 1), True),
        (1, datetime(1990, 12, 31, 23, 30), False),
    ],
)
def test_hours_outside_the_calendar(count: int, base: datetime, before: bool) -> None:
    with pytest.raises(CalendarRangeError):
        reckon(Term(count, Unit.HOUR), base, KZ, before=before)


def test_hours_need_a_time_and_take_no_options() -> None:
    hours = Term(24, Unit.HOUR)
    with pytest.raises(UsageError, match="2014-01-05 has no time of day"):
        reckon(hours, date(2014, 1, 5), KZ)
    with pytest.raises(UsageError, match="no first day to count and no roll"):
        reckon(hours, datetime(2014, 1, 5), KZ, count_first_day=True)
    with pytest.raises(UsageError, match="no first day to count and no roll"):
        reckon(hours, datetime(2014, 1, 5), KZ, roll="forward")
    with pytest.raises(UsageError, match="runs from a minute"):
        due_day(hours, FIRST, KZ)


def test_a_term_is_not_negative() -> None:
    with pytest.raises(UsageError, match="-1"):
        Term(-1, CALENDAR)


# --- words ---


@pytest.mark.parametrize(("words", "term"), rows_of("terms.md", "In words"))
def test_it_is_read_from_words(words: str, term: str) -> None:
    assert Term.parse(words).words().en == term


@pytest.mark.parametrize("words", ["", *(words for [words] in rows_of("terms.md", "No terms"))])
def test_what_is_no_term_is_refused(words: str) -> None:
    with pytest.raises(UsageError) as refused:
        Term.parse(words)
    assert f"`{words}`" in refused.value.words("ru")
    assert "`5 working days`" in refused.value.words("en")


@pytest.mark.parametrize("text", ["5 дней", "день", "трёх дней", "5 days", "a day"])
def test_bare_days_are_asked_about(text: str) -> None:
    with pytest.raises(UsageError, match="calendar days or working days") as refused:
        Term.parse(text)
    assert "календарные или рабочие" in refused.value.words("ru")


def test_figures_and_words_must_agree() -> None:
    with pytest.raises(UsageError, match=r"differs: `5 \(шести\)`"):
        Term.parse("5 (шести) рабочих дней")


def test_a_slip_is_answered_with_the_nearest_unit() -> None:
    with pytest.raises(UsageError, match="did you mean `рабочих дней`"):
        Term.parse("5 рабочх дней")


@given(terms)
def test_words_are_read_back(term: Term) -> None:
    assert Term.parse(term.words().ru) == Term.parse(term.words().en) == term


@pytest.mark.long
@given(st.text() | st.from_regex(r"[0-9]+ ?(\([а-я]+\))? [а-я]+ ?[а-я]*", fullmatch=True))
def test_any_text_is_a_term_or_refused(text: str) -> None:
    with suppress(UsageError):
        assert Term.parse(text).count >= 0


@pytest.mark.parametrize(("russian", "english"), rows_of("terms.md", "As they are said"))
def test_it_is_said_in_both_languages(russian: str, english: str) -> None:
    words = Term.parse(english).words()
    assert (words.ru, words.en) == (russian, english)


def test_russian_plurals() -> None:
    forms = {n: plural(n, "день", "дня", "дней") for n in range(130)}
    assert [n for n, form in forms.items() if form == "день"] == [1, *range(21, 102, 10), 121]
    assert {forms[n] for n in (*range(5, 21), *range(111, 121))} == {"дней"}
    assert {forms[n] for n in (2, 3, 4, 22, 104, 124)} == {"дня"}

"""Working days, and why a day is off: the table of 2013-2015, the transfers, corrections, the edges."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcrules.errors import CalendarRangeError, UsageError
from qcrules.text import Text
from qcrules.time import calendar as calendars
from qcrules.time import kazakhstan
from qcrules.time.calendar import Calendar, Correction, load_calendar
from qcrules.time.months import FIRST, LAST

ROOT = Path(__file__).resolve().parents[2]
KZ = load_calendar("KZ")

# From the working-day calendars of those years (five-day week).
WORKING_DAYS = {
    2013: (20, 20, 17, 22, 20, 20, 22, 21, 21, 22, 21, 20),
    2014: (19, 20, 17, 22, 19, 21, 22, 21, 21, 23, 20, 20),
    2015: (19, 20, 18, 22, 18, 22, 22, 20, 21, 22, 21, 20),
}

TRANSFERS = (
    (date(2013, 5, 4), date(2013, 5, 10), "P1300000345"),
    (date(2013, 10, 12), date(2013, 10, 14), "P1300001068"),
    (date(2013, 12, 28), date(2014, 1, 3), "P1300001322"),
    (date(2014, 5, 4), date(2014, 5, 2), "P1400000365"),
    (date(2014, 5, 11), date(2014, 5, 8), "P1400000365"),
)

days = st.integers(FIRST, LAST)


def day(year: int, month: int, number: int) -> int:
    return date(year, month, number).toordinal()


def reason(calendar: Calendar, when: int) -> Text:
    said = calendar.reason(when)
    assert said is not None
    return said


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [(year, month, n) for year, row in WORKING_DAYS.items() for month, n in enumerate(row, 1)],
)
def test_working_days_of_each_month(year: int, month: int, expected: int) -> None:
    first = day(year, month, 1)
    after = day(year + month // 12, month % 12 + 1, 1)
    assert KZ.before(after) - KZ.before(first) == expected
    assert sum(KZ.is_working(d) for d in range(first, after)) == expected


@pytest.mark.parametrize(("year", "expected"), [(2013, 246), (2014, 245), (2015, 245)])
def test_working_days_of_each_year(year: int, expected: int) -> None:
    assert KZ.worked(day(year, 12, 31)) - KZ.before(day(year, 1, 1)) == expected


@pytest.mark.parametrize(("works", "off", "decree"), TRANSFERS)
def test_transfers_name_both_days_and_the_decree(works: date, off: date, decree: str) -> None:
    assert KZ.is_working(works.toordinal())
    assert not KZ.is_working(off.toordinal())
    for lang, shown in (("ru", "%d.%m.%Y"), ("en", "%Y-%m-%d")):
        said = reason(KZ, works.toordinal())(lang)  # type: ignore[arg-type]
        assert f"{off:{shown}}" in said
        assert decree in said
        said = reason(KZ, off.toordinal())(lang)  # type: ignore[arg-type]
        assert f"{works:{shown}}" in said
        assert decree in said


def test_a_transfer_from_a_weekday_that_was_off() -> None:
    """In 2020 the day off of Monday 11 May was moved to Friday 8 May: a Monday is worked, and says why."""
    assert KZ.is_working(day(2020, 5, 11))
    assert "2020-05-08" in reason(KZ, day(2020, 5, 11)).en
    assert not KZ.is_working(day(2020, 5, 8))


@pytest.mark.parametrize(
    ("when", "russian", "english"),
    [
        (day(2013, 12, 16), "День Независимости", "Independence Day"),
        (day(2013, 12, 14), "суббота", "Saturday"),
        (day(2013, 12, 15), "воскресенье", "Sunday"),
        (day(2013, 3, 23), "Наурыз мейрамы", "Nowruz Holiday"),
        (day(2014, 3, 25), "выходной день за 23.03.2014, Наурыз", "day off for 2014-03-23, Nowruz Holiday"),
        (day(2026, 5, 27), "Курбан-айта (дата предположительная)", "Eid al-Adha (estimated date)"),
        (day(2032, 3, 22), "Наурыз мейрамы; первый день Курбан-айта", "Nowruz Holiday; Eid al-Adha"),
    ],
)
def test_why_a_day_is_off(when: int, russian: str, english: str) -> None:
    assert not KZ.is_working(when)
    assert russian in reason(KZ, when).ru
    assert english in reason(KZ, when).en


def test_every_day_off_and_no_ordinary_working_day_has_a_reason() -> None:
    worked_with_reason = []
    for d in range(FIRST, LAST + 1):
        said = KZ.reason(d)
        if KZ.is_working(d):
            if said is not None:
                worked_with_reason.append(d)
        else:
            assert said is not None
            assert said.ru
            assert said.en
    assert all("рабочий день" in reason(KZ, d).ru for d in worked_with_reason)
    assert len(worked_with_reason) == 53  # the transfers known from 2000 on, and a day that is disputed


# --- W, V and the way back ---


def test_counting_agrees_with_the_days_themselves() -> None:
    count = 0
    for d in range(FIRST, LAST + 1):
        assert KZ.before(d) == count
        if KZ.is_working(d):
            count += 1
            assert KZ.nth(count) == d
        assert KZ.worked(d) == count == KZ.worked_table[d - FIRST + 1]


@given(days, days)
def test_the_counting_functions_grow(one: int, two: int) -> None:
    low, high = sorted((one, two))
    assert KZ.worked(low) <= KZ.worked(high)
    assert KZ.before(low) <= KZ.before(high)
    assert KZ.before(low) <= KZ.worked(low) <= KZ.before(low) + 1


def test_the_edges() -> None:
    assert KZ.worked(FIRST - 1) == KZ.before(FIRST) == 0
    assert KZ.before(LAST + 1) == KZ.worked(LAST)
    assert KZ.nth(KZ.worked(LAST)) == LAST  # a Friday


@pytest.mark.parametrize(
    "question",
    [
        lambda: KZ.worked(FIRST - 2),
        lambda: KZ.worked(LAST + 1),
        lambda: KZ.before(FIRST - 1),
        lambda: KZ.before(LAST + 2),
        lambda: KZ.is_working(FIRST - 1),
        lambda: KZ.is_working(LAST + 1),
        lambda: KZ.reason(LAST + 1),
        lambda: KZ.nth(0),
        lambda: KZ.nth(-5),
        lambda: KZ.nth(KZ.worked(LAST) + 1),
        lambda: KZ.worked(-(10**9)),
        lambda: KZ.with_days_off([LAST + 1]),
        lambda: KZ.corrected([Correction(date(1990, 1, 1), False, Text("а", "a"), "б")]),
    ],
)
def test_a_day_outside_the_calendar_is_refused(question: object) -> None:
    with pytest.raises(CalendarRangeError) as refused:
        question()  # type: ignore[operator]
    assert "1991-2100" in str(refused.value)
    assert "1991–2100" in refused.value.words("ru")


# --- corrections ---


def test_a_correction_turns_a_day_and_gives_its_reason_and_source() -> None:
    lines = (
        Correction(date(2026, 8, 31), False, Text("День Конституции", "Constitution Day"), "закон"),
        Correction(date(2013, 5, 4), True, Text("рабочая суббота", "a worked Saturday"), "P1300000345"),
    )
    corrected = load_calendar("kz", lines)
    assert KZ.is_working(day(2026, 8, 31))
    assert not corrected.is_working(day(2026, 8, 31))
    assert corrected.reason(day(2026, 8, 31)) == Text("День Конституции (закон)", "Constitution Day (закон)")
    assert corrected.reason(day(2013, 5, 4)) == Text(
        "рабочая суббота (P1300000345)", "a worked Saturday (P1300000345)"
    )
    assert corrected.reason(day(2013, 12, 16)) == KZ.reason(day(2013, 12, 16))
    assert corrected.worked(LAST) == KZ.worked(LAST) - 1
    assert corrected.sha256 != KZ.sha256
    assert load_calendar("KZ", list(lines)) is corrected


def test_a_correction_that_repeats_the_calendar_keeps_its_digest() -> None:
    same = Correction(date(2013, 5, 4), True, Text("рабочая суббота", "a worked Saturday"), "P1300000345")
    assert load_calendar("KZ", [same]).sha256 == KZ.sha256


def test_a_day_may_be_corrected_once() -> None:
    line = Correction(date(2026, 8, 31), False, Text("а", "a"), "б")
    with pytest.raises(UsageError, match="2026-08-31 twice"):
        load_calendar("KZ", [line, line])


@pytest.mark.long
@given(st.sets(days, max_size=20))
def test_more_days_off(off: set[int]) -> None:
    more = KZ.with_days_off([*off, *off])
    lost = {d for d in off if KZ.is_working(d)}
    assert more.worked(LAST) == KZ.worked(LAST) - len(lost)
    for d in off:
        assert not more.is_working(d)
        assert (more.reason(d) == KZ.reason(d)) == (d not in lost)
    assert (more.sha256 == KZ.sha256) == (not lost)


# --- other calendars ---


def test_weekends_only() -> None:
    weekends = load_calendar("Weekends")
    assert weekends.id == "weekends"
    start = date(2013, 12, 16)
    assert [weekends.is_working((start + timedelta(n)).toordinal()) for n in range(7)] == [True] * 5 + [
        False
    ] * 2
    assert weekends.reason(start.toordinal()) is None
    assert weekends.reason(start.toordinal() + 5) == Text("суббота", "Saturday")


@pytest.mark.parametrize(
    ("name", "known_as"),
    [("gb", "GB"), ("GB-ENG", "GB-ENG"), ("gb-eng", "GB-ENG"), ("gbr", "GB"), ("kaz", "KZ")],
)
def test_the_name_of_a_country(name: str, known_as: str) -> None:
    assert load_calendar(name).id == known_as
    assert load_calendar(name) is load_calendar(known_as)


def test_another_country_has_names_in_english_under_a_russian_word() -> None:
    england, scotland = load_calendar("GB-ENG"), load_calendar("GB-SCT")
    christmas = day(2013, 12, 25)
    assert not england.is_working(christmas)
    assert england.reason(christmas) == Text("праздничный день: Christmas Day", "Christmas Day")
    assert england.is_working(day(2014, 1, 2))
    assert not scotland.is_working(day(2014, 1, 2))


def test_several_calendars_are_worked_only_where_each_is() -> None:
    union = load_calendar("gb-eng+GB-SCT+GB-NIR")
    assert union.id == "GB-ENG+GB-SCT+GB-NIR"
    for when, reason in (
        (day(2014, 1, 2), "New Year Holiday"),  # Scotland
        (day(2014, 3, 17), "Saint Patrick's Day"),  # Northern Ireland
        (day(2014, 8, 25), "Late Summer Bank Holiday"),  # all but Scotland
    ):
        assert not union.is_working(when)
        said = union.reason(when)
        assert said is not None
        assert said.en == reason
    parts = [load_calendar(name) for name in ("GB-ENG", "GB-SCT", "GB-NIR")]
    for when in range(day(2014, 1, 1), day(2015, 1, 1)):
        assert union.is_working(when) == all(part.is_working(when) for part in parts)


def test_years_that_a_country_does_not_know_are_refused() -> None:
    japan = load_calendar("JP")
    with pytest.raises(CalendarRangeError, match="1991-2099"):
        japan.worked(day(2100, 1, 1))
    with pytest.raises(CalendarRangeError):
        japan.nth(japan.worked(day(2099, 12, 31)) + 1)


@pytest.mark.parametrize(
    ("name", "near"), [("weekend", "weekends"), ("gb-enq", "gb-eng"), ("", ""), ("К3", "")]
)
def test_an_unknown_calendar(name: str, near: str) -> None:
    with pytest.raises(UsageError) as refused:
        load_calendar(name)
    for words in (refused.value.words("ru"), refused.value.words("en")):
        assert f"`{name}`" in words
        assert near in words


def test_a_calendar_travels_to_another_process() -> None:
    for calendar in (KZ, load_calendar("GB"), load_calendar("GB+KZ"), KZ.with_days_off([day(2013, 9, 3)])):
        copy = pickle.loads(pickle.dumps(calendar))
        assert copy.sha256 == calendar.sha256
        assert copy.reason(day(2013, 12, 25)) == calendar.reason(day(2013, 12, 25))


# --- the shipped data ---


@pytest.mark.long
def test_the_shipped_data_are_what_the_generator_writes() -> None:
    data = json.loads((ROOT / "src/qcrules/time/kz.json").read_bytes())
    if data["source"] != f"holidays {version('holidays')}":
        pytest.skip(f"another release of holidays is installed than the {data['source']} of the data")
    script = ROOT / "tools" / "build_calendar.py"
    done = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_shipped_data_agree_with_holidays_day_by_day() -> None:
    import holidays

    known = holidays.country_holidays("KZ", years=range(2000, 2026))
    for d in range(day(2000, 1, 1), day(2025, 12, 31) + 1):
        assert KZ.is_working(d) == known.is_working_day(date.fromordinal(d)), date.fromordinal(d)


def test_start_up_reads_the_data_once_and_works_out_no_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    why = kazakhstan.reason
    monkeypatch.setattr(kazakhstan, "reason", lambda day: asked.append(day) or why(day))
    kazakhstan.data.cache_clear()
    one, other = calendars._load.__wrapped__("KZ", ()), calendars._load.__wrapped__("KZ", ())
    assert one.sha256 == other.sha256 == KZ.sha256
    assert kazakhstan.data.cache_info().misses == 1
    assert asked == []
    assert one.reason(day(2014, 1, 1)) is not None
    assert asked == [day(2014, 1, 1)]


def test_where_only_the_library_has_a_transfer_the_reason_says_so() -> None:
    for works, off, act in TRANSFERS:
        assert reason(KZ, works.toordinal()).en.endswith(f"({act})")
        assert reason(KZ, off.toordinal()).ru.endswith(f"({act})")
    assert "G24G0000436; as the library holidays has it" in reason(KZ, day(2025, 1, 5)).en
    assert "G24G0000436; так у библиотеки holidays" in reason(KZ, day(2025, 1, 3)).ru


def test_what_is_not_known_of_later_years_is_said() -> None:
    assert KZ.caveat(2025) is None
    corrected = KZ.corrected([Correction(date(2026, 8, 31), False, Text("а", "a"), "decree 1")])
    for calendar in (KZ, corrected):
        said = calendar.caveat(2026)
        assert said is not None
        assert "2025" in said.ru
        assert "2025" in said.en
    assert KZ.is_working(day(2026, 8, 31))
    assert "published calendars differ" in reason(KZ, day(2026, 8, 31)).en
    assert load_calendar("GB").caveat(2026) is None

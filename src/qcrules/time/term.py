"""A term: so many hours, calendar or working days, weeks, months, quarters or years, and how it is counted.

`due_day` is the meaning, on bare ordinals; `reckon` gives the same with its way: the first day counted, the
days passed over and why, the day it was rolled from. With n the count, e the day a term runs from and y the
day it runs back from:

=====================  ===========================  ============================
                       first day not counted        first day counted
=====================  ===========================  ============================
n calendar days on     e + n                        e + n - 1
n calendar days back   y - n                        y - n + 1
n working days on      working day no. W(e) + n     working day no. V(e) + n
n working days back    working day no. V(y) - n + 1 working day no. W(y) - n + 1
=====================  ===========================  ============================

Weeks, months, quarters and years go like calendar days, clipped to the month's end before the first day is
counted. A term in hours runs to the minute and knows neither days off nor a first day.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from attrs import field, frozen

from ..errors import Problem, UsageError, nearest
from ..text import Text
from .calendar import Calendar, outside
from .months import FIRST, LAST, YEARS, day_of_month, month_of

Roll = Literal["none", "forward", "back"]
"""Where a term goes that ends on a day off: nowhere, to the next working day, to the last one before."""


class Unit(StrEnum):
    """What a term is counted in."""

    HOUR = "hours"
    CALENDAR_DAY = "calendar_days"
    WORKING_DAY = "working_days"
    WEEK = "weeks"
    MONTH = "months"
    QUARTER = "quarters"
    YEAR = "years"


DAYS = {Unit.CALENDAR_DAY: 1, Unit.WEEK: 7}
MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}


def _usage(ru: str, en: str) -> UsageError:
    return UsageError(Problem(Text(ru, en)))


def _not_negative(_: object, __: object, count: int) -> None:
    if count < 0:
        raise _usage(f"срок не может быть отрицательным: {count}", f"a term cannot be negative: {count}")


@frozen
class Term:
    """A length of time as the law writes it: 5 working days, a month, 24 hours. The count is not negative."""

    count: int = field(validator=_not_negative)
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Term:
        """The term that the words say, in Russian or English, in any case form; «сутки» are 24 hours.

        The count is in figures, in words up to a hundred («трёх»), or in both («3 (трёх)»); a unit alone is
        one of it. UsageError where the words say no term, and for bare «дней»: calendar or working ones?
        """
        return _parse(text)

    def words(self) -> Text:
        """The term for a person: «5 рабочих дней», “5 working days”."""
        russian, english = _WORDS[self.unit]
        return Text(
            f"{self.count} {plural(self.count, *russian)}",
            f"{self.count} {english if self.count == 1 else english + 's'}",
        )


def plural(count: int, one: str, few: str, many: str) -> str:
    """The Russian form that goes with a number: 1 день, 2 дня, 5 дней, 11 дней, 21 день."""
    if count % 10 == 1 and count % 100 != 11:
        return one
    if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14):
        return few
    return many


_WORDS = {
    Unit.HOUR: (("час", "часа", "часов"), "hour"),
    Unit.CALENDAR_DAY: (("календарный день", "календарных дня", "календарных дней"), "calendar day"),
    Unit.WORKING_DAY: (("рабочий день", "рабочих дня", "рабочих дней"), "working day"),
    Unit.WEEK: (("неделя", "недели", "недель"), "week"),
    Unit.MONTH: (("месяц", "месяца", "месяцев"), "month"),
    Unit.QUARTER: (("квартал", "квартала", "кварталов"), "quarter"),
    Unit.YEAR: (("год", "года", "лет"), "year"),
}


# --- counting ---


def add_months(day: int, by: int) -> int:
    """The same day ``by`` months on, or back, clipped to the month's end: 31 January + 1 is 28 February."""
    start = date.fromordinal(_inside(day))
    month = month_of(start) + by
    if month // 12 not in YEARS:
        raise outside(FIRST - 1 if by < 0 else LAST + 1)
    return day_of_month(month, start.day)


def due_day(
    term: Term,
    day: int,
    calendar: Calendar,
    *,
    before: bool = False,
    count_first_day: bool = False,
    roll: Roll = "none",
) -> int:
    """The last day of a term that runs from ``day``, or back from it (``before``); not for hours.

    CalendarRangeError where the term, or a working day it needs, lies outside the calendar.
    """
    end = _end(term, day, calendar, before, count_first_day)
    if roll == "forward":
        return calendar.nth(calendar.before(end) + 1)
    if roll == "back":
        return calendar.nth(calendar.worked(end))
    return end


def _end(term: Term, day: int, calendar: Calendar, before: bool, count_first_day: bool) -> int:
    """The due day before it is rolled."""
    unit, count = term.unit, term.count
    if unit is Unit.WORKING_DAY:
        if before:
            return calendar.nth((calendar.worked if count_first_day else calendar.before)(day) - count + 1)
        return calendar.nth((calendar.before if count_first_day else calendar.worked)(day) + count)
    if unit is Unit.HOUR:
        raise _usage(
            "срок в часах считают от минуты, а не от дня", "a term in hours runs from a minute, not a day"
        )
    sign = -1 if before else 1
    step = sign * count
    end = add_months(day, step * MONTHS[unit]) if unit in MONTHS else _inside(day) + step * DAYS[unit]
    return _inside(end - sign if count_first_day else end)


def _inside(day: int) -> int:
    if FIRST <= day <= LAST:
        return day
    raise outside(day)


@frozen
class Skipped:
    """A day off that a term passed over, and why it is off."""

    day: date
    reason: Text


@frozen
class Reckoning:
    """A due day (for hours, a minute) with the way to it; ``raw_end`` is the day before rolling."""

    base: date | datetime
    due: date | datetime
    first_counted: date | None = None
    skipped: tuple[Skipped, ...] = ()
    raw_end: date | None = None
    rolled_from: date | None = None


def reckon(
    term: Term,
    base: date | datetime,
    calendar: Calendar,
    *,
    before: bool = False,
    count_first_day: bool = False,
    roll: Roll = "none",
) -> Reckoning:
    """When a term that runs from ``base``, or back from it, ends, and how that was counted.

    A term in hours needs a base with a time of day, and takes no first day and no roll (UsageError).
    """
    if term.unit is Unit.HOUR:
        if count_first_day or roll != "none":
            raise _usage(
                "срок в часах считается по минутам: первый день и перенос к нему не относятся",
                "a term in hours runs to the minute: it has no first day to count and no roll",
            )
        return Reckoning(base, _hours(term.count, base, before))
    day = base.toordinal()
    end = _end(term, day, calendar, before, count_first_day)
    due = due_day(term, day, calendar, before=before, count_first_day=count_first_day, roll=roll)
    passed = set(range(min(end, due), max(end, due) + 1)) if due != end else set()
    if term.unit is Unit.WORKING_DAY:
        passed |= set(range(min(day, end), max(day, end) + 1))
        if term.count > 0 and not count_first_day:
            passed.discard(day)
    return Reckoning(
        base=base,
        due=date.fromordinal(due),
        first_counted=_first_counted(term, day, calendar, before, count_first_day),
        skipped=tuple(_skipped(sorted(passed), calendar)),
        raw_end=date.fromordinal(end),
        rolled_from=date.fromordinal(end) if due != end else None,
    )


def _hours(count: int, base: date | datetime, before: bool) -> datetime:
    if not isinstance(base, datetime):
        raise _usage(
            f"срок в часах считают от минуты: у даты {base:%d.%m.%Y} нет времени суток",
            f"a term in hours runs from a minute: {base} has no time of day",
        )
    _inside(base.toordinal())
    try:
        due = base - timedelta(hours=count) if before else base + timedelta(hours=count)
    except OverflowError:
        raise outside(FIRST - 1 if before else LAST + 1) from None
    _inside(due.toordinal())
    return due


def _first_counted(
    term: Term, day: int, calendar: Calendar, before: bool, count_first_day: bool
) -> date | None:
    """The day that counts as the first of the term; a term of nothing has none."""
    if term.count == 0:
        return None
    one = Term(1, Unit.WORKING_DAY if term.unit is Unit.WORKING_DAY else Unit.CALENDAR_DAY)
    return date.fromordinal(_end(one, day, calendar, before, count_first_day))


def _skipped(days: list[int], calendar: Calendar) -> list[Skipped]:
    skipped = []
    for day in days:
        if not calendar.is_working(day):
            reason = calendar.reason(day)
            assert reason is not None, "every day off has its reason"
            skipped.append(Skipped(date.fromordinal(day), reason))
    return skipped


# --- reading words ---

_DAY = "день дня дню днем дне", "дни дней дням днями днях"
_WORKING = "рабочий рабочего рабочему рабочим рабочем", "рабочие рабочих рабочими"
_CALENDAR = (
    "календарный календарного календарному календарным календарном",
    "календарные календарных календарными",
)

# How one unit is called: what it is, how many of that, its forms in the singular, its other forms.
_NAMES: tuple[tuple[Unit, int, str, str], ...] = (
    (Unit.HOUR, 1, "час часа часу часом часе hour", "часы часов часам часами часах hours"),
    (Unit.HOUR, 24, "сутки суток суткам сутками сутках", ""),
    (Unit.WEEK, 1, "неделя недели неделе неделю неделей week", "недель неделям неделями неделях weeks"),
    (
        Unit.MONTH,
        1,
        "месяц месяца месяцу месяцем месяце month",
        "месяцы месяцев месяцам месяцами месяцах months",
    ),
    (
        Unit.QUARTER,
        1,
        "квартал квартала кварталу кварталом квартале quarter",
        "кварталы кварталов кварталам кварталами кварталах quarters",
    ),
    (Unit.YEAR, 1, "год года году годом годе year", "годы лет годам годами годах летам летами years"),
)


def _phrases(first: str, second: str) -> list[str]:
    return [f"{one} {two}" for one in first.split() for two in second.split()]


def _names() -> tuple[dict[str, tuple[Unit, int]], dict[str, tuple[Unit, int]]]:
    """What may stand without a number, and what may stand with one."""
    alone: dict[str, tuple[Unit, int]] = {}
    other: dict[str, tuple[Unit, int]] = {}
    for unit, many, singular, rest in _NAMES:
        alone |= dict.fromkeys(singular.split(), (unit, many))
        other |= dict.fromkeys(rest.split(), (unit, many))
    for unit, adjective, english in (
        (Unit.WORKING_DAY, _WORKING, "working business"),
        (Unit.CALENDAR_DAY, _CALENDAR, "calendar"),
    ):
        alone |= dict.fromkeys(_phrases(adjective[0], _DAY[0]) + _phrases(english, "day"), (unit, 1))
        words = _phrases(" ".join(adjective), " ".join(_DAY)) + _phrases(english, "days")
        other |= dict.fromkeys(words, (unit, 1))
    return alone, alone | other


_ALONE, _UNITS = _names()
_BARE_DAYS = {*" ".join(_DAY).split(), "day", "days"}

_NUMBERS = {
    word: number
    for number, words in {
        0: "ноль ноля нуля нулю нулем zero",
        1: "один одна одно одни одного одной одних одному одним одну одною a an one",
        2: "два две двух двум двумя двое двоих two",
        3: "три трех трем тремя трое троих three",
        4: "четыре четырех четырем четырьмя четверо four",
        5: "пять пяти пятью пятеро five",
        6: "шесть шести шестью шестеро six",
        7: "семь семи семью семеро seven",
        8: "восемь восьми восемью восьмью eight",
        9: "девять девяти девятью nine",
        10: "десять десяти десятью ten",
        11: "одиннадцать одиннадцати одиннадцатью eleven",
        12: "двенадцать двенадцати двенадцатью twelve",
        13: "тринадцать тринадцати тринадцатью thirteen",
        14: "четырнадцать четырнадцати четырнадцатью fourteen",
        15: "пятнадцать пятнадцати пятнадцатью fifteen",
        16: "шестнадцать шестнадцати шестнадцатью sixteen",
        17: "семнадцать семнадцати семнадцатью seventeen",
        18: "восемнадцать восемнадцати восемнадцатью eighteen",
        19: "девятнадцать девятнадцати девятнадцатью nineteen",
        20: "двадцать двадцати двадцатью twenty",
        30: "тридцать тридцати тридцатью thirty",
        40: "сорок сорока forty",
        50: "пятьдесят пятидесяти пятьюдесятью fifty",
        60: "шестьдесят шестидесяти шестьюдесятью sixty",
        70: "семьдесят семидесяти семьюдесятью seventy",
        80: "восемьдесят восьмидесяти восемьюдесятью eighty",
        90: "девяносто девяноста ninety",
        100: "сто ста hundred",
    }.items()
    for word in words.split()
}

_FIGURES = r"([0-9]{1,6})(?:-?(?:го|ти|и|х|м|ми))?(?: ?\(([^()]+)\))? (.+)"


def _number(words: str) -> int | None:
    """A number in words: one word, or tens and ones."""
    numbers = [_NUMBERS.get(word, -1) for word in words.replace("-", " ").split()]
    match numbers:
        case [number] if number >= 0:
            return number
        case [tens, ones] if 20 <= tens < 100 and 1 <= ones <= 9:
            return tens + ones
    return None


def _parse(text: str) -> Term:
    said = " ".join(text.casefold().replace("ё", "е").split())
    count, unit = _split(said)
    if unit in _BARE_DAYS:
        raise _usage(
            f"в сроке `{text}` не сказано, какие дни: календарные или рабочие",
            f"the term `{text}` does not say which days: calendar days or working days",
        )
    known = _ALONE if count is None else _UNITS
    if unit not in known:
        hint = nearest(unit, known) if count is not None else Text("", "")
        raise _usage(
            f"`{text}` — не срок: ожидается, например, `5 рабочих дней`, `30 календарных дней`, `24 часа`, "
            f"`1 месяц`{hint.ru}",
            f"`{text}` is no term: expected, for instance, `5 working days`, `30 calendar days`, `24 hours`, "
            f"`1 month`{hint.en}",
        )
    meant, many = known[unit]
    return Term((1 if count is None else count) * many, meant)


def _split(said: str) -> tuple[int | None, str]:
    """The number that the words begin with, or None, and the rest."""
    if figures := re.fullmatch(_FIGURES, said):
        count, words, unit = int(figures[1]), figures[2], figures[3]
        if words is not None and _number(words) != count:
            raise _usage(
                f"число цифрами и прописью расходится: `{figures[1]} ({words})`",
                f"the number in figures and in words differs: `{figures[1]} ({words})`",
            )
        return count, unit
    words = said.split()
    for length in (2, 1):
        if (number := _number(" ".join(words[:length]))) is not None and len(words) > length:
            return number, " ".join(words[length:])
    return None, said

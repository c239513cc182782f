"""A term as the law writes it: so many hours, calendar or working days, weeks, months, quarters or years."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from attrs import field, frozen

from ..by_value import ByValue
from ..errors import UsageError, nearest
from ..text import Text


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


def _not_negative(_: object, __: object, count: int) -> None:
    if count < 0:
        raise UsageError.of(
            f"срок не может быть отрицательным: {count}", f"a term cannot be negative: {count}"
        )


@frozen(eq=False, repr=False)
class Term(ByValue):
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


def time_words(time: timedelta) -> Text:
    """A length of time to the minute: «4 дня 2 часа», “4 hours 30 min”."""
    days, rest = time.days, timedelta(seconds=time.seconds)
    hours, minutes = rest // timedelta(hours=1), rest // timedelta(minutes=1) % 60
    counted = [Term(days, Unit.CALENDAR_DAY).words()] if days else []
    counted += [Term(hours, Unit.HOUR).words()] if hours else []
    counted += [Text(f"{minutes} мин", f"{minutes} min")] if minutes else []
    return Text.joined(" ", counted)


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
        raise UsageError.of(
            f"в сроке `{text}` не сказано, какие дни: календарные или рабочие",
            f"the term `{text}` does not say which days: calendar days or working days",
        )
    known = _ALONE if count is None else _UNITS
    if unit not in known:
        hint = nearest(unit, known) if count is not None else Text("", "")
        raise UsageError.of(
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
            raise UsageError.of(
                f"число цифрами и прописью расходится: `{figures[1]} ({words})`",
                f"the number in figures and in words differs: `{figures[1]} ({words})`",
            )
        return count, unit
    words = said.split()
    for length in (2, 1):
        if (number := _number(" ".join(words[:length]))) is not None and len(words) > length:
            return number, " ".join(words[length:])
    return None, said


DELAY_WORDS: Mapping[str, Text] = {
    "hours": Text("ч.", "hours"),
    "calendar_days": Text("календ. дн.", "calendar days"),
    "working_days": Text("раб. дн.", "working days"),
}
"""The units of a delay in a column, where there is little room."""

"""The years that the calendar knows, and months by number, so that counting them is arithmetic.

The number of a month is that of its year times twelve, and one more for each month after January: March 2014 is
24170. Records write it ``2014-03``. Days are proleptic ordinals (``date.toordinal()``).
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from ..text import Text

YEARS = range(1991, 2101)
"""The years that every calendar knows; nothing outside them is counted, and none is taken for an ordinary year."""

FIRST_DAY, LAST_DAY = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
FIRST, LAST = FIRST_DAY.toordinal(), LAST_DAY.toordinal()

IN_YEARS = Text(f"{YEARS[0]}–{YEARS[-1]}", f"{YEARS[0]}-{YEARS[-1]}")
OUTSIDE_YEARS = Text(
    f"вне {IN_YEARS.ru} годов, которые знает календарь",
    f"is outside {IN_YEARS.en}, the years that the calendar knows",
)


def month_of(day: date) -> int:
    """The month in which a day lies."""
    return day.year * 12 + day.month - 1


@lru_cache(maxsize=2048)
def read_month(words: str) -> int:
    """The month that is written so, `2014-03`; ValueError where that is none."""
    digits = words[:4] + words[5:]
    if len(words) == 7 and words[4] == "-" and digits.isascii() and digits.isdigit():
        year, month = int(words[:4]), int(words[5:])
        if year and 1 <= month <= 12:
            return year * 12 + month - 1
    raise ValueError(words)


def month_words(month: int) -> str:
    """A month as records write it."""
    return f"{month // 12:04}-{month % 12 + 1:02}"


def day_of_month(month: int, number: int) -> int:
    """A day of a month; its last one where the month is shorter."""
    year, month = month // 12, month % 12 + 1
    first = date(year, month, 1).toordinal()
    length = 31 if month == 12 else date(year, month + 1, 1).toordinal() - first
    return first + min(number, length) - 1


def months_through(first: str, last: str) -> list[str]:
    """Every month from one to another, all as records write them."""
    return [month_words(month) for month in range(read_month(first), read_month(last) + 1)]


def year_to_date(month: str) -> list[str]:
    """The months of a year as far as one of them, all as records write them."""
    return months_through(f"{month[:4]}-01", month)

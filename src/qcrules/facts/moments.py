"""Moments: as records write them, as a person reads them, and the three types of fields that hold one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from ..kernel.interval import INF, MINUTES_A_DAY, NEVER, UNKNOWN, Interval, whole_day
from ..text import Text, shown
from ..time.months import FIRST, LAST, OUTSIDE_YEARS, YEARS, day_of_month, month_of, month_words, read_month
from .field import Alternatives, Field, Spans, Taken, ValueType, WrongValue, wrong
from .mistyped import perhaps_meant
from .outside import outside

FIRST_MINUTE, LAST_MINUTE = whole_day(FIRST)[0], whole_day(LAST)[1]

NOT_YET = Text("не произошло", "not yet")
NOT_KNOWN = Text("неизвестно", "unknown")
_DAY = r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
_DAY_FIRST = r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?: ?г\.?)?,?"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>[0-5]\d)(?:\.\d{1,9})?)?"
_SHAPES = tuple(
    re.compile(shape, re.ASCII) for shape in (rf"{_DAY}(?:[ T]{_CLOCK})?", rf"{_DAY_FIRST}(?: {_CLOCK})?")
)
_MONTH_FIRST = re.compile(r"(\d{1,2})\.(\d{4})", re.ASCII)
_ZONE = r".*\d:\d\d(?::[\d.]+)? ?(?:Z|[A-Z]{3,5}|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|[A-Za-z]+/[A-Za-z_]+)"
_NOT_THERE = r"(?:не|not|никогда|never)\b.*|[-–—*.xXхХ/ ]+"
"""How people write that something did not happen, other than records do."""


def read_moment(value: Any) -> Interval:
    """The first and the last minute of a moment: a day, a day with a time, a month, or `first/last` moments.

    A day is written 2014-01-31 or 31.01.2014; midnight to the second, as databases write a day, is that day.
    ValueError where it is none of these (a zone, slashes and bare numbers included).
    """
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            raise ValueError(value)
        minute = value.toordinal() * MINUTES_A_DAY + value.hour * 60 + value.minute
        return minute, minute
    if isinstance(value, date):
        return whole_day(value.toordinal())
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError(value)
    if value.count("/") == 1:
        start, end = (read_moment(part.strip()) for part in value.split("/", 1))
        if start[0] <= end[1]:
            return start[0], end[1]
        raise ValueError(value)
    for shape in _SHAPES:
        if found := shape.fullmatch(value):
            return _span(found)
    return days_of_month(month_as_written(value))


_LONGEST = 2 * len("2014-01-31 15:30:59.000000000") + 3


def _span(found: re.Match[str]) -> Interval:
    """The span of a day, or of a minute of it; 00:00:00 and 0:00, as programs write a day, are that day.

    ValueError where there is no such.
    """
    year, month, day, hour, minute, second = (
        None if part is None else int(part)
        for part in found.group("year", "month", "day", "hour", "minute", "second")
    )
    number = date(year or 0, month or 0, day or 0).toordinal()
    if hour is None or ((hour, minute) == (0, 0) and (second == 0 or found["hour"] == "0")):
        return whole_day(number)
    if hour > 23 or (minute or 0) > 59:
        raise ValueError(found[0])
    at = number * MINUTES_A_DAY + hour * 60 + (minute or 0)
    return at, at


def written(span: Interval) -> str:
    """A known moment as records write it: 2014-01-31, 2014-01-31 15:30, 2014-01, or two of them with `/` between."""
    known = exact(span)
    if known is not None:
        return f"{known:%Y-%m-%d %H:%M}" if isinstance(known, datetime) else known.isoformat()
    lo, hi = span
    month = month_words(month_of(minute(lo)))
    if span == days_of_month(month):
        return month
    first = (lo, lo) if lo % MINUTES_A_DAY else whole_day(lo // MINUTES_A_DAY)
    last = whole_day(hi // MINUTES_A_DAY) if (hi + 1) % MINUTES_A_DAY == 0 else (hi, hi)
    return f"{written(first)}/{written(last)}"


def one_moment(value: Any) -> date | datetime:
    """The one day or minute that is written so. ValueError where it is none, or is vaguer."""
    known = exact(read_moment(outside(value)))
    if known is None:
        raise ValueError(value)
    return known


def read_day(value: Any) -> date:
    """The one day that is written so. ValueError where it is none, or is vaguer, or has a time."""
    known = one_moment(value)
    if isinstance(known, datetime):
        raise ValueError(value)
    return known


def month_as_written(words: str) -> str:
    """A month as records write it, from `03.2014` too; other words as they are."""
    found = _MONTH_FIRST.fullmatch(words)
    return f"{found[2]}-{found[1]:0>2}" if found else words


def days_of_month(words: str) -> Interval:
    """The first and the last minute of a month written 2014-03. ValueError where it is no month."""
    month = read_month(words)
    return whole_day(day_of_month(month, 1))[0], whole_day(day_of_month(month, 31))[1]


def advice(value: Any) -> Text:
    """What to write instead: what another way of writing a moment may mean, and that no zone is read."""
    words = shown(value)
    if getattr(value, "tzinfo", None) is not None or re.fullmatch(_ZONE, words, re.ASCII):
        return Text(
            " (пояс не читается: запишите местное время без него)",
            " (a zone is not read: write the local time without it)",
        )
    found = perhaps_meant(words)
    try:
        meant = written(read_moment(found))
    except ValueError:
        return Text("", "")
    return Text(f" (возможно, {meant})", f" (did you mean {meant}?)")


def minute(value: int) -> datetime:
    """The moment of a minute."""
    day, rest = divmod(value, MINUTES_A_DAY)
    return datetime.combine(date.fromordinal(day), datetime.min.time()) + timedelta(minutes=rest)


def exact(span: Interval) -> date | datetime | None:
    """The day or the minute that an interval is, or None where it is vaguer."""
    lo, hi = span
    if lo <= -INF or hi >= INF or lo // MINUTES_A_DAY != hi // MINUTES_A_DAY:
        return None
    return minute(lo) if lo == hi else date.fromordinal(lo // MINUTES_A_DAY)


def the_day(moment: date | datetime) -> date:
    """The day of a day or a minute."""
    return moment.date() if isinstance(moment, datetime) else moment


@lru_cache(maxsize=4096)
def day_words(day: date | datetime) -> Text:
    """A day, or a minute, in words: «31.01.2014 15:30»."""
    if isinstance(day, datetime):
        return Text(f"{day:%d.%m.%Y %H:%M}", f"{day:%Y-%m-%d %H:%M}")
    return Text(f"{day.day:02}.{day.month:02}.{day.year:04}", day.isoformat())


def span_words(span: Interval) -> Text:
    """A moment in words, however vague."""
    lo, hi = span
    known = exact(span)
    if known is not None:
        return day_words(known)
    if lo >= INF:
        return NOT_YET
    first = day_words(date.fromordinal(lo // MINUTES_A_DAY)) if lo > -INF else None
    last = day_words(date.fromordinal(hi // MINUTES_A_DAY)) if hi < INF else None
    if first and last:
        return Text(f"{first.ru}–{last.ru}", f"{first.en} to {last.en}")
    if first:
        return Text(f"{first.ru} или позже", f"{first.en} or later")
    if last:
        return Text(f"{last.ru} или раньше", f"{last.en} or earlier")
    return NOT_KNOWN


def outside_years(fact: Field, value: Any) -> WrongValue:
    """What is wrong with a moment that the calendar does not know."""
    said = shown(value)
    return wrong(fact, f"`{said}` {OUTSIDE_YEARS.ru}", f"`{said}` {OUTSIDE_YEARS.en}")


def _is_day(words: str) -> bool:
    return len(words) == 10 and words[4] == words[7] == "-"


def _is_usual(value: Any) -> bool:
    """Is a text that was read as a moment written as records write it: 2014-01-31, 2014-01-31 15:30, 2014-01, a/b?"""
    parts = value.split("/")
    return all(one[4:5] == "-" and len(one) in (7, 10, 16) and one[10:11] in ("", " ") for one in parts)


_WRITTEN = (
    "`2014-01-31`, `31.01.2014`, `2014-01-31 15:30`, `31.01.2014 15:30`, `2014-01`, `2014-01-30/2014-02-02`"
)


def _shown_moment(value: Any) -> tuple[str, Text]:
    """A moment as JSON holds it, and as a person reads it."""
    if type(value) is date:
        return value.isoformat(), day_words(value)
    span = read_moment(value)
    known = exact(span)
    if isinstance(known, datetime):
        return known.isoformat(timespec="minutes"), day_words(known)
    return known.isoformat() if known else str(value), span_words(span)


_shown_text = lru_cache(maxsize=4096)(_shown_moment)
"""The same of what is written; records name the same days again and again."""


class MomentType(ValueType):
    """A day or a minute, or a span of days in which it lies."""

    is_moment = True
    none = NEVER
    as_text = Text(
        f"{_WRITTEN}; полночь `2014-01-31 00:00:00` — это день; без пояса и без косых черт",
        f"{_WRITTEN}; the midnight `2014-01-31 00:00:00` is its day; no zone, no slashes",
    )
    as_cell = Text("дата или дата со временем", "a date, or a date with a time")
    as_column = Text("date32, date64, timestamp без пояса", "date32, date64, timestamp without a zone")

    def unknown(self, fact: Field) -> Interval:
        return UNKNOWN

    def usual(self, fact: Field, value: Any) -> Any:
        if isinstance(value, date) and getattr(value, "tzinfo", None) is None:
            return value
        span = self._span(fact, value)
        return value if _is_usual(value) else written(span)

    def spans(self, fact: Field, value: Any) -> Spans:
        return (self._span(fact, value),)

    def _span(self, fact: Field, value: Any) -> Interval:
        try:
            span = read_moment(value)
        except ValueError:
            said, hint = shown(value), advice(value)
            if re.fullmatch(_NOT_THERE, said):
                hint = Text(" (чего нет, пишут так: —)", " (what is not there is written —)")
            raise wrong(
                fact,
                f"`{said}` — не дата; нужно 2014-01-31, 2014-01-31 15:30 или 2014-01{hint.ru}",
                f"`{said}` is no date; write 2014-01-31, 2014-01-31 15:30 or 2014-01{hint.en}",
            ) from None
        if span[0] < FIRST_MINUTE or span[1] > LAST_MINUTE:
            raise outside_years(fact, value)
        return span

    def show(self, fact: Field, value: Any) -> tuple[str, Text]:
        return _shown_text(value) if type(value) is str else _shown_moment(value)

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [*dict.fromkeys(str(day) for day in days), None]

    def alternatives(self, fact: Field, due: date | datetime | None) -> Alternatives:
        if due is None:
            return []
        day = due.toordinal()
        return [
            (whole_day(day), day_words(due)),
            (whole_day(day + 1), Text("на день позже", "a day later")),
            (NEVER, Text("не произошло", "not at all") if self.happens else self.none_words),
        ]


class DayType(MomentType):
    """A moment of a day, or a day."""

    is_day = True

    def plain(self, fact: Field, value: Any) -> Taken | None:
        """A day or a minute of Python, or one that is written 2014-01-31 or 2014-01-31 15:30."""
        kind = type(value)
        if kind is str:
            return _taken_text(value)
        if kind is date:
            return _taken(value, whole_day(value.toordinal()))
        if kind is not datetime or value.tzinfo is not None or value.time() == _MIDNIGHT:
            return None
        return _taken(value, read_moment(value))


_MIDNIGHT = time()


def _taken(value: Any, span: Interval) -> Taken | None:
    """A moment and what it means; None where the calendar does not know it."""
    return (value, (span,)) if span[0] >= FIRST_MINUTE and span[1] <= LAST_MINUTE else None


@lru_cache(maxsize=4096)
def _taken_text(words: str) -> Taken | None:
    """The same of what is written; None of any other words, and of the other ways to write it."""
    try:
        if len(words) == 10 and words[4] == "-" == words[7]:
            return _taken(words, whole_day(date.fromisoformat(words).toordinal()))
        found = _SHAPES[0].fullmatch(words) if len(words) == 16 and words[10] == " " else None
        return _taken(words, _span(found)) if found is not None else None
    except ValueError:
        return None


class EventType(DayType):
    key, term = "event", Text("событие", "event")
    happens = True
    none_words = NOT_YET


class DateType(DayType):
    """A day that a document names, whether it has come or not."""

    key, term = "date", Text("дата", "date")
    none_words = Text("не указана", "not named")


class MonthType(MomentType):
    """A month; its first and its last day are known with it, and are exact."""

    key, term = "month", Text("месяц", "month")
    as_text = Text(
        "`2014-03`, `03.2014`, первый день месяца `2014-03-01`",
        "`2014-03`, `03.2014`, the first day of the month `2014-03-01`",
    )
    as_cell = Text("дата первого дня", "the date of the first day")
    as_column = Text("date32 первого дня", "date32 of the first day")

    def facets(self, fact: Field) -> tuple[str, ...]:
        return f"{fact.path}.start", f"{fact.path}.end"

    def usual(self, fact: Field, value: Any) -> Any:
        """A month; its first day, as databases and Excel keep a month, is the month."""
        words = str(value) if isinstance(value, str | date) else ""
        try:
            if _is_day(words) and words.endswith("-01"):
                read_moment(words)
                words = words[:7]
            words = month_as_written(words)
            read_month(words)
        except ValueError:
            said = shown(value)
            raise wrong(
                fact,
                f"нужен месяц вида 2014-03, а не `{said}`",
                f"expected a month like 2014-03, not `{said}`",
            ) from None
        if int(words[:4]) not in YEARS:
            raise outside_years(fact, value)
        return words

    def spans(self, fact: Field, value: Any) -> Spans:
        span = first, last = days_of_month(value)
        return span, whole_day(first // MINUTES_A_DAY), whole_day(last // MINUTES_A_DAY)

    def show(self, fact: Field, value: Any) -> tuple[str, Text]:
        return value, Text(f"{value[5:]}.{value[:4]}", value)

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [*dict.fromkeys(month_words(month_of(day)) for day in days), None]

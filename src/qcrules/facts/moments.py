"""Moments: as records write them, as a person reads them, and the three types of fields that hold one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from ..kernel.interval import INF, MINUTES_A_DAY, NEVER, UNKNOWN, Interval, whole_day
from ..text import Text, shown
from ..time.months import FIRST, LAST, OUTSIDE_YEARS, day_of_month, month_of, month_words, read_month
from .field import Alternatives, Door, Field, Spans, ValueType, WrongValue, wrong

FIRST_MINUTE, LAST_MINUTE = whole_day(FIRST)[0], whole_day(LAST)[1]

NOT_YET = Text("не произошло", "not yet")
NOT_KNOWN = Text("неизвестно", "unknown")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s+(\d{1,2}:\d{2}))?")


def read_moment(value: Any) -> Interval:
    """The first and the last minute of a moment: a day, a day with a time, a month, or `first/last` moments.

    ValueError where it is none of these (day-first dates, zones and bare numbers included).
    """
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            raise ValueError(value)
        minute = value.toordinal() * MINUTES_A_DAY + value.hour * 60 + value.minute
        return minute, minute
    if isinstance(value, date):
        return whole_day(value.toordinal())
    if not isinstance(value, str) or not value[:4].isdigit():
        raise ValueError(value)
    if len(value) == 10 and value[4] == value[7] == "-":
        return whole_day(date.fromisoformat(value).toordinal())
    if len(value) == 7:
        return days_of_month(value)
    if "/" in value:
        start, end = (read_moment(part.strip()) for part in value.split("/", 1))
        if start[0] <= end[1]:
            return start[0], end[1]
    elif len(value) in (16, 19) and value[10] in " T" and value[4] == value[7] == "-":
        return read_moment(datetime.fromisoformat(value))
    raise ValueError(value)


def days_of_month(words: str) -> Interval:
    """The first and the last minute of a month written 2014-03. ValueError where it is no month."""
    month = read_month(words)
    return whole_day(day_of_month(month, 1))[0], whole_day(day_of_month(month, 31))[1]


def day_first(value: Any) -> Text:
    """«(возможно, 2014-01-31)», where a date is written with its day first; else nothing."""
    parts = shown(value).replace("/", ".").replace("-", ".").split(".")
    if len(parts) == 3 and len(parts[2]) == 4 and all(part.isdigit() for part in parts):
        day, month, year = parts
        found = f"{year}-{month:0>2}-{day:0>2}"
        return Text(f" (возможно, {found})", f" (did you mean {found}?)")
    return Text("", "")


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


def day_words(day: date | datetime) -> Text:
    """A day, or a minute, in words: «31.01.2014 15:30»."""
    if isinstance(day, datetime):
        return Text(f"{day:%d.%m.%Y %H:%M}", f"{day:%Y-%m-%d %H:%M}")
    return Text(f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}")


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


class MomentType(ValueType):
    """A day or a minute, or a span of days in which it lies."""

    is_moment = True
    none = NEVER

    def unknown(self, fact: Field) -> Interval:
        return UNKNOWN

    def spans(self, fact: Field, value: Any) -> Spans:
        try:
            span = read_moment(value)
        except ValueError:
            said, hint = shown(value), day_first(value)
            raise wrong(
                fact,
                f"`{said}` — не дата; нужно 2014-01-31, 2014-01-31 15:30 или 2014-01{hint.ru}",
                f"`{said}` is no date; write 2014-01-31, 2014-01-31 15:30 or 2014-01{hint.en}",
            ) from None
        if span[0] < FIRST_MINUTE or span[1] > LAST_MINUTE:
            raise outside_years(fact, value)
        return (span,)

    def from_cell(self, value: Any, door: Door) -> Any:
        value = super().from_cell(value, door)
        if door.day_first and isinstance(value, str) and (shape := _DAY_FIRST.fullmatch(value)):
            day, month, year, clock = shape.groups()
            return f"{year}-{month:0>2}-{day:0>2}" + (f" {clock:0>5}" if clock else "")
        return value

    def show(self, fact: Field, value: Any) -> tuple[str, Text]:
        span = read_moment(value)
        known = exact(span)
        if isinstance(known, datetime):
            return known.isoformat(timespec="minutes"), day_words(known)
        return known.isoformat() if known else str(value), span_words(span)

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [*dict.fromkeys(str(day) for day in days), None]

    def alternatives(self, fact: Field, due: date | datetime | None) -> Alternatives:
        if due is None:
            return []
        day = due.toordinal()
        return [
            (whole_day(day), day_words(due)),
            (whole_day(day + 1), Text("на день позже", "a day later")),
            (NEVER, Text("не произошло", "not at all")),
        ]


class EventType(MomentType):
    key, term = "event", Text("событие", "event")
    is_day = True
    happens = True
    none_words = NOT_YET


class DateType(MomentType):
    """A day that a document names, whether it has come or not."""

    key, term = "date", Text("дата", "date")
    is_day = True
    none_words = Text("не указана", "not named")


class MonthType(MomentType):
    """A month; its first and its last day are known with it, and are exact."""

    key, term = "month", Text("месяц", "month")

    def facets(self, fact: Field) -> tuple[str, ...]:
        return f"{fact.path}.start", f"{fact.path}.end"

    def spans(self, fact: Field, value: Any) -> Spans:
        try:
            span = days_of_month(value if isinstance(value, str) else "")
        except ValueError:
            said = shown(value)
            raise wrong(
                fact,
                f"нужен месяц вида 2014-03, а не `{said}`",
                f"expected a month like 2014-03, not `{said}`",
            ) from None
        first, last = span
        return span, whole_day(first // MINUTES_A_DAY), whole_day(last // MINUTES_A_DAY)

    def show(self, fact: Field, value: Any) -> tuple[str, Text]:
        return value, Text(f"{value[5:]}.{value[:4]}", value)

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [*dict.fromkeys(month_words(month_of(day)) for day in days), None]

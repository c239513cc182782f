"""Values as a person reads them: moments, choices, counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from ..facts.recorded import Recorded
from ..facts.table import TOTAL
from ..facts.values import moment_span
from ..facts.vocabulary import Field, Type
from ..facts.words import UNKNOWN_MARK, is_blank, yes_no
from ..kernel.interval import INF, MINUTES_A_DAY, Interval, Key
from ..text import Text

NOTHING = Text("нет", "none")
NOT_NAMED = Text("не указана", "not named")
NOT_YET = Text("не произошло", "not yet")
NOT_KNOWN = Text("неизвестно", "unknown")


def day_words(day: date | datetime) -> Text:
    """A day, or a minute, in words: «31.01.2014 15:30»."""
    if isinstance(day, datetime):
        return Text(f"{day:%d.%m.%Y %H:%M}", f"{day:%Y-%m-%d %H:%M}")
    return Text(f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}")


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


def span_words(span: Interval) -> Text:
    """A moment in words, however vague."""
    lo, hi = span
    known = exact(span)
    if known is not None:
        return day_words(known)
    if lo >= INF:
        return NOT_YET
    if lo <= -INF and hi >= INF:
        return NOT_KNOWN
    first = day_words(date.fromordinal(lo // MINUTES_A_DAY)) if lo > -INF else None
    last = day_words(date.fromordinal(hi // MINUTES_A_DAY)) if hi < INF else None
    if first and last:
        return Text(f"{first.ru}–{last.ru}", f"{first.en} to {last.en}")
    if first:
        return Text(f"{first.ru} или позже", f"{first.en} or later")
    assert last is not None
    return Text(f"{last.ru} или раньше", f"{last.en} or earlier")


def canonical(recorded: Recorded) -> str | int | bool | None:
    """A recorded value as JSON holds it: ISO dates, English keys, true and false, whole numbers."""
    value, fact = recorded.value, recorded.field
    if is_blank(value):
        return None
    if value == UNKNOWN_MARK:
        return UNKNOWN_MARK
    if fact.type.is_moment:
        span = moment_span(value)
        known = exact(span) if span else None
        if isinstance(known, datetime):
            return known.isoformat(sep="T", timespec="minutes")
        return known.isoformat() if known else str(value)
    if fact.type is Type.CHOICE:
        option = fact.option(str(value))
        return option.key if option else str(value)
    if fact.type is Type.BOOL:
        return bool(yes_no(value))
    if fact.type in (Type.NUMBER, Type.YEAR):
        return int(value)
    if fact.type is Type.SET:
        words = [value] if isinstance(value, str) else list(value)
        return ", ".join(sorted(option.key for word in words if (option := fact.option(str(word)))))
    if isinstance(value, Mapping):
        return len(value) if fact.type is Type.TABLE else True
    return len(value) if isinstance(value, list | tuple) else str(value)


def recorded_words(recorded: Recorded) -> Text:
    """A recorded value in words."""
    value, fact = recorded.value, recorded.field
    plain = canonical(recorded)
    if plain is None:
        return {Type.EVENT: NOT_YET, Type.DATE: NOT_NAMED}.get(fact.type, NOTHING)
    if plain == UNKNOWN_MARK:
        return NOT_KNOWN
    if fact.type is Type.MONTH:
        return Text(f"{value[5:]}.{value[:4]}", str(value))
    if fact.type.is_moment:
        return span_words(moment_span(value) or (-INF, INF))
    if fact.type in (Type.CHOICE, Type.SET):
        return option_words(fact, value)
    if isinstance(plain, bool):
        return Text("да", "yes") if plain else Text("нет", "no")
    if fact.type is Type.LIST:
        return Text(f"записей: {plain}", f"{plain} recorded")
    if fact.type is Type.TABLE:
        return Text(f"строк: {plain}", f"{plain} rows")
    return Text.same(str(plain))


def column_words(key: Key | None) -> Text:
    """A column of a table: «2014-03», «Всего»."""
    return Text("Всего", "total") if key == TOTAL else Text.same(str(key or "…"))


def label_at(label: Text, path: str) -> Text:
    """The label of a fact, with the column where it is a cell of a table: «показатели.1.1, 2014-03»."""
    key = path.partition("[")[2].partition("]")[0]
    if not key or key.isdigit():
        return label
    at = column_words(key)
    line = path.partition("]")[2].split(".", 3)
    name = f" ({line[3]})" if len(line) > 3 else ""
    return Text(f"{label.ru}{name}, {at.ru}", f"{label.en}{name}, {at.en}")


def count_words(span: Interval) -> str:
    """A count, however vague: «12», «≥ 12», «?»."""
    lo, hi = span
    if lo == hi:
        return str(lo)
    return f"{lo}–{hi}" if hi < INF else f"≥ {lo}" if lo > -INF else "?"


def option_words(fact: Field, value: Any) -> Text:
    """The chosen options of a choice or a set, in words."""
    words = [value] if isinstance(value, str | int) else list(value)
    options = [option for word in words if (option := fact.option(str(word)))]
    return Text(", ".join(o.term.ru for o in options), ", ".join(o.term.en for o in options))

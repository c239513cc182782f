"""What is said of one fact → its interval: a moment, a number, a word of a list, yes or no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ..errors import KEY, Problem, nearest
from ..kernel.interval import INF, MINUTES_A_DAY, NO, YES, Interval, whole_day
from ..text import Text, shown
from ..time.months import FIRST, LAST, OUTSIDE_YEARS, YEARS, day_of_month, read_month
from .layout import option_path
from .path import FactPath, PlaceAt, Trail
from .recorded import Facts, Overlay
from .vocabulary import Field, Type
from .words import yes_no

FIRST_MINUTE, LAST_MINUTE = whole_day(FIRST)[0], whole_day(LAST)[1]


class ValueReader:
    """Reads the values of one record into its facts; what is wrong with them stands in ``problems``.

    ``tomorrow``: the first minute after the day of the check.
    """

    def __init__(self, facts: Facts, tomorrow: int, places: PlaceAt) -> None:
        self.facts = facts
        self.slots = facts.layout.slots
        self.tomorrow = tomorrow
        self.places = places
        self.problems: list[Problem] = []

    def wrong(self, trail: Trail, ru: str, en: str) -> None:
        place = self.places(trail)
        if place is None and trail:
            said = FactPath(trail)
            ru, en = f"{said}: {ru}", f"{said}: {en}"
        self.problems.append(Problem(Text(ru, en), place))

    def put(self, slot: int, value: Interval, overlay: Overlay | None) -> None:
        if overlay is None:
            self.facts.lo[slot], self.facts.hi[slot] = value
        else:
            overlay[slot] = value

    def unknown_key(self, key: Any, trail: Trail, names: Mapping[str, Field]) -> None:
        hint = nearest(shown(key), names)
        self.wrong(
            (*trail, KEY),
            f"поле `{shown(key)}` не известно{hint.ru}",
            f"unknown field `{shown(key)}`{hint.en}",
        )

    def set(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, Sequence | frozenset | set):
            self.wrong(trail, f"«{fact.label.ru}»: нужен список", f"`{fact.path}`: expected a list")
            return
        chosen = {option.key for word in words if (option := self.option(fact, word, trail))}
        self.put(self.slots[fact.path], YES if words else NO, overlay)
        for option in fact.options:
            self.put(self.slots[option_path(fact.path, option)], YES if option.key in chosen else NO, overlay)

    def option(self, fact: Field, word: Any, trail: Trail) -> Any:
        option = fact.option(word if isinstance(word, str) else shown(word))
        if option is None:
            known = [said for option in fact.options for said in (option.term.ru, option.key)]
            hint = nearest(shown(word), known)
            listed_ru = ", ".join(option.term.ru for option in fact.options)
            listed_en = ", ".join(option.key for option in fact.options)
            self.wrong(
                trail,
                f"«{fact.label.ru}»: `{shown(word)}` — не из списка: {listed_ru}{hint.ru}",
                f"`{fact.path}`: `{shown(word)}` is not one of: {listed_en}{hint.en}",
            )
        return option

    def choice(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        option = self.option(fact, value, trail)
        if option is not None:
            self.put(self.slots[fact.path], (option.code, option.code), overlay)

    def yes_no(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        said = yes_no(value)
        if said is None:
            self.wrong(
                trail,
                f"«{fact.label.ru}»: нужно «да» или «нет», а не `{shown(value)}`",
                f"`{fact.path}`: expected yes or no, not `{shown(value)}`",
            )
            return
        self.put(self.slots[fact.path], YES if said else NO, overlay)

    def number(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        count = self.count(fact, value, trail)
        if count is not None:
            self.put(self.slots[fact.path], (count, count), overlay)

    def count(self, fact: Field, value: Any, trail: Trail) -> int | None:
        """A whole number, zero or more (a year: one that the calendar knows)."""
        count = (
            int(value)
            if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16
            else value
        )
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count < INF:
            self.wrong(
                trail,
                f"«{fact.label.ru}»: нужно целое неотрицательное число, а не `{shown(value)}`",
                f"`{fact.path}`: expected a whole number, zero or more, not `{shown(value)}`",
            )
            return None
        if fact.type is Type.YEAR and count not in YEARS:
            self.wrong(
                trail,
                f"«{fact.label.ru}»: `{shown(value)}` {OUTSIDE_YEARS.ru}",
                f"`{fact.path}`: `{shown(value)}` {OUTSIDE_YEARS.en}",
            )
            return None
        return count

    def text(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        if isinstance(value, Mapping | list | tuple):
            self.wrong(trail, f"«{fact.label.ru}»: нужен текст", f"`{fact.path}`: expected text")
            return
        self.put(self.slots[fact.path], YES, overlay)

    def moment(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        span = self.span(fact, value, trail)
        if span is None:
            return
        if fact.type is Type.EVENT and span[1] >= self.tomorrow:
            if span[0] >= self.tomorrow:
                self.facts.later.append(path)
                span = (INF, INF)
            else:
                span = (span[0], INF)
        self.put(self.slots[fact.path], span, overlay)

    def month(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        span = month_span(value) if isinstance(value, str) else None
        if span is None:
            self.wrong(
                trail,
                f"«{fact.label.ru}»: нужен месяц вида 2014-03, а не `{shown(value)}`",
                f"`{fact.path}`: expected a month like 2014-03, not `{shown(value)}`",
            )
            return
        self.put(self.slots[fact.path], span, overlay)
        self.put(self.slots[f"{fact.path}.start"], whole_day(span[0] // MINUTES_A_DAY), overlay)
        self.put(self.slots[f"{fact.path}.end"], whole_day(span[1] // MINUTES_A_DAY), overlay)

    def span(self, fact: Field, value: Any, trail: Trail) -> Interval | None:
        """The first and the last minute of a moment."""
        try:
            span = moment_span(value)
        except ValueError:
            span = None
        if span is None:
            hint = _day_first(value)
            self.wrong(
                trail,
                f"«{fact.label.ru}»: `{shown(value)}` — не дата; "
                f"нужно 2014-01-31, 2014-01-31 15:30 или 2014-01{hint.ru}",
                f"`{fact.path}`: `{shown(value)}` is no date; write 2014-01-31, 2014-01-31 15:30 or 2014-01{hint.en}",
            )
            return None
        if not FIRST_MINUTE <= span[0] <= span[1] <= LAST_MINUTE:
            self.wrong(
                trail,
                f"«{fact.label.ru}»: `{shown(value)}` {OUTSIDE_YEARS.ru}",
                f"`{fact.path}`: `{shown(value)}` {OUTSIDE_YEARS.en}",
            )
            return None
        return span


def moment_span(value: Any) -> Interval | None:
    """The first and the last minute of a moment: a day, a day with a time, a month, or `first/last` days.

    ValueError or None where it is none of these (day-first dates, zones and bare numbers included).
    """
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            return None
        minute = value.toordinal() * MINUTES_A_DAY + value.hour * 60 + value.minute
        return minute, minute
    if isinstance(value, date):
        return whole_day(value.toordinal())
    if not isinstance(value, str) or not value[:4].isdigit():
        return None
    if len(value) == 10 and value[4] == value[7] == "-":
        return whole_day(date.fromisoformat(value).toordinal())
    if len(value) == 7:
        return month_span(value)
    if "/" in value:
        first, last = value.split("/", 1)
        start, end = moment_span(first.strip()), moment_span(last.strip())
        return (start[0], end[1]) if start and end and start[0] <= end[1] else None
    if len(value) in (16, 19) and value[10] in " T" and value[4] == value[7] == "-":
        return moment_span(datetime.fromisoformat(value))
    return None


def month_span(value: str) -> Interval | None:
    """The first and the last minute of a month written 2014-03."""
    try:
        month = read_month(value)
    except ValueError:
        return None
    return whole_day(day_of_month(month, 1))[0], whole_day(day_of_month(month, 31))[1]


def _day_first(value: Any) -> Text:
    parts = shown(value).replace("/", ".").replace("-", ".").split(".")
    if len(parts) == 3 and len(parts[2]) == 4 and all(part.isdigit() for part in parts):
        day, month, year = parts
        return Text(
            f" (возможно, {year}-{month:0>2}-{day:0>2})", f" (did you mean {year}-{month:0>2}-{day:0>2}?)"
        )
    return Text("", "")

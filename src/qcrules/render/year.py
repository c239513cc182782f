"""A year of a calendar: which days are worked, which are off, and why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from qcrules.text import Lang, Text
from qcrules.time.calendar import Calendar
from qcrules.time.term import Term, Unit

from .layout import TextLayout
from .words import MONTHS, WEEKDAYS, Noun

_DAYS_OFF = Noun("выходной день", "выходных дня", "выходных дней", "day off", "days off")
_ORDINARY = {"суббота", "воскресенье"}


def _worked(number: int, lang: Lang) -> str:
    return Term(number, Unit.WORKING_DAY).words()(lang)


def as_list(calendar: Calendar, year: int, lang: Lang) -> list[dict[str, Any]]:
    """Every day of the year, in order."""
    return [
        {
            "date": day.isoformat(),
            "working": calendar.is_working(day.toordinal()),
            "reason": _why(calendar, day, lang),
        }
        for day in _days(year)
    ]


def render(calendar: Calendar, year: int, lang: Lang, *, width: int = 100, colour: bool = False) -> str:
    """Month by month: how many days are worked, and each day that is not as its week has it."""
    layout = TextLayout(width=width, colour=colour)
    days = _days(year)
    worked = [day for day in days if calendar.is_working(day.toordinal())]
    counts = f"{_worked(len(worked), lang)}, {_DAYS_OFF.of(len(days) - len(worked), lang)}"
    layout.whole(f"{year}: {counts}", style="bold")
    for month in range(1, 13):
        number = sum(day.month == month for day in worked)
        layout.gap()
        layout.whole(f"{MONTHS[month - 1](lang)} — {_worked(number, lang)}", style="bold")
        for day in days:
            if day.month == month and _is_special(calendar, day):
                _line(layout, calendar, day, lang)
    layout.gap()
    layout.line(
        Text(
            "Обычные субботы и воскресенья не перечислены; «+» — рабочий выходной.",
            "Ordinary Saturdays and Sundays are not listed; “+” marks a day of a weekend that is worked.",
        )(lang),
        style="dim",
    )
    if caveat := calendar.caveat(year):
        layout.entry("!", caveat(lang), style="yellow")
    word = Text("календарь", "calendar")(lang)
    layout.whole(f"{word} {calendar.id} ({calendar.sha256[:8]})", style="dim")
    return layout.text()


def _line(layout: TextLayout, calendar: Calendar, day: date, lang: Lang) -> None:
    works = calendar.is_working(day.toordinal())
    mark, style = ("+", "green") if works else (" ", "red")
    if works and day.weekday() < 5:
        mark, style = "?", "yellow"
    number = f"{day:%d.%m}" if lang == "ru" else f"{day:%m-%d}"
    layout.entry(
        f"{mark} {number} {WEEKDAYS[day.weekday()](lang)}", _why(calendar, day, lang) or "", style=style
    )


def _is_special(calendar: Calendar, day: date) -> bool:
    """Not as an ordinary week has it: a holiday, a day off that was moved, a weekend that is worked."""
    reason = calendar.reason(day.toordinal())
    return reason is not None and reason.ru not in _ORDINARY


def _why(calendar: Calendar, day: date, lang: Lang) -> str | None:
    reason = calendar.reason(day.toordinal())
    return reason(lang) if reason else None


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days) for days in range((date(year, 12, 31) - first).days + 1)]

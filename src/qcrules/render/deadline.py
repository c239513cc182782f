"""One term, explained: the event, the first day counted, each day passed over, the end, and a picture."""

from __future__ import annotations

from calendar import Calendar as Weeks
from datetime import date, datetime
from typing import Any

from attrs import frozen

from qcrules.text import Lang, Text
from qcrules.time.calendar import Calendar
from qcrules.time.counting import Counting, Reckoning, Roll
from qcrules.time.months import month_of

from .layout import TextLayout
from .words import MONTHS, WEEKDAYS, iso, with_weekday

_ROLLS: dict[Roll, Text] = {
    "forward": Text("на следующий рабочий день", "on to the next working day"),
    "back": Text("на последний рабочий день перед ним", "back to the last working day before it"),
    "none": Text("нет", "none"),
}
_MOST_MONTHS = 6


@frozen
class ReckonedTerm:
    """What was asked, and the answer."""

    counting: Counting
    reckoning: Reckoning
    calendar: Calendar


def as_dict(it: ReckonedTerm, lang: Lang) -> dict[str, Any]:
    """The answer for a machine; ``due`` is a day, or a minute for terms in hours."""
    found = it.reckoning
    return {
        "due": iso(found.due),
        "skipped": [{"date": iso(one.day), "reason": one.reason(lang)} for one in found.skipped],
        "from": iso(found.base),
        "term": {"count": it.counting.term.count, "unit": str(it.counting.term.unit)},
        "before": it.counting.before,
        "count_first_day": it.counting.count_first_day,
        "roll": it.counting.roll,
        "first_counted": iso(found.first_counted),
        "raw_end": iso(found.raw_end),
        "rolled_from": iso(found.rolled_from),
        "calendar": {"id": it.calendar.id, "sha256": it.calendar.sha256},
    }


def render(it: ReckonedTerm, lang: Lang, *, width: int = 100, colour: bool = False) -> str:
    """The answer for a person: the day first, then how it was reckoned."""
    layout = TextLayout(width=width, colour=colour)
    found = it.reckoning
    layout.whole(_headline(it, lang), style="bold")
    layout.gap()
    rows: list[tuple[Text, str]] = [(Text("событие", "event"), with_weekday(found.base, lang))]
    if found.first_counted:
        rows.append((Text("счёт с", "counted from"), with_weekday(found.first_counted, lang)))
    rows += [
        (Text("не считается", "not counted"), f"{with_weekday(one.day, lang)}  {one.reason(lang)}")
        for one in found.skipped
        if one.day != found.rolled_from
    ]
    if found.rolled_from:
        rows.append((Text("конец счёта", "count ends"), with_weekday(found.rolled_from, lang)))
        why = next((one.reason(lang) for one in found.skipped if one.day == found.rolled_from), "")
        rows.append((Text("перенос", "moved"), f"{_ROLLS[it.counting.roll](lang)}: {why}"))
    rows.append((Text("срок", "due"), with_weekday(found.due, lang)))
    for title, words in rows:
        layout.line(f"{title(lang):<14}{words}", hang=14)
    _picture(layout, it, lang)
    layout.gap()
    calendar = Text("календарь", "calendar")(lang)
    layout.whole(f"{calendar} {it.calendar.id} ({it.calendar.sha256[:8]})", style="dim")
    return layout.text()


def _headline(it: ReckonedTerm, lang: Lang) -> str:
    term, base = it.counting.term.words()(lang), with_weekday(it.reckoning.base, lang)
    side = Text("до", "before")(lang) if it.counting.before else Text("после", "after")(lang)
    return f"{with_weekday(it.reckoning.due, lang)} — {term} {side} {base}"


def _picture(layout: TextLayout, it: ReckonedTerm, lang: Lang) -> None:
    """The months of the term, days passed over in grey (in brackets where there is no colour)."""
    base, due = _day(it.reckoning.base), _day(it.reckoning.due)
    months = _months(min(base, due), max(base, due))
    if len(months) > _MOST_MONTHS:
        months = [months[0], months[-1]]
    off = {one.day for one in it.reckoning.skipped}
    for year, month in months:
        layout.gap()
        layout.whole(f"{MONTHS[month - 1](lang)} {year}".center(28).rstrip(), style="bold")
        layout.whole("".join(f"{word(lang):>3} " for word in WEEKDAYS).rstrip())
        for week in Weeks().monthdatescalendar(year, month):
            cells = [_cell(layout, day, base, due, off) if day.month == month else " " * 4 for day in week]
            layout.row("".join(cells).rstrip())
    layout.gap()
    legend = Text("<д> событие  [д] срок", "<d> event  [d] due")(lang)
    if off:
        legend += Text("  (д) не считается", "  (d) not counted")(lang)
    layout.whole(legend, style="dim")


def _cell(layout: TextLayout, day: date, base: date, due: date, off: set[date]) -> str:
    number = f"{day.day:>2}"
    if day == due:
        return layout.paint(f"[{number}]", "bold")
    if day == base:
        return layout.paint(f"<{number}>", "bold")
    if day in off:
        return layout.paint(f"({number})", "dim")
    return f" {number} "


def _months(first: date, last: date) -> list[tuple[int, int]]:
    return [(month // 12, month % 12 + 1) for month in range(month_of(first), month_of(last) + 1)]


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment

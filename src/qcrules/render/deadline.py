"""One term, explained: the event, the first day counted, each day passed over, the end, and a picture."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from qcrules.text import Lang, Text
from qcrules.time.counting import Roll
from qcrules.time.deadline import ReckonedTerm
from qcrules.time.term import Unit

from .layout import TextLayout
from .month import MonthSquare, shown_months
from .words import WEEKDAYS, iso, with_weekday

_ROLLS: dict[Roll, Text] = {
    "forward": Text("на следующий рабочий день", "on to the next working day"),
    "back": Text("на последний рабочий день перед ним", "back to the last working day before it"),
    "none": Text("нет", "none"),
}
_OFF, _WORKED = Text("не считается", "not counted"), Text("считается", "counted")


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
        "calendar": {"id": it.calendar.id, "sha256": it.calendar.sha256, **_caveat(it, lang)},
    }


def _caveat(it: ReckonedTerm, lang: Lang) -> dict[str, str]:
    caveat = it.calendar.caveat(it.reckoning.due.year)
    return {"caveat": caveat(lang)} if caveat else {}


def render(it: ReckonedTerm, lang: Lang, *, width: int = 100, colour: bool = False) -> str:
    """The answer for a person: the day first, then how it was reckoned."""
    layout = TextLayout(width=width, colour=colour)
    layout.whole(headline(it, lang), style="bold")
    layout.gap()
    for title, words in steps(it, lang):
        layout.line(f"{title(lang):<14}{words}", hang=14)
    _picture(layout, it, lang)
    layout.gap()
    if caveat := it.calendar.caveat(it.reckoning.due.year):
        layout.entry("!", caveat(lang), style="yellow")
    calendar = Text("календарь", "calendar")(lang)
    layout.whole(f"{calendar} {it.calendar.id} ({it.calendar.sha256[:8]})", style="dim")
    return layout.text()


def steps(it: ReckonedTerm, lang: Lang) -> list[tuple[Text, str]]:
    """How it was reckoned, step by step: the event, the first day, each day passed over, the end."""
    found = it.reckoning
    rows: list[tuple[Text, str]] = [(Text("событие", "event"), with_weekday(found.base, lang))]
    if found.first_counted:
        rows.append((Text("счёт с", "counted from"), with_weekday(found.first_counted, lang)))
    off = [(one.day, _OFF, one.reason) for one in found.skipped if one.day != found.rolled_from]
    worked = [(day, _WORKED, reason) for day, reason in _worked_weekends(it)]
    rows += [
        (title, f"{with_weekday(day, lang)}  {reason(lang)}")
        for day, title, reason in sorted([*off, *worked], key=lambda one: one[0])
    ]
    if found.rolled_from:
        rows.append((Text("конец счёта", "count ends"), with_weekday(found.rolled_from, lang)))
        why = next((one.reason(lang) for one in found.skipped if one.day == found.rolled_from), "")
        rows.append((Text("перенос", "moved"), f"{_ROLLS[it.counting.roll](lang)}: {why}"))
    rows.append((Text("срок", "due"), with_weekday(found.due, lang)))
    return rows


def _worked_weekends(it: ReckonedTerm) -> Iterator[tuple[date, Text]]:
    """The days of a term in working days that are worked although they are days of a weekend, and by which decree."""
    if it.counting.term.unit is not Unit.WORKING_DAY:
        return
    ends = (it.reckoning.first_counted or it.reckoning.due).toordinal(), it.reckoning.due.toordinal()
    for day in range(min(ends), max(ends) + 1):
        reason = it.calendar.reason(day)
        if reason is not None and it.calendar.is_working(day):
            yield date.fromordinal(day), reason


def headline(it: ReckonedTerm, lang: Lang) -> str:
    """The day first: «пт 10.01.2014 — 3 рабочих дня после пн 06.01.2014»."""
    term, base = it.counting.term.words()(lang), with_weekday(it.reckoning.base, lang)
    side = Text("до", "before")(lang) if it.counting.before else Text("после", "after")(lang)
    return f"{with_weekday(it.reckoning.due, lang)} — {term} {side} {base}"


def _picture(layout: TextLayout, it: ReckonedTerm, lang: Lang) -> None:
    """The months of the term, days passed over in grey (in brackets where there is no colour)."""
    found = it.reckoning
    for month in shown_months(found.base, found.due, found.skipped, lang):
        layout.gap()
        layout.whole(month.title.center(28).rstrip(), style="bold")
        layout.whole("".join(f"{word(lang):>3} " for word in WEEKDAYS).rstrip())
        for week in month.weeks:
            layout.row("".join(_cell(layout, square) for square in week).rstrip())
    layout.gap()
    legend = Text("<д> событие  [д] срок", "<d> event  [d] due")(lang)
    if found.skipped:
        legend += Text("  (д) не считается", "  (d) not counted")(lang)
    layout.whole(legend, style="dim")


def _cell(layout: TextLayout, square: MonthSquare) -> str:
    if not square.inside:
        return " " * 4
    left, right, style = _SIGNS[square.role]
    cell = f"{left}{square.day.day:>2}{right}"
    return layout.paint(cell, style) if style else cell


_SIGNS = {
    "due": ("[", "]", "bold"),
    "event": ("<", ">", "bold"),
    "off": ("(", ")", "dim"),
    "": (" ", " ", ""),
}

"""Words that every renderer needs: numbers with their nouns, days, and units, in Russian and in English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from attrs import frozen

from qcrules.facts.moments import day_words
from qcrules.finding import Delay, Due, SkippedDay
from qcrules.text import Lang, Text
from qcrules.time.term import Term, Unit, plural


@frozen(eq=False, repr=False)
class Noun:
    """A noun as numbers want it: 1 нарушение, 2 нарушения, 5 нарушений; 1 violation, 2 violations."""

    one: str
    few: str
    many: str
    en_one: str
    en_many: str

    def of(self, number: int, lang: Lang) -> str:
        """The number with the noun in its right form."""
        return f"{number} {self.form(number, lang)}"

    def form(self, number: int, lang: Lang) -> str:
        """The noun alone, in the form that the number wants."""
        if lang == "en":
            return self.en_one if number == 1 else self.en_many
        return plural(number, self.one, self.few, self.many)


MONTHS = (
    Text("январь", "January"),
    Text("февраль", "February"),
    Text("март", "March"),
    Text("апрель", "April"),
    Text("май", "May"),
    Text("июнь", "June"),
    Text("июль", "July"),
    Text("август", "August"),
    Text("сентябрь", "September"),
    Text("октябрь", "October"),
    Text("ноябрь", "November"),
    Text("декабрь", "December"),
)
WEEKDAYS = (
    Text("пн", "Mo"),
    Text("вт", "Tu"),
    Text("ср", "We"),
    Text("чт", "Th"),
    Text("пт", "Fr"),
    Text("сб", "Sa"),
    Text("вс", "Su"),
)


def when(moment: date | datetime | str, lang: Lang) -> str:
    """A day as people write it («12.03.2014», 2014-03-12), with the time where there is one."""
    if isinstance(moment, str):
        return moment
    return day_words(moment)(lang)


def with_weekday(moment: date | datetime, lang: Lang) -> str:
    """«чт 17.10.2013»: a day that a reader may want to find in a calendar."""
    return f"{WEEKDAYS[moment.weekday()](lang)} {when(moment, lang)}"


def iso(moment: date | datetime | str | None) -> str | None:
    """A day or a minute as the renderers for machines write it: 2014-03-12, 2014-03-12T10:00."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return moment.isoformat() if isinstance(moment, date) else moment


DUE, OPENS = Text("срок", "due"), Text("не раньше", "not before")


def due_name(due: Due) -> Text:
    """What a page calls the day: the last one, or the first on which it may be done."""
    return OPENS if due.opens else DUE


def overrun(delay: Delay, early: bool, lang: Lang) -> str:
    """«+3 рабочих дня»; of what was done too early «−3 рабочих дня»."""
    return f"{'−' if early else '+'}{Term(delay.value, Unit(delay.unit)).words()(lang)}"


_DAYS_OFF = Noun(
    "выходной или праздник", "выходных и праздника", "выходных и праздников", "day off", "days off"
)
FEW_DAYS = 6
"""So many days off, or runs of them, are named one by one where few words are asked for."""
_A_FEW_IN_A_ROW = 3


def skipped(days: Sequence[SkippedDay], lang: Lang, *, brief: bool = False) -> str:
    """Days off in a line: each reason once, with its days, runs of days joined.

    ``brief``: of many it is told how many; but what was moved, and days that follow each other, are named.
    """
    by_reason: dict[str, list[date]] = {}
    for one in days:
        by_reason.setdefault(one.reason(lang), []).append(one.day)
    runs = {reason: _runs(found) for reason, found in by_reason.items()}
    if not brief or sum(map(len, runs.values())) <= FEW_DAYS:
        return "; ".join(_dated(reason, found, lang) for reason, found in runs.items())
    named = [reason for reason, found in runs.items() if _is_named(reason, found)]
    others = sum(len(found) for reason, found in by_reason.items() if reason not in named)
    told = [_DAYS_OFF.of(others, lang)] if others else []
    return "; ".join([*told, *(_dated(reason, runs[reason], lang) for reason in named)])


def _is_named(reason: str, runs: Sequence[Sequence[date]]) -> bool:
    """Is this no ordinary day off: does its reason speak of another day, or are there many in a row?"""
    return any(map(str.isdigit, reason)) or max(map(len, runs)) > _A_FEW_IN_A_ROW


def _dated(reason: str, runs: Sequence[Sequence[date]], lang: Lang) -> str:
    return f"{', '.join(_span(run[0], run[-1], lang) for run in runs)} {reason}"


def _runs(days: Sequence[date]) -> list[list[date]]:
    """Days that follow each other together."""
    runs: list[list[date]] = []
    for day in days:
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _span(first: date, last: date, lang: Lang) -> str:
    if first == last:
        return _short(first, lang)
    return f"{_short(first, lang)}–{_short(last, lang)}"


def _short(day: date, lang: Lang) -> str:
    return day.strftime("%d.%m") if lang == "ru" else day.strftime("%m-%d")

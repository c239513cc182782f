"""One term, asked for and answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from attrs import frozen

from ..errors import UsageError
from ..finding import SkippedDay
from ..showing import renderer
from ..text import Lang, shown
from .calendar import Calendar, load_calendar
from .counting import Counting, Reckoning, Roll
from .term import Term


@frozen
class ReckonedTerm:
    """What was asked, and the answer."""

    counting: Counting
    reckoning: Reckoning
    calendar: Calendar
    lang: Lang = "ru"

    @property
    def due(self) -> date | datetime:
        """The last day; of a term in hours the last minute."""
        return self.reckoning.due

    @property
    def skipped(self) -> tuple[SkippedDay, ...]:
        """The days that were passed over, and why."""
        return self.reckoning.skipped

    def to_dict(self) -> dict[str, Any]:
        """The answer as ``qcrules deadline --format json`` writes it."""
        found: dict[str, Any] = renderer("deadline").as_dict(self, self.lang)
        return found

    def to_html(self) -> str:
        """The answer as a page."""
        found: str = renderer("deadline_page").html(self, self.lang)
        return found

    _repr_html_ = to_html

    def __str__(self) -> str:
        words: str = renderer("deadline").headline(self, self.lang)
        return words


def deadline(
    start: date | datetime,
    term: str,
    *,
    before: bool = False,
    count_first_day: bool = False,
    roll: Roll = "none",
    calendar: str | Calendar = "KZ",
    days_off: Iterable[date] = (),
    lang: Lang = "ru",
) -> ReckonedTerm:
    """Reckon one term: ``deadline(date(2013, 12, 27), "3 working days").due``.

    ``term`` in words, Russian or English; ``before``: back from ``start``; ``count_first_day``: ``start`` is the first
    day of it; ``roll``: where it goes that ends on a day off; ``calendar``: `KZ`, `weekends`, a country or a part.
    UsageError for a start that is no date, for a term or a calendar that is not known; CalendarRangeError where the
    term leaves the calendar.
    """
    if not isinstance(start, date):
        said = shown(start)
        raise UsageError.of(
            f"начало: нужна дата, date или datetime, а не `{said}`",
            f"start: a date or datetime is needed, not `{said}`",
        )
    days = calendar if isinstance(calendar, Calendar) else load_calendar(calendar)
    days = days.with_days_off(day.toordinal() for day in days_off)
    counting = Counting(Term.parse(term), before, count_first_day, roll)
    return ReckonedTerm(counting, counting.reckon(start, days), days, lang)

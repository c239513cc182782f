"""Terms, walked day by day, and what they and their pack say of how they are counted."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from qcrules.time.calendar import Calendar

from .facts import CALENDAR, DAY, ELSE, NEVER, Point, day_of


@frozen
class Term:
    """So many units."""

    count: int
    unit: str

    @property
    def words(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


def calendar_of(point: Point) -> Calendar:
    """On whose working days terms are counted: by the option of a fact, where the pack says so."""
    calendars: dict[str, Calendar] = point["calendars"]
    return calendars.get(point.get("kind", ELSE), calendars[ELSE])


def end_of(term: Term, day: int, back: bool, counted: bool, calendar: Calendar = CALENDAR) -> int:
    """The last day of a term, walked day by day."""
    step = -1 if back else 1
    if term.unit == "working day":
        left, here = term.count, day
        if counted and calendar.is_working(day):
            left -= 1
        while left > 0:
            here += step
            left -= calendar.is_working(here)
        return here
    if term.unit == "month":
        start = date.fromordinal(day)
        year, month = divmod(start.year * 12 + start.month - 1 + step * term.count, 12)
        end = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).toordinal()
    else:
        end = day + step * term.count * {"calendar day": 1, "week": 7}[term.unit]
    return end - step if counted else end


def rolled(day: int, roll: str, calendar: Calendar = CALENDAR) -> int:
    """Moved off the days off."""
    while roll != "нет" and not calendar.is_working(day):
        day += 1 if roll == "вперёд" else -1
    return day


terms = st.one_of(
    st.builds(Term, st.integers(1, 4), st.just("working day")),
    st.builds(Term, st.integers(0, 5), st.just("calendar day")),
    st.builds(Term, st.just(1), st.sampled_from(["week", "month"])),
    st.builds(Term, st.integers(1, 60), st.just("hour")),
)


@frozen
class SaidCounting:
    """How a term is counted: what it says itself, and what its pack says for it (``counting`` of a point)."""

    words: dict[str, Any]
    of_days: bool
    rolls: bool

    def first(self, point: Point) -> bool:
        """Does the first day count?"""
        said = self.words.get("первый_день")
        return said == "считается" if said or not self.of_days else point["counting"][0]

    def roll(self, point: Point) -> str:
        """Where it goes from a day off."""
        said: str | None = self.words.get("перенос")
        return said or (point["counting"][1] if self.rolls else "нет")

    def end(self, point: Point, start: int, term: Term, back: bool) -> int:
        """The last day of a term; of one in hours the minute."""
        if start == NEVER:
            return NEVER
        calendar = calendar_of(point)
        if term.unit == "hour":
            end = start + term.count * 60 * (-1 if back else 1)
            return rolled(end // DAY, self.roll(point), calendar) * DAY + end % DAY
        last = end_of(term, day_of(start), back, self.first(point), calendar)
        return rolled(last, self.roll(point), calendar)


@st.composite
def countings(draw: st.DrawFn, term: Term | None, by_pack: bool) -> SaidCounting:
    """What a term says of its counting; ``by_pack``: what it leaves out the pack says, if its unit is one."""
    unit = term.unit if term is not None else ""
    hours, words = unit == "hour", {}
    if unit and not hours and draw(st.booleans()):
        words["первый_день"] = draw(st.sampled_from(["считается", "не_считается"]))
    if draw(st.booleans()):
        words["перенос"] = draw(st.sampled_from(["нет", "вперёд", "назад"]))
    return SaidCounting(words, by_pack and not hours, by_pack and unit not in ("hour", "working day"))

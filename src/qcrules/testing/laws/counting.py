"""The laws of counting terms on a calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from attrs import evolve, frozen
from hypothesis import assume
from hypothesis import strategies as st

from qcrules.errors import CalendarRangeError
from qcrules.text import Text
from qcrules.time.calendar import Calendar, Correction, load_calendar
from qcrules.time.counting import Counting, Roll
from qcrules.time.term import Term, Unit

from ..strategies import calendars, days_of
from .law import Law, LawBook


@frozen
class CountedTerm:
    """A term that runs from a day on a calendar."""

    calendar: Calendar
    day: int
    counting: Counting

    def due(self, day: int | None = None, calendar: Calendar | None = None, **other: Any) -> int:
        """The due day, with something of it said otherwise."""
        try:
            counting = evolve(self.counting, **other)
            return counting.due_day(self.day if day is None else day, calendar or self.calendar)
        except CalendarRangeError:
            assume(False)
            raise

    def longer(self, more: int) -> Term:
        """The term, and so many of its unit more."""
        return evolve(self.counting.term, count=self.counting.term.count + more)

    def __repr__(self) -> str:
        how = {name: getattr(self.counting, name) for name in ("before", "count_first_day", "roll")}
        told = [f"{name}={value}" for name, value in how.items() if value not in (False, "none")]
        start = date.fromordinal(self.day)
        return f"<{', '.join([self.counting.term.words().en, *told])} from {start} on {self.calendar.id}>"


_ALL = (Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR)
_DAYS = (Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.WEEK)
_MOST = {Unit.MONTH: 30, Unit.QUARTER: 8, Unit.YEAR: 3}


def _term_of(draw: st.DrawFn, units: tuple[Unit, ...]) -> Term:
    unit = draw(st.sampled_from(units))
    return Term(draw(st.integers(0, _MOST.get(unit, 45))), unit)


@st.composite
def _runs(
    draw: st.DrawFn,
    on: Calendar | None,
    units: tuple[Unit, ...] = _ALL,
    plain: bool = False,
    rolled: bool = False,
) -> CountedTerm:
    calendar = on or draw(calendars())
    day = draw(days_of(calendar, *_span(calendar))).toordinal()
    term = _term_of(draw, units)
    if plain:
        return CountedTerm(calendar, day, Counting(term))
    rolls: list[Roll] = ["forward", "back"] if rolled else ["none", "forward", "back"]
    counting = Counting(term, draw(st.booleans()), draw(st.booleans()), draw(st.sampled_from(rolls)))
    return CountedTerm(calendar, day, counting)


def _span(calendar: Calendar) -> tuple[date, date]:
    """Four years well inside the calendar."""
    first, last = date.fromordinal(calendar.first), date.fromordinal(calendar.last)
    start = min(max(date(2013, 1, 1), first), last - timedelta(400))
    return start, min(start + timedelta(1460), last)


LAWS = LawBook()
On = Calendar | None
"""The calendar that a law speaks of; None: calendars drawn by chance."""
_WORKING = (Unit.WORKING_DAY,)
_MORE = st.integers(0, 20)


def _working_days(on: On) -> st.SearchStrategy[CountedTerm]:
    return _runs(on, _WORKING, plain=True)


def _some_working_days(on: On) -> st.SearchStrategy[CountedTerm]:
    return _working_days(on).filter(lambda run: run.counting.term.count > 0)


def of_calendar(calendar: Calendar | str | None = None) -> list[Law]:
    """The laws of counting terms on a calendar; on calendars drawn by chance where none is given."""
    return LAWS.of(load_calendar(calendar) if isinstance(calendar, str) else calendar)


@LAWS.law(
    "срок в рабочих днях кончается не раньше такого же срока в календарных",
    "a term of working days ends no sooner than one of as many calendar days",
    _some_working_days,
)
def working_days_are_not_sooner(_: On, run: CountedTerm) -> None:
    assert run.due() >= run.due(term=Term(run.counting.term.count, Unit.CALENDAR_DAY))


@LAWS.law(
    "от более позднего события срок не наступает раньше",
    "a later event is never due earlier",
    lambda on: st.tuples(_runs(on), _MORE),
)
def a_later_event_is_never_due_earlier(_: On, drawn: tuple[CountedTerm, int]) -> None:
    run, later = drawn
    assert run.due(day=run.day + later) >= run.due()


@LAWS.law(
    "более длинный срок не кончается раньше (а назад — позже)",
    "a longer term is never due earlier (backwards: later)",
    lambda on: st.tuples(_runs(on), _MORE),
)
def a_longer_term_is_never_due_earlier(_: On, drawn: tuple[CountedTerm, int]) -> None:
    run, more = drawn
    longer = run.due(term=run.longer(more))
    assert longer <= run.due() if run.counting.before else longer >= run.due()


@LAWS.law(
    "n дней, а затем m дней — это n + m дней (о месяцах этого сказать нельзя)",
    "n days and then m days are n + m days (not so for months)",
    lambda on: st.tuples(_runs(on, _DAYS, plain=True), _MORE),
)
def n_then_m_days_are_n_plus_m(_: On, drawn: tuple[CountedTerm, int]) -> None:
    run, more = drawn
    second = Term(more, run.counting.term.unit)
    assert run.due(day=run.due(), term=second) == run.due(term=run.longer(more))


@LAWS.law(
    "n рабочих дней вперёд от рабочего дня и столько же назад приводят к нему же",
    "n working days on from a working day and as many back lead to it again",
    _working_days,
)
def working_days_forth_and_back(_: On, run: CountedTerm) -> None:
    day = run.day
    while not run.calendar.is_working(day):
        day += 1
    there = run.due(day=day)
    assert run.due(day=there, before=True) == day


@LAWS.law(
    "перенесённый последний день — ближайший рабочий с той стороны, куда переносят",
    "a due day with a roll is the nearest working day on the side it is moved to",
    lambda on: _runs(on, rolled=True),
)
def a_rolled_due_day_is_worked(_: On, run: CountedTerm) -> None:
    end, due = run.due(roll="none"), run.due()
    forward = run.counting.roll == "forward"
    assert run.calendar.is_working(due)
    between = range(end, due) if forward else range(due + 1, end + 1)
    assert (due >= end) if forward else (due <= end)
    assert not any(run.calendar.is_working(day) for day in between)


@LAWS.law(
    "перемена календаря вне срока ничего в нём не меняет",
    "a change of the calendar outside the window changes nothing",
    lambda on: st.tuples(_runs(on), st.integers(1, 30), st.booleans()),
)
def a_change_elsewhere_changes_nothing(_: On, drawn: tuple[CountedTerm, int, bool]) -> None:
    run, away, after = drawn
    days = (run.day, run.due(), run.due(roll="none"))
    changed = max(days) + away if after else min(days) - away
    day = date.fromordinal(changed)
    assume(run.calendar.first < changed < run.calendar.last)
    other = run.calendar.corrected(
        [Correction(day, not run.calendar.is_working(changed), Text.same("changed"), "law")]
    )
    assert other.is_working(changed) is not run.calendar.is_working(changed)
    assert run.due(calendar=other) == run.due()


@LAWS.law(
    "два чтения «первого дня» расходятся не больше чем на один рабочий день и совпадают, когда событие "
    "пришлось на выходной",
    "the two readings of “first day” differ by at most one working day, and agree when the event falls "
    "on a day off",
    _some_working_days,
)
def the_first_day_is_worth_one_working_day(_: On, run: CountedTerm) -> None:
    counted, not_counted = run.due(count_first_day=True), run.due(count_first_day=False)
    low, high = sorted((counted, not_counted))
    assert sum(run.calendar.is_working(day) for day in range(low, high)) <= 1
    if not run.calendar.is_working(run.day):
        assert counted == not_counted


@LAWS.law(
    "срок в рабочих днях — тот, что получится, если считать день за днём",
    "a term of working days is what one gets by counting day by day",
    lambda on: _runs(on, _WORKING),
)
def a_term_is_what_one_counts_by_hand(_: On, run: CountedTerm) -> None:
    counting, count = run.counting, run.counting.term.count
    assume(count > 0)
    counted = counting.count_first_day and run.calendar.is_working(run.day)
    left, here = count - counted, run.day
    while left > 0:
        here += -1 if counting.before else 1
        assume(run.calendar.first <= here <= run.calendar.last)
        left -= run.calendar.is_working(here)
    assert run.due(roll="none") == here


@LAWS.law(
    "счёт рабочих дней и обратный поиск сходятся, и у каждого выходного есть причина",
    "counting working days and looking them up agree, and every day off has its reason",
    _working_days,
)
def counting_and_back(_: On, run: CountedTerm) -> None:
    calendar, day = run.calendar, run.day
    assert calendar.worked(day) - calendar.before(day) == calendar.is_working(day)
    assert calendar.worked(day - 1) == calendar.before(day)
    if calendar.is_working(day):
        assert calendar.nth(calendar.worked(day)) == day
    assert calendar.reason(day) is not None or calendar.is_working(day)

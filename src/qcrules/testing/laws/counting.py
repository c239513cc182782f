"""The laws of counting terms on a calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from attrs import frozen
from hypothesis import assume
from hypothesis import strategies as st

from qcrules.errors import CalendarRangeError
from qcrules.text import Text
from qcrules.time.calendar import Calendar, Correction, load_calendar
from qcrules.time.term import Roll, Term, Unit, due_day

from ..strategies import calendars, days_of
from .law import Law


@frozen
class CountedTerm:
    """A term that runs from a day on a calendar."""

    calendar: Calendar
    day: int
    term: Term
    before: bool = False
    count_first_day: bool = False
    roll: Roll = "none"

    def due(self, **other: Any) -> int:
        """The due day, with something of it said otherwise."""
        said = {name: getattr(self, name) for name in ("calendar", "day", "term", *_HOW)} | other
        how = {name: said[name] for name in _HOW}
        try:
            return due_day(said["term"], said["day"], said["calendar"], **how)
        except CalendarRangeError:
            assume(False)
            raise

    def __repr__(self) -> str:
        told = [
            f"{name}={getattr(self, name)}" for name in _HOW if getattr(self, name) not in (False, "none")
        ]
        start = date.fromordinal(self.day)
        return f"<{', '.join([self.term.words().en, *told])} from {start} on {self.calendar.id}>"


_HOW = ("before", "count_first_day", "roll")
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
        return CountedTerm(calendar, day, term)
    rolls: list[Roll] = ["forward", "back"] if rolled else ["none", "forward", "back"]
    return CountedTerm(
        calendar, day, term, draw(st.booleans()), draw(st.booleans()), draw(st.sampled_from(rolls))
    )


def _span(calendar: Calendar) -> tuple[date, date]:
    """Four years well inside the calendar."""
    first, last = date.fromordinal(calendar.first), date.fromordinal(calendar.last)
    start = min(max(date(2013, 1, 1), first), last - timedelta(400))
    return start, min(start + timedelta(1460), last)


def _not_sooner(run: CountedTerm) -> None:
    assert run.due() >= run.due(term=Term(run.term.count, Unit.CALENDAR_DAY))


def _later_event(drawn: tuple[CountedTerm, int]) -> None:
    run, later = drawn
    assert run.due(day=run.day + later) >= run.due()


def _longer_term(drawn: tuple[CountedTerm, int]) -> None:
    run, more = drawn
    longer = run.due(term=Term(run.term.count + more, run.term.unit))
    assert longer <= run.due() if run.before else longer >= run.due()


def _in_two_steps(drawn: tuple[CountedTerm, int]) -> None:
    run, more = drawn
    second = Term(more, run.term.unit)
    assert run.due(day=run.due(), term=second) == run.due(term=Term(run.term.count + more, run.term.unit))


def _forth_and_back(run: CountedTerm) -> None:
    day = run.day
    while not run.calendar.is_working(day):
        day += 1
    there = run.due(day=day)
    assert run.due(day=there, before=True) == day


def _rolled(run: CountedTerm) -> None:
    end, due = run.due(roll="none"), run.due()
    assert run.calendar.is_working(due)
    between = range(end, due) if run.roll == "forward" else range(due + 1, end + 1)
    assert (due >= end) if run.roll == "forward" else (due <= end)
    assert not any(run.calendar.is_working(day) for day in between)


def _elsewhere(drawn: tuple[CountedTerm, int, bool]) -> None:
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


def _first_day(run: CountedTerm) -> None:
    counted, not_counted = run.due(count_first_day=True), run.due(count_first_day=False)
    low, high = sorted((counted, not_counted))
    assert sum(run.calendar.is_working(day) for day in range(low, high)) <= 1
    if not run.calendar.is_working(run.day):
        assert counted == not_counted


def _walked(run: CountedTerm) -> None:
    assume(run.term.count > 0)
    step, left, here = -1 if run.before else 1, run.term.count, run.day
    if run.count_first_day and run.calendar.is_working(here):
        left -= 1
    while left > 0:
        here += step
        assume(run.calendar.first <= here <= run.calendar.last)
        left -= run.calendar.is_working(here)
    if run.count_first_day and run.term.count == 1 and run.calendar.is_working(run.day):
        here = run.day
    assert run.due(roll="none") == here


def _counted(run: CountedTerm) -> None:
    calendar, day = run.calendar, run.day
    assert calendar.worked(day) - calendar.before(day) == calendar.is_working(day)
    assert calendar.worked(day - 1) == calendar.before(day)
    if calendar.is_working(day):
        assert calendar.nth(calendar.worked(day)) == day
    assert calendar.reason(day) is not None or calendar.is_working(day)


def of_calendar(calendar: Calendar | str | None = None) -> list[Law]:
    """The laws of counting terms on a calendar; on calendars drawn by chance where none is given."""
    on = load_calendar(calendar) if isinstance(calendar, str) else calendar
    working = (Unit.WORKING_DAY,)
    more = st.integers(0, 20)
    return [
        Law(
            "working_days_are_not_sooner",
            Text(
                "срок в рабочих днях кончается не раньше такого же срока в календарных",
                "a term of working days ends no sooner than one of as many calendar days",
            ),
            _runs(on, working, plain=True).filter(lambda run: run.term.count > 0),
            _not_sooner,
        ),
        Law(
            "a_later_event_is_never_due_earlier",
            Text("от более позднего события срок не наступает раньше", "a later event is never due earlier"),
            st.tuples(_runs(on), more),
            _later_event,
        ),
        Law(
            "a_longer_term_is_never_due_earlier",
            Text(
                "более длинный срок не кончается раньше (а назад — позже)",
                "a longer term is never due earlier (backwards: later)",
            ),
            st.tuples(_runs(on), more),
            _longer_term,
        ),
        Law(
            "n_then_m_days_are_n_plus_m",
            Text(
                "n дней, а затем m дней — это n + m дней (о месяцах этого сказать нельзя)",
                "n days and then m days are n + m days (not so for months)",
            ),
            st.tuples(_runs(on, _DAYS, plain=True), more),
            _in_two_steps,
        ),
        Law(
            "working_days_forth_and_back",
            Text(
                "n рабочих дней вперёд от рабочего дня и столько же назад приводят к нему же",
                "n working days on from a working day and as many back lead to it again",
            ),
            _runs(on, working, plain=True),
            _forth_and_back,
        ),
        Law(
            "a_rolled_due_day_is_worked",
            Text(
                "перенесённый последний день — ближайший рабочий с той стороны, куда переносят",
                "a due day with a roll is the nearest working day on the side it is moved to",
            ),
            _runs(on, rolled=True),
            _rolled,
        ),
        Law(
            "a_change_elsewhere_changes_nothing",
            Text(
                "перемена календаря вне срока ничего в нём не меняет",
                "a change of the calendar outside the window changes nothing",
            ),
            st.tuples(_runs(on), st.integers(1, 30), st.booleans()),
            _elsewhere,
        ),
        Law(
            "the_first_day_is_worth_one_working_day",
            Text(
                "два чтения «первого дня» расходятся не больше чем на один рабочий день и совпадают, когда событие "
                "пришлось на выходной",
                "the two readings of “first day” differ by at most one working day, and agree when the event falls "
                "on a day off",
            ),
            _runs(on, working, plain=True).filter(lambda run: run.term.count > 0),
            _first_day,
        ),
        Law(
            "a_term_is_what_one_counts_by_hand",
            Text(
                "срок в рабочих днях — тот, что получится, если считать день за днём",
                "a term of working days is what one gets by counting day by day",
            ),
            _runs(on, working),
            _walked,
        ),
        Law(
            "counting_and_back",
            Text(
                "счёт рабочих дней и обратный поиск сходятся, и у каждого выходного есть причина",
                "counting working days and looking them up agree, and every day off has its reason",
            ),
            _runs(on, working, plain=True),
            _counted,
        ),
    ]

"""The term of a rule as it runs in one record: when it is due, what was done when, by how much it was missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from attrs import evolve, frozen

from ..engine.derived import resumed
from ..engine.worlds import Scope
from ..facts.field import Field
from ..facts.moments import exact, minute, span_words
from ..finding import Delay, Due, SkippedDay, Verdict
from ..kernel.interval import INF, MINUTES_A_DAY, NEVER, Interval, whole_day
from ..law.verbs import Period, Timed
from ..text import Text
from ..time.calendar import Calendar
from ..time.counting import Counting
from ..time.term import Term, Unit

_SHOWN = (Verdict.VIOLATED, Verdict.PENDING)


@frozen
class RunningTerm:
    """One term in one record or item. ``slot`` gives the slot of a field under the readings of the rule."""

    timed: Timed
    scope: Scope
    slot: Callable[[Field], int]
    calendar: Calendar

    @property
    def base(self) -> Interval:
        """The moment that it runs from."""
        return self.scope.recorded.get(self.slot(self.timed.base))

    def actual(self) -> date | datetime | Text | None:
        """When it was done; words where that is vague, None where it was not, or nobody knows."""
        done = self.scope.recorded.get(self.slot(self.timed.what))
        if done == NEVER:
            return None
        known = exact(done)
        if isinstance(known, datetime) and not self.timed.in_hours:
            return known.date()
        return known or (span_words(done) if done[0] > -INF else None)

    def due(self, verdict: Verdict) -> Due | None:
        """When it is due: the latest day it can be where it was violated, else the earliest. None where unknown."""
        out, base, counting = self.left_out(), self.base, self.timed.counting
        start = out.resumed if out else base
        if min(base[0], start[0]) <= -INF or max(base[1], start[1]) >= INF:
            return None
        first, last = (counting.due_minute(end, self.calendar) for end in start)
        late = verdict is Verdict.VIOLATED and not self.timed.EARLIEST
        used, at = (base[1], last) if late else (base[0], first)
        due = Due(
            at=self.moment(at),
            earliest=self.moment(first),
            base=self.moment(used) if base[0] // MINUTES_A_DAY == base[1] // MINUTES_A_DAY else None,
            base_field=self.timed.base.path,
            base_term=self.timed.base.label,
        )
        counted = self.timed.term is not None or counting.roll != "none"
        if counted and not counting.in_hours and verdict in _SHOWN:
            return self.reckoned(due, self.moment(used), out)
        return due

    def reckoned(self, due: Due, start: date, out: LeftOut | None) -> Due:
        """The same with the way it was reckoned."""
        counting = self.timed.counting
        if out is not None:
            counting = evolve(counting, term=self.length(counting, start, due.at))
        way = counting.reckon(start, self.calendar)
        skipped = [*way.skipped, *(out.days(start, due.at, self.calendar) if out else ())]
        return evolve(
            due,
            first_counted=way.first_counted if self.timed.term is not None else None,
            skipped=tuple(sorted(skipped, key=lambda one: one.day)),
            rolled_from=way.rolled_from,
        )

    def length(self, counting: Counting, start: date, due: date) -> Term:
        """The term with the days that do not count: as long as it is from its start to its due day."""
        first, last = start.toordinal(), due.toordinal()
        if counting.term.unit is Unit.WORKING_DAY:
            return Term(self.calendar.worked(last) - self.calendar.worked(first), Unit.WORKING_DAY)
        return Term(last - first, Unit.CALENDAR_DAY)

    def moment(self, at: int) -> date | datetime:
        """A minute as the term counts: to the minute, or to the day."""
        return minute(at) if self.timed.in_hours else date.fromordinal(at // MINUTES_A_DAY)

    def left_out(self) -> LeftOut | None:
        """The days of the term that do not count, where the rule leaves some out."""
        of, out = self.timed.resumed(self.slot), self.timed.excluding
        if of is None or out is None:
            return None
        recorded = self.scope.recorded.get
        begun = recorded(of.since)[0] < INF
        see = self.scope.possible if begun else recorded  # what has not begun does not stop the clock
        first, last = (exact(recorded(slot)) for slot in (of.since, of.until))
        start = resumed(of, see(of.base), see(of.since), see(of.until), self.calendar)
        return LeftOut(start, first, last, out)

    def delay(self, due: Due) -> Delay | None:
        """By how much it was missed at least, in its own unit (calendar days for months and years).

        None where it was not this term that was missed, but another part of the requirement.
        """
        done, early = self.scope.possible(self.slot(self.timed.what)), self.timed.EARLIEST
        if not -INF < done[0] < INF or not self.missed(done, due):
            return None
        if self.timed.in_hours:
            limit = due.at if isinstance(due.at, datetime) else datetime.combine(due.at, datetime.min.time())
            late = limit - minute(done[1]) if early else minute(done[0]) - limit
            return Delay(max(1, late // timedelta(hours=1)), "hours")
        limit_day = due.at.toordinal()
        first, last = (
            (done[1] // MINUTES_A_DAY, limit_day) if early else (limit_day, done[0] // MINUTES_A_DAY)
        )
        worked = self.calendar.worked(last) - self.calendar.worked(first)
        if worked > 0 and self.timed.counting.term.unit is Unit.WORKING_DAY:
            return Delay(worked, "working_days")
        return Delay(last - first, "calendar_days")

    def missed(self, done: Interval, due: Due) -> bool:
        """Was it done too late, or too early?"""
        day = whole_day(due.at.toordinal())
        if self.timed.EARLIEST:
            return done[1] < day[0]
        if isinstance(due.at, datetime):
            return done[0] > day[0] + due.at.hour * 60 + due.at.minute
        return done[0] > day[1]


@frozen
class LeftOut:
    """The days that do not count: ``resumed`` is the start of the term moved on past them (without an end while the
    clock stands still), ``first`` and ``last`` are their ends, where these are known."""

    resumed: Interval
    first: date | None
    last: date | None
    period: Period

    def days(self, start: date, due: date, calendar: Calendar) -> list[SkippedDay]:
        """The days of the term that would have counted."""
        if self.first is None or self.last is None:
            return []
        words = self.period.words
        why = Text(f"не считается: {words('ru')}", f"does not count: {words('en')}")
        after = max(self.first.toordinal(), start.toordinal() + 1)
        inside = range(after, min(self.last.toordinal(), due.toordinal()) + 1)
        return [SkippedDay(date.fromordinal(day), why) for day in inside if calendar.is_working(day)]


def delay_words(delay: Delay) -> Text:
    """«2 рабочих дня»."""
    return Term(delay.value, Unit(delay.unit)).words()

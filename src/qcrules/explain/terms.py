"""Due days and delays, from the term of a rule and the moment it runs from."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from attrs import frozen

from ..facts.field import Field
from ..facts.moments import minute
from ..finding import Delay, Due, SkippedDay, Verdict
from ..kernel.interval import INF, MINUTES_A_DAY, Interval
from ..law.verbs import NotEarlier, Period, Timed
from ..text import Text
from ..time.calendar import Calendar
from ..time.term import Term, Unit, due_day, reckon

_NO_TERM = Term(0, Unit.CALENDAR_DAY)


@frozen
class Running:
    """One running term: what must happen, from when it runs, and how it is counted."""

    what: Field
    base: Field
    term: Term | None
    backwards: bool
    count_first_day: bool
    roll: str
    earliest_allowed: bool
    excluding: Period | None = None

    @classmethod
    def of(cls, verb: Timed) -> Running:
        return cls(
            verb.what,
            verb.base,
            verb.term,
            verb.backwards,
            verb.count_first_day,
            verb.roll,
            isinstance(verb, NotEarlier),
            verb.excluding,
        )

    @property
    def in_hours(self) -> bool:
        return self.term is not None and self.term.unit is Unit.HOUR

    def due_minute(self, base: int, calendar: Calendar) -> int:
        """The last minute (for hours) or the first minute of the last day of the term."""
        if self.in_hours:
            assert self.term is not None
            return base + (-60 if self.backwards else 60) * self.term.count
        day = due_day(
            self.term or _NO_TERM,
            base // MINUTES_A_DAY,
            calendar,
            before=self.backwards,
            count_first_day=self.count_first_day and self.term is not None,
            roll=self.roll,  # type: ignore[arg-type]
        )
        return day * MINUTES_A_DAY

    def term_until(self, due: date, start: date, calendar: Calendar) -> Term:
        """The term with the days that do not count: as long as it is from its start to its due day."""
        first, last = start.toordinal(), due.toordinal()
        if self.term is not None and self.term.unit is Unit.WORKING_DAY:
            return Term(calendar.worked(last) - calendar.worked(first), Unit.WORKING_DAY)
        return Term(last - first, Unit.CALENDAR_DAY)

    def moment(self, at: int) -> date | datetime:
        return minute(at) if self.in_hours else date.fromordinal(at // MINUTES_A_DAY)


@frozen
class LeftOut:
    """The days that do not count: ``resumed`` is the start of the term moved on past them (without an end while the
    clock stands still), ``first`` and ``last`` are their ends, where these are known."""

    resumed: Interval
    first: int | None
    last: int | None
    why: Text

    def days(self, start: date, due: date, calendar: Calendar) -> list[SkippedDay]:
        """The days of the term that would have counted."""
        if self.first is None or self.last is None:
            return []
        inside = range(max(self.first, start.toordinal() + 1), min(self.last, due.toordinal()) + 1)
        return [SkippedDay(date.fromordinal(day), self.why) for day in inside if calendar.is_working(day)]


def due_of(
    running: Running, base: Interval, verdict: Verdict, calendar: Calendar, out: LeftOut | None = None
) -> Due | None:
    """When a term is due: the latest day it can be where it was violated, else the earliest. None where unknown."""
    start = out.resumed if out else base
    if min(base[0], start[0]) <= -INF or max(base[1], start[1]) >= INF:
        return None
    first, last = (running.due_minute(end, calendar) for end in start)
    late = verdict is Verdict.VIOLATED and not running.earliest_allowed
    used, at = (base[1], last) if late else (base[0], first)
    from_ = running.moment(used)
    skipped: tuple[SkippedDay, ...] = ()
    first_counted = rolled_from = None
    counted = running.term is not None or running.roll != "none"
    if counted and not running.in_hours and verdict in _SHOWN:
        way = reckon(
            running.term_until(running.moment(at), from_, calendar) if out else running.term or _NO_TERM,
            from_,
            calendar,
            before=running.backwards,
            count_first_day=running.count_first_day and running.term is not None,
            roll=running.roll,  # type: ignore[arg-type]
        )
        off = [SkippedDay(one.day, one.reason) for one in way.skipped]
        off += out.days(from_, running.moment(at), calendar) if out else []
        skipped = tuple(sorted(off, key=lambda one: one.day))
        first_counted = way.first_counted if running.term is not None else None
        rolled_from = way.rolled_from
    return Due(
        at=running.moment(at),
        earliest=running.moment(first),
        base=from_ if base[0] // MINUTES_A_DAY == base[1] // MINUTES_A_DAY else None,
        base_field=running.base.path,
        base_term=running.base.label,
        first_counted=first_counted,
        skipped=skipped,
        rolled_from=rolled_from,
    )


_SHOWN = (Verdict.VIOLATED, Verdict.PENDING)


def delay_of(running: Running, what: Interval, due: Due, calendar: Calendar) -> Delay | None:
    """By how much a term was missed at least, in its own unit (calendar days for months and years)."""
    if running.in_hours:
        limit = due.at if isinstance(due.at, datetime) else datetime.combine(due.at, datetime.min.time())
        late = limit - minute(what[1]) if running.earliest_allowed else minute(what[0]) - limit
        return Delay(max(1, late // timedelta(hours=1)), "hours")
    limit_day = due.at.toordinal()
    if running.earliest_allowed:
        first, last = what[1] // MINUTES_A_DAY, limit_day
    else:
        first, last = limit_day, what[0] // MINUTES_A_DAY
    if running.term is not None and running.term.unit is Unit.WORKING_DAY:
        worked = calendar.worked(last) - calendar.worked(first)
        if worked > 0:
            return Delay(worked, "working_days")
    return Delay(last - first, "calendar_days")


def delay_words(delay: Delay) -> Text:
    """«2 рабочих дня»."""
    unit = {"hours": Unit.HOUR, "calendar_days": Unit.CALENDAR_DAY, "working_days": Unit.WORKING_DAY}[
        delay.unit
    ]
    return Term(delay.value, unit).words()

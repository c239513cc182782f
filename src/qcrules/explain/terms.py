"""The term of a rule as it runs in one record: when it is due, what was done when, by how much it was missed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from attrs import define, evolve, field

from ..cached import cached_property
from ..engine.worlds import Scope, Worlds, truth
from ..facts.moments import exact, minute, read_moment, span_words
from ..finding import Delay, Due, SkippedDay, Verdict
from ..kernel.interval import FALSE, INF, MINUTES_A_DAY, NEVER, Interval, whole_day
from ..law.lowered import Variant
from ..law.verbs import TermFrom, Timed
from ..text import Text
from ..time.calendar import Calendar
from ..time.counting import Counting
from ..time.months import FIRST
from ..time.term import DAYS, MONTHS, Term, Unit
from .explainer import Explainer
from .governing import Governing
from .left_out import LeftOut

_DOES_NOT_COUNT = Text("не считается: {}", "does not count: {}")
_SHOWN = (Verdict.VIOLATED, Verdict.PENDING)


@define(eq=False, repr=False, slots=False)
class RunningTerm:
    """One comparison with a moment, in one record or item; what governs it is followed once."""

    timed: Timed
    scope: Scope
    of: Explainer
    variant: Variant
    worlds: Worlds
    here: Governing = field(init=False)
    """What governs in the record as recorded."""
    term: TermFrom | None = field(init=False)
    """The term that governs: its own, or the one at the end of the moment that it is held against."""

    @here.default
    def _here(self) -> Governing:
        return Governing(self.of, self.variant, self.scope.recorded)

    @term.default
    def _term(self) -> TermFrom | None:
        return self.timed.ends if self.timed.term is not None else self.here.term(self.timed.base)

    @cached_property
    def calendar(self) -> Calendar:
        """On whose working days the term is counted in this record."""
        return self.of.calendar.on(self.here.calendar(self.whole))

    @cached_property
    def in_minutes(self) -> bool:
        """Is it held against a minute?"""
        return self.timed.in_hours or (self.timed.term is None and self.here.to_the_minute(self.timed.base))

    def actual(self) -> date | datetime | Text | None:
        """When it was done; words where that is vague, None where it was not, or nobody knows."""
        done = self.here.span(self.timed.what)
        if done == NEVER:
            return None
        known = exact(done)
        if isinstance(known, datetime) and not self.in_minutes:
            return known.date()
        return known or (span_words(done) if done[0] > -INF else None)

    @property
    def done(self) -> bool:
        """Has what is awaited come, for all that is known?"""
        return self.here.span(self.timed.what)[1] < INF

    @property
    def open(self) -> bool:
        """Is what is awaited still to come, and its last day, too?"""
        return not self.done and self.may_be_met

    @property
    def latest(self) -> int:
        """The latest minute at which it can be due."""
        return self.limit[1] if self.limit is not None else -INF

    @cached_property
    def limit(self) -> Interval | None:
        """Between what the due day lies; None where that is unknown, or the clock stands still."""
        base = self.here.span(self.timed.base)
        if base[0] <= -INF or base[1] >= INF or (self.left_out is not None and self.left_out.stands_still):
            return None
        if self.left_out is not None:  # days that have not ended may go on as far as the ceiling
            later = self.scope.possible(self.of.slot(self.timed.base, self.variant))[1]
            base = base[0], later if base[1] < later < INF else base[1]
        if self.timed.term is None and self.timed.roll == "none":
            return base
        on = [self.of.calendar.on(name) for name in self.here.calendars(self.whole)]
        counting, ends = self.timed.counting, dict.fromkeys(base)
        if not counting.in_hours:
            ends = dict.fromkeys(end // MINUTES_A_DAY * MINUTES_A_DAY for end in base)
        due = [counting.due_minute(end, one) for end in ends for one in on]
        return min(due), max(due)

    @property
    def whole(self) -> TermFrom:
        """What it is reckoned by: the term that governs, else its own end."""
        return self.term or self.timed.ends

    def end(self, verdict: Verdict) -> int:
        """Which end of what is vague counts: the later where it was violated (1), else the sooner (0)."""
        return int(verdict is Verdict.VIOLATED and not self.timed.EARLIEST)

    def due_at(self, verdict: Verdict) -> date | datetime | None:
        """When it is due: the latest day it can be where it was violated, else the earliest.

        None where it is unknown; and where the requirement may still be met, but no longer in this term.
        """
        first, last = self.ends
        if verdict is Verdict.PENDING and not self.may_be_met:
            return None
        if verdict is Verdict.PENDING and first is not None and not self.timed.EARLIEST:
            return first if first.toordinal() >= self.worlds.facts.as_of.toordinal() else last
        return last if self.end(verdict) else first

    @cached_property
    def may_be_met(self) -> bool:
        """May its last day, or its first, still come?"""
        as_of = self.worlds.facts.as_of.toordinal()
        return self.timed.EARLIEST or self.limit is None or self.limit[1] // MINUTES_A_DAY >= as_of

    @cached_property
    def ends(self) -> tuple[date | datetime | None, date | datetime | None]:
        """The earliest and the latest day or minute at which it can be due."""
        if self.limit is None:
            return None, None
        (first, last), (sooner, later) = self.here.span(self.whole.base), self.limit
        if first <= -INF or last >= INF:
            return None, None
        due = self.moment(sooner)
        return due, due if later == sooner else self.moment(later)

    def due(self, verdict: Verdict) -> Due | None:
        """The same, with what it was reckoned from, and how."""
        at, limit, term, whole = self.due_at(verdict), self.limit, self.term, self.whole
        if at is None or limit is None:
            return None
        base = self.here.span(whole.base)
        used = base[self.end(verdict)]
        due = Due(
            at=at,
            earliest=self.moment(limit[0]),
            base=self.moment(used) if base[0] // MINUTES_A_DAY == base[1] // MINUTES_A_DAY else None,
            base_field=whole.base.path,
            base_term=whole.base.label,
            opens=self.timed.EARLIEST,
            calendar=self.here.calendar(whole) and self.calendar.id,
            counted_by=whole.counted_by,
        )
        counting = whole.counting
        counted = term is not None or counting.roll != "none"
        if counted and not counting.in_hours and verdict in _SHOWN:
            return self.reckoned(due, date.fromordinal(used // MINUTES_A_DAY), whole)
        return due

    def reckoned(self, due: Due, start: date, term: TermFrom) -> Due:
        """The same with the way it was reckoned."""
        counting, out, rolled = term.counting, self.left_out, None
        skipped: Iterable[SkippedDay] = ()
        if out is not None and term.excluding is not None:
            counting = evolve(counting, term=self.length(counting, start, due.at), roll="none")
            raw = self.here.before_rolling(self.timed.base)
            raw_end = exact(raw) if raw is not None else None
            rolled = raw_end.date() if isinstance(raw_end, datetime) else raw_end
            why = _DOES_NOT_COUNT.filled(term.excluding.words)
            first = start.toordinal() + (not counting.count_first_day)
            until_now = due.at != self.ends[0]
            days = out.days(first, (rolled or due.at).toordinal(), open_too=until_now)
            skipped = (SkippedDay(date.fromordinal(day), why) for day in days)
        way = counting.reckon(start, self.calendar)
        by_day = {one.day: one for one in (*way.skipped, *skipped)}
        return evolve(
            due,
            first_counted=way.first_counted if term.term is not None else None,
            skipped=tuple(sorted(by_day.values(), key=lambda one: one.day)),
            rolled_from=way.rolled_from if out is None else rolled if rolled != due.at else None,
        )

    def length(self, counting: Counting, start: date, due: date) -> Term:
        """The term with the days that do not count: as long as it is from its start to its due day."""
        first, last = start.toordinal(), due.toordinal()
        if counting.term.unit is Unit.WORKING_DAY:
            before = self.calendar.before(first) if counting.count_first_day else self.calendar.worked(first)
            return Term(self.calendar.worked(last) - before, Unit.WORKING_DAY)
        return Term(last - first + counting.count_first_day, Unit.CALENDAR_DAY)

    def moment(self, at: int) -> date | datetime:
        """A minute as the term counts: to the minute, or to the day."""
        return minute(at) if self.in_minutes else date.fromordinal(at // MINUTES_A_DAY)

    @cached_property
    def left_out(self) -> LeftOut | None:
        """The days that the term leaves out, where it leaves any out."""
        if self.term is None or self.term.excluding is None:
            return None
        of = self.here.prolonged(self.timed.base)
        return LeftOut(of, self.scope, self.worlds, self.calendar) if of is not None else None

    def delay(self, due: date | datetime) -> Delay | None:
        """By how much it was missed at least, in its own unit (calendar days for months and years).

        None where it was not this term that was missed, but another part of the requirement.
        """
        what = self.of.slot(self.timed.what, self.variant)
        done, early = self.scope.possible(what), self.timed.EARLIEST
        if self.here.span(self.timed.what) == NEVER and not -INF < done[0] < INF:
            done = whole_day(self.worlds.facts.as_of.toordinal())  # nothing of it can come: late as of today
        if not -INF < done[0] < INF or not self.missed(done, due):
            return None
        if self.in_minutes:
            limit = due if isinstance(due, datetime) else datetime.combine(due, datetime.min.time())
            late = limit - minute(done[1]) if early else minute(done[0]) - limit
            return Delay(max(1, late // timedelta(hours=1)), "hours")
        limit_day = due.toordinal()
        first, last = (
            (done[1] // MINUTES_A_DAY, limit_day) if early else (limit_day, done[0] // MINUTES_A_DAY)
        )
        if self.term is not None and self.term.counting.term.unit is Unit.WORKING_DAY:
            worked = self.calendar.worked(last) - self.calendar.worked(first)
            if worked > 0:
                return Delay(worked, "working_days")
        return Delay(last - first, "calendar_days")

    def missed(self, done: Interval, due: date | datetime) -> bool:
        """Was it done too late, or too early?"""
        first, last = read_moment(due)
        return done[1] < first if self.timed.EARLIEST else done[0] > last


def running_term(of: Explainer, variant: Variant, scope: Scope, worlds: Worlds) -> RunningTerm:
    """The term that tells when a requirement is due: of alternatives that may be met the latest, else its first."""
    timed = of.dues(variant)[0]
    own = RunningTerm(timed, scope, of, variant, worlds)
    some = [
        RunningTerm(term, there, of, variant, worlds)
        for term, met in variant.alternatives
        for there in _scopes(term, variant, scope, worlds)
        if truth(met, there.recorded) != FALSE
    ]
    known = [one for one in some if one.limit is not None]
    if not known or all(timed is not term for term, _ in variant.alternatives):
        return own
    return max(known, key=lambda one: (one.open, one.scope is not scope and one.done, one.latest))


def surely_ends_by(last: date, of: Explainer, variant: Variant, scope: Scope) -> bool:
    """Does a term surely end by a day, and begin far from where the calendar does; or has it no due day?"""
    timed = of.dues(variant)[0]
    if variant.alternatives:
        return False
    first, end = scope.recorded.get(of.slot(timed.base, variant))
    if first <= -INF or end >= INF:
        return True
    term = timed.counting.term
    days = 31 * MONTHS[term.unit] if term.unit in MONTHS else DAYS.get(term.unit, 1)
    reach = 2 * term.count * days + LONGEST_REST
    return first // MINUTES_A_DAY - reach >= FIRST and end // MINUTES_A_DAY + reach <= last.toordinal()


LONGEST_REST = 40
"""More days than are ever off in a row: so far may a term be rolled."""


def _scopes(timed: Timed, variant: Variant, here: Scope, worlds: Worlds) -> list[Scope]:
    """Where a term runs: where its rule is asked, or in each item of a list of which one is enough."""
    paths = {fact.list_path for fact in (timed.what, timed.base)} - {None, variant.list_path}
    return worlds.items.get(paths.pop() or "", []) if paths else [here]


def delay_words(delay: Delay) -> Text:
    """«2 рабочих дня»."""
    return Term(delay.value, Unit(delay.unit)).words()

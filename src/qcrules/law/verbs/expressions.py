"""Moments as expressions: a term from a moment, the later of several, the latest of a list, a deemed event.

Each is made of fields; what is said in the place of a field is a definition without a name (``model.Definition``), so
expressions stand in expressions, in verbs and in definitions alike.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, field, frozen

from ...cached import cached_property
from ...errors import NOWHERE, Place
from ...facts.field import Field, ValueType
from ...facts.layout import DAY
from ...facts.types import Type
from ...kernel.derived import Choose, DaysOut, Deemed, Extreme, ExtremeOf, ListedDaysOut, Prolonged, TermEnd
from ...kernel.formula import Any, Formula, Operand, Scale, both
from ...text import Text
from ...time.counting import Counting, Roll
from ...time.term import DAYS, MONTHS, Term, Unit
from .calendars import CalendarChoice
from .spec import Computed, Condition, Lower, Minutes, quoted

_NO_TERM = Term(0, Unit.CALENDAR_DAY)
_NOTHING = Text("", "")


def _bracketed(moment: Field) -> Text:
    """A moment inside the words of another; one that is an expression stands in brackets."""
    words = quoted(moment)
    return Text(f"({words.ru})", f"({words.en})") if moment.path.startswith("@=") else words


_BEFORE, _AFTER = Text("за {} до {}", "{} before {}"), Text("через {} после {}", "{} after {}")
_COUNTED = Text(", считая первый день", ", the first day counted")
_LEFT_OUT = Text(", не считая дней {}", ", not counting the days {}")
_BY = Text.same(" ({})")
_AT_MOST = Text(" (не больше: {})", " ({} at most)")
_ROLLED = {
    "none": _NOTHING,
    "forward": Text(
        ", с переносом с выходного на следующий рабочий день",
        ", moved on from a day off to the next working day",
    ),
    "back": Text(
        ", с переносом с выходного на предыдущий рабочий день",
        ", moved back from a day off to the last working day",
    ),
}


@frozen(eq=False, repr=False)
class Period:
    """From one moment to another; the day of either end is left out of a term unless it is ``counted``.

    ``items``: there is one such period in each item of this list where the condition holds.
    """

    start: Field
    end: Field
    first_counted: bool = False
    last_counted: bool = False
    items: Field | None = None
    where: Condition | None = None

    @property
    def words(self) -> Text:
        """«от … до …»."""
        said = Text("от {} до {}", "from {} to {}").filled(quoted(self.start), quoted(self.end))
        ends = {
            (True, False): Text("{} (первый день считается)", "{} (the first day counts)"),
            (False, True): Text("{} (последний день считается)", "{} (the last day counts)"),
            (True, True): Text(
                "{} (первый и последний день считаются)", "{} (the first and the last day count)"
            ),
        }
        if (self.first_counted, self.last_counted) in ends:
            said = ends[self.first_counted, self.last_counted].filled(said)
        if self.where is not None and not self.where.is_always:
            said = Text("{}, где {}", "{} where {}").filled(said, self.where.words)
        return said

    def fields(self) -> Sequence[Field]:
        """The fields that it reads itself."""
        listed = (self.items,) if self.items is not None else ()
        return (*listed, self.start, self.end)


@frozen(eq=False, repr=False)
class Excluding:
    """The days that do not count in a term: those of some periods; ``most``: so many at most."""

    periods: tuple[Period, ...]
    most: Term | None = None
    place: Place = field(default=NOWHERE, metadata={"stored": False})

    @property
    def words(self) -> Text:
        """«от … до … и от … до … (не больше: 15 календарных дней)»."""
        said = Text.joined(Text(" и ", " and "), (one.words for one in self.periods))
        return said if self.most is None else Text.joined("", (said, _AT_MOST.filled(self.most.words())))


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class TermFrom(Computed):
    """The end of a term that runs from, or back from, a moment."""

    term: Term | None
    base: Field
    before: bool = False
    count_first_day: bool = False
    roll: Roll = "none"
    excluding: Excluding | None = None
    calendar: CalendarChoice | None = None
    counted_by: str = ""
    """The provision that says how it is counted, where the term does not say so itself."""

    @property
    def in_hours(self) -> bool:
        return self.term is not None and self.term.unit is Unit.HOUR

    @property
    def counts_working_days(self) -> bool:
        """Does it matter which days are worked?"""
        return self.roll != "none" or (self.term is not None and self.term.unit is Unit.WORKING_DAY)

    @cached_property
    def counting(self) -> Counting:
        """How it is counted; where there is no term, the day of the moment itself."""
        counted = self.count_first_day and self.term is not None
        return Counting(self.term or _NO_TERM, self.before, counted, self.roll)

    def fields(self) -> Sequence[Field]:
        out = self.excluding.periods if self.excluding is not None else ()
        return (self.base, *self._chooses(), *(fact for one in out for fact in one.fields()))

    def _chooses(self) -> Sequence[Field]:
        return (self.calendar.fact,) if self.calendar is not None and self.calendar.fact is not None else ()

    def outer_fields(self) -> Sequence[Field]:
        out = self.excluding.periods if self.excluding is not None else ()
        here = (fact for one in out if one.items is None for fact in one.fields())
        return (self.base, *self._chooses(), *here)

    def conditions(self) -> Sequence[Condition]:
        out = self.excluding.periods if self.excluding is not None else ()
        return tuple(one.where for one in out if one.where is not None)

    @property
    def type(self) -> ValueType:
        return Type.DATE

    def to_the_minute(self, to: Minutes) -> bool:
        return self.in_hours

    def started(self, to: Lower, fact: Field) -> Formula:
        return to.started(self.base)

    # -- lowering ---------------------------------------------------------------------------------------------

    def day(self, base: int, scale: Scale = Scale.DAY, shift: int = 0) -> Operand:
        """The raw end of a term in days, months or years, on a scale."""
        sign = -1 if self.before else 1
        first = sign if self.count_first_day and self.term else 0
        count, unit = (self.term.count, self.term.unit) if self.term else (0, Unit.CALENDAR_DAY)
        months, days = sign * count * MONTHS.get(unit, 0), sign * count * DAYS.get(unit, 0) - first
        return Operand(base, scale, months, days, shift)

    def working_number(self, base: int) -> Operand:
        """k, the number of the due working day."""
        assert self.term is not None
        count = self.term.count
        if self.before:
            scale = Scale.WORKED if self.count_first_day else Scale.BEFORE
            return Operand(base, scale, shift=1 - count)
        scale = Scale.BEFORE if self.count_first_day else Scale.WORKED
        return Operand(base, scale, shift=count)

    def due_number(self, base: int) -> Operand | None:
        """k where the due day is a working day; None where it is a plain calendar day."""
        if self.term and self.term.unit is Unit.WORKING_DAY:
            return self.working_number(base)
        if self.roll == "forward":
            return self.day(base, Scale.BEFORE, shift=1)
        return self.day(base, Scale.WORKED) if self.roll == "back" else None

    def due_minute(self, base: int) -> Operand:
        """The minute in which a term in hours ends."""
        assert self.term is not None
        return Operand(base, shift=60 * self.term.count * (-1 if self.before else 1))

    def lower(self, to: Lower, item_list: str | None) -> int:
        if self.calendar is None:
            return self._lower(to, item_list, "")
        ends = [(when, self._lower(to, item_list, name)) for when, name in self.calendar.cases(to)]
        return ends[0][1] if len(ends) == 1 else to.derived(Choose(tuple(ends), item_list), DAY)

    def _lower(self, to: Lower, item_list: str | None, calendar: str) -> int:
        base = to.slot(self.base)
        if self.in_hours:
            operand = to.operand(evolve(self.due_minute(base), calendar=calendar))
            return to.derived(TermEnd(base, operand, "minute", self.before, self.roll, item_list), DAY)
        if self.excluding is None:
            return self._end(to, base, self.due_number(base), self.day(base), item_list, calendar)
        of_working_days = self.term is not None and self.term.unit is Unit.WORKING_DAY
        number = self.working_number(base) if of_working_days else None
        end_ = self._end(to, base, number, self.day(base), item_list, calendar)
        out = self._prolonged(to, base, end_, of_working_days, item_list)
        moved = to.derived(evolve(out, calendar=calendar), DAY)
        if self.roll == "none" or of_working_days:
            return moved
        rolled = (
            Operand(moved, Scale.BEFORE, shift=1) if self.roll == "forward" else Operand(moved, Scale.WORKED)
        )
        return self._end(to, moved, rolled, rolled, item_list, calendar)

    def _end(
        self,
        to: Lower,
        base: int,
        number: Operand | None,
        day: Operand,
        item_list: str | None,
        calendar: str,
    ) -> int:
        operand = to.operand(evolve(number if number is not None else day, calendar=calendar))
        names = "working_day" if number is not None else "day"
        end = TermEnd(base, operand, names, self.before, item_list=item_list)  # type: ignore[arg-type]
        return to.derived(end, DAY)

    def _prolonged(self, to: Lower, base: int, end: int, working: bool, item_list: str | None) -> Prolonged:
        assert self.excluding is not None
        out, listed = [], []
        for one in self.excluding.periods:
            days = DaysOut(to.slot(one.start), to.slot(one.end), one.first_counted, one.last_counted)
            if one.items is None or one.where is None:
                out.append(days)
            else:
                where = one.where.running(to)
                listed.append(ListedDaysOut(one.items.path, to.slot(one.items), where, days))
        most = self.excluding.most
        return Prolonged(
            base,
            end,
            tuple(out),
            tuple(listed),
            working,
            self.count_first_day,
            None if most is None else most.count * DAYS.get(most.unit, 1),
            item_list,
        )

    # -- words ------------------------------------------------------------------------------------------------

    @property
    def words(self) -> Text:
        base = quoted(self.base)
        if self.term is not None:
            base = (_BEFORE if self.before else _AFTER).filled(self.term.words(), _bracketed(self.base))
        left_out = _LEFT_OUT.filled(self.excluding.words) if self.excluding is not None else _NOTHING
        chosen = self.calendar.words if self.calendar is not None else _NOTHING
        by = _BY.filled(self.counted_by) if self.counted_by else _NOTHING
        return Text.joined("", (base, self.counted, left_out, _ROLLED[self.roll], chosen, by))

    @property
    def counted(self) -> Text:
        """«, считая первый день», where it is so."""
        return _COUNTED if self.count_first_day else _NOTHING


@frozen(kw_only=True, eq=False, repr=False)
class OneOfSeveral(Computed):
    """The later, or the earlier, of several moments."""

    moments: tuple[Field, ...]
    later: bool

    def fields(self) -> Sequence[Field]:
        return self.moments

    @property
    def type(self) -> ValueType:
        return Type.EVENT if all(one.type is Type.EVENT for one in self.moments) else Type.DATE

    def to_the_minute(self, to: Minutes) -> bool:
        return any(to.to_the_minute(one) for one in self.moments)

    def started(self, to: Lower, fact: Field) -> Formula:
        parts = tuple(map(to.started, self.moments))
        return both(*parts) if self.later else Any(parts)

    def lower(self, to: Lower, item_list: str | None) -> int:
        like = DAY if self.type is Type.DATE else self.moments[0]
        return to.derived(Extreme(tuple(map(to.slot, self.moments)), self.later, item_list), like)

    @property
    def words(self) -> Text:
        said = Text.joined(Text(" и ", " and "), map(quoted, self.moments))
        later, earlier = Text("позднее из: {}", "the later of {}"), Text("раньше из: {}", "the earlier of {}")
        return (later if self.later else earlier).filled(said)


@frozen(kw_only=True, eq=False, repr=False)
class ListComputed(Computed):
    """What the items of a list that satisfy a condition come to."""

    items: Field
    where: Condition

    def outer_fields(self) -> Sequence[Field]:
        return (self.items,)

    def conditions(self) -> Sequence[Condition]:
        return (self.where,)

    def where_it_holds(self, said: Text) -> Text:
        """The words, with those of the condition behind them."""
        return (
            said if self.where.is_always else Text("{}, где {}", "{} where {}").filled(said, self.where.words)
        )


@frozen(kw_only=True, eq=False, repr=False)
class OfItems(ListComputed):
    """The earliest, or the latest, moment among the items of a list that satisfy a condition."""

    what: Field
    latest: bool = False

    def fields(self) -> Sequence[Field]:
        return self.items, self.what

    @property
    def type(self) -> ValueType:
        return self.what.type

    def to_the_minute(self, to: Minutes) -> bool:
        return to.to_the_minute(self.what)

    def lower(self, to: Lower, item_list: str | None) -> int:
        where = self.where.running(to)
        listed, what = to.slot(self.items), to.slot(self.what)
        return to.derived(ExtremeOf(self.items.path, listed, where, what, self.latest), self.what)

    @property
    def words(self) -> Text:
        first = Text("самое раннее {} среди {}", "the earliest {} among {}")
        last = Text("самое позднее {} среди {}", "the latest {} among {}")
        return self.where_it_holds(
            (last if self.latest else first).filled(quoted(self.what), quoted(self.items))
        )


@frozen(kw_only=True, eq=False, repr=False)
class Passed(Computed):
    """A deemed event: the day after a moment has passed (of a term in hours the minute), if another event had not come
    by then."""

    passed: Field
    unless: Field | None = None

    def fields(self) -> Sequence[Field]:
        return (self.passed,) if self.unless is None else (self.passed, self.unless)

    @property
    def type(self) -> ValueType:
        return Type.EVENT

    def to_the_minute(self, to: Minutes) -> bool:
        return to.to_the_minute(self.passed)

    def lower(self, to: Lower, item_list: str | None) -> int:
        unless = None if self.unless is None else to.slot(self.unless)
        minutes = to.to_the_minute(self.passed)
        return to.derived(Deemed(to.slot(self.passed), unless, minutes, item_list), self.like)

    @property
    def like(self) -> Field:
        """What its slot behaves like: an event."""
        return EVENT

    @property
    def words(self) -> Text:
        said = Text("день после: {}", "the day after {}").filled(_bracketed(self.passed))
        if self.unless is None:
            return said
        return Text("{}, если не было: {}", "{} without {}").filled(said, quoted(self.unless))


EVENT = Field("", "@event", Text("событие", "event"), Text("событие", "event"), Type.EVENT)
"""What a slot behaves like that holds an event."""

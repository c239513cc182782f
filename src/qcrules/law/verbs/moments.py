"""Verbs about time: not later, not earlier, no longer; terms become constants on the scales of ``formula.Scale``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from attrs import evolve, frozen

from ...cached import cached_property
from ...facts.field import Field
from ...facts.types import Type
from ...kernel.derived import Soonest
from ...kernel.formula import Formula, Operand, Scale
from ...text import Text
from ...time.counting import Counting, Roll
from ...time.term import Term, Unit
from .calendars import CalendarChoice
from .expressions import TermFrom
from .spec import Arg, ArgSpec, Condition, Lower, VerbSpec, compare, quoted, walk

_FIRST_DAY = ArgSpec("первый_день", "first_day", Arg.FIRST_DAY, "count_first_day")
_ROLL = ArgSpec("перенос", "roll", Arg.ROLL, "roll")
_EXCLUDING = ArgSpec("не_считая", "excluding", Arg.PERIOD, "")
_TIMED = (
    ArgSpec("что", "what", Arg.MOMENT, "what", required=True),
    ArgSpec("чем", "than", Arg.MOMENT, "than"),
    ArgSpec("через", "within", Arg.TERM, "within"),
    ArgSpec("после", "after", Arg.MOMENT, "after"),
    ArgSpec("за", "at_least", Arg.TERM, "at_least"),
    ArgSpec("до", "before", Arg.MOMENT, "before_event"),
    _FIRST_DAY,
    _ROLL,
    _EXCLUDING,
)
_NOTHING = Text("", "")


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class Timed(Condition):
    """A moment held against a term that runs from, or back from, another moment; or against that moment itself."""

    SAID: ClassVar[Text] = _NOTHING
    EARLIEST: ClassVar[bool] = False
    """Is the due day the first one that is allowed, and not the last?"""

    what: Field
    than: Field | None = None
    within: Term | None = None
    after: Field | None = None
    at_least: Term | None = None
    before_event: Field | None = None
    count_first_day: bool = False
    roll: Roll = "none"
    calendar: CalendarChoice | None = None
    counted_by: str = ""

    @property
    def base(self) -> Field:
        """The moment the term runs from."""
        base = self.than or self.after or self.before_event
        assert base is not None  # the loader has seen to it
        return base

    @property
    def term(self) -> Term | None:
        return self.within or self.at_least

    @property
    def backwards(self) -> bool:
        return self.before_event is not None

    @property
    def runs(self) -> bool:
        """Does a term, or a day that a document names, run here (and so presuppose its start)?"""
        return self.term is not None or self.base.type is Type.DATE

    @cached_property
    def ends(self) -> TermFrom:
        """The term that it holds the moment against; without one the day of the moment itself."""
        return TermFrom(
            term=self.term,
            base=self.base,
            before=self.backwards,
            count_first_day=self.count_first_day,
            roll=self.roll,
            calendar=self.calendar,
            counted_by=self.counted_by,
        )

    def end_apart(self, to: Lower) -> int | None:
        """The slot of its end where that is a fact of its own: a term on another calendar than the pack's."""
        return self.ends.lower(to, self.base.list_path) if self.calendar is not None else None

    @property
    def in_hours(self) -> bool:
        return self.term is not None and self.term.unit is Unit.HOUR

    @cached_property
    def counting(self) -> Counting:
        """Its term and how that is counted; where there is none, the day of the moment itself."""
        return self.ends.counting

    @property
    def has_boundary(self) -> bool:
        return self.runs

    @property
    def counts_days(self) -> bool:
        """Are there days to count, so that it matters whether the first one counts?"""
        return self.term is not None and not self.in_hours

    def presupposed(self) -> Sequence[Field]:
        return (self.base,) if self.runs else ()

    def fields(self) -> Sequence[Field]:
        return (self.what, *self.ends.fields())

    def awaited(self, to: Lower) -> int:
        """The slot of what must not be late.

        In a condition a term is broken only when no future keeps it: under «not» the event may still come today.
        """
        what = to.slot(self.what)
        if to.is_negated and not to.is_demand and self.runs and self.what.type is Type.EVENT:
            return to.derived(Soonest(what, self.what.list_path), self.what)
        return what

    def in_minutes(self, to: Lower) -> Operand | None:
        """What it is held against, where that is a minute: the end of a term in hours."""
        if self.in_hours:
            return self.ends.due_minute(to.slot(self.base))
        if self.term is None and to.to_the_minute(self.base):
            return Operand(to.slot(self.base))
        return None

    @property
    def words(self) -> Text:
        return Text("{} — {}, чем {}", "{} {} than {}").filled(quoted(self.what), self.SAID, self._limit())

    def _limit(self) -> Text:
        """What the moment is held against, and how that is counted."""
        return self.ends.words

    def _counted(self) -> Text:
        return self.ends.counted


class NotLater(Timed):
    """X happens on the due day or before it."""

    __slots__ = ()

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "не_позднее",
        "not_later",
        Text("не позднее срока или другого события", "not later than a term or an event"),
        _TIMED,
    )
    SAID: ClassVar[Text] = Text("не позднее", "not later")

    @property
    def may_come(self) -> bool:
        return self.what.type is Type.EVENT and self.term is not None and not self.backwards

    def lower(self, to: Lower) -> Formula:
        what = self.awaited(to)
        minute = self.in_minutes(to)
        if minute is not None:
            return compare(to, Operand(what), minute)
        base = to.slot(self.base)
        due, end = self.ends.due_number(base), self.end_apart(to)
        if end is not None:
            return compare(to, Operand(what, Scale.DAY), Operand(end, Scale.DAY))
        if due is None:
            return compare(to, Operand(what, Scale.DAY), self.ends.day(base))
        return compare(to, Operand(what, Scale.BEFORE, shift=1), due)


class NotEarlier(Timed):
    """X happens on the due day or after it."""

    __slots__ = ()

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "не_ранее",
        "not_earlier",
        Text("не ранее срока или другого события", "not earlier than a term or an event"),
        _TIMED,
    )
    SAID: ClassVar[Text] = Text("не ранее", "not earlier")
    EARLIEST: ClassVar[bool] = True

    def lower(self, to: Lower) -> Formula:
        what = to.slot(self.what)
        minute = self.in_minutes(to)
        if minute is not None:
            return compare(to, minute, Operand(what))
        base = to.slot(self.base)
        due, end = self.ends.due_number(base), self.end_apart(to)
        if end is not None:
            return compare(to, Operand(end, Scale.DAY), Operand(what, Scale.DAY))
        if due is None:
            return compare(to, self.ends.day(base), Operand(what, Scale.DAY))
        return compare(to, due, Operand(what, Scale.WORKED))


class NoLonger(Timed):
    """From A to B there are no more days (or hours, or months) than the term has."""

    __slots__ = ()

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "не_дольше",
        "no_longer",
        Text(
            "от одного события до другого прошло не больше срока",
            "no more than a term lies between two moments",
        ),
        (
            ArgSpec("от", "from", Arg.MOMENT, "after", required=True),
            ArgSpec("до", "to", Arg.MOMENT, "what", required=True),
            ArgSpec("срок", "term", Arg.TERM, "within", required=True),
            _FIRST_DAY,
        ),
    )

    def lower(self, to: Lower) -> Formula:
        what = self.awaited(to)
        minute, base = self.in_minutes(to), to.slot(self.base)
        if minute is not None:
            return compare(to, Operand(what), minute)
        if self.within is not None and self.within.unit is Unit.WORKING_DAY:
            if self.calendar is not None:  # before the first working day that is one too many
                longer = evolve(self.ends, term=Term(self.within.count + 1, Unit.WORKING_DAY))
                end = Operand(longer.lower(to, self.base.list_path), Scale.DAY)
                return compare(to, Operand(what, Scale.DAY, shift=1), end)
            return compare(to, Operand(what, Scale.WORKED), self.ends.working_number(base))
        return compare(to, Operand(what, Scale.DAY), self.ends.day(base))

    def fields(self) -> Sequence[Field]:
        return (*self.ends.fields(), self.what)

    @property
    def words(self) -> Text:
        said = Text("от {} до {} — не больше чем {}{}", "from {} to {} no more than {}{}")
        term = self.within.words() if self.within else _NOTHING
        return said.filled(quoted(self.base), quoted(self.what), term, self._counted())


def terms_of(condition: Condition) -> list[Timed]:
    """Every comparison of a condition that has a due day, those with a term first."""
    return [part for part in dues_of(condition) if part.runs]


def dues_of(condition: Condition) -> list[Timed]:
    """Every comparison of a condition with a moment: those with a term first, then those with a day, then events."""
    found = [part for part in walk(condition) if isinstance(part, Timed)]
    return sorted(found, key=lambda part: (part.term is None, not part.runs))

"""Verbs about time: not later, not earlier, no longer; terms become constants on the scales of ``formula.Scale``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from attrs import frozen

from ...facts.field import Field
from ...facts.types import Type
from ...kernel.derived import Resumed
from ...kernel.formula import Formula, Operand, Scale
from ...text import Text
from ...time.counting import Counting, Roll
from ...time.term import DAYS, MONTHS, Term, Unit
from .spec import Arg, ArgSpec, Condition, Lower, Period, VerbSpec, compare, quoted, walk

_FIRST_DAY = ArgSpec("первый_день", "first_day", Arg.FIRST_DAY, "count_first_day")
_ROLL = ArgSpec("перенос", "roll", Arg.ROLL, "roll")
_EXCLUDING = ArgSpec("не_считая", "excluding", Arg.PERIOD, "excluding")
_TIMED = (
    ArgSpec("что", "what", Arg.MOMENT, "what", required=True),
    ArgSpec("чем", "than", Arg.MOMENT, "than"),
    ArgSpec("через", "within", Arg.TERM, "within"),
    ArgSpec("после", "after", Arg.MOMENT, "after"),
    ArgSpec("за", "at_least", Arg.TERM, "at_least"),
    ArgSpec("до", "before", Arg.MOMENT, "before_event"),
    _FIRST_DAY,
    _ROLL,
)


_NO_TERM = Term(0, Unit.CALENDAR_DAY)
_NOTHING = Text("", "")
_BEFORE, _AFTER = Text("за {} до {}", "{} before {}"), Text("через {} после {}", "{} after {}")
_COUNTED = Text(", считая первый день", ", the first day counted")
_LEFT_OUT = Text(", не считая дней {}", ", not counting the days {}")
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


@frozen(kw_only=True, eq=False, repr=False)
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
    excluding: Period | None = None

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

    @property
    def in_hours(self) -> bool:
        return self.term is not None and self.term.unit is Unit.HOUR

    @property
    def counting(self) -> Counting:
        """Its term and how that is counted; where there is none, the day of the moment itself."""
        counted = self.count_first_day and self.term is not None
        return Counting(self.term or _NO_TERM, self.backwards, counted, self.roll)

    @property
    def has_boundary(self) -> bool:
        return self.runs

    @property
    def counts_days(self) -> bool:
        """Are there days to count, so that it matters whether the first one counts?"""
        return self.term is not None and not self.in_hours and self.excluding is None

    def presupposed(self) -> Sequence[Field]:
        return (self.base,) if self.runs else ()

    def fields(self) -> Sequence[Field]:
        out = (self.excluding.start, self.excluding.end) if self.excluding else ()
        return (self.what, self.base, *out)

    def resumed(self, slot: Callable[[Field], int]) -> Resumed | None:
        """The moment that the term runs from, moved on past the days that do not count, where some do not."""
        out, term = self.excluding, self.term
        if out is None or term is None:
            return None
        count = term.count * DAYS.get(term.unit, 1)
        slots = (slot(self.base), slot(out.start), slot(out.end))
        return Resumed(*slots, count, term.unit is Unit.WORKING_DAY)

    def _from(self, to: Lower) -> int:
        """The slot of the moment that the term is counted from."""
        resumed = self.resumed(to.slot)
        return to.slot(self.base) if resumed is None else to.derived(resumed, self.base)

    def _day(self, to: Lower, scale: Scale, shift: int = 0) -> Operand:
        """The raw end of a term in days, months or years, on a scale."""
        sign = -1 if self.backwards else 1
        first = sign if self.count_first_day and self.term else 0
        count, unit = (self.term.count, self.term.unit) if self.term else (0, Unit.CALENDAR_DAY)
        months = sign * count * MONTHS.get(unit, 0)
        days = sign * count * DAYS.get(unit, 0) - first
        return Operand(self._from(to), scale, months, days, shift)

    def _working_number(self, to: Lower) -> Operand:
        """k, the number of the due working day."""
        assert self.term is not None
        count = self.term.count
        if self.backwards:
            scale = Scale.WORKED if self.count_first_day else Scale.BEFORE
            return Operand(to.slot(self.base), scale, shift=1 - count)
        scale = Scale.BEFORE if self.count_first_day else Scale.WORKED
        return Operand(self._from(to), scale, shift=count)

    def _rolled_number(self, to: Lower) -> Operand:
        if self.roll == "forward":
            return self._day(to, Scale.BEFORE, shift=1)
        return self._day(to, Scale.WORKED)

    def _due_number(self, to: Lower) -> Operand | None:
        """k where the due day is a working day; None where it is a plain calendar day."""
        if self.term and self.term.unit is Unit.WORKING_DAY:
            return self._working_number(to)
        return None if self.roll == "none" else self._rolled_number(to)

    def _due_minute(self, to: Lower) -> Operand:
        assert self.term is not None
        minutes = 60 * self.term.count * (-1 if self.backwards else 1)
        return Operand(to.slot(self.base), shift=minutes)

    @property
    def words(self) -> Text:
        return Text("{} — {}, чем {}", "{} {} than {}").filled(quoted(self.what), self.SAID, self._limit())

    def _limit(self) -> Text:
        """What the moment is held against, and how that is counted."""
        base = quoted(self.base)
        if self.term is not None:
            said = _BEFORE if self.backwards else _AFTER
            base = said.filled(self.term.words(), base)
        left_out = _LEFT_OUT.filled(self.excluding.words) if self.excluding is not None else _NOTHING
        return Text.joined("", (base, self._counted(), left_out, _ROLLED[self.roll]))

    def _counted(self) -> Text:
        return _COUNTED if self.count_first_day else _NOTHING


@frozen(kw_only=True, eq=False, repr=False)
class NotLater(Timed):
    """X happens on the due day or before it."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "не_позднее",
        "not_later",
        Text("не позднее срока или другого события", "not later than a term or an event"),
        (*_TIMED, _EXCLUDING),
    )
    SAID: ClassVar[Text] = Text("не позднее", "not later")

    @property
    def may_come(self) -> bool:
        return self.what.type is Type.EVENT and self.term is not None and not self.backwards

    def lower(self, to: Lower) -> Formula:
        what = to.slot(self.what)
        if self.in_hours:
            return compare(to, Operand(what), self._due_minute(to))
        due = self._due_number(to)
        if due is None:
            return compare(to, Operand(what, Scale.DAY), self._day(to, Scale.DAY))
        return compare(to, Operand(what, Scale.BEFORE, shift=1), due)


@frozen(kw_only=True, eq=False, repr=False)
class NotEarlier(Timed):
    """X happens on the due day or after it."""

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
        if self.in_hours:
            return compare(to, self._due_minute(to), Operand(what))
        due = self._due_number(to)
        if due is None:
            return compare(to, self._day(to, Scale.DAY), Operand(what, Scale.DAY))
        return compare(to, due, Operand(what, Scale.WORKED))


@frozen(kw_only=True, eq=False, repr=False)
class NoLonger(Timed):
    """From A to B there are no more days (or hours, or months) than the term has."""

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
        what = to.slot(self.what)
        if self.in_hours:
            return compare(to, Operand(what), self._due_minute(to))
        if self.within is not None and self.within.unit is Unit.WORKING_DAY:
            return compare(to, Operand(what, Scale.WORKED), self._working_number(to))
        return compare(to, Operand(what, Scale.DAY), self._day(to, Scale.DAY))

    def fields(self) -> Sequence[Field]:
        return (self.base, self.what)

    @property
    def words(self) -> Text:
        said = Text("от {} до {} — не больше чем {}{}", "from {} to {} no more than {}{}")
        term = self.within.words() if self.within else _NOTHING
        return said.filled(quoted(self.base), quoted(self.what), term, self._counted())


def terms_of(condition: Condition) -> list[Timed]:
    """Every comparison of a condition that has a due day, those with a term first."""
    found = [part for part in walk(condition) if isinstance(part, Timed) and part.runs]
    return sorted(found, key=lambda part: part.term is None)

"""From when to when a regulation is in force, and whether that is asked of a record or of each of its steps."""

from __future__ import annotations

from datetime import date

from attrs import evolve, frozen

from ..facts.field import Field
from ..facts.layout import BY_STEP, DAY, FLAG, IN_FORCE, VALID_BEFORE, VALID_SINCE, VALID_UNTIL
from ..facts.types import Type
from ..kernel.derived import Choose
from ..kernel.formula import Any, Formula, Not, Operand, both
from ..kernel.interval import Interval, whole_day
from ..time.months import LAST
from .verbs import Condition, Has, Lower, Timed, compare, constant, dues_of, happened

Choice = tuple[tuple[str, str], ...]
"""One option for each of some readings, sorted by reading: ``(("p18-first-day", "next_day"),)``."""


@frozen(eq=False, repr=False)
class InForce:
    """The first and the last day on which an edition is in force; None: no narrower than the regulation."""

    first: date | None = None
    last: date | None = None
    inserted: str = ""
    """The unit of the text that was brought in on the first day, where one was: before it there is no such unit."""


@frozen(eq=False, repr=False)
class Validity:
    """From when to when the regulation is in force, under one choice of the readings this depends on."""

    first: date
    last: date
    by_step: frozenset[str] = frozenset()
    """The kinds of record of which each step is judged by the law of its own day."""

    @property
    def span(self) -> Interval:
        """Its first and its last minute."""
        return whole_day(self.first.toordinal())[0], whole_day(self.last.toordinal())[1]

    def given(self, kind: str) -> tuple[int, ...]:
        """What a record of a kind is judged by: its first and its last minute, the one after, whether by the step."""
        first, last = self.span
        return first, last, last + 1, int(kind in self.by_step)

    @property
    def endless(self) -> bool:
        """Has nothing ended it yet (so that its last day is the calendar's)?"""
        return self.last.toordinal() == LAST


_SINCE, _BEFORE = (Field("", path, DAY.term, DAY.label, Type.DATE) for path in (VALID_SINCE, VALID_BEFORE))


def step_in_force(to: Lower, condition: Condition, requirement: Condition | None) -> Formula | None:
    """Is the step of a rule within the validity: what has a term, done or due; else its first event?

    None where it has no step of its own. ``requirement``: of what is prohibited, None.
    """
    timed = dues_of(requirement) if requirement is not None else []
    if timed:
        return _term_in_force(to, timed[0])
    begun = (part for part in condition.conjuncts() if isinstance(part, Has))
    event = next((fact for part in begun for fact in part.what if fact.type is Type.EVENT), None)
    return _happened_in_force(to, event) if event is not None else None


def _term_in_force(to: Lower, timed: Timed) -> Formula:
    """Was it done while the regulation was in force; or, where it is not done, was it due then?"""
    whole = compare(to, constant(1), Operand(to.path(IN_FORCE)))
    due = both(evolve(timed, what=_SINCE).lower(to), Not(evolve(timed, what=_BEFORE).lower(to)))
    begun = happened(
        to, timed.base
    )  # what nobody waits for is due on no day yet, and what is not done is never too early
    due = whole if timed.EARLIEST else Any((both(Not(begun), whole), both(begun, due)))
    return Any((_happened_in_force(to, timed.what), both(Not(happened(to, timed.what)), due)))


def _happened_in_force(to: Lower, fact: Field) -> Formula:
    seen = Operand(to.slot(fact))
    since, until = (Operand(to.path(path)) for path in (VALID_SINCE, VALID_UNTIL))
    return both(compare(to, since, seen), compare(to, seen, until))


def in_force(to: Lower, step: Formula | None, items: Field | None) -> int:
    """The slot that says whether the regulation is in force: on the date of the edition, or (if so judged) at the step.

    ``items``: the list whose items a rule is asked of.
    """
    slot = to.path(IN_FORCE)
    if step is not None:
        by_step = to.path(BY_STEP)
        of_record = Not(compare(to, constant(1), Operand(by_step)))
        return to.derived(
            Choose(((of_record, slot), (step, by_step)), items.path if items is not None else None), FLAG
        )
    return slot

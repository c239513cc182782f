"""A lowered rulebook made ready for columns: operands, distinct formulas, what may move, what is needed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ...facts.types import UNKNOWN_NUMBER
from ...kernel.derived import Derived, Step
from ...kernel.formula import Formula
from ...kernel.interval import Interval
from ...law.lowered import Variant
from ...time.calendar import Calendar
from ..making import WorldMaker
from .columns import FactColumn
from .ends import far
from .formulas import DistinctFormulas
from .operands import ColumnViews

MOST_COUNTS = 8
"""So many infinities a sum of 64 bits does not hold."""


class Prepared:
    """What is worked out once for a lowered rulebook on a calendar. Safe to share."""

    def __init__(self, worlds: WorldMaker, calendar: Calendar) -> None:
        lowered = worlds.lowered
        self.layout = lowered.layout
        self.calendar = calendar
        self.given = worlds.given
        self.item_events = worlds.values.item_events
        self.new_items = worlds.values.new_items
        self.views = ColumnViews(lowered, calendar)
        self.formulas = DistinctFormulas(lowered.operands, self.views.moments)
        self.derived = lowered.derived
        self.slots = {derived: slot for slot, derived in self.derived.items()}
        self.events = self._events(worlds)
        self.of_items: dict[str, set[int]] = {}
        """The derived facts that each item of a list has of its own."""
        for slot, derived in self.derived.items():
            if derived.item_list is not None:
                self.of_items.setdefault(derived.item_list, set()).add(slot)
        self.verdicts = lowered.verdict_slots_read
        self.moving = self._moving()
        self._needs: dict[int, tuple[int, int | None]] = {}
        for variant in lowered.variants:
            if variant.step is not None:
                self.formulas.number(variant.step)
            if variant.not_done is not None:
                self.formulas.number(variant.not_done)  # whoever looks for missing facts asks for it
            self._needs[variant.number] = (
                self.formulas.number(variant.condition),
                self.formulas.number(variant.requirement) if variant.requirement is not None else None,
            )

    def needs(self, variant: Variant) -> tuple[int, int | None]:
        """The numbers of a variant's condition and requirement."""
        return self._needs[variant.number]

    def reads(self, formula: Formula) -> frozenset[int]:
        """The slots that a formula reads."""
        return self.formulas.nodes[self.formulas.number(formula)].reads

    def _events(self, worlds: WorldMaker) -> frozenset[int]:
        """The slots of recorded events, which may still happen where they have not."""
        return frozenset(worlds.events) - self.derived.keys()

    def _moving(self) -> frozenset[int]:
        """The slots that may differ between the worlds. What is ``given`` is asked of the record as recorded."""
        moving = {slot for slot, moment in enumerate(self.layout.moments) if moment} | self.verdicts
        for slot, derived in self.derived.items():
            moves = any(not self._of_step(step).isdisjoint(moving) for step in derived.steps())
            if derived.grows or (moves and not derived.fixed):
                moving.add(slot)
        return frozenset(moving)

    def _of_step(self, step: Step) -> frozenset[int]:
        """The slots that a step reads, apart from what is given."""
        if step.what is None or isinstance(step.what, int):
            return frozenset() if step.what is None else frozenset((step.what,))
        return self.reads(step.what)

    def _behind(self, derived: Derived) -> Iterable[int]:
        """The slots that a derived fact reads."""
        for step in derived.steps():
            yield from self._of_step(step)
            yield from () if step.given is None else self.reads(step.given)

    def needed(self, variants: Iterable[Variant], also: Iterable[int] = ()) -> frozenset[int]:
        """Every slot that some variants read, through derived facts. ``also``: slots that are needed anyway."""
        waiting = [
            *also,
            *(
                slot
                for variant in variants
                for number in self.needs(variant)
                if number is not None
                for slot in self.formulas.nodes[number].reads
            ),
        ]
        found: set[int] = set()
        while waiting:
            slot = waiting.pop()
            if slot not in found:
                found.add(slot)
                waiting += self._behind(self.derived[slot]) if slot in self.derived else ()
        return frozenset(found)

    def counts(self, slots: Collection[int]) -> bool:
        """Are they few recorded numbers, whose sum 64 bits hold even where several of them are infinite?"""
        recorded = (
            slot not in self.derived and self.layout.unknown[slot] == UNKNOWN_NUMBER for slot in slots
        )
        return len(slots) < MOST_COUNTS and all(recorded)

    def bare(self, slot: int, complete: bool) -> FactColumn:
        """What a slot is while nobody has recorded it."""
        return self.fixed(slot, (self.layout.complete if complete else self.layout.unsaid)[slot])

    def none(self, slot: int) -> FactColumn:
        """What a slot is when it is recorded as «нет»."""
        return self.fixed(slot, self.layout.none[slot])

    def fixed(self, slot: int, span: Interval) -> FactColumn:
        """The same for all records."""
        lo, hi = span
        return FactColumn.of(far(lo), far(hi)) if self.views.moments[slot] else FactColumn.of(lo, hi)

"""From the facts of a record to its two worlds."""

from __future__ import annotations

from collections.abc import Iterable, Set

from attrs import frozen

from ..facts.layout import BY_STEP, GIVEN, IN_FORCE
from ..facts.recorded import Facts, Overlay
from ..kernel.formula import Operand
from ..kernel.interval import INF, MINUTES_A_DAY, NEVER, YES, Interval
from ..law.lowering import Lowered
from ..time.calendar import Calendar
from .derived import Values
from .operands import OperandViews
from .worlds import FactTable, ItemTable, Outlook, Scope, Worlds


@frozen(eq=False, repr=False)
class WorldMaker:
    """Makes the two worlds of a record. One for a lowered rulebook on a calendar; safe to share.

    ``events``: the slots of the record's own events; ``given``: those of what it is judged by and does not say.
    """

    lowered: Lowered
    views: OperandViews
    values: Values
    events: tuple[int, ...]
    given: tuple[int, ...]
    derived: tuple[int, ...]
    """The slots of what is worked out, but for whether the regulation is in force at a step."""
    step_operands: tuple[int, ...]
    """The operands that are nothing but whether the regulation is in force at a step."""

    @classmethod
    def of(cls, lowered: Lowered, calendar: Calendar, lists: dict[str, tuple[int, ...]]) -> WorldMaker:
        """``lists``: the slots of the events of each list's items."""
        layout = lowered.layout
        others = {slot for slots in lists.values() for slot in slots} | lowered.derived.keys()
        events = tuple(slot for slot, moment in enumerate(layout.moments) if moment and slot not in others)
        inside = [(path, slot) for path, slot in layout.slots.items() if "[]." in path]
        new_items: dict[str, Overlay] = {
            one: {slot: layout.unknown[slot] for path, slot in inside if path.startswith(start)}
            for one, start in ((one, f"{one}[].") for one in lists)
        }
        in_items: dict[str, frozenset[int]] = {
            one: frozenset(slot for slot, of in lowered.derived.items() if of.item_list == one)
            for one in {of.item_list for of in lowered.derived.values() if of.item_list is not None}
        }
        views = OperandViews.of(lowered, calendar)
        values = Values(lowered, views, calendar, lists, new_items, in_items)
        given = tuple(layout.slots[path] for path in GIVEN)
        derived = tuple(slot for slot in lowered.derived if slot not in lowered.steps)
        steps = (
            number
            for number, operand in enumerate(lowered.operands)
            if operand.slot in lowered.steps and operand == Operand(operand.slot)
        )
        return cls(lowered, views, values, events, given, derived, tuple(steps))

    def make(self, facts: Facts, given: Iterable[int]) -> Worlds:
        """The two worlds of a record. ``given``: what it is judged by (``Validity.given``)."""
        spans: list[Interval | None] = list(zip(facts.lo, facts.hi, strict=True))
        for slot in self.derived:
            spans[slot] = None
        for slot, end in zip(self.given, given, strict=True):
            spans[slot] = end, end
        recorded, low, high = (FactTable(self.views, spans.copy()) for _ in Outlook)
        first = facts.as_of.toordinal() * MINUTES_A_DAY
        for slot in self.events:
            if facts.lo[slot] == INF:
                low.put(slot, (first, first))
        settled = self.settled(facts)
        for slot, value in settled.items():
            not_yet = value == NEVER and self.lowered.layout.moments[slot]
            recorded.put(slot, value)
            low.put(slot, (first, first) if not_yet else value)
            high.put(slot, value)
        worlds = Worlds(self.lowered, facts, (recorded, low, high), first, self.values.added)
        self.values.derive(worlds, worlds.record)
        known = settled.keys() | self.put_steps(recorded, (low, high))
        for path, overlays in facts.items.items():
            inside = self.values.in_items.get(path, frozenset()) - known
            worlds.items[path] = [
                self.values.derive(
                    worlds,
                    Scope(
                        ItemTable(recorded, dict(own), inside),
                        ItemTable(low, self.soonest_item(path, own, worlds), inside),
                        ItemTable(high, dict(own), inside),
                        key,
                    ),
                )
                for key, own in overlays.items()
            ]
        return worlds

    def put_steps(self, recorded: FactTable, future: Iterable[FactTable]) -> Set[int]:
        """Whether the regulation is in force at each step, where nobody asks that: as it is for the whole record."""
        slots, steps = self.lowered.layout.slots, self.lowered.steps
        if recorded.get(slots[BY_STEP]) == YES:
            for table in (recorded, *future):
                for slot in steps:
                    table.spans[slot] = None
            return frozenset()
        span = recorded.get(slots[IN_FORCE])
        for table in (recorded, *future):
            for slot in steps:
                table.spans[slot] = span
        for number in self.step_operands:
            recorded.seen[number] = span
        return steps

    def settled(self, facts: Facts) -> dict[int, Interval]:
        """The slots of defined facts that a case table has set directly; one that no rule reads has none."""
        return {
            slot: value
            for path, value in facts.defined.items()
            for slot in self.lowered.defined_slots.get(path, {}).values()
        }

    def soonest_item(self, path: str, own: Overlay, worlds: Worlds) -> Overlay:
        """An item at the low end of the future: its events that have not happened happen on the day of the check."""
        soonest, facts = dict(own), worlds.facts
        for slot in self.values.item_events.get(path, ()):
            lo, _ = own.get(slot) or (facts.lo[slot], facts.hi[slot])
            if lo == INF:
                soonest[slot] = (worlds.first, worlds.first)
        return soonest

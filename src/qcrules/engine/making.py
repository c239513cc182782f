"""From the facts of a record to its two worlds."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ..facts.layout import BY_STEP, GIVEN, IN_FORCE
from ..facts.recorded import Facts, Overlay
from ..kernel.derived import Derived
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
    derived: tuple[tuple[int, Derived], ...]
    steps: tuple[tuple[int, Derived], ...]
    """Whether the regulation is in force at each step: they differ only where each step is judged by itself."""

    @classmethod
    def of(cls, lowered: Lowered, calendar: Calendar, lists: dict[str, tuple[int, ...]]) -> WorldMaker:
        """``lists``: the slots of the events of each list's items."""
        layout = lowered.layout
        inside = {slot for slots in lists.values() for slot in slots}
        events = tuple(slot for slot, moment in enumerate(layout.moments) if moment and slot not in inside)
        new_items: dict[str, Overlay] = {
            one: {
                slot: layout.unknown[slot]
                for path, slot in layout.slots.items()
                if path.startswith(f"{one}[].")
            }
            for one in lists
        }
        views = OperandViews.of(lowered, calendar)
        values = Values(lowered, views, calendar, lists, new_items)
        given = tuple(layout.slots[path] for path in GIVEN)
        derived = tuple(one for one in lowered.derived.items() if one[0] not in lowered.steps)
        steps = tuple(one for one in lowered.derived.items() if one[0] in lowered.steps)
        return cls(lowered, views, values, events, given, derived, steps)

    def make(self, facts: Facts, given: Iterable[int]) -> Worlds:
        """The two worlds of a record. ``given``: what it is judged by (``Validity.given``)."""
        recorded, low, high = (FactTable(self.views, facts.lo.copy(), facts.hi.copy()) for _ in Outlook)
        first = facts.as_of.toordinal() * MINUTES_A_DAY
        worlds = Worlds(self.lowered, facts, (recorded, low, high), first)
        for slot, end in zip(self.given, given, strict=True):
            for table in worlds.tables:
                table.put(slot, (end, end))
        for slot in self.events:
            if low.lo[slot] == INF:
                low.put(slot, (first, first))
        for path, overlays in facts.items.items():
            worlds.items[path] = [
                Scope(
                    ItemTable(recorded, dict(own)),
                    ItemTable(low, self.soonest_item(path, own, worlds)),
                    ItemTable(high, dict(own)),
                    key,
                )
                for key, own in overlays.items()
            ]
        settled = self.settled(facts)
        for slot, derived in self.derived:
            if slot in settled:
                value = settled[slot]
                not_yet = value == NEVER and self.lowered.layout.moments[slot]
                recorded.put(slot, value)
                low.put(slot, (first, first) if not_yet else value)
                high.put(slot, value)
            else:
                self.values.put(slot, derived, worlds)
        self.put_steps(worlds)
        return worlds

    def put_steps(self, worlds: Worlds) -> None:
        """Whether the regulation is in force at each step; where nobody asks that, it is as for the whole record."""
        slots = self.lowered.layout.slots
        if worlds.record.recorded.get(slots[BY_STEP]) == YES:
            for slot, derived in self.steps:
                self.values.put(slot, derived, worlds)
            return
        lo, hi = worlds.record.recorded.get(slots[IN_FORCE])
        for table in worlds.tables:
            for slot, _ in self.steps:
                table.lo[slot], table.hi[slot] = lo, hi

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

"""From the facts of a record to its two worlds."""

from __future__ import annotations

from collections.abc import Iterable, Set

from attrs import frozen

from ..facts.layout import BY_STEP, EDITION, GIVEN, IN_FORCE
from ..facts.recorded import Facts, Overlay
from ..kernel.derived import EditionDate, Within
from ..kernel.formula import Operand
from ..kernel.interval import MINUTES_A_DAY, YES, Interval, as_interval
from ..law.lowered import Lowered
from ..time.calendar import Calendar
from .derived import Values, edition_date, within
from .moments import at_soonest
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
    """The slots of what is worked out when somebody asks for it, but for ``steps``."""
    steps: frozenset[int]
    """The slots of whether the regulation is in force at a step."""
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
        at_once = {layout.slots[EDITION], layout.slots[IN_FORCE]}
        derived = tuple(lowered.derived.keys() - lowered.steps - at_once)
        operands = (
            number
            for number, operand in enumerate(lowered.operands)
            if operand.slot in lowered.steps and operand == Operand(operand.slot)
        )
        steps = lowered.steps - at_once
        return cls(lowered, views, values, events, given, derived, steps, tuple(operands))

    def make(self, facts: Facts, given: Iterable[int]) -> Worlds:
        """The two worlds of a record. ``given``: what it is judged by (``Validity.given``)."""
        first = facts.as_of.toordinal() * MINUTES_A_DAY
        known = facts.spans.copy()
        in_force = self.put_validity(known, given, first + MINUTES_A_DAY - 1)
        by_step = known[self.lowered.layout.slots[BY_STEP]] == YES
        spans: list[Interval | None] = [*known]
        for slot in self.derived:
            spans[slot] = None
        for slot in self.steps:
            spans[slot] = None if by_step else in_force
        recorded, low, high = (FactTable(self.views, spans.copy()) for _ in Outlook)
        for number in () if by_step else self.step_operands:
            recorded.seen[number] = in_force
        for slot in self.events:
            low.put(slot, at_soonest(facts.spans[slot], first))
        settled = self.settled(facts)
        for slot, value in settled.items():
            recorded.put(slot, value)
            low.put(slot, at_soonest(value, first) if self.lowered.layout.moments[slot] else value)
            high.put(slot, value)
        worlds = Worlds(self.lowered, facts, (recorded, low, high), first, self.values.added)
        self.values.derive(worlds, worlds.record)
        alike: Set[int] = frozenset() if by_step else self.steps
        for path, overlays in facts.items.items():
            inside = self.values.in_items.get(path, frozenset()).difference(alike, settled)
            worlds.items[path] = [
                self.values.derive(
                    worlds,
                    Scope(
                        ItemTable(recorded, dict(item), inside),
                        ItemTable(low, self.soonest_item(path, item, worlds), inside),
                        ItemTable(high, dict(item), inside),
                        key,
                    ),
                )
                for key, item in overlays.items()
            ]
        return worlds

    def put_validity(self, known: list[Interval], given: Iterable[int], today: int) -> Interval:
        """What the record is judged by, the date that chooses the edition; and whether the regulation is in force.

        None of them is an event: they are the same in both worlds, and so is (unless each asks for its own) what they
        say at every step.
        """
        for slot, end in zip(self.given, given, strict=True):
            known[slot] = end, end
        slots, derived = self.lowered.layout.slots, self.lowered.derived
        edition, in_force = derived[slots[EDITION]], derived[slots[IN_FORCE]]
        assert isinstance(edition, EditionDate)
        assert isinstance(in_force, Within)
        known[slots[EDITION]] = edition_date(edition, known.__getitem__, today)
        ends = (known[slot] for slot in (in_force.what, in_force.since, in_force.until))
        found = known[slots[IN_FORCE]] = as_interval(within(*ends))
        return found

    def settled(self, facts: Facts) -> dict[int, Interval]:
        """The slots of defined facts that a case table has set directly; one that no rule reads has none."""
        return {
            slot: value
            for path, value in facts.defined.items()
            for slot in self.lowered.defined_slots.get(path, {}).values()
        }

    def soonest_item(self, path: str, own: Overlay, worlds: Worlds) -> Overlay:
        """An item at the low end of the future, its events as soon as they may come."""
        soonest, facts = dict(own), worlds.facts
        for slot in self.values.item_events.get(path, ()):
            soonest[slot] = at_soonest(own.get(slot) or facts.spans[slot], worlds.first)
        return soonest

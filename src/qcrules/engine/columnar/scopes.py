"""Where formulas are asked: the records and the items of their lists, as recorded and at both ends of the future."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np

from ...kernel.derived import Derived
from ...kernel.formula import Compare
from ...kernel.interval import FALSE, TRUE
from ..worlds import Outlook
from .columns import FIRST_MINUTE, LAST_MINUTE, Codes, Days, FactColumn, Items, RecordColumns
from .ends import FAR, TOP, End, Span, at_most, bits, is_array, least, pick, taken
from .formulas import FormulaNode, Truths
from .prepared import Prepared


def at_soonest(event: Span, places: bool, as_of: End) -> Span:
    """An event as soon as it may come: where it has not, on the day of the check; none happened on a later day."""
    lo, hi = event
    if places:
        low = least(lo, as_of)
        return low, low if hi is lo else least(hi, as_of)
    first, last = taken(FIRST_MINUTE, as_of), taken(LAST_MINUTE, as_of)
    low = pick(lo == FAR, first, lo)
    return low, low if hi is lo else pick(lo == FAR, first, least(hi, last))


class RunState:
    """The records at hand, and which of them have terms that leave the calendar."""

    def __init__(self, engine: Prepared, columns: RecordColumns) -> None:
        self.engine = engine
        self.columns = columns
        self.outside: End = 0

    def derive(self, slot: int) -> None:
        """Work out a derived fact of the records, in every outlook."""
        raise NotImplementedError

    def derived_in(self, derived: Derived, world: World) -> FactColumn:
        """The value in one outlook of a derived fact that every item has of its own."""
        raise NotImplementedError

    def leaves(self, which: End) -> None:
        """Terms of these records leave the calendar."""
        if is_array(which) and is_array(self.outside):
            self.outside = self.outside | which
        elif is_array(which) or self.outside == 0:
            self.outside = which

    def first(self, places: bool) -> End:
        """From when on an event may still happen: the day of the check, in one form or the other."""
        as_of = self.columns.as_of
        return as_of if places else taken(FIRST_MINUTE, as_of)

    def soonest(self, span: Span, places: bool, spread: Callable[[End], End] = lambda end: end) -> Span:
        """An event of the records, or of the items among whom they are ``spread``, as soon as it may come."""
        return at_soonest(span, places, spread(self.columns.as_of))

    def item_to_come(self, outlook: Outlook) -> FactColumn:
        """An event of an item that may still be added, at an end of the future."""
        if outlook is Outlook.HIGH:
            return FactColumn(lambda: (FAR, FAR), lambda: (TOP, TOP))
        return FactColumn(lambda: (self.first(False),) * 2, lambda: (self.first(True),) * 2)


class World(Truths):
    """The facts of many records, or of their items, in one outlook.

    ``twin``: behind an end of the future, the same as recorded.
    """

    def __init__(
        self, state: RunState, events: frozenset[int], outlook: Outlook, twin: World | None = None
    ) -> None:
        super().__init__(state.engine.formulas.nodes)
        self.state = state
        self.views = state.engine.views
        self.moving = state.engine.moving
        self.events = events
        self.outlook = outlook
        self.twin = twin
        self.seen: dict[int, Span] = {}

    @property
    def other_end(self) -> World:
        """The same records or items at the other end of the future; as recorded, these."""
        return cast(World, self.other)

    def column(self, slot: int) -> FactColumn:
        """A fact."""
        raise NotImplementedError

    def wrong(self, which: End) -> None:
        """Some terms leave the calendar."""
        raise NotImplementedError

    def as_of(self) -> End:
        """The place of the day of the check."""
        return self.state.columns.as_of

    def judge(self, number: int) -> End:
        if self.twin is not None:
            node = self.nodes[number]
            if self.moving.isdisjoint(node.reads):
                return self.twin.truth(number)
            if node.happened in self.events:
                now = self.twin.truth(number)
                if self.outlook is Outlook.LOW:
                    return now
                return pick(now == FALSE, TRUE, now)  # what has not happened may still
        return super().judge(number)

    def compare(self, node: FormulaNode, formula: Compare) -> End:
        if node.happened is not None:
            return self.other_end.happened(node.happened)
        if node.words is not None:
            column = self.column(node.words)
            if isinstance(column, Codes):
                return self.by_word(column, formula)
        return super().compare(node, formula)

    def happened(self, slot: int) -> End:
        """Has an event happened?"""
        column = self.column(slot)
        if isinstance(column, Days):
            come = column.come
            return bits(come) + bits(come & (column.first > 0) if column.vague else come)
        lo, hi = column.places()
        return bits(hi < TOP) + bits(lo < TOP)

    def by_word(self, column: Codes, formula: Compare) -> End:
        """A comparison of words with constants, worked out once a word."""
        ends = column.lo, column.hi
        spans = [
            (one.shift, one.shift) if one.slot is None else self.views.plain(number, ends)
            for number in (formula.left, formula.right)
            for one in [self.views.operands[number]]
        ]
        return taken(np.asarray(at_most(*spans)), column.codes)

    def operand(self, number: int) -> Span:
        found = self.seen.get(number)
        if found is None:
            found = self.seen[number] = self.see(number)
        return found

    def see(self, number: int) -> Span:
        """An operand that is asked for the first time."""
        operand = self.views.operands[number]
        slot = operand.slot
        if slot is None:
            return operand.shift, operand.shift
        if self.twin is not None and slot not in self.moving:
            return self.twin.operand(number)
        if self.twin is not None and slot in self.events:
            if self.outlook is Outlook.HIGH:
                return self.twin.operand(number)
            if self.views.on_days(number):
                return self.soonest_day(number, self.twin.operand(number))
        return self.views.see(number, self.column(slot), self.wrong)

    def soonest_day(self, number: int, span: Span) -> Span:
        """An operand on days of an event: where it has not happened, what it is on the day of the check."""
        lo, hi = span
        days = self.views.days(number)
        first = taken(days.table, self.as_of())
        low = least(lo, first)
        return low, low if hi is lo else least(hi, first)


class Records(World):
    """The records themselves."""

    def __init__(self, state: RunState, outlook: Outlook, twin: Records | None = None) -> None:
        super().__init__(state, state.engine.events, outlook, twin)
        self.columns: dict[int, FactColumn] = {}

    def wrong(self, which: End) -> None:
        self.state.leaves(which)

    def column(self, slot: int) -> FactColumn:
        found = self.columns.get(slot)
        if found is None:
            if slot in self.state.engine.derived:
                self.state.derive(slot)
                return self.columns[slot]
            if self.twin is not None:
                found = self.twin.column(slot)
                if slot in self.events and self.outlook is Outlook.LOW:
                    found = found.map(self.state.soonest)
            else:
                found = self.state.columns.slots.get(slot)
                found = found or self.state.engine.bare(slot, self.state.columns.complete)
            self.columns[slot] = found
        return found


class Supposed(Records):
    """The records at an end of the future with one more item of a list: its events are to come, the rest is chosen."""

    def __init__(self, state: RunState, root: Records, list_path: str) -> None:
        super().__init__(state, root.outlook)
        self.root = root
        engine = state.engine
        self.columns = {slot: engine.fixed(slot, span) for slot, span in engine.new_items[list_path].items()}
        self.columns |= dict.fromkeys(engine.item_events.get(list_path, ()), state.item_to_come(root.outlook))
        self.derived = engine.of_items.get(list_path, set())

    def column(self, slot: int) -> FactColumn:
        found = self.columns.get(slot)
        if found is None and slot in self.derived:
            found = self.columns[slot] = self.state.derived_in(self.state.engine.derived[slot], self)
        return found or self.root.column(slot)

    def happened(self, slot: int) -> End:
        if slot not in self.columns and slot not in self.derived:
            return super().happened(slot)
        come = bits(self.column(slot).places()[0 if self.outlook is Outlook.LOW else 1] < TOP)
        return come + come

    def see(self, number: int) -> Span:
        slot = self.views.operands[number].slot
        if slot is not None and slot not in self.columns and slot not in self.derived:
            return self.root.operand(number)
        lo, hi = super().see(number)
        return (lo, lo) if self.outlook is Outlook.LOW else (hi, hi)


class Listed(World):
    """The items of one list; behind each, its record."""

    def __init__(
        self, state: RunState, path: str, items: Items, root: Records, twin: Listed | None = None
    ) -> None:
        super().__init__(state, frozenset(state.engine.item_events.get(path, ())), root.outlook, twin)
        self.items = items
        self.root = root
        self.derived = state.engine.of_items.get(path, set())
        self.slots = self.events.union(items.slots, self.derived)
        self.own: dict[int, FactColumn] = {}

    def wrong(self, which: End) -> None:
        self.state.leaves(self.items.join(np.logical_or, which))

    def as_of(self) -> End:
        return self.items.spread(self.state.columns.as_of)

    def column(self, slot: int) -> FactColumn:
        found = self.own.get(slot)
        if found is None:
            if slot in self.derived:
                found = self.state.derived_in(self.state.engine.derived[slot], self)
            elif slot not in self.slots:
                found = self.root.column(slot).spread(self.items)
            elif self.twin is None:
                found = self.items.slots.get(slot) or self.root.column(slot).spread(self.items)
            else:
                found = self.twin.column(slot)
                if slot in self.events and self.outlook is Outlook.LOW:
                    found = found.map(self.soonest)
            self.own[slot] = found
        return found

    def soonest(self, span: Span, places: bool) -> Span:
        """An event of an item that has not happened, as soon as it may."""
        return self.state.soonest(span, places, self.items.spread)

    def judge(self, number: int) -> End:
        if self.nodes[number].reads.isdisjoint(self.slots):
            return self.items.spread(self.root.truth(number))
        return super().judge(number)

    def operand(self, number: int) -> Span:
        slot = self.views.operands[number].slot
        if slot is not None and slot not in self.slots and number not in self.seen:
            self.seen[number] = self.items.spread_span(self.root.operand(number))
        return super().operand(number)

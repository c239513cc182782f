"""The record in two worlds, as the engines see it: operands of the fact table, and the truth of a formula on it.

*As recorded*, an event that has not happened never does; in the *possible future* it may from the day of the check
on. Defined facts and quantifiers are worked out here, once a world; verdicts are written in by the engines' loop.
"""

from __future__ import annotations

from typing import Protocol

from attrs import define, field

from ..facts.recorded import Facts, Overlay
from ..kernel.formula import All, Any, Compare, Formula
from ..kernel.interval import FALSE, OPEN, TRUE, Interval, Key, Truth, negate
from ..law.lowering import Lowered
from .operands import OperandViews


class Operands(Protocol):
    """What a formula is asked of."""

    def operand(self, number: int) -> Interval:
        """The interval of an operand."""


class FactTable:
    """The facts of the record in one world; each operand is worked out once."""

    __slots__ = ("hi", "lo", "seen", "views")

    def __init__(self, views: OperandViews, lo: list[int], hi: list[int]) -> None:
        self.views = views
        self.lo = lo
        self.hi = hi
        self.seen = views.blank.copy()

    def operand(self, number: int) -> Interval:
        found = self.seen[number]
        if found is None:
            slot = self.views.slots[number]
            assert slot is not None
            found = self.seen[number] = self.views.sees[number](self.lo[slot], self.hi[slot])
        return found

    def get(self, slot: int) -> Interval:
        return self.lo[slot], self.hi[slot]

    def put(self, slot: int, value: Interval) -> None:
        self.lo[slot], self.hi[slot] = value


class ItemTable:
    """The facts of one item of a list, and behind them those of the record."""

    __slots__ = ("own", "root", "seen")

    def __init__(self, root: FactTable, own: Overlay) -> None:
        self.root = root
        self.own = own
        self.seen: dict[int, Interval] = {}

    def operand(self, number: int) -> Interval:
        slot = self.root.views.slots[number]
        if slot is None or slot not in self.own:
            return self.root.operand(number)
        found = self.seen.get(number)
        if found is None:
            found = self.seen[number] = self.root.views.sees[number](*self.own[slot])
        return found

    def get(self, slot: int) -> Interval:
        return self.own[slot] if slot in self.own else self.root.get(slot)

    def put(self, slot: int, value: Interval) -> None:
        self.own[slot] = value


def truth(formula: Formula, table: Operands) -> Truth:
    """Kleene's truth of a formula: this is what conditions mean."""
    if isinstance(formula, Compare):
        left, right = table.operand(formula.left), table.operand(formula.right)
        return TRUE if left[1] <= right[0] else FALSE if left[0] > right[1] else OPEN  # ``at_most``
    if isinstance(formula, All):
        worst = TRUE
        for part in formula.parts:
            found = truth(part, table)
            if found < worst:
                worst = found
                if worst == FALSE:
                    break
        return worst
    if isinstance(formula, Any):
        best = FALSE
        for part in formula.parts:
            found = truth(part, table)
            if found > best:
                best = found
                if best == TRUE:
                    break
        return best
    return negate(truth(formula.part, table))


@define(eq=False, repr=False)
class Scope:
    """What a rule is asked of: the record, or one item of a list, in both worlds; ``key`` is 1 for the first item."""

    recorded: FactTable | ItemTable
    possible: FactTable | ItemTable
    key: Key | None = None


@define(eq=False, repr=False)
class Worlds:
    """The record in both worlds, with its items.

    ``first``: the first minute of the day of the check, from which on an event may still happen. ``tables``: the record
    as recorded and in the possible future.
    """

    lowered: Lowered
    facts: Facts
    tables: tuple[FactTable, FactTable]
    first: int
    items: dict[str, list[Scope]] = field(factory=dict)
    record: Scope = field(init=False)

    @record.default
    def _record(self) -> Scope:
        return Scope(*self.tables)

    def scopes(self, list_path: str | None) -> list[Scope]:
        """Where a rule is asked: of the record, or of each item (of the record where no item is known)."""
        if list_path is None:
            return [self.record]
        return self.items.get(list_path) or [self.record]

"""The record in two worlds, as the engines see it: operands of the fact table, and the truth of a formula on it.

*As recorded*, an event that has not happened never does; in the *possible future* it may from the day of the check
on. What may come is told apart from what nobody knows: the future is two tables, its low and its high end, in which
an event to come stands at its soonest and at its latest, while an unknown fact is as wide as it was. Defined facts and
quantifiers are worked out here, once a table; verdicts are written in by the engines' loop.
"""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from attrs import define, field

from ..facts.recorded import Facts, Overlay
from ..kernel.formula import All, Any, Compare, Formula, Not
from ..kernel.interval import FALSE, OPEN, TRUE, Interval, Key, Truth, at_most, negate
from ..law.lowering import Lowered
from .operands import OperandViews


class Outlook(Enum):
    """How a fact, or the truth of a formula, is looked at: as recorded, or at one end of the possible future.

    The low end of a moment is the soonest, of a truth the falsest that the future can make it; the high end the latest
    and the truest.
    """

    RECORDED = "recorded"
    LOW = "low"
    HIGH = "high"

    @property
    def other(self) -> Outlook:
        """The other end of the future."""
        if self is Outlook.RECORDED:
            return self
        return Outlook.HIGH if self is Outlook.LOW else Outlook.LOW


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


class AddedItem(ItemTable):
    """An item that the future may add to a list and whose facts it chooses: at its low (0) or its high (1) end."""

    __slots__ = ("end",)

    def __init__(self, root: FactTable, own: Overlay, end: int) -> None:
        super().__init__(root, own)
        self.end = end

    def operand(self, number: int) -> Interval:
        found = super().operand(number)
        return (found[self.end], found[self.end]) if self.root.views.slots[number] in self.own else found

    def get(self, slot: int) -> Interval:
        found = super().get(slot)
        return (found[self.end], found[self.end]) if slot in self.own else found


ScopeTable = FactTable | ItemTable
"""The facts of the record, or of an item of it."""


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


def truth_to_come(formula: Formula, low: Operands, high: Operands) -> Truth:
    """The truest that the future can make a formula: true or false where it is so whatever the unknown facts are.

    (The falsest is asked for with the ends of the future exchanged.)
    """
    if isinstance(formula, Compare):
        return at_most(low.operand(formula.left), high.operand(formula.right))
    if isinstance(formula, Not):
        return negate(truth_to_come(formula.part, high, low))
    found = (truth_to_come(part, low, high) for part in formula.parts)
    return min(found, default=TRUE) if isinstance(formula, All) else max(found, default=FALSE)


@define(eq=False, repr=False)
class Scope:
    """What a rule is asked of: the record, or one item of a list, as recorded and at both ends of the possible future.

    ``key`` is 1 for the first item.
    """

    recorded: ScopeTable
    low: FactTable | ItemTable
    high: FactTable | ItemTable
    key: Key | None = None

    @property
    def tables(self) -> tuple[ScopeTable, ...]:
        """The facts as recorded, and at both ends of the future."""
        return self.recorded, self.low, self.high

    def table(self, outlook: Outlook) -> ScopeTable:
        """The facts as they are looked at."""
        if outlook is Outlook.RECORDED:
            return self.recorded
        return self.low if outlook is Outlook.LOW else self.high

    def truth(self, formula: Formula, outlook: Outlook) -> Truth:
        """The truth of a formula as it is looked at."""
        if outlook is Outlook.RECORDED:
            return truth(formula, self.recorded)
        return truth_to_come(formula, self.table(outlook.other), self.table(outlook))

    def possible(self, slot: int) -> Interval:
        """All that a fact may be in the possible future."""
        return self.low.get(slot)[0], self.high.get(slot)[1]


@define(eq=False, repr=False)
class Worlds:
    """The record in both worlds, with its items.

    ``first``: the first minute of the day of the check, from which on an event may still happen. ``tables``: the record
    as recorded, and at the low and the high end of the possible future.
    """

    lowered: Lowered
    facts: Facts
    tables: tuple[FactTable, FactTable, FactTable]
    first: int
    items: dict[str, list[Scope]] = field(factory=dict)
    added: dict[str, Scope] = field(factory=dict)
    """An item of each list that may still be added."""
    record: Scope = field(init=False)

    @record.default
    def _record(self) -> Scope:
        return Scope(*self.tables)

    def scopes(self, list_path: str | None) -> list[Scope]:
        """Where a rule is asked: of the record, or of each item (of the record where no item is known)."""
        if list_path is None:
            return [self.record]
        return self.items.get(list_path) or [self.record]

"""The record in two worlds, as the engines see it: operands of the fact table, and the truth of a formula on it.

*As recorded*, an event that has not happened never does; in the *possible future* it may from the day of the check
on. What may come is told apart from what nobody knows: the future is two tables, its low and its high end, in which
an event to come stands at its soonest and at its latest, while an unknown fact is as wide as it was. Derived facts are
worked out when somebody asks for them, once a table; verdicts are written in by the engines' loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from enum import Enum
from typing import Protocol

from attrs import define, field

from ..facts.recorded import Facts, Overlay
from ..kernel.formula import All, Any, Compare, Formula, Not
from ..kernel.interval import FALSE, OPEN, TRUE, Interval, Key, Truth, at_most, negate
from ..law.lowered import Lowered
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


OUTLOOKS = tuple(Outlook)


class Operands(Protocol):
    """What a formula is asked of."""

    def operand(self, number: int) -> Interval:
        """The interval of an operand."""

    def compared(self, one: Compare) -> Truth:
        """The truth of a comparison."""


Derive = Callable[[int], Interval]


def _nothing_derived(slot: int) -> Interval:
    raise LookupError(slot)


class FactTable:
    """The facts of the record in one world; each operand, and each derived fact, is worked out when first asked for.

    ``spans``: the facts by slot, None for what is not worked out yet; ``derive`` works it out.
    """

    __slots__ = ("derive", "seen", "spans", "views")

    def __init__(self, views: OperandViews, spans: list[Interval | None]) -> None:
        self.views = views
        self.spans = spans
        self.seen = views.blank.copy()
        self.derive: Derive = _nothing_derived

    def operand(self, number: int) -> Interval:
        found = self.seen[number]
        if found is None:
            views = self.views
            span = self.spans[views.slots[number]] or self.get(views.slots[number])
            found = self.seen[number] = views.sees[number](span)
        return found

    def operands(self, numbers: Iterable[int]) -> list[Interval]:
        """Many operands."""
        seen, work = self.seen, self.operand
        return [seen[number] or work(number) for number in numbers]

    def compared(self, one: Compare) -> Truth:
        """The truth of a comparison: ``at_most``, written out for speed."""
        seen = self.seen
        left = seen[one.left] or self.operand(one.left)
        right = seen[one.right] or self.operand(one.right)
        return TRUE if left[1] <= right[0] else FALSE if left[0] > right[1] else OPEN

    def get(self, slot: int) -> Interval:
        found = self.spans[slot]
        if found is None:
            found = self.spans[slot] = self.derive(slot)
        return found

    def put(self, slot: int, value: Interval) -> None:
        self.spans[slot] = value


class ItemTable:
    """The facts of one item of a list, and behind them those of the record.

    ``derived``: the slots that are worked out anew in the item.
    """

    __slots__ = ("derive", "derived", "own", "root", "seen", "views")

    def __init__(self, root: ScopeTable, own: Overlay, derived: Set[int] = frozenset()) -> None:
        self.root = root
        self.views: OperandViews = root.views
        self.own = own
        self.derived = derived
        self.seen: dict[int, Interval] = {}
        self.derive: Derive = _nothing_derived

    def operand(self, number: int) -> Interval:
        found = self.seen.get(number)
        if found is None:
            own = self.held(self.views.slots[number])
            found = self.root.operand(number) if own is None else self.views.sees[number](own)
            self.seen[number] = found
        return found

    def operands(self, numbers: Iterable[int]) -> list[Interval]:
        """Many operands."""
        seen, work = self.seen.get, self.operand
        return [seen(number) or work(number) for number in numbers]

    def compared(self, one: Compare) -> Truth:
        """The truth of a comparison."""
        return at_most(self.operand(one.left), self.operand(one.right))

    def held(self, slot: int) -> Interval | None:
        """A fact of the item itself; None for one of the record."""
        found = self.own.get(slot)
        if found is None and slot in self.derived:
            found = self.own[slot] = self.derive(slot)
        return found

    def get(self, slot: int) -> Interval:
        return self.held(slot) or self.root.get(slot)


class AddedItem(ItemTable):
    """An item that the future may add to a list and whose facts it chooses: at its low (0) or its high (1) end."""

    __slots__ = ("end",)

    def __init__(self, root: FactTable, own: Overlay, derived: Set[int], end: int) -> None:
        super().__init__(root, own, derived)
        self.end = end

    def operand(self, number: int) -> Interval:
        slot, found = self.views.slots[number], super().operand(number)
        return (found[self.end], found[self.end]) if slot in self.own else found

    def get(self, slot: int) -> Interval:
        found = super().get(slot)
        return (found[self.end], found[self.end]) if slot in self.own else found


ScopeTable = FactTable | ItemTable
"""The facts of the record, or of an item of it."""


def truth(formula: Formula, table: Operands) -> Truth:
    """Kleene's truth of a formula: this is what conditions mean."""
    if isinstance(formula, Compare):
        return table.compared(formula)
    if isinstance(formula, All):
        worst = TRUE
        for part in formula.parts:
            found = table.compared(part) if isinstance(part, Compare) else truth(part, table)
            if found < worst:
                worst = found
                if worst == FALSE:
                    break
        return worst
    if isinstance(formula, Any):
        best = FALSE
        for part in formula.parts:
            found = table.compared(part) if isinstance(part, Compare) else truth(part, table)
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

    ``key`` is 1 for the first item. ``sources``: by the slots of definitions, what each may have chosen.
    """

    recorded: ScopeTable
    low: FactTable | ItemTable
    high: FactTable | ItemTable
    key: Key | None = None
    sources: dict[int, list[int | None]] = field(factory=dict, init=False)

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
    as recorded, and at the low and the high end of the possible future. ``add`` makes an item that may still be added.
    """

    lowered: Lowered
    facts: Facts
    tables: tuple[FactTable, FactTable, FactTable]
    first: int
    add: Callable[[str, Worlds], Scope]
    items: dict[str, list[Scope]] = field(factory=dict, init=False)
    _added: dict[str, Scope] = field(factory=dict, init=False)
    record: Scope = field(init=False)

    @record.default
    def _record(self) -> Scope:
        return Scope(*self.tables)

    def scopes(self, list_path: str | None) -> list[Scope]:
        """Where a rule is asked: of the record, or of each item (of the record where no item is known)."""
        if list_path is None:
            return [self.record]
        return self.items.get(list_path) or [self.record]

    def scope(self, list_path: str | None, key: Key | None) -> Scope | None:
        """Where a rule is asked of one item, by its key (None: of the record); None where it is not."""
        scopes = self.scopes(list_path)
        near = scopes[key - 1 : key] if isinstance(key, int) else scopes
        return next((one for one in near if one.key == key), None)

    def added(self, path: str) -> Scope:
        """An item that may still be added to a list: its events are to come, and the future chooses the rest."""
        found = self._added.get(path)
        if found is None:
            found = self._added[path] = self.add(path, self)
        return found

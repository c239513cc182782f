"""The columnar engine: many records at once, with NumPy over columns of lower and upper ends.

It means what ``worlds`` and ``reference`` mean, a column at a time: ``ends`` are the numbers, ``columns`` the facts,
``operands`` and ``formulas`` what is asked of them, ``scopes`` where (the records, the items of a list, in both
worlds), ``run`` what is defined from other facts. Each operand, comparison and distinct formula is worked out once a
chunk; a formula that no event to come can change is the same in both worlds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

import numpy as np
from attrs import define

from ...finding import Verdict
from ...kernel.interval import OPEN, TRUE, Interval
from ...law.lowering import Choose, DayOf, Derived, EarliestOf, Resumed, SomeItem, Total, Variant
from ...time.calendar import Calendar
from .. import Group
from ..worlds import Scope, WorldMaker
from .columns import Codes, Column, Columns, Days, Items, ordered
from .ends import (
    FAR,
    PLACE,
    TOP,
    Array,
    End,
    Span,
    at_most,
    bits,
    common_kind,
    far,
    greatest,
    kind_of,
    least,
    none_of,
    pick,
    place_of,
    taken,
)
from .formulas import (
    COMPLIANT,
    NOT_APPLICABLE,
    PENDING,
    UNDETERMINED,
    VERDICTS,
    VIOLATED,
    Formulas,
    Single,
    Verdicts,
)
from .operands import Lens
from .program import BLOCK, Members
from .recording import Recorder
from .run import Run, as_column


@define(eq=False)
class Decided:
    """The verdicts of some records: codes by the number of the variant, an entry a record or an item."""

    codes: dict[int, End]
    outside: End
    """The records whose terms leave the calendar: of them, no verdict is to be believed."""
    items: Mapping[str, Items]
    run: Run
    """The worlds in which they were decided."""

    def of_records(self, variant: Variant) -> End:
        """The worst verdict of a variant on each record, over its items."""
        return self.joined(np.maximum, variant.list_path, self.codes[variant.number])

    def joined(self, by: np.ufunc, list_path: str | None, values: End) -> End:
        """One value a record, from those of its items if the values are of items."""
        items = self.items.get(list_path) if list_path is not None else None
        return values if items is None else items.join(by, values)


class Columnar:
    """The columnar engine of one lowered rulebook on one calendar. Safe to share."""

    name = "columnar"

    def __init__(self, worlds: WorldMaker, calendar: Calendar) -> None:
        lowered = worlds.lowered
        self.worlds = worlds
        self.layout = lowered.layout
        self.item_events = worlds.item_events
        self.events = frozenset(worlds.events)
        self.lens = Lens(lowered, calendar)
        self.formulas = Formulas(lowered.operands, self.lens.moments)
        self.derived: dict[int, Derived] = {derived.slot: derived for derived in lowered.derived}
        self.totals: dict[str, dict[int, Total]] = {}
        for derived in lowered.derived:
            if isinstance(derived, Total) and derived.list_path is not None:
                self.totals.setdefault(derived.list_path, {})[derived.slot] = derived
        self.moving = self._moving()
        self._needs: dict[int, tuple[int, int | None]] = {}
        for variant in lowered.variants:
            self._needs[variant.number] = (
                self.formulas.number(variant.condition),
                self.formulas.number(variant.requirement) if variant.requirement is not None else None,
            )

    def _moving(self) -> frozenset[int]:
        """The slots that may differ between the worlds."""
        moving = {slot for slot, moment in enumerate(self.layout.moments) if moment}
        for derived in self.derived.values():
            if isinstance(derived, Choose):
                for condition, _ in derived.cases:
                    if condition is not None:
                        self.formulas.number(condition)
                moves = any(source in moving for _, source in derived.cases)
            elif isinstance(derived, SomeItem):
                reads = self.formulas.nodes[self.formulas.number(derived.where)].reads
                moves = derived.grows or not reads.isdisjoint(moving)
            elif isinstance(derived, DayOf):
                moves = derived.source in moving
            else:
                moves = isinstance(derived, EarliestOf | Resumed)
            if moves:
                moving.add(derived.slot)
        return frozenset(moving)

    def needed(self, variants: Iterable[Variant]) -> frozenset[int]:
        """Every slot that some variants read, through definitions, sums and quantifiers."""
        needs = [
            number for variant in variants for number in self._needs[variant.number] if number is not None
        ]
        waiting = [slot for number in needs for slot in self.formulas.nodes[number].reads]
        found: set[int] = set()
        while waiting:
            slot = waiting.pop()
            if slot not in found:
                found.add(slot)
                waiting += self._behind(self.derived[slot]) if slot in self.derived else ()
        return frozenset(found)

    def _behind(self, derived: Derived) -> list[int]:
        """The slots that a defined fact or a quantifier reads."""
        if isinstance(derived, Choose):
            conditions = [condition for condition, _ in derived.cases if condition is not None]
            own = [source for _, source in derived.cases if source is not None]
        elif isinstance(derived, Total):
            return [*derived.plus, *derived.minus]
        elif isinstance(derived, DayOf):
            return [] if derived.source is None else [derived.source]
        elif isinstance(derived, Resumed):
            return [derived.base, derived.since, derived.until]
        else:
            conditions = [derived.where]
            own = [self.slot(derived.list_path)]
            own += [derived.item_slot] if isinstance(derived, EarliestOf) else []
        return own + [
            slot for one in conditions for slot in self.formulas.nodes[self.formulas.number(one)].reads
        ]

    def slot(self, path: str) -> int:
        """The slot of a path."""
        return self.layout.slots[path]

    def bare(self, slot: int, complete: bool) -> Column:
        """What a slot is while nobody has recorded it."""
        return self.fixed(slot, (self.layout.complete if complete else self.layout.unsaid)[slot])

    def none(self, slot: int) -> Column:
        """What a slot is when it is recorded as «нет»."""
        return self.fixed(slot, self.layout.none[slot])

    def fixed(self, slot: int, span: Interval) -> Column:
        """The same for all records."""
        lo, hi = span
        return Column.of(far(lo), far(hi)) if self.lens.moments[slot] else Column.of(lo, hi)

    def decide(self, group: Group, scope: Scope) -> list[Verdict]:
        """The verdicts of a group of variants on one record or item."""
        closed = Single(self.formulas.nodes, scope.closed.operand)
        verdicts = Verdicts(closed, Single(self.formulas.nodes, scope.open.operand))
        return [VERDICTS[cast(int, verdicts.code(*self._needs[one.number]))] for one in group.variants]

    def decide_columns(self, columns: Columns, strata: Iterable[Group]) -> Decided:
        """The verdicts of the variants of some groups on many records: columns of vectors (``recording``)."""
        run = Run(self, columns)
        codes: dict[int, End] = {}
        known: dict[str | None, Verdicts] = {}
        for group in strata:
            closed, open_, items = run.scopes(group.list_path)
            verdicts = known.get(group.list_path)
            if verdicts is None:
                verdicts = known[group.list_path] = Verdicts(closed, open_)
            for variant in group.variants:
                codes[variant.number] = verdicts.code(*self._needs[variant.number])
            for variant in group.asserted:
                self._assert_verdict(variant, codes[variant.number], items, run)
        return Decided(codes, run.outside, columns.items, run)

    def _assert_verdict(self, variant: Variant, codes: End, items: Items | None, run: Run) -> None:
        """A verdict is a fact for later strata: true when violated (of any item), open when undetermined."""
        known = TRUE * bits(codes == VIOLATED) + OPEN * bits(codes == UNDETERMINED)
        column = as_column(known if items is None else items.join(np.maximum, known))
        run.put(variant.verdict_slot, column, column)


__all__ = [
    "BLOCK",
    "COMPLIANT",
    "FAR",
    "NOT_APPLICABLE",
    "PENDING",
    "PLACE",
    "TOP",
    "UNDETERMINED",
    "VERDICTS",
    "VIOLATED",
    "Array",
    "Codes",
    "Column",
    "Columnar",
    "Columns",
    "Days",
    "Decided",
    "End",
    "Items",
    "Members",
    "Recorder",
    "Span",
    "as_column",
    "at_most",
    "bits",
    "common_kind",
    "far",
    "greatest",
    "kind_of",
    "least",
    "none_of",
    "ordered",
    "pick",
    "place_of",
    "taken",
]

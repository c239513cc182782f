"""The columnar engine itself: strata over chunks of records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import numpy as np
from attrs import define, evolve

from ...finding import Verdict
from ...law.lowered import Variant
from ...time.calendar import Calendar
from .. import VariantGroup
from ..making import WorldMaker
from ..worlds import Scope
from .columns import FactColumn, Items, RecordColumns
from .ends import End, bits
from .formulas import PENDING, UNDETERMINED, VERDICTS, VIOLATED, Single, Verdicts
from .prepared import Prepared
from .run import Run


@define(eq=False)
class DecidedColumns:
    """The verdicts of some records: codes by the number of the variant, an entry a record or an item."""

    codes: dict[int, End]
    outside: End
    """The records whose terms leave the calendar: of them, no verdict is to be believed."""
    items: Mapping[str, Items]
    run: Run
    """The worlds in which they were decided."""
    verdicts: Mapping[str | None, Verdicts]
    """What was worked out of the records, and of the items of each list."""

    def disputed(self, variants: Sequence[Variant]) -> End:
        """The records, or items, of which some variants of a rule come to different things."""
        needs = map(self.run.engine.needs, variants)
        return self.verdicts[variants[0].list_path].disputed(needs)

    def worst(self, list_path: str | None, codes: End) -> End:
        """One code a record: where they are of items, the worst of each record's."""
        items = self.items.get(list_path) if list_path is not None else None
        return codes if items is None else items.join(np.maximum, codes)


class Columnar:
    """The columnar engine of one lowered rulebook on one calendar. Safe to share."""

    name = "columnar"

    def __init__(self, worlds: WorldMaker, calendar: Calendar) -> None:
        self.prepared = Prepared(worlds, calendar)

    def decide(self, group: VariantGroup, scope: Scope) -> list[Verdict]:
        """The verdicts of a group of variants on one record or item."""
        nodes = self.prepared.formulas.nodes
        high = Single.future(nodes, scope.low.operand, scope.high.operand)
        verdicts = Verdicts(Single(nodes, scope.recorded.operand), high)
        return [VERDICTS[cast(int, verdicts.code(*self.prepared.needs(one)))] for one in group.variants]

    def valid(self, columns: RecordColumns, given: Iterable[int]) -> RecordColumns:
        """The columns; ``given``: what they are judged by (``Validity.given``)."""
        ends = {slot: FactColumn.of(end, end) for slot, end in zip(self.prepared.given, given, strict=True)}
        return evolve(columns, slots={**columns.slots, **ends})

    def run(self, columns: RecordColumns) -> Run:
        """Many records in every outlook; nothing is worked out before it is asked for."""
        return Run(self.prepared, columns)

    def decide_columns(self, columns: RecordColumns, strata: Iterable[VariantGroup]) -> DecidedColumns:
        """The verdicts of the variants of some groups on many records: columns of vectors (``recording``)."""
        run = self.run(columns)
        codes: dict[int, End] = {}
        known: dict[str | None, Verdicts] = {}
        for group in strata:
            (recorded, _, high), items = run.scopes(group.list_path)
            verdicts = known.get(group.list_path)
            if verdicts is None:
                verdicts = known[group.list_path] = Verdicts(recorded, high)
            for variant in group.variants:
                codes[variant.number] = verdicts.code(*self.prepared.needs(variant))
            for variant in group.asserted:
                self._assert_verdict(variant, codes[variant.number], items, run)
        return DecidedColumns(codes, run.outside, columns.items, run, known)

    def _assert_verdict(self, variant: Variant, codes: End, items: Items | None, run: Run) -> None:
        """A verdict is a fact for later strata: kept, pending, violated are 0, 1, 2, undetermined is any of these; of
        items the worst. What is pending is kept at the low end of the future, and violated at its high end."""
        for records, pending in zip(run.records, (1, 0, 2), strict=True):
            low = 2 * bits(codes == VIOLATED) + pending * bits(codes == PENDING)
            high = low + 2 * bits(codes == UNDETERMINED)
            ends = (low, high) if items is None else (items.join(np.maximum, one) for one in (low, high))
            records.columns[variant.verdict_slot] = FactColumn.of(*ends)

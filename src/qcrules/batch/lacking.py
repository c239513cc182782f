"""Which facts undecided records lack: what ``explain.tracing`` finds for one record, asked of columns.

A *question* is a variant, a formula or a slot, on the records or on the items of a list. Each is asked once, of all
records for which some question before it is open; from it follow the questions on which its answer hangs. What is
not known and recorded by nobody is what the records lack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from ..engine.columnar import UNDETERMINED, End, bits
from ..engine.columnar.ends import greatest, least
from ..engine.columnar.run import Run
from ..facts.layout import EDITION, IN_FORCE
from ..facts.vocabulary import Field
from ..kernel.formula import Compare, Formula, Scale
from ..kernel.interval import FALSE, OPEN, TRUE
from ..law.lowering import Choose, DayOf, Derived, EarliestOf, Resumed, Total, Variant

if TYPE_CHECKING:
    from .deciding import Decider

Path = str | None
"""The list on whose items a question is asked; None: the records."""


@frozen
class OfVariant:
    """Why is its verdict undetermined?"""

    number: int


@frozen
class OfFormula:
    """Why is it open?"""

    number: int
    path: Path


@frozen
class OfSlot:
    """Why is it not exact, to the day or to the minute?"""

    slot: int
    path: Path
    to_the_minute: bool


Question = OfVariant | OfFormula | OfSlot
Asked = tuple[Question, End]
"""A question, and of which records or items (1) it is asked."""


class Lacking:
    """The search on records that were decided."""

    def __init__(self, decider: Decider, run: Run) -> None:
        self.engine = decider.engine
        self.tracer = decider.machine.explainer.tracer
        self.variants = {variant.number: variant for variant in decider.machine.lowered.variants}
        self.run = run
        slots = decider.machine.lowered.layout.slots
        self.of_edition = {slots[EDITION], slots[IN_FORCE]}
        self.edition_dates = decider.pack.edition_dates.get(decider.kind.whole, ())[:1]
        self.facts: dict[str, Field] = {}

    def find(self, rules: Iterable[tuple[Variant, End]]) -> dict[str, End]:
        """Where each fact is lacking, by its path; from the codes of the variants that matter."""
        first: list[Asked] = [
            (OfVariant(variant.number), bits(codes == UNDETERMINED)) for variant, codes in rules
        ]
        masks: dict[Question, End] = {}
        for question, mask in first:
            masks[question] = mask
        found: dict[str, End] = {}
        for question in self.in_order([question for question, _ in first]):
            mask = masks.pop(question, 0)
            for fact in self.lacked(question):
                self.facts[fact.path] = fact
                mine = self.on_records(question, self.narrowed(question, mask))
                found[fact.path] = greatest(found.get(fact.path, 0), mine)
            for other, where in self.asked_by(question, self.narrowed(question, mask)):
                masks[other] = greatest(masks.get(other, 0), where)
        return found

    def in_order(self, first: list[Question]) -> list[Question]:
        """Every question that may follow, none before one that leads to it."""
        seen: dict[Question, None] = {}
        waiting: list[tuple[Question, Iterator[Question]]] = []
        open_ = set()

        def enter(question: Question) -> None:
            open_.add(question)
            waiting.append((question, iter([other for other, _ in self.asked_by(question, 0)])))

        for question in first:
            if question not in open_:
                enter(question)
            while waiting:
                here, others = waiting[-1]
                other = next(others, None)
                if other is None:
                    waiting.pop()
                    seen[here] = None
                elif other not in open_:
                    enter(other)
        return list(reversed(seen))

    # -- one question -------------------------------------------------------------------------------------------

    def world(self, path: Path) -> Any:
        """The closed world of the records, or of the items."""
        return self.run.scopes(path)[0]

    def narrowed(self, question: Question, mask: End) -> End:
        """Of whom it is asked and not answered."""
        if isinstance(question, OfVariant):
            return mask
        world = self.world(question.path)
        if isinstance(question, OfFormula):
            return least(mask, bits(world.truth(question.number) == OPEN))
        column = world.column(question.slot)
        moment = self.engine.lens.moments[question.slot]
        lo, hi = column.places() if moment and not question.to_the_minute else column.values()
        return least(mask, bits(lo != hi))

    def lacked(self, question: Question) -> Iterator[Field]:
        """The recorded fact that a question ends at."""
        if isinstance(question, OfSlot):
            fact = self.tracer.recorded.get(question.slot)
            if fact is not None:
                yield self.tracer.lowered.layout.rows.get(fact.path, fact)
            elif question.slot in self.of_edition:
                yield from self.edition_dates

    def asked_by(self, question: Question, mask: End) -> Iterator[Asked]:
        """The questions that follow, and of whom."""
        if isinstance(question, OfVariant):
            yield from self.by_variant(self.variants[question.number], mask)
        elif isinstance(question, OfFormula):
            yield from self.by_formula(question, mask)
        elif question.slot not in self.tracer.recorded:
            yield from self.by_slot(question, mask)

    def by_variant(self, variant: Variant, mask: End) -> Iterator[Asked]:
        path = variant.list_path if self.run.scopes(variant.list_path)[2] is not None else None
        yield self.formula(variant.condition, path), mask
        if variant.requirement is not None:
            gate = self.world(path).truth(self.engine.formulas.number(variant.condition))
            yield self.formula(variant.requirement, path), least(mask, bits(gate == TRUE))

    def formula(self, formula: Formula, path: Path) -> OfFormula:
        return OfFormula(self.engine.formulas.number(formula), path)

    def by_formula(self, question: OfFormula, mask: End) -> Iterator[Asked]:
        node = self.engine.formulas.nodes[question.number]
        for part in node.parts:
            yield OfFormula(part, question.path), mask
        if isinstance(node.formula, Compare):
            for number in (node.formula.left, node.formula.right):
                operand = self.engine.lens.operands[number]
                if operand.slot is not None:
                    yield OfSlot(operand.slot, question.path, operand.scale is Scale.RAW), mask

    def by_slot(self, question: OfSlot, mask: End) -> Iterator[Asked]:
        derived = self.tracer.derived.get(question.slot)
        variant = self.tracer.verdicts.get(question.slot)
        if isinstance(derived, Total):
            for part in (*derived.plus, *derived.minus):
                yield OfSlot(part, question.path, question.to_the_minute), mask
        elif derived is not None:
            yield from self.by_derived(derived, self.on_records(question, mask), question.to_the_minute)
        elif variant is not None:
            _, _, items = self.run.scopes(variant.list_path)
            mask = self.on_records(question, mask)
            yield OfVariant(variant.number), mask if items is None else items.spread(mask)

    def by_derived(self, derived: Derived, mask: End, to_the_minute: bool) -> Iterator[Asked]:
        """What a fact of the record is defined from."""
        if isinstance(derived, Choose):
            left = mask
            for condition, source in derived.cases:
                holds: End = TRUE
                if condition is not None:
                    holds = self.run.closed.truth(self.engine.formulas.number(condition))
                    yield self.formula(condition, None), left
                if source is not None:
                    yield OfSlot(source, None, to_the_minute), least(left, bits(holds != FALSE))
                left = least(left, bits(holds != TRUE))
        elif isinstance(derived, DayOf):
            if derived.source is not None:
                yield OfSlot(derived.source, None, to_the_minute), mask
        elif isinstance(derived, Resumed):
            for part in (derived.base, derived.since, derived.until):
                yield OfSlot(part, None, to_the_minute), mask
        elif not isinstance(derived, Total):
            path = derived.list_path
            closed, _, items = self.run.scopes(path)
            real = self.on_records_of(path, bits(items.real)) if items is not None else 0
            yield OfSlot(self.engine.slot(path), None, to_the_minute), least(mask, 1 - real)
            if items is None:
                return
            of_items = least(items.spread(mask), bits(items.real))
            yield self.formula(derived.where, path), of_items
            if isinstance(derived, EarliestOf):
                holds = closed.truth(self.engine.formulas.number(derived.where))
                yield OfSlot(derived.item_slot, path, to_the_minute), least(of_items, bits(holds != FALSE))

    def on_records(self, question: Question, mask: End) -> End:
        """The records of items of which a question is asked."""
        if isinstance(question, OfVariant):
            return mask
        return self.on_records_of(question.path, mask)

    def on_records_of(self, path: Path, mask: End) -> End:
        items = self.run.scopes(path)[2]
        return mask if items is None else items.join(np.maximum, mask)


__all__ = ["Lacking"]

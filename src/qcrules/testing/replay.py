"""The conditions of a lowered law, asked once more of a record: those that an engine folds away too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, field

from qcrules.engine.worlds import Operands, Scope, see_through
from qcrules.facts.vocabulary import Field
from qcrules.kernel.formula import Operand
from qcrules.kernel.interval import Interval
from qcrules.law.lowering import Lowered, Resumed, SomeItem, Total
from qcrules.law.model import choice_of
from qcrules.law.verbs import DAYS, Condition, Period, running
from qcrules.time.calendar import Calendar
from qcrules.time.term import Term, Unit


@define(eq=False)
class Replay:
    """Lowers conditions once more on a lowered rulebook: the same slots and operands, and new ones behind them."""

    lowered: Lowered
    chosen: Mapping[str, str]
    calendar: Calendar
    numbers: dict[Operand, int]
    extra: list[Operand] = field(factory=list)

    def slot(self, field: Field) -> int:
        if not field.defined:
            return self.lowered.layout.slots[field.path]
        slots = self.lowered.defined_slots[field.path]
        return slots[choice_of(tuple(name for name, _ in next(iter(slots))), self.chosen)]

    def path(self, path: str) -> int:
        return self.lowered.layout.slots[path]

    def operand(self, operand: Operand) -> int:
        known = self.numbers.get(operand)
        if known is None:
            known = self.numbers[operand] = len(self.lowered.operands) + len(self.extra)
            self.extra.append(operand)
        return known

    def exists(self, items: Field, where: Condition) -> int:
        formula = running(where, self)
        return next(
            one.slot
            for one in self.lowered.derived
            if isinstance(one, SomeItem) and (one.list_path, one.where) == (items.path, formula)
        )

    def verdict(self, rule: str) -> int:
        return self.lowered.variant(rule, self.chosen).verdict_slot

    def total(self, plus: Sequence[Field], minus: Sequence[Field]) -> int:
        slots = tuple(map(self.slot, plus)), tuple(map(self.slot, minus))
        return next(
            one.slot
            for one in self.lowered.derived
            if isinstance(one, Total) and (one.plus, one.minus) == slots
        )

    def resumed(self, base: Field, out: Period, term: Term) -> int:
        slots = self.slot(base), self.slot(out.start), self.slot(out.end)
        how = term.count * DAYS.get(term.unit, 1), term.unit is Unit.WORKING_DAY
        return next(
            one.slot
            for one in self.lowered.derived
            if isinstance(one, Resumed)
            and (one.base, one.since, one.until) == slots
            and (one.count, one.working) == how
        )

    def seen(self, scope: Scope) -> Operands:
        """The record, or an item, as it stands, through these operands."""
        return _Seen(self, scope)


@define(eq=False)
class _Seen:
    replay: Replay
    scope: Scope

    def operand(self, number: int) -> Interval:
        own = number - len(self.replay.lowered.operands)
        if own < 0:
            return self.scope.closed.operand(number)
        operand = self.replay.extra[own]
        if operand.slot is None:
            return operand.shift, operand.shift
        return see_through(operand, self.replay.calendar)(*self.scope.closed.get(operand.slot))

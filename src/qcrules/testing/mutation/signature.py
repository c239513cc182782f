"""What a lowered rule says, told without slot numbers: two rules with one signature decide alike.

And and or are told without order, repetition or needless nesting, so that a step that changes nothing is known
to be none: asking twice what is asked already, dropping what another part asks.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any as Anything

import attrs
from attrs import define, field

from qcrules.cached import cached_property
from qcrules.kernel.formula import All, Any, Compare, Formula, Not, Operand
from qcrules.law.lowered import Lowered, Variant

Signature = Hashable
_SLOTS = {
    *("listed", "item_slot", "source", "base", "since", "until", "plus", "minus", "cases"),
    *("moments", "event", "passed", "unless", "start", "end"),
}
"""The parts of derived facts in which numbers are slots."""

_TRUE: Signature = ("all", frozenset())
_FALSE: Signature = ("any", frozenset())


@define(eq=False, slots=False)
class Signatures:
    """The signatures of one lowered rulebook."""

    lowered: Lowered
    _rules: dict[str, Signature] = field(factory=dict, init=False)
    _known: dict[int, Signature] = field(factory=dict, init=False)

    def of_rule(self, rule: str) -> Signature:
        """What a rule says under every choice of its readings."""
        if rule not in self._rules:
            variants = self.lowered.by_rule[rule]
            self._rules[rule] = tuple((choice, self.of_variant(one)) for choice, one in variants.items())
        return self._rules[rule]

    def of_variant(self, variant: Variant) -> Signature:
        """What a rule says under one choice of readings."""
        duty = variant.requirement
        enough = tuple(one.path for one in variant.rule.enough)
        return variant.list_path, enough, self.formula(variant.condition), duty and self.formula(duty)

    def formula(self, formula: Formula) -> Signature:
        """A formula without order, repetition and needless nesting."""
        if isinstance(formula, Compare):
            return ("≤", self.operand(formula.left), self.operand(formula.right))
        if isinstance(formula, Not):
            inner = self.formula(formula.part)
            if isinstance(inner, tuple) and inner[0] == "not":
                twice: Signature = inner[1]
                return twice
            return _FALSE if inner == _TRUE else _TRUE if inner == _FALSE else ("not", inner)
        word, other = ("all", "any") if isinstance(formula, All) else ("any", "all")
        assert isinstance(formula, All | Any)
        return _joined(word, other, [self.formula(part) for part in formula.parts])

    def operand(self, number: int) -> Signature:
        operand: Operand = self.lowered.operands[number]
        seen = None if operand.slot is None else self.slot(operand.slot)
        return (seen, operand.scale, operand.months, operand.days, operand.shift, operand.members)

    def slot(self, slot: int) -> Signature:
        """What stands in a slot: a recorded fact by its path, a derived one by what it is derived from."""
        known = self._known.get(slot)
        if known is None:
            known = self._known[slot] = self._slot(slot)
        return known

    @cached_property
    def _recorded(self) -> Mapping[int, str]:
        return {slot: path for path, slot in self.lowered.layout.slots.items()}

    @cached_property
    def _verdicts(self) -> Mapping[int, Variant]:
        return {variant.verdict_slot: variant for variant in self.lowered.variants}

    def _slot(self, slot: int) -> Signature:
        if slot in self._verdicts:
            return ("verdict", self.of_variant(self._verdicts[slot]))
        derived: Anything = self.lowered.derived.get(slot)
        if derived is None:
            return self._recorded[slot]
        return self._parts(derived)

    def _parts(self, of: Anything) -> Signature:
        """What a derived fact is made of."""
        parts = {one.name: getattr(of, one.name) for one in attrs.fields(type(of))}
        if "operand" in parts:
            parts["operand"] = self.operand(parts["operand"])
        return (type(of).__name__, *(self._part(name in _SLOTS, part) for name, part in parts.items()))

    def _part(self, slots: bool, value: Anything) -> Signature:
        """A part of a derived fact, in which numbers are slots or are not."""
        if isinstance(value, tuple):
            return tuple(self._part(slots, one) for one in value)
        if isinstance(value, Compare | All | Any | Not):
            return self.formula(value)
        if attrs.has(type(value)):
            return self._parts(value)
        told: Signature = self.slot(value) if slots and value is not None else value
        return told


def _joined(word: str, other: str, parts: list[Signature]) -> Signature:
    """Parts of one kind in one set; a part that another part already says is dropped."""
    flat: set[Signature] = set()
    for part in parts:
        if isinstance(part, tuple) and part[0] == word:
            flat |= part[1]
        else:
            flat.add(part)
    if (other, frozenset()) in flat:
        return (other, frozenset())
    kept = frozenset(
        part for part in flat if not (isinstance(part, tuple) and part[0] == other and part[1] & flat)
    )
    return next(iter(kept)) if len(kept) == 1 else (word, kept)

"""What a lowered rule says, told without slot numbers: two rules with one signature decide alike.

And and or are told without order, repetition or needless nesting, so that a step that changes nothing is known
to be none: asking twice what is asked already, dropping what another part asks.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any as Anything

import attrs
from attrs import define, field

from qcrules.kernel.derived import Derived
from qcrules.kernel.formula import ALWAYS, All, Any, Compare, Formula, Not, Operand
from qcrules.law.lowering import Lowered, Variant

Signature = Hashable
_SLOTS = ("listed", "item_slot", "source", "base", "since", "until")
_SLOT_LISTS = ("plus", "minus")
_TRUE: Signature = ("all", frozenset())
_FALSE: Signature = ("any", frozenset())


@define(eq=False)
class Signatures:
    """The signatures of one lowered rulebook."""

    lowered: Lowered
    _paths: dict[int, str] = field(init=False)
    _derived: Mapping[int, Derived] = field(init=False)
    _verdicts: dict[int, Variant] = field(init=False)
    _known: dict[int, Signature] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self._paths = {slot: path for path, slot in self.lowered.layout.slots.items()}
        self._derived = self.lowered.derived
        self._verdicts = {variant.verdict_slot: variant for variant in self.lowered.variants}

    def of_rule(self, rule: str, choices: Iterable[Anything] | None = None) -> Signature:
        """What a rule says under every choice of its readings, or under some."""
        variants = self.lowered.by_rule[rule]
        wanted = variants if choices is None else list(choices)
        return tuple((choice, self.of_variant(variants[choice])) for choice in wanted)

    def of_variant(self, variant: Variant) -> Signature:
        """What a rule says under one choice of readings."""
        return (
            variant.list_path,
            self.formula(variant.condition),
            None if variant.requirement is None else self.formula(variant.requirement),
        )

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

    def _slot(self, slot: int) -> Signature:
        if slot in self._verdicts:
            return ("verdict", self.of_variant(self._verdicts[slot]))
        derived: Anything = self._derived.get(slot)
        if derived is None:
            return self._paths[slot]
        told = [self._part(one.name, getattr(derived, one.name)) for one in attrs.fields(type(derived))]
        return (type(derived).__name__, *told)

    def _part(self, name: str, value: Anything) -> Signature:
        if name in _SLOTS:
            return None if value is None else self.slot(value)
        if name in _SLOT_LISTS:
            return tuple(self.slot(one) for one in value)
        if name == "cases":
            return tuple(
                (
                    self.formula(ALWAYS if condition is None else condition),
                    None if source is None else self.slot(source),
                )
                for condition, source in value
            )
        if isinstance(value, Compare | All | Any | Not):
            return self.formula(value)
        told: Signature = value
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
